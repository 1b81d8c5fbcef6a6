import BusinessTime
import Knowledge
import Testing
import Vocabulary

/// What must hold for any policy and any order, tried on many made from a seed.
@Suite struct ReturnPropertyTests {
    static let seeds: [UInt64] = Array(1...12)

    @Test(arguments: seeds)
    func askingLaterNeverTurnsNoIntoYes(seed: UInt64) throws {
        var maker = try QuestionMaker(seed: seed)
        for _ in 0..<10 {
            let (policy, question) = (try maker.policy(), try maker.question())
            var wasNo = false
            var lastDay = CivilDay(sinceEpoch: 30_000)
            for offset in stride(from: 0, to: 900, by: 1 + maker.random.number(below: 40)) {
                let now = maker.start + .seconds(offset * 86_400)
                let verdict = policy.verdict(for: question, at: now)
                let isYes = verdict.decision == .yes
                #expect(!(wasNo && isYes), "seed \(seed): \(verdict.trace)")
                if verdict.decision == .no { wasNo = true }
                if isYes, let day = verdict.deadlineDay, verdict.remedy == .refund {
                    #expect(verdict.deadline.map { now <= $0 } ?? true, "seed \(seed)")
                    lastDay = min(lastDay, day)
                }
            }
        }
    }

    @Test(arguments: seeds)
    func aStricterPolicyNeverAllowsMore(seed: UInt64) throws {
        var maker = try QuestionMaker(seed: seed)
        for _ in 0..<50 {
            let (policy, question) = (try maker.policy(), try maker.question())
            let stricter = maker.stricter(policy)
            let now = maker.start + .seconds(maker.random.number(below: 200) * 86_400)
            let (plain, strict) = (
                policy.verdict(for: question, at: now), stricter.verdict(for: question, at: now)
            )
            if strict.decision == .yes {
                #expect(plain.decision == .yes, "seed \(seed): \(plain.trace) \(strict.trace)")
                if let most = plain.amount?.total, let less = strict.amount?.total {
                    #expect(less <= most, "seed \(seed): \(less) of \(most)")
                }
                if let day = plain.deadlineDay, plain.remedy == strict.remedy {
                    #expect(strict.deadlineDay.map { $0 <= day } ?? false, "seed \(seed)")
                }
            }
        }
    }

    @Test(arguments: seeds)
    func amountsNeverExceedWhatWasPaid(seed: UInt64) throws {
        var maker = try QuestionMaker(seed: seed)
        for _ in 0..<50 {
            let (policy, question) = (try maker.policy(), try maker.question())
            let order = try #require(question.order)
            let verdict = policy.verdict(for: question, at: maker.start)
            guard let amount = verdict.amount else { continue }
            let zero = Money.zero(order.currency)
            #expect(amount.total <= order.total - order.refunded, "seed \(seed): \(amount)")
            #expect(amount.total >= zero && amount.restockingFee >= zero, "seed \(seed): \(amount)")
            #expect(amount.goods <= order.itemsTotal - order.discount, "seed \(seed): \(amount)")
            let sum =
                amount.goods + amount.shipping - amount.restockingFee - amount.returnLabel
                - amount.alreadyRefunded
            #expect(sum == amount.total, "seed \(seed): \(amount)")
        }
    }

    @Test(arguments: seeds)
    func piecesReturnedApartAddUpToTheWhole(seed: UInt64) throws {
        var maker = try QuestionMaker(seed: seed)
        var policy = try RetailerPolicies.bigBox()
        policy.windows = [RetailerPolicies.window("all", .lifetime)]
        for _ in 0..<20 {
            let question = try maker.question(plain: true)
            let order = try #require(question.order)
            var sum = Money.zero(order.currency)
            for index in order.items.indices {
                let one = Samples.question(order, chosen: [index])
                sum = sum + (policy.verdict(for: one, at: maker.start).amount?.goods ?? sum)
            }
            #expect(sum == order.itemsTotal - order.discount, "seed \(seed)")
        }
    }
}

/// Makes policies and questions of every shape.
struct QuestionMaker {
    var random: SeededRandom
    let start: WallTime
    private let policies: [ReturnPolicy]

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        start = try Samples.time("2026-03-07", "America/New_York")
        policies = try RetailerPolicies.all().map(\.policy)
    }

    mutating func policy() throws -> ReturnPolicy {
        var policy = policies[random.number(below: policies.count)]
        if random.oneIn(2) {
            let other = policies[random.number(below: policies.count)]
            policy.windows = other.windows.prefix(1) + policy.windows
            policy.extensions += other.extensions
        }
        if random.oneIn(3) { policy.terms.outboundShipping = .wholeOrder }
        if random.oneIn(3), let fee = Percentage(hundredths: random.number(below: 5_001)) {
            policy.terms.restocking = .percentage(fee)
        }
        if random.oneIn(4) {
            policy.terms.restocking = .once(try Samples.eur("\(random.number(below: 40)).95"))
        }
        return policy
    }

    /// The same with shorter windows, a higher fee, or something excluded.
    mutating func stricter(_ policy: ReturnPolicy) -> ReturnPolicy {
        var stricter = policy
        for index in stricter.windows.indices {
            for stage in stricter.windows[index].stages.indices {
                if case .days(let count) = stricter.windows[index].stages[stage].length {
                    stricter.windows[index].stages[stage].length = .days(max(1, count - 7))
                }
            }
        }
        if random.oneIn(2) { stricter.extensions = [] }
        if random.oneIn(2) { stricter.terms.outboundShipping = .never }
        if random.oneIn(3) { stricter.statutory = [] }
        if random.oneIn(3) {
            stricter.windows.insert(
                RetailerPolicies.window(
                    "never", .never, ReturnConditions(priceKinds: .only([.sale, .final]))), at: 0)
        }
        return stricter
    }

    mutating func question(plain: Bool = false) throws -> ReturnQuestion {
        var items: [String] = []
        for index in 0..<(1 + random.number(below: 4)) {
            let cents = 10 + random.number(below: 90)
            var item =
                "S\(index)*\(1 + random.number(below: 3))@\(random.number(below: 200)).\(cents)"
            if !plain && random.oneIn(4) { item += "!sale" }
            if !plain && random.oneIn(6) { item += "!final" }
            if !plain && random.oneIn(6) { item += "!personalised" }
            if !plain && random.oneIn(6) { item += "!returned" }
            items.append(item)
        }
        var order = try Samples.order([
            "items": items.joined(separator: ";"), "country": pick(["", "DE", "US", "AT"]),
            "payment": pick(["card", "store_card"]), "member_tier": pick(["", "member"]),
            "seller": pick(["shop", "attic", "estate", "Fixit"]),
            "placed_on": pick(["2026-03-02", "2025-12-20", "2025-11-30"]),
        ])
        let discount = random.number(below: Int(order.itemsTotal.minorUnits) + 1)
        if random.oneIn(2) {
            order.discount = Money(minorUnits: Int64(discount), currency: order.currency)
        }
        if !plain && random.oneIn(4) {
            order.refunded = order.total.portion(1, of: 3, rounding: .down)
        }
        let states: [ItemCondition?] = [nil, .unopened, .opened, .worn, .damaged]
        let reasons: [ReturnReason?] = [nil, .changedMind, .faulty]
        return Samples.question(
            order, reason: plain ? nil : reasons[random.number(below: reasons.count)],
            condition: plain ? nil : states[random.number(below: states.count)],
            chosen: random.oneIn(2) ? Array(order.items.indices) : nil)
    }

    private mutating func pick(_ values: [String]) -> String {
        values[random.number(below: values.count)]
    }
}
