import Vocabulary

/// What a shop's lines mean in one language: immutable, and shared by all loops.
///
/// Made by `IntentTrainer` or read from its stored form. The same training set gives the same matcher
/// and the same matcher the same answers, on every machine.
public final class IntentMatcher: Sendable {
    public let language: Language
    /// Every intent, in the order of its first example or pattern.
    public let intents: [IntentName]
    /// Confidence from which a match is sure, 0…1.
    public let threshold: Float
    /// Lead in confidence that the best candidate needs to be sure, 0…1.
    public let margin: Float
    /// The content hash of the training set.
    public let bundleHash: String
    /// Lines the matcher was trained on, in their order.
    public let examples: [TrainingExample]

    let model: LineModel
    let nearestLines: NearestLines
    let confidence: Confidence
    let hasBackground: Bool
    let patterns: [PatternRule]
    let entitySources: EntitySources
    let entityFinder: EntityFinder
    let manners: Manners

    init(_ parts: MatcherParts) {
        language = parts.language
        intents = parts.intents
        threshold = parts.threshold
        margin = parts.margin
        bundleHash = parts.bundleHash
        examples = parts.examples
        model = parts.model
        nearestLines = parts.nearestLines
        confidence = parts.confidence
        hasBackground = parts.hasBackground
        patterns = parts.patterns
        entitySources = parts.entitySources
        entityFinder = parts.entityFinder
        manners = Manners(parts.language)
    }

    /// What a line means. Time grows with the bytes of the line and not with what they are.
    public func match(_ text: String) -> IntentMatch {
        var scratch = MatchScratch()
        return match(text, today: nil, scratch: &scratch)
    }

    /// What a line means, with relative dates ("last Tuesday") counted from `today`.
    public func match(_ text: String, today: CivilDay?) -> IntentMatch {
        var scratch = MatchScratch()
        return match(text, today: today, scratch: &scratch)
    }

    /// As above, with memory of the caller's that is used again from line to line.
    public func match(
        _ text: String, today: CivilDay? = nil, scratch: inout MatchScratch
    ) -> IntentMatch {
        scratch.read(text)
        scratch.forgetText()
        var match = classify(&scratch)
        match.entities = entityFinder.entities(
            in: text, line: scratch.line, today: today, lexicon: model.space.lexicon)
        return match
    }
}

/// Everything a matcher consists of, before it is one.
struct MatcherParts {
    var language: Language
    var intents: [IntentName]
    var threshold: Float
    var margin: Float
    var bundleHash: String
    var examples: [TrainingExample]
    var model: LineModel
    var nearestLines: NearestLines
    var confidence: Confidence
    var hasBackground: Bool
    var patterns: [PatternRule]
    var entitySources: EntitySources
    var entityFinder: EntityFinder
}
