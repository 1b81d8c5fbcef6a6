import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct IntentTrainerTests {
    private static func set(_ lines: [(String, String)], background: [String] = []) -> TrainingSet {
        TrainingSet(
            language: .english,
            examples: lines.enumerated().map { number, line in
                TrainingExample(
                    text: line.0, intent: IntentName(line.1), place: "x/en/a.yml:\(number + 1)")
            }, background: background)
    }

    /// A few hundred lines made of few words, the same in every run.
    static func manyLines(intentCount: Int, linesEach: Int) -> TrainingSet {
        var random = SeededRandom(seed: 11)
        let words = (0..<200).map { number in "word\(["a", "b", "c"][number % 3])\(number)x" }
        var lines: [(String, String)] = []
        for intent in 0..<intentCount {
            for _ in 0..<linesEach {
                let own = "topic\(intent)z"
                let others = (0..<4).map { _ in words[random.number(below: words.count)] }
                lines.append((([own] + others).joined(separator: " "), "intent\(intent)"))
            }
        }
        return set(lines, background: words.prefix(30).map { $0 + " and nothing else" })
    }

    /// Runs jobs in an order that no thread pool would choose.
    private struct Backwards: ParallelRunner {
        func map<Result: Sendable>(count: Int, _ job: @Sendable (Int) -> Result) -> [Result] {
            (0..<count).reversed().map(job).reversed()
        }
    }

    @Test func givesTheSameBytesAgainAndInAnyOrderOfJobs() throws {
        let set = Self.manyLines(intentCount: 20, linesEach: 6)
        let bytes = try IntentTrainer.train(set).serialized()
        #expect(try IntentTrainer.train(set).serialized() == bytes)
        #expect(try IntentTrainer.train(set, on: Backwards()).serialized() == bytes)
    }

    @Test func tellsItsProgress() throws {
        var told: [Double] = []
        _ = try IntentTrainer.train(Self.manyLines(intentCount: 3, linesEach: 4)) {
            told.append($0)
        }
        #expect(told == told.sorted())
        #expect(told.last == 1)
    }

    @Test func refusesWhatItCannotLearnFrom() {
        #expect(throws: TrainingError.nothingToLearn) { try IntentTrainer.train(Self.set([])) }
        #expect(throws: TrainingError.emptyExample(place: "x/en/a.yml:2")) {
            try IntentTrainer.train(Self.set([("hello", "greet"), ("  ", "greet")]))
        }
        #expect(throws: TrainingError.emptyExample(place: "x/en/a.yml:1")) {
            try IntentTrainer.train(Self.set([("hello", "")]))
        }
        var set = Self.set([("hello", "greet")])
        set.thresholdOverride = 1.5
        #expect(throws: TrainingError.overrideOutOfRange(name: "threshold", value: 1.5)) {
            try IntentTrainer.train(set)
        }
        let many = Self.set((0..<10_000).map { ("line number \($0)", "intent\($0)") })
        #expect(throws: TrainingError.tooManyIntents(found: 10_000, allowed: 2_000)) {
            try IntentTrainer.train(many)
        }
    }

    @Test func learnsOneIntent() throws {
        let matcher = try IntentTrainer.train(
            Self.set(
                [("where is my order", "status"), ("track it", "status")], background: ["a joke"]))
        #expect(matcher.match("where is it").candidates.map(\.intent.name) == ["status"])
    }

    @Test func learnsFromASingleExample() throws {
        let matcher = try IntentTrainer.train(Self.set([("hello", "greet")]))
        #expect(matcher.match("hello").candidates.first?.intent.name == "greet")
    }

    @Test func learnsFromLinesWithoutAWord() throws {
        let matcher = try IntentTrainer.train(
            Self.set([("?!", "puzzled"), ("hello there", "greet")]))
        #expect(matcher.match("hello").candidates.first?.intent.name == "greet")
        #expect(matcher.match("?!").outcome == .unknown)
    }

    @Test func takesIntentsThatHaveOnlyPatterns() throws {
        var set = Self.set([("hello there", "greet"), ("good morning", "greet")])
        set.patterns = [try PatternRule(parsing: "refund{1}", intent: IntentName("refund"))]
        let matcher = try IntentTrainer.train(set)
        #expect(matcher.intents.map(\.name) == ["greet", "refund"])
        let match = matcher.match("a refnd")
        #expect(match.candidates.first?.intent.name == "refund")
        #expect(match.outcome == .sure)
    }

    @Test func takesPatternsAlone() throws {
        var set = Self.set([], background: ["tell me a joke"])
        set.patterns = [try PatternRule(parsing: "refund", intent: IntentName("refund"))]
        let matcher = try IntentTrainer.train(set)
        #expect(matcher.match("a refund").candidates.map(\.intent.name) == ["refund"])
        #expect(matcher.match("a refund").outcome == .sure)
        #expect(matcher.match("hello").outcome == .unknown)
    }

    @Test func backgroundGivesWayToExamples() {
        let examples = [("tell me a joke please", "joke"), ("where is it", "status")].map {
            TrainingExample(text: $0.0, intent: IntentName($0.1))
        }
        #expect(
            BackgroundLines.kept(
                ["Tell me a joke", "how tall is a giraffe", "?"], besides: examples)
                == ["how tall is a giraffe"])
    }

    @Test func keepsTheShopsOwnThreshold() throws {
        var set = Self.manyLines(intentCount: 4, linesEach: 4)
        set.thresholdOverride = 1
        set.marginOverride = 0.25
        let matcher = try IntentTrainer.train(set)
        #expect(matcher.threshold == 1)
        #expect(matcher.margin == 0.25)
        #expect(matcher.match("topic1z").outcome == .unknown)
    }
}
