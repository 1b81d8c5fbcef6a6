import AgentDesk
import BusinessTime
import Foundation
import Testing
import Vocabulary

@Suite("Desk: Erlang C")
struct ErlangTests {
    /// What Erlang's delay formula says of `count` agents offered `load` Erlangs.
    ///
    /// The blocking B by its recurrence B₀ = 1, Bₙ = A·Bₙ₋₁ ÷ (n + A·Bₙ₋₁); from it the probability of
    /// waiting C = N·B ÷ (N − A·(1 − B)) and the mean wait C·h ÷ (N − A) (A. K. Erlang, 1917; R. B.
    /// Cooper, "Introduction to Queueing Theory", 2nd edition 1981, chapter 3).
    static func erlangC(_ count: Int, load: Double, handling: Double) -> (
        wait: Double, mean: Double
    ) {
        var blocking = 1.0
        for number in 1...count {
            blocking = load * blocking / (Double(number) + load * blocking)
        }
        let agents = Double(count)
        let waiting = agents * blocking / (agents - load * (1 - blocking))
        return (waiting, waiting * handling / (agents - load))
    }

    @Test("the formula gives the known numbers")
    func goldenNumbers() {
        let (wait, mean) = Self.erlangC(14, load: 10, handling: 180)
        #expect(abs(wait - 0.174132) < 0.000_001)
        #expect(abs(mean - 7.8359) < 0.000_1)
    }

    @Test("each customer waits exactly as long as in a queue with many servers")
    func agreesWithTheRecursion() {
        let day = Arrivals(seed: 7, count: 20_000, load: 10, handling: 180)
        let waits = day.waitsAtDesk(agentCount: 14)
        let expected = day.waitsByRecursion(serverCount: 14)
        #expect(waits.count == expected.count)
        #expect(waits == expected)
    }

    @Test("many customers wait as Erlang C says, within 2 %")
    func agreesWithErlang() {
        // The recursion is what the desk does, as the test above shows, and a hundred times as fast.
        let day = Arrivals(seed: 11, count: 2_000_000, load: 4, handling: 180)
        check(day.waitsByRecursion(serverCount: 6), 6, load: 4)
    }

    @Test(
        "the desk itself over a long time",
        .enabled(if: ProcessInfo.processInfo.environment["HELPLINE_SOAK"] != nil))
    func longRun() {
        let day = Arrivals(seed: 12, count: 2_000_000, load: 4, handling: 180)
        check(day.waitsAtDesk(agentCount: 6), 6, load: 4)
    }

    private func check(_ waits: [Int64], _ count: Int, load: Double) {
        let expected = Self.erlangC(count, load: load, handling: 180)
        let waited = Double(waits.count { $0 > 0 }) / Double(waits.count)
        let mean = Double(waits.reduce(0, +)) / Double(waits.count) / 1_000
        #expect(abs(waited / expected.wait - 1) < 0.02, "\(waited), not \(expected.wait)")
        #expect(abs(mean / expected.mean - 1) < 0.02, "\(mean) s, not \(expected.mean) s")
    }
}

/// Customers who come at random moments, as Poisson has it, with handling times as Erlang has them.
struct Arrivals {
    /// Milliseconds after the beginning, and how long each takes.
    let customers: [(at: Int64, handling: Int64)]

    /// - Parameters:
    ///   - load: Erlangs: arrivals in one mean handling time.
    ///   - handling: Mean, in seconds.
    init(seed: UInt64, count: Int, load: Double, handling: Double) {
        var random = SeededRandom(seed: seed)
        func exponential(_ mean: Double) -> Double {
            let uniform = Double(random.next() >> 11 | 1) / Double(UInt64(1) << 53)
            return -log(uniform) * mean
        }
        var clock = 0.0
        customers = (0..<count).map { _ in
            clock += exponential(handling / load) * 1_000
            return (Int64(clock), max(1, Int64(exponential(handling) * 1_000)))
        }
    }

    /// How long each waits before whichever server is free first takes them: the recursion of Kiefer
    /// and Wolfowitz, "On the Theory of Queues with Many Servers", 1955.
    func waitsByRecursion(serverCount: Int) -> [Int64] {
        var freeAt = [Int64](repeating: 0, count: serverCount)
        return customers.map { customer in
            var first = 0
            for server in 1..<serverCount where freeAt[server] < freeAt[first] { first = server }
            let start = max(customer.at, freeAt[first])
            freeAt[first] = start + customer.handling
            return start - customer.at
        }
    }

    /// How long each waits at a desk whose agents accept at once.
    func waitsAtDesk(agentCount: Int) -> [Int64] {
        var rules = DeskRules.plain { shop in
            shop.silenceWarning = .seconds(1_000_000)
            shop.silenceRelief = .seconds(2_000_000)
            shop.queues[.general]?.waitingCountMax = 1_000_000
        }
        rules.positionInterval = .seconds(1_000_000)
        var desk = Desk(rules: rules)
        let start = WallTime.monday
        for number in 0..<agentCount {
            let name = AgentID(known: "agent-\(number)")
            _ = desk.handle(.agentConnected(.agent(name), SessionID(UInt64(number))), at: start)
            _ = desk.handle(.presenceChosen(.on, by: name), at: start)
        }
        var waits = [Int64](repeating: -1, count: customers.count)
        var ends: [(at: Int64, id: Int, agent: AgentID)] = []
        func take(_ effects: [DeskEffect], at now: Int64) {
            for case .offer(let offer) in effects {
                let number = Int(offer.conversation.number)
                waits[number] = now - customers[number].at
                let end = now + customers[number].handling
                _ = desk.handle(.offerAccepted(offer.id, by: offer.agent), at: start + ms(now))
                let place = ends.firstIndex { $0.at < end } ?? ends.count
                ends.insert((end, number, offer.agent), at: place)
            }
        }
        func finish(until now: Int64) {
            while let next = ends.last, next.at <= now {
                ends.removeLast()
                let id = ConversationID(Int64(next.id))
                take(
                    desk.handle(
                        .caseClosed(id, .resolved, by: next.agent), at: start + ms(next.at)),
                    at: next.at)
            }
        }
        for (number, customer) in customers.enumerated() {
            finish(until: customer.at)
            let facts = WaitingCase(
                conversation: ConversationID(Int64(number)), queue: .general, language: .english,
                reason: .asked, waitingSince: start + ms(customer.at))
            take(
                desk.handle(.conversationWaiting(facts), at: start + ms(customer.at)),
                at: customer.at)
        }
        finish(until: .max)
        return waits
    }

    private func ms(_ milliseconds: Int64) -> Duration { .milliseconds(milliseconds) }
}
