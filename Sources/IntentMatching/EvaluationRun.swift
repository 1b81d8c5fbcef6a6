import Vocabulary

/// Measures matchers: on test lines, or by cross-validation.
public enum EvaluationRun {
    /// Matches every test line.
    ///
    /// - Parameters:
    ///   - test: Lines with the intents they should match.
    ///   - outOfScope: Lines nobody should answer; nil leaves the figures of rejection out.
    public static func evaluate(
        _ matcher: IntentMatcher, test: [TrainingExample], outOfScope: [String]? = nil
    ) -> Evaluation {
        var scratch = MatchScratch()
        let trials = test.map { example in
            EvaluationTrial(example, matcher.match(example.text, scratch: &scratch))
        }
        let others = outOfScope.map { lines in
            lines.map { matcher.match($0, scratch: &scratch) }
        }
        return Evaluation(
            trials: trials, outOfScope: others, threshold: matcher.threshold,
            trainLineCount: matcher.examples.count)
    }

    /// Trains `count` times, each time without a part of the lines, and matches that part.
    public static func crossValidate(
        _ set: TrainingSet, count: Int, on runner: some ParallelRunner = SerialRunner(),
        progress: (Double) -> Void = { _ in }
    ) throws(TrainingError) -> Evaluation {
        var trials: [EvaluationTrial] = []
        var seen: [IntentName: Int] = [:]
        let folds = set.examples.map { example in
            seen[example.intent, default: 0] += 1
            return (seen[example.intent, default: 1] - 1) % max(2, count)
        }
        for fold in 0..<max(2, count) {
            var part = set
            part.examples = zip(set.examples, folds).filter { $0.1 != fold }.map(\.0)
            let held = zip(set.examples, folds).filter { $0.1 == fold }.map(\.0)
            guard !held.isEmpty, !part.examples.isEmpty else { continue }
            let matcher = try IntentTrainer.train(part, on: runner)
            var scratch = MatchScratch()
            for example in held {
                trials.append(
                    EvaluationTrial(example, matcher.match(example.text, scratch: &scratch)))
            }
            progress(Double(fold + 1) / Double(max(2, count)))
        }
        return Evaluation(
            trials: trials, outOfScope: nil, threshold: nil, trainLineCount: set.examples.count)
    }
}

/// One test line and what was found.
struct EvaluationTrial: Sendable {
    let example: TrainingExample
    let found: IntentName?
    let confidence: Float
    let isAnswered: Bool

    init(_ example: TrainingExample, _ match: IntentMatch) {
        self.example = example
        found = match.candidates.first?.intent
        confidence = match.candidates.first?.confidence ?? 0
        isAnswered = match.outcome != .unknown
    }

    var isRight: Bool { found == example.intent }
}
