/// What one utterance was understood to ask, with the entities found in it.
///
/// Made by the matcher on the connection's own loop; judged by nobody afterwards: the threshold and
/// the margin of the shop's model are already in `outcome`.
public struct IntentMatch: Equatable, Sendable {
    /// One intent and how likely it is, 0…1.
    public struct Candidate: Equatable, Sendable {
        public let intent: IntentName
        public let confidence: Float
        public init(intent: IntentName, confidence: Float) {
            self.intent = intent
            self.confidence = confidence
        }
    }

    /// What the model's threshold and ambiguity margin say of the best candidate.
    public enum Outcome: Equatable, Sendable {
        /// At or above the threshold and ahead of the runner-up by the margin.
        case sure
        /// Likely enough, but two or three candidates are too close to choose between.
        case ambiguous
        /// Below the threshold: no answer is better than this one.
        case unknown
    }

    /// Best first, at most `Limits.matchCandidateCountMax`; empty only where no intent is known.
    public var candidates: [Candidate]
    public var outcome: Outcome
    /// A second question in the same line ("where is my order and can I return it"): sure too, and
    /// another intent than the first candidate; in the order asked, at most 1 today.
    public var also: [Candidate]
    /// In the order of the line; ranges do not overlap.
    public var entities: [Entity]
    /// The language the line was matched in.
    public var language: Language

    public init(
        candidates: [Candidate], outcome: Outcome, also: [Candidate] = [], entities: [Entity] = [],
        language: Language
    ) {
        self.candidates = candidates
        self.outcome = outcome
        self.also = also
        self.entities = entities
        self.language = language
    }

    /// The match of a line in which nothing was understood.
    public static func nothing(in language: Language) -> IntentMatch {
        IntentMatch(candidates: [], outcome: .unknown, language: language)
    }
}

/// A value found in a line: an order number, a size, a product's name.
public struct Entity: Equatable, Sendable {
    /// What kind of value it is: one of `Kind`'s names, or a name an author gave in an intent file.
    public let kind: String
    /// Normalised: an order number as the shop writes it, money as `49.90 EUR`, a date as
    /// `2026-03-10`, a synonym by its main name.
    public let value: String
    /// UTF-8 bytes of the line that were read as this value.
    public let byteRange: Range<Int>

    public init(kind: String, value: String, byteRange: Range<Int>) {
        self.kind = kind
        self.value = value
        self.byteRange = byteRange
    }

    /// The kinds that every shop has. Stored: never rename.
    public enum Kind {
        public static let orderNumber = "order_number"
        public static let email = "email"
        public static let phone = "phone"
        public static let postcode = "postcode"
        public static let money = "money"
        public static let date = "date"
        public static let quantity = "quantity"
        public static let size = "size"
        public static let colour = "colour"
        public static let product = "product"
        public static let category = "category"
    }
}
