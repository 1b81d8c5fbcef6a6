import ArgumentParser
import Foundation
import Glibc
import Knowledge
import Vocabulary
import Wiring

/// Measures answers from facts by themselves: no sockets, no store.
struct FactsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "facts",
        abstract: "Measures loading the shops, turns with verdicts, searches among many products.",
        discussion: "Example: helpline-bench facts --intents Intents --data Transcripts")

    @Option(help: "The shops' folder.") var intents = "Intents"
    @Option(help: "The folder that keeps trained models.") var data = "Transcripts"
    @Option(help: "Products of the large catalogue.") var products = 100_000
    @Option(help: "Turns with a verdict, and rounds through the searches.") var rounds = 2_000

    func run() throws {
        let loader = ShopLoader(folder: intents, cache: ModelCache(folder: "\(data)/models"))
        _ = try loader.load()
        var times = [Double]()
        var loaded = try loader.load()
        for _ in 0..<5 {
            let start = MonotonicClock.nanoseconds()
            loaded = try loader.load()
            times.append(MonotonicClock.seconds(since: start) * 1e6)
        }
        print("\(loaded.shops.count) shops from kept models: \(Spread(times))")
        print("a turn with a verdict, CPU: \(Spread(try verdicts(loaded)))")
        let turns = try writtenTurns(loaded)
        print("turns of the shops' own tests, CPU: \(Spread(turns.map(\.microseconds)))")
        for turn in turns.prefix(5) {
            print("  \(turn.microseconds) µs  \(turn.file): \(turn.line.prefix(60))")
        }
        let start = MonotonicClock.nanoseconds()
        let catalogue = LargeCatalogue.make(of: loaded, count: products)
        print(
            "\(catalogue.products.count) products indexed in "
                + "\((MonotonicClock.seconds(since: start) * 100).rounded() / 100) s")
        for (line, spread, found) in searches(catalogue) {
            print("  \(spread)  \(line) → \(found)")
        }
    }

    /// The turn that proves the order and gets the verdict on all that is in it, each time anew.
    private func verdicts(_ loaded: LoadedShops) throws -> [Double] {
        guard let id = ShopID("juniper"), let shop = loaded.shop(id),
            let reading = loaded.readings.byID[id],
            let now = Moment.read("2026-04-05T23:30", in: shop.hours.zone)
        else { throw BenchError("there is no shop 'juniper' in \(intents)") }
        return try (0..<rounds).map { _ in
            var talk = Rehearsal(shop: shop, reading: reading, language: nil, now: now)
            _ = talk.say("return JP-10432")
            let start = Self.threadNanoseconds()
            let told = talk.say("10115")
            let spent = Self.threadNanoseconds() - start
            let isVerdict = told.contains { notice in
                guard case .message(let message) = notice else { return false }
                return message.text.contains("Yes, you can return")
            }
            guard isVerdict else { throw BenchError("no verdict was given: \(told)") }
            return Double(spent) / 1e3
        }
    }

    /// Every line that a customer says in the shops' `.chat` files, the costliest first.
    private func writtenTurns(
        _ loaded: LoadedShops
    ) throws -> [(microseconds: Double, file: String, line: String)] {
        var turns: [(microseconds: Double, file: String, line: String)] = []
        for shop in loaded.shops {
            guard let reading = loaded.readings.byID[shop.id] else { continue }
            let folder = "\(intents)/\(shop.id.name)/tests"
            for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            where file.hasSuffix(".chat") {
                let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
                let script = try ChatScript(parsing: text)
                let zone = shop.hours.zone
                guard let now = Moment.read(script.now ?? "2026-03-10T10:00", in: zone) else {
                    continue
                }
                var talk = Rehearsal(
                    shop: shop, reading: reading,
                    language: script.language.flatMap { Language($0) },
                    now: now)
                for case .customer(let line) in script.steps.map(\.move) {
                    let start = Self.threadNanoseconds()
                    _ = talk.say(line)
                    let spent = Double(Self.threadNanoseconds() - start) / 1e3
                    turns.append((spent, "\(shop.id)/\(file)", line))
                }
            }
        }
        return turns.sorted { $0.microseconds > $1.microseconds }
    }

    /// Each line is read and searched as a customer's is; the last row is all of them together.
    private func searches(
        _ catalogue: Catalogue
    ) -> [(line: String, spread: Spread, found: String)] {
        var all: [Double] = []
        var rows: [(String, Spread, String)] = []
        for line in LargeCatalogue.lines {
            let times = (0..<max(1, rounds / 20)).map { _ in
                let start = MonotonicClock.nanoseconds()
                let found = catalogue.find(line, limit: 5)
                let seconds = MonotonicClock.seconds(since: start)
                precondition(found.hits.count <= 5)
                return seconds * 1e6
            }
            all += times
            let first = catalogue.find(line, limit: 5).hits.first
            rows.append((line, Spread(times), first?.product.name ?? "nothing"))
        }
        return rows + [("all lines", Spread(all), "\(rows.count) lines")]
    }

    private static func threadNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
