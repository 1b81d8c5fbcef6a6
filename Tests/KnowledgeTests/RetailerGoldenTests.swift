import BusinessTime
import Knowledge
import Testing
import Vocabulary

/// One row: what was bought how, when it is asked, and the answer that must come.
struct GoldenRow: Sendable {
    var shop: String
    /// Fields of the order that differ: bought 2 March, sent on the 4th, delivered on the 6th, 2026.
    var order: [String: String] = [:]
    var condition: ItemCondition?
    var reason: ReturnReason?
    var tags: [String] = []
    var askedOn: String
    /// `yes 2026-04-05 R1`, `no 2026-04-05 R1`, `no - R1` or `needs condition`.
    var answer: String
}

@Suite struct RetailerGoldenTests {
    static let rows: [GoldenRow] = [
        // A club: the member's year and everyone's 90 days, at their borders.
        GoldenRow(shop: "outdoor-club", askedOn: "2026-06-04", answer: "yes 2026-06-04 everyone"),
        GoldenRow(shop: "outdoor-club", askedOn: "2026-06-05", answer: "no 2026-06-04 everyone"),
        GoldenRow(
            shop: "outdoor-club", order: ["member_tier": "Member"], askedOn: "2027-03-06",
            answer: "yes 2027-03-06 members"),
        GoldenRow(
            shop: "outdoor-club", order: ["member_tier": "member"], askedOn: "2027-03-07",
            answer: "no 2027-03-06 members"),
        // Furniture: the state decides, so it is asked for, but not once it no longer matters.
        GoldenRow(shop: "furniture-hall", askedOn: "2026-03-10", answer: "needs condition"),
        GoldenRow(
            shop: "furniture-hall", condition: .opened, askedOn: "2026-09-02",
            answer: "yes 2026-09-02 opened"),
        GoldenRow(
            shop: "furniture-hall", condition: .opened, askedOn: "2026-09-03",
            answer: "no 2026-09-02 opened"),
        GoldenRow(
            shop: "furniture-hall", condition: .unopened, askedOn: "2026-09-03",
            answer: "yes 2027-03-06 unopened"),
        GoldenRow(
            shop: "furniture-hall", condition: .damaged, askedOn: "2026-03-10",
            answer: "no - damaged"),
        GoldenRow(
            shop: "furniture-hall", askedOn: "2027-03-07", answer: "no 2027-03-06 unopened"),
        // A department store counts from the order, longer for its own card.
        GoldenRow(
            shop: "department-store", askedOn: "2026-05-31", answer: "yes 2026-05-31 others"),
        GoldenRow(
            shop: "department-store", askedOn: "2026-06-01", answer: "no 2026-05-31 others"),
        GoldenRow(
            shop: "department-store", order: ["payment": "store_card"], askedOn: "2026-06-30",
            answer: "yes 2026-06-30 own-card"),
        GoldenRow(
            shop: "department-store", order: ["payment": ""], askedOn: "2026-03-10",
            answer: "needs payment"),
        // Socks by the month of purchase; over the end of the year and a leap day.
        GoldenRow(shop: "sock-maker", askedOn: "2026-04-01", answer: "yes 2026-04-01 year"),
        GoldenRow(
            shop: "sock-maker",
            order: [
                "placed_on": "2027-12-31", "shipped_on": "2028-01-02", "delivered_on": "2028-01-04",
            ], askedOn: "2028-02-29", answer: "yes 2028-02-29 winter"),
        GoldenRow(
            shop: "sock-maker",
            order: [
                "placed_on": "2028-01-30", "shipped_on": "2028-02-01", "delivered_on": "2028-02-02",
            ], askedOn: "2028-03-01", answer: "no 2028-02-29 year"),
        // A marketplace: whose goods they are.
        GoldenRow(shop: "big-box", askedOn: "2026-06-04", answer: "yes 2026-06-04 own"),
        GoldenRow(
            shop: "big-box", order: ["seller": "Fixit Ltd"], askedOn: "2026-04-05",
            answer: "yes 2026-04-05 partners"),
        GoldenRow(
            shop: "big-box", order: ["seller": "Fixit Ltd"], askedOn: "2026-04-06",
            answer: "no 2026-04-05 partners"),
        // Each seller's own rules.
        GoldenRow(
            shop: "auction-house", order: ["seller": "attic"], askedOn: "2026-03-20",
            answer: "yes 2026-03-20 seller-a"),
        GoldenRow(
            shop: "auction-house", order: ["seller": "estate"], askedOn: "2026-03-07",
            answer: "no - seller-b"),
        GoldenRow(
            shop: "auction-house", order: ["seller": "toolworks"], askedOn: "2066-03-07",
            answer: "yes - seller-c"),
        // The clock: from delivery online, from the purchase in a store.
        GoldenRow(shop: "sneaker-brand", askedOn: "2026-05-05", answer: "yes 2026-05-05 online"),
        GoldenRow(
            shop: "sneaker-brand",
            order: ["channel": "in_store", "shipped_on": "", "delivered_on": ""],
            askedOn: "2026-05-02", answer: "no 2026-05-01 store"),
        GoldenRow(
            shop: "sneaker-brand", order: ["status": "shipped", "delivered_on": ""],
            askedOn: "2026-03-05", answer: "yes - online"),
        // Electronics: final sale, opened, holidays.
        GoldenRow(
            shop: "electronics-shop", order: ["items": "A@10!final"], askedOn: "2026-03-07",
            answer: "no - final"),
        GoldenRow(
            shop: "electronics-shop", condition: .unopened, askedOn: "2026-03-20",
            answer: "yes 2026-03-20 sealed"),
        GoldenRow(
            shop: "electronics-shop",
            order: [
                "placed_on": "2026-11-01", "shipped_on": "2026-11-02", "delivered_on": "2026-11-04",
            ], condition: .opened, askedOn: "2027-01-31", answer: "yes 2027-01-31 holidays"),
        GoldenRow(
            shop: "electronics-shop",
            order: [
                "placed_on": "2026-10-31", "shipped_on": "2026-11-02", "delivered_on": "2026-11-04",
            ], condition: .opened, askedOn: "2026-11-19", answer: "no 2026-11-18 opened"),
        // Stages, the law beneath, and the warranty.
        GoldenRow(shop: "european-tailor", askedOn: "2026-04-05", answer: "yes 2026-04-05 staged"),
        GoldenRow(shop: "european-tailor", askedOn: "2026-04-06", answer: "yes 2026-05-05 credit"),
        GoldenRow(shop: "european-tailor", askedOn: "2026-05-06", answer: "no 2026-05-05 credit"),
        GoldenRow(
            shop: "european-tailor", order: ["items": "A@10!personalised"], askedOn: "2026-03-10",
            answer: "no - made"),
        GoldenRow(
            shop: "european-tailor", order: ["items": "A@10!personalised"], reason: .faulty,
            askedOn: "2026-03-10", answer: "yes 2028-03-06 warranty"),
        GoldenRow(
            shop: "european-tailor", reason: .faulty, askedOn: "2028-03-06",
            answer: "yes 2028-03-06 warranty"),
        GoldenRow(
            shop: "european-tailor", reason: .faulty, askedOn: "2028-03-07",
            answer: "no 2028-03-06 warranty"),
    ]

