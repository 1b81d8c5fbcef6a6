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
        self.rules = rules
        self.ruleOfIntent = ruleOfIntent
        self.keywords = keywords
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
    public init(name: String, intent: IntentName, steps: [Step]) {
        self.name = name
        self.intent = intent
        self.steps = steps
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

/// What a whole line means whatever is going on.
public enum Keyword: String, Equatable, Sendable, CaseIterable {
    case human, help, bye, menu, cancel, yes, no, skip, back, callback

    /// Whether two lines may have one key: false where both begin with different letters of ASCII.
    static func mayAgree(_ left: String, _ right: String) -> Bool {
        guard let one = left.utf8.first, let other = right.utf8.first else { return true }
        let (small, otherSmall) = (one | 0x20, other | 0x20)
        guard small &- 0x61 < 26, otherSmall &- 0x61 < 26 else { return true }
        return small == otherSmall
    }

    /// The form in which lines are compared: ASCII letters in lower case, punctuation and white space
    /// at the ends dropped, inner white space one blank.
    ///
    /// - Returns: nil for a line too long to be a keyword (over 48 bytes).
    public static func key(of line: String) -> String? {
        guard line.utf8.count <= 48 else { return nil }
        var key: [UInt8] = []
        key.reserveCapacity(line.utf8.count)
        for byte in line.utf8 {
            switch byte {
            case 0x41...0x5A: key.append(byte + 32)
            case 0x20, 0x09: if let last = key.last, last != 0x20 { key.append(0x20) }
            case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ","),
                UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "\""):
                continue
            default: key.append(byte)
            }
        }
        if key.last == 0x20 { key.removeLast() }
        let isPlain = key.allSatisfy { $0 < 0x80 }
        let text = String(decoding: key, as: UTF8.self)
        return isPlain ? text : text.lowercased()
    }
}
