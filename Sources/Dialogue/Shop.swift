import BusinessTime
import Knowledge
import Vocabulary

/// Everything the dialogue knows of one shop. Immutable: a reload makes another one.
public final class Shop: Sendable {
    public let id: ShopID
    /// As customers read it.
    public let name: String
    /// What the bot calls itself.
    public let assistant: String
    /// The first is the one to begin in.
    public let languages: [Language]
    public let scripts: [Language: Script]
    public let hours: OpeningHours
    public let settings: DialogueSettings
    public let facts: ShopFacts
    /// What the matcher of each language says of itself; for the record of each answer.
    public let models: [Language: ModelNote]
    /// Texts prepared for agents, by name.
    public let cannedTexts: [CannedText]
    /// Whole lines with a fixed meaning in any of the languages; the first that has a meaning counts.
    let keywords: WordTable<Keyword>

    public init(
        id: ShopID, name: String, assistant: String, languages: [Language],
        scripts: [Language: Script], hours: OpeningHours, settings: DialogueSettings,
        facts: ShopFacts, models: [Language: ModelNote], cannedTexts: [CannedText] = []
    ) {
        precondition(!languages.isEmpty, "a shop speaks at least one language")
        self.id = id
        self.name = name
        self.assistant = assistant
        self.languages = languages
        self.scripts = scripts
        self.hours = hours
        self.settings = settings
        self.facts = facts
        self.models = models
        self.cannedTexts = cannedTexts
        keywords = WordTable(
            languages.reduce(into: [:]) { all, language in
                all.merge(scripts[language]?.keywords ?? [:]) { first, _ in first }
            })
    }

    /// The language asked for where the shop speaks it, else the one it begins in.
    public func language(asked: Language?) -> Language {
        guard let asked, languages.contains(asked) else { return languages[0] }
        return asked
    }

    /// What the shop says in this language, or in its first one.
    public func script(in language: Language) -> Script {
        scripts[language] ?? scripts[languages[0]] ?? Script()
    }
}

/// A text that agents insert by its short name.
public struct CannedText: Equatable, Sendable {
    public var name: String
    public var texts: [Language: Template]
    /// Words to find it by.
    public var tags: [String]

    public init(name: String, texts: [Language: Template], tags: [String] = []) {
        self.name = name
        self.texts = texts
        self.tags = tags
    }
}

/// What a model says of itself.
public struct ModelNote: Equatable, Sendable {
    public var bundle: String
    public var threshold: Float
    public var margin: Float
    public init(bundle: String, threshold: Float, margin: Float) {
        self.bundle = bundle
        self.threshold = threshold
        self.margin = margin
    }
}

/// How patient a shop's bot is.
public struct DialogueSettings: Equatable, Sendable {
    /// Lines that come within this time are read as one turn; zero: every line is a turn.
    public var burstWindow: Duration = .zero
    /// Silence after which the customer is asked whether they are still there.
    public var idleWarning: Duration = .seconds(8 * 60)
    /// Silence after which the conversation is closed.
    public var idleClose: Duration = .seconds(10 * 60)
    /// How long a conversation waits for a customer whose connection was lost.
    public var resumeWindow: Duration = .seconds(10 * 60)
    /// Questions per slot before a person is offered.
    public var tries = 3
    /// Which second proof opens an order.
    public var secondProof: SecondProof = .either
    /// Queue by topic; topics not named go to `general`.
    public var skills: [String: String] = [:]

    public init() {}
}

/// What a customer shows beside the order number.
public enum SecondProof: String, Equatable, Sendable, CaseIterable {
    case postcode, email, either
}

/// The facts that answers are computed from.
public struct ShopFacts: Sendable {
    public var catalogue: Catalogue?
    /// The orders of a file; with `asksOrders` only for rehearsals.
    public var orders: OrderBook?
    /// Orders are asked of the shop's own system.
    public var asksOrders = false
    /// Actions that the shop's own system carries out; empty for all, nil for none.
    public var calledActions: Set<String>?
    public var policy: ReturnPolicy?
    /// Values of the shop's and the policy's variables by name, for each language:
    /// `shop.email`, `policy.window_days`.
    public var values: [Language: [String: String]]

    public init(
        catalogue: Catalogue? = nil, orders: OrderBook? = nil, policy: ReturnPolicy? = nil,
        values: [Language: [String: String]] = [:]
    ) {
        self.catalogue = catalogue
        self.orders = orders
        self.policy = policy
        self.values = values
    }

    /// Whether the shop's own system carries this action out; else a person does.
    func calls(_ action: String) -> Bool {
        calledActions.map { $0.isEmpty || $0.contains(action) } ?? false
    }
}
