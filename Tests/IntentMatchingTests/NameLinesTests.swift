import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct NameLinesTests {
    @Test(arguments: [
        ("order_status", "order status"), ("AskLiquidityRatio", "Ask Liquidity Ratio"),
        ("speak-to-agent", "speak to agent"), ("faq/returns.window", "faq returns window"),
        ("100_NIGHT_TRIAL_OFFER", "100 NIGHT TRIAL OFFER"), ("rückgabe_status", "rückgabe status"),
    ])
    func cutsNamesIntoWords(name: String, words: String) {
        #expect(NameLines.text(of: IntentName(name)) == words)
    }

    @Test(arguments: ["", "_", "17", "a_b", "42_7", "🙂"])
    func namesWithoutWordsTellNothing(name: String) {
        #expect(NameLines.text(of: IntentName(name)) == nil)
    }

    private static func set(_ language: Language) -> TrainingSet {
        let lines = [
            ("wo bleibt meine bestellung", "order_status"), ("wo ist mein paket", "order_status"),
            ("gibt es einen gutschein", "gutschein"), ("ich habe einen code", "gutschein"),
            ("welche groesse passt mir", "size_advice"), ("faellt das klein aus", "size_advice"),
        ]
        return TrainingSet(
            language: language,
            examples: lines.map { TrainingExample(text: $0.0, intent: IntentName($0.1)) })
    }

    @Test func englishNamesTeachNothingInAnotherLanguage() throws {
        let german = try #require(Language("de"))
        let intents = ["order_status", "gutschein", "size_advice"].map { IntentName($0) }
        #expect(NameLines.lines(of: intents, in: Self.set(german)).map(\.text) == ["gutschein"])
        #expect(NameLines.lines(of: intents, in: Self.set(.english)).count == 3)
    }

    @Test func aNameAnswersWhatNoExampleSays() throws {
        let matcher = try IntentTrainer.train(Self.set(.english))
        #expect(matcher.match("size advice please").candidates.first?.intent.name == "size_advice")
        let without = try IntentTrainer.train(
            Self.set(.english), options: Self.nameless, on: SerialRunner(), progress: { _ in })
        let share = try #require(matcher.match("size advice").candidates.first?.confidence)
        let other = without.match("size advice").candidates.first {
            $0.intent.name == "size_advice"
        }
        #expect(share > other?.confidence ?? 0)
    }

    private static var nameless: MatcherOptions {
        var options = MatcherOptions()
        options.usesNames = false
        return options
    }

    @Test func aNameIsNoExample() throws {
        let matcher = try IntentTrainer.train(Self.set(.english))
        #expect(matcher.examples.count == 6)
        let why = matcher.explain("order status")
        #expect(why.nearest.map { matcher.examples.contains($0.example) } ?? true)
        #expect(why.nearest?.example.text != "order status")
    }
}
