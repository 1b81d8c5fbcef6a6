import Foundation
import Logging
import Ports
import SQLiteTranscripts
import TestKit
import Testing
import Vocabulary
import Webhooks

@testable import Engine

/// A driver with a record, a ledger and a clock, without a sender: tests say how attempts end.
final class DrivenDeliveries {
    let disk = SimulatedDisk(seed: 3)
    let shelf: EndpointShelf
    let tally = DeliveryTally(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    private(set) var driver: DeliveryDriver
    var now = WallTime(milliseconds: 1_773_136_800_000)
    private let folder: String
    private var ledger: SQLiteDeliveryLedger
    private let shop: ShopID
    /// Ids of events by delivery, as they were handed over.
    private(set) var seen: [Int64: String] = [:]

    init(endpoints names: [String] = ["crm"]) throws {
        let shop = try #require(ShopID("juniper"))
        self.shop = shop
        folder = NSTemporaryDirectory() + "deliveries-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let secret = try SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        shelf = EndpointShelf(
            names.map { name in
                WebhookEndpoint(
                    key: EndpointKey(shop: shop, name: name), url: "https://\(name).example/",
                    types: Set(WebhookEventType.allCases), secrets: [secret])
            })
        ledger = try SQLiteDeliveryLedger(path: folder + "/deliveries.sqlite")
        driver = try DeliveryDriver(
            store: disk, ledger: ledger, shelf: shelf, tally: tally, random: SeededRandom(seed: 1))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// The process dies here and another one starts.
    func killAndStart() throws {
        ledger = try SQLiteDeliveryLedger(path: folder + "/deliveries.sqlite")
        driver = try DeliveryDriver(
            store: disk, ledger: ledger, shelf: shelf, tally: tally, random: SeededRandom(seed: 2))
    }

    func id(_ number: Int64) -> ConversationID { ConversationID(number << 23) }

    func commit(_ number: Int64, _ sequence: Int, _ body: Entry.Body) throws {
        let entry = Entry(sequence: sequence, at: now, body: body)
        try disk.commit([
            TurnCommit(
                conversation: id(number), shop: shop, entries: [entry],
                events: EventPlan.events(of: [entry], for: shelf.subscriptions(of: shop)))
        ])
    }

    func open(_ number: Int64) throws {
        let opening = Entry.Opening(
            shop: shop, language: .english, name: nil, token: TokenDigest(high: 1, low: 2),
            greeting: "Hello")
        try commit(number, 1, .opened(opening))
    }

    func say(_ number: Int64, _ sequence: Int) throws {
        try commit(number, sequence, .customerSaid(.init(text: "line \(sequence)")))
    }

    /// One step. - Returns: What is handed over, as `crm evt_…_2_1`, and by its number.
    @discardableResult
    func step(_ ended: [(number: Int64, outcome: AttemptOutcome)] = []) -> [WebhookAttempt] {
        let attempts = driver.step(ended, at: now).attempts
        for attempt in attempts { seen[attempt.number] = attempt.event }
        return attempts
    }
}

extension WebhookAttempt {
    var event: String { request.headers.first { $0.name == "webhook-id" }?.value ?? "" }
    /// Number of the entry that the event tells of.
    var sequence: Int { Int(event.split(separator: "_")[2]) ?? 0 }
}

@Suite struct DeliveryDriverTests {
    private let fine = AttemptOutcome.answered(status: 204, retryAfter: nil)
    private let broken = AttemptOutcome.answered(status: 500, retryAfter: nil)

