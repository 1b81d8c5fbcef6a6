import Dialogue
import IntentMatching
import Vocabulary

/// One file of `Intents/<shop or shared>/<language>/`, read on its own.
///
/// What it says about other files is checked when the files of a shop are put together.
struct IntentFile {
    /// Relative to `Intents/`.
    let path: String
    var topic: Located<String>?
    var intents: [WrittenIntent] = []
    /// Other ways to write a value, by the value.
    var synonyms: [(value: String, words: [TextLine])] = []
    var lookups: [(kind: String, words: [TextLine])] = []
    var regexes: [(kind: String, pattern: TextLine)] = []
    var responses: [WrittenResponse] = []
    var forms: [WrittenForm] = []
    var rules: [WrittenRule] = []
    var keywords: [(keyword: Keyword, line: TextLine)] = []
    /// Slots and entities that a Rasa domain names, with the source of each slot where it tells one.
    var declaredSlots: [String: Form.RequiredSlot.Source?] = [:]
    var declaredEntities: [String] = []

    static let keys = ["version", "topic", "nlu", "responses", "forms", "rules", "keywords"]
    /// Keys of Rasa's domain files.
    static let domainKeys = ["intents", "entities", "slots"]
    static let keysWithoutMeaning = [
        "session_config", "actions", "stories", "e2e_actions", "config", "language", "pipeline",
        "policies", "recipe", "assistant_id", "templates",
    ]
    static let topics = [
        "products", "orders", "shipping", "returns", "refunds", "payments", "account", "people",
        "talk",
    ]
}

struct WrittenIntent {
    let name: IntentName
    let spot: Spot
    /// Plain text, annotations taken out.
    var examples: [TextLine] = []
    var patterns: [PatternRule] = []
    var annotations: [InlineAnnotation] = []
}

struct WrittenResponse {
    let name: String
    let spot: Spot
    var variants: [WrittenVariant]
}

struct WrittenVariant {
    let spot: Spot
    var conditions: [WrittenCondition]
    var text: WrittenText
    var buttons: [WrittenButton]
}

struct WrittenButton {
    let title: WrittenText
    let payload: Located<DialogueMemory.Payload>
}

struct WrittenCondition {
    let variable: Located<String>
    let test: Test

    enum Test: Equatable {
        /// One of these.
        case equals([String])
        case isPresent(Bool)
    }
}

struct WrittenForm {
    let name: String
    let spot: Spot
    var slots: [WrittenSlot]
    var tries: Int?
}

struct WrittenSlot {
    let name: String
    let spot: Spot
    var source: Located<Form.RequiredSlot.Source>?
    /// The intents that mean yes and no, where the slot takes its value from them.
    var intents: [Located<String>] = []
    var pattern: Located<String>?
    var choices: [String] = []
    var bytesMax = 200
    var ask: Located<String>?
    var invalid: Located<String>?
}

struct WrittenRule {
    let name: String
    let spot: Spot
    let intent: Located<String>
    var steps: [WrittenStep]
}

struct WrittenStep {
    let spot: Spot
    var conditions: [WrittenCondition]
    var move: Move

    enum Move {
        case form(Located<String>)
        case action(Located<Action>)
        case confirm(Located<String>)
        case respond(Located<String>)
        case set(Located<String>, WrittenText)
    }
}
