import Knowledge
import Vocabulary

/// What a shop's bot says and asks in one language: the authors' files as values. Immutable, and a
/// class so that a turn refers to it instead of copying seven tables.
public final class Script: Sendable {
    /// By name: `utter_<intent>` and the texts that every language has (`SystemText`).
    public let responses: [String: Response]
    /// How an intent is named to customers, in menus and "did you mean".
    public let titles: [IntentName: String]
    /// Where an intent belongs: products, orders, shipping, returns, …
    public let topics: [IntentName: String]
    public let forms: [String: Form]
    /// By the rule's name.
    public let rules: [String: Rule]
    /// The rule that an intent begins.
    public let ruleOfIntent: [IntentName: String]
    /// Whole lines with a fixed meaning in any state, as `Keyword.key(of:)` writes them.
    public let keywords: [String: Keyword]
    let keywordTable: WordTable<Keyword>
    /// Intents that lead to anything at all.
    private let answered: Set<IntentName>

    public init(
        responses: [String: Response] = [:], titles: [IntentName: String] = [:],
        topics: [IntentName: String] = [:], forms: [String: Form] = [:],
        rules: [String: Rule] = [:],
        ruleOfIntent: [IntentName: String] = [:], keywords: [String: Keyword] = [:]
    ) {
        self.responses = responses
        self.titles = titles
        self.topics = topics
        self.forms = forms
        self.rules = rules.mapValues { $0.resolved(with: forms) }
        self.ruleOfIntent = ruleOfIntent
        self.keywords = keywords
        keywordTable = WordTable(keywords)
        let prefix = Response.name(for: IntentName(""))
        let named = responses.keys.lazy.filter { $0.hasPrefix(prefix) }
            .map { IntentName(String($0.dropFirst(prefix.count))) }
        answered = Set(ruleOfIntent.keys).union(named)
    }

    /// Whether this intent leads to anything at all: a rule, or an answer of its own name.
    public func answers(_ intent: IntentName) -> Bool {
        answered.contains(intent)
    }

    /// The intent that searches for products; the first by name of several.
    var searchIntent: IntentName? {
        ruleOfIntent.keys.filter(searches).min { $0.name < $1.name }
    }

    /// Whether this intent begins with a search for products.
    func searches(_ intent: IntentName) -> Bool {
        ruleOfIntent[intent].flatMap { rules[$0] }?.steps.first?.move == .action(.searchProducts)
    }
}

/// An answer with its variants.
public struct Response: Equatable, Sendable {
    public var variants: [Variant]
    public init(variants: [Variant]) { self.variants = variants }

    /// The name under which the answer to an intent is found.
    public static func name(for intent: IntentName) -> String { "utter_\(intent.name)" }

    public struct Variant: Equatable, Sendable {
        /// All must hold; none is no condition.
        public var conditions: [Condition]
        public var text: Template
        public var buttons: [Button]
        public init(conditions: [Condition] = [], text: Template, buttons: [Button] = []) {
            self.conditions = conditions
            self.text = text
            self.buttons = buttons
        }
    }

    public struct Button: Equatable, Sendable {
        public var title: Template
        public var payload: DialogueMemory.Payload
        public init(title: Template, payload: DialogueMemory.Payload) {
            self.title = title
            self.payload = payload
        }
    }
}

/// Something that has to be so before a variant or a step is taken.
public struct Condition: Equatable, Sendable {
    public enum Test: Equatable, Sendable {
        case equals(String)
        /// Any of these.
        case isOneOf([String])
        case isPresent(Bool)
    }
    /// A slot or a variable, for example `order.status`.
    public var variable: String
    public var test: Test
    public init(variable: String, test: Test) {
        self.variable = variable
        self.test = test
    }

    func holds(with value: (String) -> String?) -> Bool {
        switch test {
        case .equals(let wanted): value(variable) == wanted
        case .isOneOf(let wanted): value(variable).map(wanted.contains) ?? false
        case .isPresent(let wanted): (value(variable) != nil) == wanted
        }
    }
}

/// The slots a task needs, and how each is asked for.
public struct Form: Equatable, Sendable {
    public var name: String
    public var slots: [RequiredSlot]
    /// Questions per slot before a person is offered.
    public var tries: Int
    public init(name: String, slots: [RequiredSlot], tries: Int) {
        self.name = name
        self.slots = slots
        self.tries = tries
    }

    public struct RequiredSlot: Equatable, Sendable {
        /// Where the value comes from.
        public enum Source: Equatable, Sendable {
            case entity(kind: String)
            /// The whole line.
            case text
            /// Yes or no: `true` and `false`.
            case yesOrNo
        }
        public var name: SlotName
        public var source: Source
        /// The only values allowed, letter case aside; empty for any.
        public var choices: [String]
        /// What every value has to look like; nil for any.
        public var pattern: ValuePattern?
        /// Longest value in bytes.
        public var bytesMax: Int
        /// Names of the responses that ask, and that say that a value does not fit.
        public var ask: String
        public var invalid: String?
        public init(
            name: SlotName, source: Source, choices: [String] = [],
            pattern: ValuePattern? = nil, bytesMax: Int = 200, ask: String, invalid: String? = nil
        ) {
            self.name = name
            self.source = source
            self.choices = choices
            self.pattern = pattern
            self.bytesMax = bytesMax
            self.ask = ask
            self.invalid = invalid
        }
    }
}

/// What a value has to look like, as an author wrote it.
///
/// The test is handed in by whoever reads the files: it looks at the whole value, takes time in
/// proportion to its length whatever is typed, and always says the same of the same value.
public struct ValuePattern: Equatable, Sendable {
    public let source: String
    private let matches: @Sendable (String) -> Bool

    public init(source: String, matches: @escaping @Sendable (String) -> Bool) {
        self.source = source
        self.matches = matches
    }

    public func holds(for value: String) -> Bool { matches(value) }

    public static func == (left: ValuePattern, right: ValuePattern) -> Bool {
        left.source == right.source
    }
}

/// What happens after an intent, where that is more than one answer.
public struct Rule: Equatable, Sendable {
    public var name: String
    public var intent: IntentName
    public var steps: [Step]
    /// The forms of the steps, in their order; known once the rule is part of a script.
    private(set) var forms: [Form] = []

    public init(name: String, intent: IntentName, steps: [Step]) {
        self.name = name
        self.intent = intent
        self.steps = steps
    }

    /// The rule with the forms that its steps name.
    func resolved(with forms: [String: Form]) -> Rule {
        var rule = self
        rule.forms = steps.compactMap { step in
            guard case .form(let name) = step.move else { return nil }
            return forms[name]
        }
        return rule
    }

    public struct Step: Equatable, Sendable {
        public var conditions: [Condition]
        public var move: Move
        public init(conditions: [Condition] = [], move: Move) {
            self.conditions = conditions
            self.move = move
        }
    }

    public enum Move: Equatable, Sendable {
        case form(String)
        case action(Action)
        /// Yes or no before anything that changes something; no ends the task.
        case confirm(response: String)
        case respond(response: String)
        case set(SlotName, Template)
    }
}

/// What the bot can do besides talking.
public enum Action: Equatable, Sendable {
    /// Looks up the order of the slots `order_number` and `order_proof`.
    case findOrder
    /// Judges whether the found order, or what of it is named, can go back.
    case returnVerdict
    /// The same for an exchange against another size, colour or piece.
    case exchangeVerdict
    case searchProducts
    case compareProducts
    case handOff
    case leaveMessage
    case close
    case rate
    /// Records that a person has to do something: `request_cancel_order`.
    case request(name: String)
}