    @Test(arguments: rows.indices)
    func theAnswerIsTheOneInTheTable(index: Int) throws {
        let row = Self.rows[index]
        let shop = try #require(try RetailerPolicies.all().first { $0.name == row.shop })
        let verdict = shop.policy.verdict(
            for: try question(row),
            at: try Samples.time(row.askedOn, shop.policy.zone.identifier))
        #expect(Self.text(verdict) == row.answer, "\(row) \(verdict.trace)")
    }

    @Test func thereAreEnoughShops() throws {
        #expect(Set(Self.rows.map(\.shop)).count >= 8)
        #expect(try RetailerPolicies.all().count == Set(Self.rows.map(\.shop)).count)
    }

    @Test func thePoliciesAreSound() throws {
        for (name, policy) in try RetailerPolicies.all() {
            #expect(policy.problems(languages: [.english]) == [], "\(name)")
        }
    }

    private func question(_ row: GoldenRow) throws -> ReturnQuestion {
        let order = try Samples.order(["items": "A@10", "country": ""].merging(row.order) { $1 })
        var question = Samples.question(order, reason: row.reason, condition: row.condition)
        for index in question.items.indices { question.items[index].tags = row.tags }
        return question
    }

    private static func text(_ verdict: ReturnVerdict) -> String {
        let rest = "\(verdict.deadlineDay?.description ?? "-") \(verdict.clause?.id ?? "-")"
        switch verdict.decision {
        case .yes: return "yes \(rest)"
        case .no: return "no \(rest)"
        case .needs(let facts): return "needs \(facts.map(\.rawValue).joined(separator: " "))"
        }
    }
}
