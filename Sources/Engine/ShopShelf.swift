import Dialogue
import FrontOffice
import IntentMatching
import Synchronization
import Vocabulary

/// What a connection needs of a shop to understand a line and to greet: immutable, shared by all
/// loops, replaced as a whole by a reload.
public struct ShopReading: Sendable {
    public let id: ShopID
    /// The first is the one to begin in.
    public let languages: [Language]
    public let matchers: [Language: IntentMatcher]
    public let detector: LanguageDetector
    /// What the server says first on a plain connection, by language; one or more lines.
    public let banners: [Language: String]
    public let burstWindow: Duration
    /// Sessions of this shop at once.
    public let sessionCountMax: Int
    /// Names that no customer may take or resemble: the bot's and the agents'.
    public let reservedNames: [String]
    /// Pages that may open a WebSocket to this shop, as browsers name them: `https://juniper.example`.
    /// Pages of the server itself need not be named.
    public let origins: Set<String>
    /// The day it is now where the shop is, for "last Tuesday"; nil where nobody knows.
    public let today: @Sendable () -> CivilDay?

    public init(
        id: ShopID, languages: [Language], matchers: [Language: IntentMatcher],
        detector: LanguageDetector, banners: [Language: String], burstWindow: Duration,
        sessionCountMax: Int, reservedNames: [String], origins: Set<String>,
        today: @escaping @Sendable () -> CivilDay? = { nil }
    ) {
        precondition(!languages.isEmpty, "a shop speaks at least one language")
        self.id = id
        self.languages = languages
        self.matchers = matchers
        self.detector = detector
        self.banners = banners
        self.burstWindow = burstWindow
        self.sessionCountMax = sessionCountMax
        self.reservedNames = reservedNames
        self.origins = origins
        self.today = today
    }

    /// What a line asks. Bounded time, linear in its bytes; called on the connection's own loop.
    ///
    /// - Parameters:
    ///   - text: Clean and with card numbers masked.
    ///   - current: The language of the conversation so far; kept unless the line clearly is in another.
    ///   - today: The day in the shop's time zone, for "last Tuesday".
    public func match(
        _ text: String, current: Language, today: CivilDay? = nil
    ) -> IntentMatch {
        var scratch = MatchScratch()
        return match(text, current: current, today: today, scratch: &scratch)
    }

    /// As above, with memory of the caller's that is used again from line to line.
    public func match(
        _ text: String, current: Language, today: CivilDay? = nil, scratch: inout MatchScratch
    ) -> IntentMatch {
        let language =
            languages.count == 1
            ? languages[0]
            : detector.language(of: text, among: languages, current: current, scratch: &scratch)
        guard let matcher = matchers[language] ?? matchers[languages[0]] else {
            return .nothing(in: language)
        }
        return matcher.match(text, today: today, scratch: &scratch)
    }
}

/// All shops as the connections see them.
public struct ShopReadings: Sendable {
    public let byID: [ShopID: ShopReading]
    /// Who answers a session that names no shop.
    public let defaultShop: ShopID

    public init(_ readings: [ShopReading], defaultShop: ShopID) {
        byID = Dictionary(readings.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.defaultShop = defaultShop
    }

    /// In the order of their names.
    public var ids: [ShopID] { byID.keys.sorted() }
}

/// Holds the readings that are in force; a reload puts others in their place in one step.
public final class ShopShelf: Sendable {
    private let readings: Mutex<ShopReadings>

    public init(_ readings: ShopReadings) { self.readings = Mutex(readings) }

    /// What is in force now; keep it for one line, not for a connection.
    public var current: ShopReadings { readings.withLock { $0 } }

    public func replace(with new: ShopReadings) { readings.withLock { $0 = new } }
}
