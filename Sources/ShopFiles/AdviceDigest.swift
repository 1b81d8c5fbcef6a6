import IntentMatching
import Vocabulary

/// Advice on examples put together, so that it can be read: what is one mistake told a hundred times
/// is one line with a count, and the lines with the most behind them come first.
public struct AdviceDigest: Equatable, Sendable {
    /// One line of advice.
    public struct Line: Equatable, Sendable {
        /// How many examples stand behind it.
        public let count: Int
        /// With the place of the first of them.
        public let text: String
    }

    /// The most important first.
    public let lines: [Line]
    /// Examples that all lines together speak of.
    public var exampleCount: Int { lines.reduce(0) { $0 + $1.count } }

    /// What one line of advice is about.
    private enum Topic: Hashable {
        case unreachable(IntentName)
        case mixedUp(IntentName, IntentName)
        case alike(IntentName, IntentName)
        case uniform(IntentName)
    }

    /// A share of an intent's examples from which its answer is hardly reached any more.
    private static let unreachableShare = 0.6
    /// Examples quoted in one line.
    private static let quotedCount = 3

    public init(_ advice: [AuthoringAdvice], exampleCounts: [IntentName: Int]) {
        var examples: [Topic: [TrainingExample]] = [:]
        var places: [Topic: String] = [:]
        var missed: [IntentName: [TrainingExample]] = [:]
        for item in advice {
            switch item {
            case .tooFewExamples: continue
            case .nearDuplicate(let one, let other, _):
                let topic = Topic.alike(one.intent, other.intent)
                examples[topic, default: []].append(one)
                places[topic] = places[topic] ?? one.place
            case .tooUniform(let intent, _, let place):
                examples[.uniform(intent)] = []
                places[.uniform(intent)] = place
            case .misunderstood(let example, let other, _):
                let topic = Topic.mixedUp(example.intent, other)
                examples[topic, default: []].append(example)
                places[topic] = places[topic] ?? example.place
                missed[example.intent, default: []].append(example)
            }
        }
        for (intent, lines) in missed {
            let all = exampleCounts[intent] ?? 0
            guard Double(lines.count) >= Double(all) * Self.unreachableShare else { continue }
            examples[.unreachable(intent)] = lines
            places[.unreachable(intent)] = lines.first?.place
        }
        lines = examples.map { topic, found in
            Self.line(topic, found, at: places[topic] ?? "", exampleCounts)
        }.sorted { ($1.rank, $0.line.text) < ($0.rank, $1.line.text) }.map(\.line)
    }

    private static func line(
        _ topic: Topic, _ found: [TrainingExample], at place: String,
        _ exampleCounts: [IntentName: Int]
    ) -> (rank: Int, line: Line) {
        let quoted = found.prefix(quotedCount).map { "'\($0.text.shortened)'" }
            .joined(separator: ", ")
        let count = max(found.count, 1)
        switch topic {
        case .unreachable(let intent):
            let all = exampleCounts[intent] ?? found.count
            return (
                10_000 + count,
                Line(
                    count: count,
                    text: "\(place): hardly anybody reaches the answer to '\(intent)': "
                        + "\(found.count) of its \(all) examples are taken for others, such as "
                        + "\(quoted); write examples that only it has, or join it to another")
            )
        case .mixedUp(let intent, let other):
            return (
                count,
                Line(
                    count: count,
                    text: "\(place): \(counted(found.count)) of '\(intent)' "
                        + "\(found.count == 1 ? "is" : "are") taken for '\(other)': \(quoted)")
            )
        case .alike(let intent, let other):
            return (
                count * 2,
                Line(
                    count: count,
                    text: "\(place): \(counted(found.count)) of '\(intent)' "
                        + "\(found.count == 1 ? "is" : "are") nearly in '\(other)' too: \(quoted); "
                        + "keep each in one of them")
            )
        case .uniform(let intent):
            return (
                3,
                Line(
                    count: count,
                    text:
                        "\(place): the examples of '\(intent)' are nearly one sentence; say it in "
                        + "other words too")
            )
        }
    }

    private static func counted(_ count: Int) -> String {
        "\(count) example\(count == 1 ? "" : "s")"
    }
}

extension LoadedShop {
    /// What the model itself has to say about the examples of each language, in short.
    ///
    /// Trains a model for each language, which takes far longer than reading the files.
    ///
    /// - Parameter runner: Where the training runs.
    public func adviceDigests(
        runner: some ParallelRunner = SerialRunner()
    ) -> [(language: Language, digest: AdviceDigest)] {
        settings.languages.compactMap { language in
            guard let set = training[language] else { return nil }
            do throws(TrainingError) {
                let advice = try AuthoringAdvice.advice(on: set, runner: runner)
                let counts = Dictionary(grouping: set.examples, by: \.intent).mapValues(\.count)
                return (language, AdviceDigest(advice, exampleCounts: counts))
            } catch {
                // A set that cannot be trained is told by `check` itself.
                return nil
            }
        }
    }
}
