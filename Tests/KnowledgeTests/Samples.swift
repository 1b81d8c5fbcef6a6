import BusinessTime
import Knowledge
import Testing
import Vocabulary

/// Values that many tests begin with. What is not a day, an amount or a SKU fails the test.
enum Samples {
    static func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text), "\(text)") }

    static func eur(_ text: String) throws -> Money {
        try #require(Money(text, currency: Currency("EUR")), "\(text)")
    }

    static func usd(_ text: String) throws -> Money {
        try #require(Money(text, currency: Currency("USD")), "\(text)")
    }

    static func language(_ code: String) throws -> Language { try #require(Language(code)) }

    static func zone(_ name: String) throws -> TimeZoneRules {
        try #require(zones[name], "\(name)")
    }

    private static let zones: [String: TimeZoneRules] = {
        let zones = ["Europe/Berlin", "America/New_York", "UTC"].compactMap {
            TimeZoneRules(identifier: $0)
        }
        return Dictionary(uniqueKeysWithValues: zones.map { ($0.identifier, $0) })
    }()

    /// The middle of a day in a zone, or another minute of it.
    static func time(
        _ day: String, minute: Int = 720, _ zoneName: String = "Europe/Berlin"
    ) throws -> WallTime {
        try zone(zoneName).time(on: try self.day(day), minute: minute)
    }

    static func clause(_ id: String) -> Clause {
        Clause(id: id, sentences: [.english: "Clause \(id)."])
    }

    static func season(_ first: String, _ last: String) throws -> Season {
        let (start, end) = (try #require(SeasonDay(first)), try #require(SeasonDay(last)))
        return try #require(Season(first: start, last: end))
    }

    /// An order as a file has it; fields replace those of the plain one.
    static func order(_ changes: [String: String] = [:]) throws -> Order {
        let plain = [
            ("number", "JP-10432"), ("email", "ana@example.com"), ("postcode", "10115"),
            ("name", "Ana"), ("placed_on", "2026-03-02"), ("paid_on", "2026-03-02"),
            ("shipped_on", "2026-03-04"), ("delivered_on", "2026-03-06"), ("status", "delivered"),
            ("payment", "card"), ("member_tier", ""), ("channel", "online"), ("seller", "shop"),
            ("country", "DE"), ("currency", "EUR"), ("shipping_paid", "4.90"),
            ("items", "JK-1*1@129.00;SO-2*2@12.50"),
        ]
        return try Order(fields: plain.map { ($0.0, changes[$0.0] ?? $0.1) })
    }

    /// All of an order is to come back.
    static func question(
        _ order: Order, categories: [String] = ["jackets"], reason: ReturnReason? = nil,
        condition: ItemCondition? = nil, chosen: [Int]? = nil
    ) -> ReturnQuestion {
        let indexes = chosen ?? Array(order.items.indices)
        let items = indexes.map { index in
            var item = ReturnItem(order: order, index: index, product: nil)
            item.categories = categories
            item.tags = []
            return item
        }
        return ReturnQuestion(
            order: order, items: items, itemsAreChosen: chosen != nil, reason: reason,
            condition: condition)
    }
}
