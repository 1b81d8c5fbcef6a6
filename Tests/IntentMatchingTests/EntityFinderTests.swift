import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct EntityFinderTests {
    private static let sources = EntitySources(
        orderNumberShapes: ["JP-#####"],
        productNames: ["Skarn Rain Jacket", "Fjell Down Vest", "Tarn Trail Shoe"],
        colours: ["red", "blue", "dark green"], sizes: ["S", "M", "L", "XL", "42"],
        categories: ["jacket", "shoe"], synonyms: ["courier": ["dhl", "parcel service"]],
        lookups: ["store": ["Berlin Mitte", "Leipzig"]], regexes: ["voucher": "V[0-9]{4}-[A-Z]{2}"])

    private static func found(
        _ text: String, _ language: Language = .english, today: CivilDay? = CivilDay("2026-03-10")
    ) throws -> [String] {
        let line = FoldedLine(text)
        let known = Lexicon(
            FoldedLine("good read").words.map {
                let letters = FoldedLine("good read").letters(of: $0)
                return Lexicon.Entry(letters: Array(letters), stem: 0, lineCount: 1)
            })
        let entities = try EntityFinder(sources, language: language)
            .entities(in: text, line: line, today: today, lexicon: known)
        for entity in entities {
            #expect(entity.byteRange.upperBound <= text.utf8.count)
        }
        return entities.map { "\($0.kind)=\($0.value)" }
    }

    @Test(arguments: [
        "where is JP-10432", "jp 10432 please", "JP10432?", "my order #10432", "10432", "jp10432 !",
        "order: jp - 10432.", "Jp_10432",
    ])
    func readsOrderNumbers(_ text: String) throws {
        #expect(try Self.found(text) == ["order_number=JP-10432"])
    }

    @Test(arguments: ["JP-104321", "xjp10432", "10432.50", "104", "JP-1043", "+10432", "1-10432a"])
    func leavesOtherNumbersAlone(_ text: String) throws {
        #expect(try !Self.found(text).contains { $0.hasPrefix("order_number") })
    }

    @Test(arguments: [
        ("mail me at Ana.B+x@Example.co.uk.", "email=ana.b+x@example.co.uk"),
        ("call +49 (0)30 1234567", "phone=+490301234567"),
        ("0151 234 567 89", "phone=015123456789"),
        ("my postcode is 10115", "postcode=10115"), ("SW1A 1AA", "postcode=SW1A 1AA"),
        ("sw1a1aa", "postcode=SW1A 1AA"), ("K1A 0B1", "postcode=K1A 0B1"),
        ("it cost €49,90", "money=49.90 EUR"), ("49.90 eur", "money=49.90 EUR"),
        ("$1,299.00", "money=1299.00 USD"), ("20 dollars", "money=20.00 USD"),
        ("1.299 €", "money=1299.00 EUR"), ("voucher v1234-ab", "voucher=v1234-ab"),
    ])
    func readsContactsAndMoney(_ text: String, _ expected: String) throws {
        #expect(try Self.found(text) == [expected])
    }

    @Test(arguments: [
        ("yesterday", "2026-03-09"), ("last Tuesday", "2026-03-03"), ("on monday", "2026-03-09"),
        ("next friday", "2026-03-13"), ("3 days ago", "2026-03-07"), ("a week ago", "2026-03-03"),
        ("two weeks ago", "2026-02-24"), ("5 April", "2026-04-05"), ("March 3rd", "2026-03-03"),
        ("on the 5th of November", "2025-11-05"), ("10.3.2026", "2026-03-10"),
        ("2026-02-28", "2026-02-28"), ("03/25/26", "2026-03-25"), ("last week", "2026-03-03"),
        ("in 3 days", "2026-03-13"),
    ])
    func readsDates(_ text: String, _ expected: String) throws {
        #expect(try Self.found(text) == ["date=\(expected)"])
    }

    @Test func readsDatesInOtherLanguages() throws {
        let german = try #require(Language("de"))
        let spanish = try #require(Language("es"))
        #expect(try Self.found("letzten Dienstag", german) == ["date=2026-03-03"])
        #expect(try Self.found("vor einer Woche", german) == ["date=2026-03-03"])
        #expect(try Self.found("am 5. März", german) == ["date=2026-03-05"])
        #expect(try Self.found("hace dos días", spanish) == ["date=2026-03-08"])
        #expect(try Self.found("el martes pasado", spanish) == ["date=2026-03-03"])
        #expect(try Self.found("5 de abril de 2026", spanish) == ["date=2026-04-05"])
    }

    @Test func keepsDatesWithoutTodayAsTyped() throws {
        #expect(try Self.found("last Tuesday", today: nil) == ["date=last Tuesday"])
        #expect(try Self.found("5 April", today: nil) == ["date=--04-05"])
        #expect(try Self.found("30 February", today: nil) == [])
    }

    @Test(arguments: [
        ("the skarn rain jaket", ["product=Skarn Rain Jacket"]),
        ("my skarn", ["product=Skarn Rain Jacket"]),
        ("2 jackets", ["quantity=2", "category=jacket"]),
        ("a dark green jacket", ["colour=dark green", "category=jacket"]),
        ("size m in red", ["size=M", "colour=red"]), ("I am fine", []), ("good read", []),
        ("XL", ["size=XL"]), ("size 42", ["size=42"]), ("42", ["size=42"]),
        ("extra large", ["size=XL"]), ("3", ["quantity=3"]), ("two pairs", ["quantity=2"]),
        ("2x Fjell Down Vest", ["quantity=2", "product=Fjell Down Vest"]),
        ("the parcel service", ["courier=courier"]), ("in berlin mitte", ["store=Berlin Mitte"]),
    ])
    func readsListedValues(_ text: String, _ expected: [String]) throws {
        #expect(try Self.found(text) == expected)
    }

    @Test func refusesABadExpression() {
        let sources = EntitySources(regexes: ["voucher": "V[0-9"])
        #expect(throws: TrainingError.self) { try EntityFinder(sources, language: .english) }
    }
}
