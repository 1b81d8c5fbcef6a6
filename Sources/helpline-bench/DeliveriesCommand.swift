import ArgumentParser
import CurlHTTP
import Engine
import Foundation
import Logging
import Ports
import SQLiteTranscripts
import Vocabulary
import Webhooks

/// Measures delivering from the ledger to a receiver, beside what `wrk` gets from the same one.
struct DeliveriesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Delivers from a ledger of its own and prints deliveries a second.",
        discussion: """
            Example, in two terminals:
              helpline deliveries receive --port 9000 --quiet
              helpline-bench deliveries --url http://127.0.0.1:9000/
            """)

    @Option(help: "Where to.") var url: String
    @Option(help: "Deliveries in all, shared among the endpoints that answer.") var count = 20_000
    @Option(help: "Bytes of each body.") var bytes = 4_096
    @Option(help: "Endpoints that answer, each of a shop of its own with the hanging ones.")
    var answering = 1
    @Option(help: "Endpoints that hang.") var hanging = 0
    @Option(help: "A receiver that takes requests and never answers.") var hangURL: String?
    @Option(help: "Deliveries that wait for an hour, to make the ledger large.") var waiting = 0
    @Option(help: "Turns that a floor would commit beside it, each with an event to deliver.")
    var turns = 0

    func run() throws {
        let folder = NSTemporaryDirectory() + "helpline-bench-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let clock = BenchClock()
        let ledgerPath = folder + "/deliveries.sqlite"
        let endpoints = try self.endpoints()
        let filling = clock.monotonic()
        try fill(ledgerPath, endpoints, at: clock.wall())
        print("filled in \(Self.seconds(clock.monotonic() - filling)) s")
        let opening = clock.monotonic()
        let ledger = try SQLiteDeliveryLedger(path: ledgerPath)
        let store = try SQLiteTranscriptStore(path: folder + "/helpline.sqlite")
        let tally = DeliveryTally(logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        let driver = try DeliveryDriver(
            store: store, ledger: ledger, shelf: EndpointShelf(endpoints), tally: tally,
            random: SeededRandom(seed: 1))
        print("started in \(Self.seconds(clock.monotonic() - opening)) s")
        guard let allowance = AddressRules.Allowance("127.0.0.0/8") else { return }
        let http = try CurlHTTP(rules: AddressRules(allowances: [allowance]), agent: "bench")
        let runner = DeliveryRunner(sender: http, time: clock)
        let start = clock.monotonic()
        let before = ThreadAccount.now()
        runner.start(driver)
        if turns > 0 { try commitTurns(store, runner, clock) }
        let patience = DispatchSemaphore(value: 0)
        while tally.deliveredCount < count + turns, clock.monotonic() - start < .seconds(120) {
            // Nobody signals: it looks again every 5 ms.
            _ = patience.wait(timeout: .now() + .milliseconds(5))
        }
        let elapsed = clock.monotonic() - start
        let rate = Double(tally.deliveredCount) / (Double(elapsed.milliseconds) / 1_000)
        print(
            "\(tally.deliveredCount) of \(count + turns) in \(Self.seconds(elapsed)) s: "
                + "\(Int(rate)) deliveries/s, \(Self.residentMegabytes) MB")
        print(ThreadAccount.now().text(since: before, perEach: tally.deliveredCount))
        runner.stop()
        http.stop()
    }

    /// What a customer would feel: commits of one turn each, beside everything that delivers.
    private func commitTurns(
        _ store: SQLiteTranscriptStore, _ runner: DeliveryRunner, _ clock: BenchClock
    ) throws {
        guard let shop = ShopID("shop-0") else { return }
        let name = "fine-0"
        let opening = Entry.Opening(
            shop: shop, language: .english, name: nil, token: TokenDigest(high: 1, low: 1),
            greeting: "Hello")
        var times: [Int64] = []
        for number in 1...turns {
            let id = ConversationID(Int64(number + (1 << 30)) << 23)
            let turn = TurnCommit(
                conversation: id, shop: shop,
                entries: [Entry(sequence: 1, at: clock.wall(), body: .opened(opening))],
                events: [
                    PlannedEvent(
                        type: .conversationOpened, sequence: 1, ordinal: 1, endpoints: [name])
                ])
            let begun = DispatchTime.now().uptimeNanoseconds
            try store.commit([turn])
            times.append(Int64(DispatchTime.now().uptimeNanoseconds - begun))
            runner.wake()
        }
        times.sort()
        func microseconds(_ share: Double) -> Int64 {
            times[Int(Double(times.count - 1) * share)] / 1_000
        }
        print(
            "a turn's commit beside it: p50 \(microseconds(0.5)) µs, p99 \(microseconds(0.99)) µs")
    }

    private static func seconds(_ duration: Duration) -> String {
        String(format: "%.2f", Double(duration.milliseconds) / 1_000)
    }

    private static var residentMegabytes: Int {
        let status = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = status?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return (pages * Int(getpagesize())) >> 20
    }

    /// A tenth of the endpoints is in each of ten shops, so that both kinds share each.
    private func endpoints() throws -> [WebhookEndpoint] {
        let secret = try SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        return (0..<(answering + hanging)).compactMap { number in
            guard let shop = ShopID("shop-\(number % 10)") else { return nil }
            let isHanging = number >= answering
            return WebhookEndpoint(
                key: EndpointKey(shop: shop, name: (isHanging ? "hang-" : "fine-") + "\(number)"),
                url: isHanging ? hangURL ?? url : url, types: [.messageCreated], secrets: [secret])
        }
    }

    private func fill(_ path: String, _ endpoints: [WebhookEndpoint], at now: WallTime) throws {
        let ledger = try SQLiteDeliveryLedger(path: path)
        defer { ledger.close() }
        let body = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
        var changes = LedgerChanges()
        // Those that answer have answered before: what is measured is whether they keep their rate, not
        // how long it takes to find out who answers at all.
        for endpoint in endpoints.prefix(answering) {
            changes.health[endpoint.key] = EndpointHealth(isProven: true)
        }
        func add(_ number: Int, _ endpoint: WebhookEndpoint, at time: WallTime) throws {
            // Four events a conversation; those behind wait for the ones before.
            let id = ConversationID(Int64(number / 4 + 1) << 23)
            changes.taken.append(
                NewDelivery(
                    endpoint: endpoint.key, conversation: id, event: "evt_\(id)_\(number % 4)_1",
                    type: .messageCreated, sequence: number % 4 + 1, ordinal: 1, happenedAt: time,
                    format: .standard, body: body))
            guard changes.taken.count == 1_024 else { return }
            try ledger.save(changes)
            changes = LedgerChanges()
        }
        for number in 0..<count { try add(number, endpoints[number / 4 % answering], at: now) }
        for number in 0..<(hanging * 8) {
            try add(count + number, endpoints[answering + number / 4 % hanging], at: now)
        }
        for number in 0..<waiting {
            try add(2 * count + hanging * 8 + number, endpoints[0], at: now + .seconds(3_600))
        }
        try ledger.save(changes)
    }
}

private struct BenchClock: TimeSource {
    func wall() -> WallTime {
        WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
    }

    func monotonic() -> Duration {
        .nanoseconds(Int64(DispatchTime.now().uptimeNanoseconds))
    }
}