    @Test func attemptsOfAConversationBeginInOrder() throws {
        let world = try DrivenDeliveries()
        try world.open(1)
        for sequence in 2...5 { try world.say(1, sequence) }
        var order: [Int] = []
        var attempts = world.step()
        while let attempt = attempts.first {
            #expect(attempts.count == 1)
            order.append(attempt.sequence)
            // Each fails once: the next one still waits for it.
            attempts = world.step([(attempt.number, order.count % 2 == 1 ? broken : fine)])
            if attempts.isEmpty {
                world.now = world.now + .seconds(6)
                attempts = world.step()
            }
        }
        #expect(order == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    }

    /// T9: the process dies between commit, attempt, answer and outcome; nothing is lost, and what comes
    /// twice has the same id.
    @Test(arguments: 0...3)
    func aKillInEveryGapLosesNothing(gap: Int) throws {
        let world = try DrivenDeliveries(endpoints: ["crm", "erp"])
        try world.open(1)
        try world.say(1, 2)
        var arrived: [String] = []
        if gap == 0 { try world.killAndStart() }
        var attempts = world.step()
        #expect(attempts.count == 2)
        if gap == 1 {
            try world.killAndStart()
            attempts = world.step()
        }
        arrived += attempts.map(\.event)
        if gap == 2 {
            try world.killAndStart()
            attempts = world.step()
            arrived += attempts.map(\.event)
        }
        var ended = attempts.map { (number: $0.number, outcome: fine) }
        if gap == 3 {
            // The outcome of one was saved, that of the other was not.
            _ = world.step([ended.removeLast()])
            try world.killAndStart()
            attempts = world.step()
            arrived += attempts.map(\.event)
            ended = attempts.map { (number: $0.number, outcome: fine) }
        }
        while !ended.isEmpty {
            attempts = world.step(ended)
            arrived += attempts.map(\.event)
            ended = attempts.map { (number: $0.number, outcome: fine) }
        }
        let wanted = [1, 2].map { "evt_\(world.id(1))_\($0)_1" }
        #expect(Set(arrived) == Set(wanted))
        #expect(arrived.count { $0 == wanted[0] } >= 2)
        #expect(arrived.count { $0 == wanted[1] } >= 2)
    }

    @Test func anEndpointThatSaysLaterIsSparedAsAWhole() throws {
        let world = try DrivenDeliveries(endpoints: ["crm", "erp"])
        for number in 1...6 { try world.open(Int64(number)) }
        var attempts = world.step()
        // Nobody has proven itself yet: one each.
        #expect(Set(attempts.map(\.endpoint.name)) == ["crm", "erp"] && attempts.count == 2)
        let busy = AttemptOutcome.answered(status: 503, retryAfter: "60")
        attempts = world.step(
            attempts.map { ($0.number, $0.endpoint.name == "crm" ? busy : fine) })
        #expect(attempts.count == 5 && attempts.allSatisfy { $0.endpoint.name == "erp" })
        _ = world.step(attempts.map { ($0.number, fine) })
        world.now = world.now + .seconds(59)
        #expect(world.step().isEmpty)
        world.now = world.now + .seconds(1)
        #expect(world.step().map(\.endpoint.name) == ["crm"])
    }

    @Test func aDisabledEndpointsDeliveriesBecomeDeadLetters() throws {
        let world = try DrivenDeliveries()
        try world.open(1)
        try world.open(2)
        for sequence in 2...4 { try world.say(1, sequence) }
        let first = try #require(world.step().first)
        _ = world.step([(first.number, .answered(status: 410, retryAfter: nil))])
        for _ in 1...6 { #expect(world.step().isEmpty) }
        #expect(world.tally.disabledEndpoints.map(\.name) == ["crm"])
        try world.killAndStart()
        try world.say(2, 2)
        for _ in 1...6 { #expect(world.step().isEmpty) }
        #expect(world.tally.waitingCount == 0)
    }

    @Test func aShopThatWasRemovedFailsByTheSchedule() throws {
        let world = try DrivenDeliveries()
        try world.open(1)
        let endpoints = Array(world.shelf.endpoints.values)
        world.shelf.replace(with: [])
        for _ in 1...3 { #expect(world.step().isEmpty) }
        world.shelf.replace(with: endpoints)
        world.now = world.now + .seconds(6)
        #expect(world.step().count == 1)
    }

    @Test func notBegunCountsForNothing() throws {
        let world = try DrivenDeliveries()
        try world.open(1)
        let first = try #require(world.step().first)
        let again = try #require(world.step([(first.number, .notBegun)]).first)
        #expect(again.number == first.number && again.event == first.event)
    }

    /// A ledger that cannot be saved holds deliveries up and nothing else; it goes on by itself.
    @Test func memoryIsBounded() throws {
        let world = try DrivenDeliveries()
        for number in 1...300 { try world.open(Int64(number)) }
        var attempts = world.step()
        while attempts.count == 1 { attempts = world.step([(attempts[0].number, fine)]) }
        #expect(attempts.count <= WebhookLimits.endpointHandedOverCountMax)
        #expect(world.driver.flightCount <= WebhookLimits.endpointHandedOverCountMax)
    }
}
