import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct MannersTests {
    private static let lines: [(String, String)] = [
        ("where is my order", "status"), ("track my parcel", "status"),
        ("order status please", "status"),
        ("has my order shipped", "status"), ("when does my package arrive", "status"),
        ("i want a refund", "refund"), ("give me my money back", "refund"),
        ("refund my order", "refund"),
        ("how do i get a refund", "refund"), ("refund please", "refund"),
        ("i want an exchange", "exchange"), ("exchange for another size", "exchange"),
        ("can i exchange it", "exchange"), ("swap it for a bigger one", "exchange"),
        ("i need an exchange", "exchange"), ("can i return it", "return"),
        ("return the jacket", "return"),
        ("how do returns work", "return"), ("send it back", "return"),
        ("i want to return this", "return"),
    ]

    private static func matcher() throws -> IntentMatcher {
        try IntentTrainer.train(
            TrainingSet(
                language: .english,
                examples: lines.map { TrainingExample(text: $0.0, intent: IntentName($0.1)) },
                background: ["tell me a joke", "who painted the mona lisa", "is it going to rain"],
                thresholdOverride: 0.3))
    }

    @Test(arguments: [
        ("I don't want a refund, I want an exchange", "exchange"),
        ("not a refund but an exchange", "exchange"),
        ("i want an exchange, not a refund", "exchange"),
        ("i want an exchange instead of a refund", "exchange"), ("i want a refund", "refund"),
        ("I do not want an exchange, I need a refund", "refund"),
    ])
    func leavesOutWhatIsRefused(_ text: String, _ intent: String) throws {
        #expect(try Self.matcher().match(text).candidates.first?.intent.name == intent)
    }

    @Test(arguments: [
        ("where is my order and can i return it", "status", "return"),
        ("where is my order? i want a refund", "status", "refund"),
        ("can i exchange it. also when does my package arrive", "exchange", "status"),
    ])
    func hearsTwoQuestions(_ text: String, _ first: String, _ second: String) throws {
        let match = try Self.matcher().match(text)
        #expect(match.candidates.first?.intent.name == first)
        #expect(match.also.map(\.intent.name) == [second])
    }

    @Test(arguments: [
        "where is my order", "track my parcel and my order", "i want my money back please",
    ])
    func hearsOneQuestion(_ text: String) throws {
        #expect(try Self.matcher().match(text).also.isEmpty)
    }
}
