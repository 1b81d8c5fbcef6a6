import AgentDesk
import Dialogue
import IntentMatching
import JSONText
import Vocabulary

/// Everything that the files of one shop say, as values: what models are trained from and what the
/// dialogue knows.
public struct LoadedShop: Sendable {
    public let id: ShopID
    public let settings: ShopSettings
    /// What the model of each language is made from.
    public let training: [Language: TrainingSet]
    /// Texts prepared for agents, by name.
    public let cannedTexts: [CannedText]
    /// Conversations that must go as written: paths of `.chat` files relative to `Intents/`, sorted.
    public let tests: [String]
    let scripts: [Language: Script]
    let facts: ShopFacts
    /// What `floor.yml` beside the shops says.
    let floor: DeskRules

    /// Lines of each language, for telling languages apart.
    public var languageSamples: [Language: [String]] {
        // Names of products are the same in every language, so they say nothing about any.
        let names = facts.catalogue?.products.prefix(Self.neutralNameCountMax).map(\.name) ?? []
        let neutral = repeatElement(names, count: Self.neutralWeight).joined()
        return training.mapValues { $0.examples.map(\.text) + neutral }
    }

    /// Names of products that the languages are told of; the words in more come again.
    private static let neutralNameCountMax = 2_000
    /// How often each is counted, so that examples with such words weigh little against it.
    private static let neutralWeight = 3

    /// The shop as the dialogue knows it.
    ///
    /// - Parameter models: What the trained model of each language says of itself.
    public func shop(models: [Language: ModelNote]) -> Shop {
        Shop(
            id: id, name: settings.name, assistant: settings.assistant,
            languages: settings.languages, scripts: scripts, hours: settings.hours,
            settings: settings.dialogue, facts: facts, models: models, cannedTexts: cannedTexts)
    }
}
