import Vocabulary

/// What an author could do to make the bot understand more.
public enum AuthoringAdvice: Sendable, Equatable, CustomStringConvertible {
    /// Two examples of different intents that are nearly the same line.
    case nearDuplicate(TrainingExample, TrainingExample, likeness: Float)
    /// Fewer examples than an intent needs.
    case tooFewExamples(IntentName, count: Int, wanted: Int, place: String)
    /// Examples that are all nearly one sentence.
    case tooUniform(IntentName, likeness: Float, place: String)
    /// An example that the model, trained without it, takes for another intent.
    case misunderstood(TrainingExample, takenFor: IntentName, confidence: Float)

    /// Fewer examples than this are too few.
    public static let exampleCountWanted = 8
    /// Likeness from which two examples are nearly the same.
    static let duplicateLikeness: Float = 0.92
    /// Mean likeness of neighbours from which an intent's examples are too uniform.
    static let uniformLikeness: Float = 0.7

    public var description: String {
        switch self {
        case .nearDuplicate(let one, let other, _):
            "\(one.place): '\(one.text)' of \(one.intent) is nearly '\(other.text)' of \(other.intent) "
                + "(\(other.place)); keep it in one of them"
        case .tooFewExamples(let intent, let count, let wanted, let place):
            "\(place): \(intent) has \(count) \(count == 1 ? "example" : "examples"); "
                + "write at least \(wanted), in different words"
        case .tooUniform(let intent, _, let place):
            "\(place): the examples of \(intent) are nearly one sentence; say it in other words too"
        case .misunderstood(let example, let other, _):
            "\(example.place): '\(example.text)' of \(example.intent) is taken for \(other); "
                + "reword it, or add examples like it"
        }
    }

    /// All advice on a set: by intent first, then by example, each in the order of the set.
    public static func advice(
        on set: TrainingSet, runner: some ParallelRunner = SerialRunner()
    ) throws(TrainingError) -> [AuthoringAdvice] {
        let workshop = try IntentTrainer.workshop(set, on: runner)
        var scratch = MatchScratch()
        var neighbours: [IntentName: (sum: Float, count: Int)] = [:]
        var duplicates: [AuthoringAdvice] = []
        for (line, example) in set.examples.enumerated() {
            scratch.load(workshop.training.lines, line: line, space: workshop.training.space)
            let near = workshop.nearest.nearestOfOwnAndOther(
                intent: Int(workshop.training.lines.lineClass[line]), &scratch, besides: line)
            if let own = near.own {
                neighbours[example.intent, default: (0, 0)].sum += own.likeness
                neighbours[example.intent, default: (0, 0)].count += 1
            }
            if let other = near.other, other.likeness >= duplicateLikeness, line < other.line {
                duplicates.append(
                    .nearDuplicate(example, set.examples[other.line], likeness: other.likeness))
            }
        }
        return byIntent(set, workshop.intents, neighbours) + duplicates
            + misunderstood(set, workshop)
    }

    private static func byIntent(
        _ set: TrainingSet, _ intents: [IntentName],
        _ neighbours: [IntentName: (sum: Float, count: Int)]
    ) -> [AuthoringAdvice] {
        var firsts: [IntentName: (count: Int, place: String)] = [:]
        for example in set.examples {
            firsts[example.intent, default: (0, example.place)].count += 1
        }
        let patterned = Set(set.patterns.map(\.intent))
        return intents.flatMap { intent -> [AuthoringAdvice] in
            guard let first = firsts[intent] else { return [] }
            if first.count < exampleCountWanted {
                if patterned.contains(intent) { return [] }
                return [
                    .tooFewExamples(
                        intent, count: first.count, wanted: exampleCountWanted, place: first.place)
                ]
            }
            guard let near = neighbours[intent], near.count > 0 else { return [] }
            let mean = near.sum / Float(near.count)
            return mean >= uniformLikeness
                ? [.tooUniform(intent, likeness: mean, place: first.place)] : []
        }
    }

    /// Examples that a model trained without them surely takes for another intent.
    private static func misunderstood(
        _ set: TrainingSet, _ workshop: TrainingWorkshop
    ) -> [AuthoringAdvice] {
        let width = workshop.model.width
        return set.examples.enumerated().compactMap { line, example in
            guard Int(workshop.training.lines.lineFold[line]) < workshop.training.foldCount else {
                return nil
            }
            let scores = workshop.scores.known[
                (line * width)..<(line * width + workshop.intents.count)]
            let own = Int(workshop.training.lines.lineClass[line])
            guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }),
                best - scores.startIndex != own,
                scores[best] - scores[scores.startIndex + own] > 0.1
            else { return nil }
            return .misunderstood(
                example, takenFor: workshop.intents[best - scores.startIndex],
                confidence: Float(Naturals.logistic(Double(scores[best] * 4))))
        }
    }
}

extension NearestLines {
    /// The lines most like the one in `scratch`: of its own intent, and of all others.
    func nearestOfOwnAndOther(
        intent: Int, _ scratch: inout MatchScratch, besides: Int
    ) -> (own: (line: Int, likeness: Float)?, other: (line: Int, likeness: Float)?) {
        scratch.spread()
        var other: (line: Int, likeness: Float)?
        for number in 0..<(intents.count - 1) where number != intent {
            if let found = nearest(of: number, spread: scratch, besides: besides),
                found.likeness > other?.likeness ?? 0
            {
                other = found
            }
        }
        return (nearest(of: intent, spread: scratch, besides: besides), other)
    }
}
