import Vocabulary

/// One line that an author gave for an intent.
public struct TrainingExample: Sendable, Equatable {
    /// Plain text; inline annotations removed.
    public var text: String
    public var intent: IntentName
    /// Where it stands, for messages: `juniper/en/returns.yml:12`.
    public var place: String

    public init(text: String, intent: IntentName, place: String = "") {
        self.text = text
        self.intent = intent
        self.place = place
    }
}

/// What the words of a shop may mean beyond its intents: numbers, names and values to look for.
public struct EntitySources: Sendable, Equatable {
    /// How order numbers are written: `#` is one digit, all else stands for itself (`JP-#####`).
    public var orderNumberShapes: [String]
    public var productNames: [String]
    public var colours: [String]
    public var sizes: [String]
    public var categories: [String]
    /// Other ways to write a value: the value by what people type.
    public var synonyms: [String: [String]]
    /// Values by the name of their entity.
    public var lookups: [String: [String]]
    /// Patterns by the name of their entity.
    public var regexes: [String: String]

    public init(
        orderNumberShapes: [String] = [], productNames: [String] = [], colours: [String] = [],
        sizes: [String] = [], categories: [String] = [], synonyms: [String: [String]] = [:],
        lookups: [String: [String]] = [:], regexes: [String: String] = [:]
    ) {
        self.orderNumberShapes = orderNumberShapes
        self.productNames = productNames
        self.colours = colours
        self.sizes = sizes
        self.categories = categories
        self.synonyms = synonyms
        self.lookups = lookups
        self.regexes = regexes
    }
}

/// All that one model is made from: one shop in one language.
public struct TrainingSet: Sendable {
    public var language: Language
    public var examples: [TrainingExample]
    public var patterns: [PatternRule]
    /// Lines that no shop should answer; they teach the model when to be silent.
    public var background: [String]
    public var entities: EntitySources
    /// The shop's own threshold, 0…1, in place of the one that training finds.
    public var thresholdOverride: Float?
    /// The shop's own ambiguity margin, 0…1.
    public var marginOverride: Float?

    public init(
        language: Language, examples: [TrainingExample], patterns: [PatternRule] = [],
        background: [String] = [], entities: EntitySources = EntitySources(),
        thresholdOverride: Float? = nil, marginOverride: Float? = nil
    ) {
        self.language = language
        self.examples = examples
        self.patterns = patterns
        self.background = background
        self.entities = entities
        self.thresholdOverride = thresholdOverride
        self.marginOverride = marginOverride
    }
}
