import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct IntentSuggesterTests {
    private static let lines: [(String, Int64)] = [
        ("do you sell gift cards", 1), ("can i buy a gift card", 2), ("gift card balance", 3),
        ("do you sell gift cards", 3), ("is the shop open on sunday", 4),
        ("are you open on sundays", 5),
        ("purple elephants", 6), ("gift cards?", 7), ("", 8),
    ]

    private static func unanswered(
        _ lines: [(String, Int64)]
    ) -> [IntentSuggester.UnansweredLine] {
        lines.map { .init(text: $0.0, conversation: ConversationID($0.1)) }
    }

    @Test func ranksByPeople() {
        let found = IntentSuggester.suggestions(
            from: Self.unanswered(Self.lines), language: .english)
        #expect(found.map(\.peopleCount) == [4, 2])
        #expect(found.first?.name.name == "card_gift")
        #expect(found.first?.lines.count == 4)
        #expect(!found.contains { $0.lines.contains("purple elephants") })
    }

    @Test func countsAPersonOnce() {
        let lines = (0..<5).map { ("gift card number \($0)", Int64(1)) }
        #expect(
            IntentSuggester.suggestions(from: Self.unanswered(lines), language: .english).isEmpty)
    }

    @Test func namesTheIntentTheyComeNear() throws {
        let matcher = try IntentTrainer.train(IntentMatcherTests.smallSet())
        let lines: [(String, Int64)] = [("please refund me now", 1), ("please refund me today", 2)]
        let found = IntentSuggester.suggestions(
            from: Self.unanswered(lines), language: .english, besides: matcher)
        #expect(found.first?.nearestIntent?.name == "refund")
    }

    @Test func findsNothingInNothing() {
        #expect(IntentSuggester.suggestions(from: [], language: .english).isEmpty)
    }
}
