import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct IntentMatcherTests {
    static func smallSet() -> TrainingSet {
        let lines = [
            ("where is my order", "order_status"), ("track my parcel", "order_status"),
            ("has my order shipped yet", "order_status"),
            ("when will my package arrive", "order_status"),
            ("i want my money back", "refund"), ("please refund me", "refund"),
            ("when do i get my refund", "refund"), ("can i get a refund", "refund"),
            ("i want to talk to a person", "speak_to_agent"), ("human please", "speak_to_agent"),
            ("connect me with an agent", "speak_to_agent"),
            ("is there a real person", "speak_to_agent"),
        ]
        return TrainingSet(
            language: .english,
            examples: lines.map { TrainingExample(text: $0.0, intent: IntentName($0.1)) },
            background: [
                "what is the capital of france", "tell me a joke", "how tall is a giraffe",
            ])
    }

    @Test func answersWhatItWasTaught() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        #expect(matcher.match("where is my parcel").candidates[0].intent.name == "order_status")
        #expect(matcher.match("refund please").candidates[0].intent.name == "refund")
        #expect(matcher.match("talk to a human").candidates[0].intent.name == "speak_to_agent")
    }

    @Test func comesBackFromItsStoredForm() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        let bytes = matcher.serialized()
        let again = try IntentMatcher(serialized: bytes)
        #expect(again.serialized() == bytes)
        #expect(again.match("track my order") == matcher.match("track my order"))
    }

    @Test func sharesSumToTheScore() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        let why = matcher.explain("where is my ordr")
        let sum = why.shares.reduce(Float(0)) { $0 + $1.share }
        #expect(abs(sum - why.score) < 1e-4)
        #expect(why.corrections == [.init(typed: "ordr", read: "order")])
    }
}
