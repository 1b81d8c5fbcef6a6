import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct AuthoringAdviceTests {
    private static func advice(_ lines: [(String, String)]) throws -> [AuthoringAdvice] {
        try AuthoringAdvice.advice(
            on: TrainingSet(
                language: .english,
                examples: lines.enumerated().map { number, line in
                    TrainingExample(
                        text: line.0, intent: IntentName(line.1), place: "a.yml:\(number + 1)")
                }))
    }

    private static let varied: [(String, String)] = [
        ("where is my order", "status"), ("track a parcel", "status"), ("has it shipped", "status"),
        ("delivery date please", "status"), ("when does the courier come", "status"),
        ("nothing has arrived", "status"), ("is my package lost", "status"),
        ("shipping progress", "status"),
        ("i want my money back", "refund"), ("refund me", "refund"),
        ("reimburse the price", "refund"),
        ("credit my card again", "refund"), ("return the payment", "refund"),
        ("pay me back", "refund"),
        ("how long do refunds take", "refund"), ("cash back for this", "refund"),
    ]

    @Test func namesNearDuplicatesAcrossIntents() throws {
        let advice = try Self.advice(Self.varied + [("Where is my order?", "refund")])
        let found = advice.contains { advice in
            if case .nearDuplicate(let one, let other, _) = advice {
                return one.place == "a.yml:1" && other.place == "a.yml:17"
            }
            return false
        }
        #expect(found)
    }

    @Test func namesIntentsOfFewExamples() throws {
        let advice = try Self.advice(Self.varied + [("hello there", "greet")])
        #expect(
            advice.first
                == .tooFewExamples(IntentName("greet"), count: 1, wanted: 8, place: "a.yml:17"))
        #expect(advice.first?.description.hasPrefix("a.yml:17: greet has 1 example;") == true)
    }

    @Test func namesUniformIntents() throws {
        let same = (0..<8).map { ("please open account number \($0)", "open") }
        let advice = try Self.advice(Self.varied + same)
        let isNamed = advice.contains { advice in
            if case .tooUniform(let intent, _, _) = advice { intent.name == "open" } else { false }
        }
        #expect(isNamed)
    }

    @Test func namesExamplesThatAreMisunderstood() throws {
        let advice = try Self.advice(Self.varied + [("track a parcel now please", "refund")])
        let isNamed = advice.contains { advice in
            if case .misunderstood(let example, let other, _) = advice {
                return example.place == "a.yml:17" && other.name == "status"
            }
            return false
        }
        #expect(isNamed)
    }
}
