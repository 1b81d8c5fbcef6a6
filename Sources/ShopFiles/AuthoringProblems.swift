import IntentMatching
import Vocabulary

extension LoadedShop {
    /// What the model itself has to say about the examples: lines that are nearly the same in two
    /// intents, intents whose examples are all one sentence, examples that it takes for another intent.
    ///
    /// Trains a model for each language, which takes far longer than reading the files.
    ///
    /// - Parameter runner: Where the training runs.
    /// - Returns: Warnings, by place; an error where nothing can be trained.
    public func authoringProblems(
        runner: some ParallelRunner = SerialRunner()
    ) -> [ShopFileProblem] {
        var problems: [ShopFileProblem] = []
        for language in settings.languages {
            guard let set = training[language] else { continue }
            do throws(TrainingError) {
                let advice = try AuthoringAdvice.advice(on: set, runner: runner)
                problems += advice.compactMap(\.problem)
            } catch {
                problems.append(
                    ShopFileProblem(
                        severity: .error, file: "\(id)/\(language)", line: 1, column: 1,
                        message: error.description))
            }
        }
        return problems.uniquedAndSorted
    }
}

extension AuthoringAdvice {
    /// - Returns: nil for what is found without a model.
    fileprivate var problem: ShopFileProblem? {
        switch self {
        case .tooFewExamples: nil
        case .nearDuplicate(let one, let other, _):
            Self.problem(
                at: one.place,
                "'\(one.text.shortened)' of '\(one.intent)' is nearly '\(other.text.shortened)' of "
                    + "'\(other.intent)' at \(other.place); keep it in one of them")
        case .tooUniform(let intent, _, let place):
            Self.problem(
                at: place,
                "the examples of '\(intent)' are nearly one sentence; say it in other words too")
        case .misunderstood(let example, let other, _):
            Self.problem(
                at: example.place,
                "'\(example.text.shortened)' of '\(example.intent)' is taken for '\(other)'; reword "
                    + "it, or add examples like it")
        }
    }

    /// - Parameter place: As `Spot.short` writes it: file, colon, line.
    private static func problem(at place: String, _ message: String) -> ShopFileProblem {
        let parts = place.split(separator: ":")
        return ShopFileProblem(
            severity: .warning, file: parts.first.map(String.init) ?? place,
            line: parts.last.flatMap { Int($0) } ?? 1, column: 1, message: message)
    }
}
