import Testing

@testable import ShopFiles

@Suite struct LiteralQuantityTests {
    private func found(_ text: String) -> [String] {
        LiteralQuantity.all(in: text).map { "\($0.amount) \($0.unit) \($0.text) \($0.offset)" }
    }

    @Test func findsAmountsWithUnits() {
        #expect(found("within 30 days") == ["3000 days 30 days 7"])
        #expect(found("innerhalb von 14 Tagen") == ["1400 days 14 Tagen 14"])
        #expect(found("en 5 días hábiles") == ["500 days 5 días 3"])
        #expect(found("5 business days") == ["500 days 5 business days 0"])
        #expect(found("a 30-day window") == ["3000 days 30-day 2"])
        #expect(found("€4.90 or 4,90 €") == ["490 money €4.90 0", "490 money 4,90 € 11"])
        #expect(found("9.9 EUR, $5") == ["990 money 9.9 EUR 0", "500 money $5 9"])
        #expect(found("2 Jahre, 6 months") == ["200 years 2 Jahre 0", "600 months 6 months 9"])
    }

    @Test func leavesOtherNumbersAlone() {
        for text in [
            "JP-12345 days", "{{x || \"30 days\"}}", "10:00", "2026-01-01", "3 items", "size 42",
            "1.234.567 days", "v2 days", "", "no digits",
        ] {
            #expect(found(text) == [], "\(text)")
        }
    }
}
