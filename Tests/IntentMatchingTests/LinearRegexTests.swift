import Testing

@testable import IntentMatching

@Suite struct LinearRegexTests {
    private static func found(_ source: String, _ text: String) throws -> String? {
        let scalars = Array(text.unicodeScalars)
        let range = try LinearRegex(source).firstMatch(
            in: scalars.map { RegexStep.folded($0.value) }, from: 0)
        return range.map { String(String.UnicodeScalarView(scalars[$0])) }
    }

    @Test(arguments: [
        ("[0-9]{3}", "ab12 1234", "123"), ("a+b?", "xaab", "aab"),
        ("colou?r", "the COLOR", "COLOR"),
        ("\\d+-\\d+", "tel 12-34.", "12-34"), ("(cat|dog)s?", "two dogs", "dogs"),
        ("^abc$", "abc", "abc"), ("\\bcat\\b", "concat cat", "cat"), ("[^a-z ]+", "ab 12x", "12"),
        ("a|ab|abc", "abc", "abc"), (".{2}$", "xyz", "yz"), ("(?:ab){2,3}", "abababab", "ababab"),
        ("[A-Z]{2}\\d", "xy7", "xy7"), ("x*y", "xxxy", "xxxy"), ("\\w+@\\w+", "a b@c", "b@c"),
        ("[\\d-]+", "a1-2b", "1-2"), ("über", "ÜBER", "ÜBER"),
    ])
    func findsTheLeftmostLongest(_ source: String, _ text: String, _ expected: String) throws {
        #expect(try Self.found(source, text) == expected)
    }

    @Test func findsNothingWhereNothingIs() throws {
        #expect(try Self.found("abc", "ab") == nil)
        #expect(try Self.found("^b", "ab") == nil)
    }

    @Test(arguments: [
        "(", ")", "[a", "a{2", "a{3,2}", "*a", "(?=a)", "(a)\\1", "a*", "[b-a]", "\\", "",
        "(((a{200}){200}){200})",
    ])
    func refuses(_ source: String) {
        #expect(throws: PatternError.self) { try LinearRegex(source) }
    }

    @Test func staysLinearWhereBacktrackingWouldNot() throws {
        let regex = try LinearRegex("(a+)+(a+)+b")
        #expect(!regex.isIn(String(repeating: "a", count: 4_000)))
    }
}
