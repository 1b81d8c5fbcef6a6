import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct PatternRuleTests {
    private static func fits(_ pattern: String, _ text: String) throws -> Bool {
        try PatternRule(parsing: pattern, intent: IntentName("x")).matches(FoldedLine(text))
    }

    @Test(arguments: [
        ("refund", "a REFUND please", true), ("refund", "refunds", false),
        ("refund{2}", "a reufndd please", true), ("refund{1}", "a rfnd", false),
        ("refund && money", "money refund", true), ("refund money", "refund", false),
        ("money|card", "my card", true), ("a (b|c) !d", "a c", true),
        ("a (b|c) !d", "a c d", false),
        ("refund{2} && (money|card) !policy", "refudn my card", true),
        ("refund{2} && (money|card) !policy", "refund card policy", false),
        ("*cash*", "my cashback", true), ("cash*", "hardcash", false), ("*cash", "hardcash", true),
        ("c*sh", "crush", true), ("\"money back\"", "my money back now", true),
        ("\"money back\"", "back money", false), ("hi max_words=2", "hi there", true),
        ("hi max_words=2", "hi there you", false), ("größe", "GROSSE", true),
        ("a | b c", "a", true), ("a | b c", "b", false),
    ])
    func fitsLines(_ pattern: String, _ text: String, _ expected: Bool) throws {
        #expect(try Self.fits(pattern, text) == expected)
    }

    @Test(arguments: [
        ("", 1), ("refund &&", 10), ("(refund", 1), ("refund)", 7), ("\"money", 1), ("!policy", 1),
        ("refund{9}", 7), ("on{2}", 3), ("max_words=x", 1), ("a | | b", 5), ("\"\" a", 1),
        ("max_words=3", 1),
    ])
    func namesTheColumnOfAMistake(_ pattern: String, _ column: Int) {
        #expect {
            try PatternRule(parsing: pattern, intent: IntentName("x"))
        } throws: { error in
            (error as? PatternError)?.column == column
        }
    }

    @Test func refusesDeepNesting() {
        let deep = String(repeating: "(", count: 500) + "a" + String(repeating: ")", count: 500)
        #expect(throws: PatternError.self) {
            try PatternRule(parsing: deep, intent: IntentName("x"))
        }
    }
}
