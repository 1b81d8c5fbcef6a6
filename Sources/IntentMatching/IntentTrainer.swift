import Vocabulary

/// Why no model can be made of a training set.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is neither an example nor a pattern.
    case nothingToLearn
    /// An example has no text or its intent no name.
    case emptyExample(place: String)
    /// An author's regular expression or pattern cannot be read.
    case badExpression(name: String, reason: String)
    /// A threshold or margin outside 0…1.
    case overrideOutOfRange(name: String, value: Float)
    /// More intents than a model holds.
    case tooManyIntents(found: Int, allowed: Int)

    public var description: String {
        switch self {
        case .nothingToLearn: "there are no examples and no patterns; give an intent some examples"
        case .emptyExample(let place):
            "\(place): an example without text or intent; write or remove it"
        case .badExpression(let name, let reason): "regex '\(name)': \(reason)"
        case .overrideOutOfRange(let name, let value): "\(name) is \(value); it must lie in 0…1"
        case .tooManyIntents(let found, let allowed):
            "\(found) intents; at most \(allowed) are allowed"
        }
    }
}

/// Makes matchers of training sets.
public enum IntentTrainer {
    /// Most intents that one model holds.
    public static let intentCountMax = 2_000

    /// Trains on the caller's thread.
    ///
    /// - Parameter progress: Told how much is done, 0…1, a few times.
    /// - Throws: `TrainingError`, when the author has to change something.
    public static func train(
        _ set: TrainingSet, progress: (Double) -> Void = { _ in }
    ) throws(TrainingError) -> IntentMatcher {
        try train(set, options: MatcherOptions(), on: SerialRunner(), progress: progress)
    }

    /// Trains on the threads of `runner`; the model is the same, byte for byte.
    public static func train(
        _ set: TrainingSet, on runner: some ParallelRunner,
        progress: (Double) -> Void = { _ in }
    ) throws(TrainingError) -> IntentMatcher {
        try train(set, options: MatcherOptions(), on: runner, progress: progress)
    }

    package static func train(
        _ set: TrainingSet, options: MatcherOptions, on runner: some ParallelRunner,
        progress: (Double) -> Void
    ) throws(TrainingError) -> IntentMatcher {
        let finder = try EntityFinder(set.entities, language: set.language)
        let workshop = try workshop(set, options: options, on: runner, progress: progress)
        let calibration = Calibration(
            training: workshop.training, model: workshop.model, scores: workshop.scores,
            nearest: workshop.nearest, intentCount: workshop.intents.count,
            hasBackground: workshop.hasBackground)
        progress(1)
        return IntentMatcher(
            MatcherParts(
                language: set.language, intents: workshop.intents,
                threshold: set.thresholdOverride ?? calibration.threshold,
                margin: set.marginOverride ?? calibration.margin, bundleHash: set.contentHash,
                examples: set.examples, model: workshop.model, nearestLines: workshop.nearest,
                confidence: calibration.confidence, hasBackground: workshop.hasBackground,
                patterns: set.patterns,
                entitySources: set.entities, entityFinder: finder))
    }

    /// All of training but the choice of thresholds.
    static func workshop(
        _ set: TrainingSet, options: MatcherOptions = MatcherOptions(),
        on runner: some ParallelRunner, progress: (Double) -> Void = { _ in }
    ) throws(TrainingError) -> TrainingWorkshop {
        let intents = try checkedIntents(of: set)
        progress(0.02)
        let background =
            options.usesBackground
            ? BackgroundLines.kept(set.background, besides: set.examples) : []
        let hasBackground = !background.isEmpty
        var training = trainingLines(set, intents: intents, background: background, options)
        training.dealFolds(options, intentCount: intents.count)
        progress(0.2)
        let (model, scores) = LinearTrainer.train(training, options: options, runner: runner)
        progress(0.8)
        let nearest = NearestLines(
            training.lines, exampleCount: set.examples.count, intentCount: intents.count,
            space: training.space)
        return TrainingWorkshop(
            intents: intents, training: training, model: model, scores: scores, nearest: nearest,
            hasBackground: hasBackground)
    }

    /// The intents in the order they are first named.
    private static func checkedIntents(of set: TrainingSet) throws(TrainingError) -> [IntentName] {
        for (name, value) in [("threshold", set.thresholdOverride), ("margin", set.marginOverride)]
        {
            if let value, !(0...1).contains(value) {
                throw .overrideOutOfRange(name: name, value: value)
            }
        }
        var intents: [IntentName] = []
        var seen: Set<IntentName> = []
        for example in set.examples {
            guard example.text.utf8.contains(where: { $0 > 0x20 }), !example.intent.name.isEmpty
            else {
                throw .emptyExample(place: example.place)
            }
            if seen.insert(example.intent).inserted { intents.append(example.intent) }
        }
        for pattern in set.patterns where seen.insert(pattern.intent).inserted {
            intents.append(pattern.intent)
        }
        guard !intents.isEmpty else { throw .nothingToLearn }
        guard intents.count <= intentCountMax else {
            throw .tooManyIntents(found: intents.count, allowed: intentCountMax)
        }
        return intents
    }

    private static func trainingLines(
        _ set: TrainingSet, intents: [IntentName], background: [String], _ options: MatcherOptions
    ) -> TrainingLines {
        var numbers: [IntentName: Int32] = [:]
        for (number, intent) in intents.enumerated() { numbers[intent] = Int32(number) }
        var options = options
        if Float(set.examples.count) >= options.manyLinesEach * Float(intents.count) {
            options.pairShare = options.pairShareOfMany
        }
        let names = options.usesNames ? NameLines.lines(of: intents, in: set) : []
        return TrainingLines(
            texts: set.examples.map(\.text) + names.map(\.text) + background,
            classes: set.examples.map { numbers[$0.intent] ?? 0 } + names.map(\.intent)
                + background.map { _ in Int32(intents.count) },
            exampleCount: set.examples.count, nameCount: names.count,
            classCount: intents.count + (background.isEmpty ? 0 : 1),
            language: set.language, options: options)
    }
}

/// Trains the linear part: hinge machines, and softmax regression beside them where lines are few.
enum LinearTrainer {
    static func train(
        _ training: TrainingLines, options: MatcherOptions, runner: some ParallelRunner
    ) -> (model: LineModel, scores: HeldOutScores) {
        let linear = LinearTraining(
            lines: training.lines, featureCount: training.space.featureCount,
            classCount: training.classCount, options: options, foldCount: training.foldCount,
            classFoldCount: training.classFoldCount)
        let linesEach = Float(training.exampleCount) / Float(max(1, training.classCount))
        let rows = linear.train(
            on: runner, withSoftmax: linesEach < options.softmaxLinesPerIntentMax)
        let model = LineModel(
            space: training.space, classCount: training.classCount, width: rows.width,
            rows: rows.weights)
        return (model, HeldOutScores(known: rows.heldOut, unseen: rows.unseen))
    }
}

/// What training has made before thresholds are chosen.
struct TrainingWorkshop {
    var intents: [IntentName]
    var training: TrainingLines
    var model: LineModel
    var scores: HeldOutScores
    var nearest: NearestLines
    var hasBackground: Bool
}

/// Scores of training lines by models that had not seen them, a model's width for each line.
struct HeldOutScores: Sendable {
    /// By models that knew other lines of the intent.
    var known: [Float]
    /// By models that knew none.
    var unseen: [Float]
}
