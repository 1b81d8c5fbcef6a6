import AgentDesk
import BusinessTime
import Dialogue
import Knowledge
import Vocabulary
import Webhooks

/// What `shop.yml` says, the texts of the bot aside.
public struct ShopSettings: Sendable {
    /// As customers read it.
    public var name: String
    /// What the bot calls itself.
    public var assistant: String
    /// The first is the one to begin in.
    public var languages: [Language]
    /// Whether the texts of `Intents/shared` are used.
    public var includesShared: Bool
    public var hours: OpeningHours
    public var currency: Currency?
    /// How order numbers are written: `#` is a digit.
    public var orderNumberShapes: [String]
    /// Names and values of `contact`: `email`, `phone`, `web`.
    public var contact: [String: String]
    public var branding: Branding
    public var dialogue: DialogueSettings
    /// In place of the values found at training, 0…1.
    public var confidenceThreshold: Float?
    public var ambiguityMargin: Float?
    /// Sessions of customers at once.
    public var sessionCountMax: Int
    public var linesPerSecondMax: Int
    /// A line port of the shop's own, `host:port`.
    public var lineAddress: String?
    /// Pages that may open a WebSocket to this shop, as browsers name them.
    public var origins: [String]
    /// Where the shop wants to be told of what happens, in the order of the file.
    public var endpoints: [WebhookEndpoint]
    /// How the people behind the bot are shared out.
    public var desk: ShopRules
    /// The shop's own system for orders; nil where the orders are in a file.
    public var ordersAPI: OrderAPI?
    /// The shop's own system for what customers ask to be done; nil where people do it.
    public var actions: ActionAPI?
}

/// `shop.yml` as read, with the places that later checks point at.
struct WrittenShop {
    let id: ShopID
    let settings: ShopSettings
    /// Where each language is named.
    let languageSpots: [Language: Spot]
    /// Names of the files beside `shop.yml`, by what they hold.
    let files: [String: Located<String>]
    /// Where `hours` stands.
    let hoursSpot: Spot
}
