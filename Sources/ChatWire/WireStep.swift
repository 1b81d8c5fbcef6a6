import CleanText
import Vocabulary

/// What a session asks for after a line, in order.
public enum WireStep: Equatable, Sendable {
    /// For the floor.
    case submit(Submission)
    /// To be written back at once; nothing of it is on record.
    case reply(WireReply)
    /// Ask the peer's terminal not to show what is typed (`WireInput.hideTyping`).
    case hideTyping
    case showTyping
    /// Say what is still to be said, then close.
    case close
}

/// What a peer wants from the floor or, for `login`, from the agents' register.
public enum Submission: Equatable, Sendable {
    case opened(Opening)
    /// Card numbers are masked. `clientID` has at most `Limits.clientIDBytesMax` bytes.
    case said(clientID: String?, text: String)
    case customer(WireCommand.CustomerCommand)
    case resumed(token: String, after: Int?)
    case login(AgentID, password: String)
    /// A person of the desk says something; nil: in the case in front of them.
    case agentSaid(clientID: String?, text: String, case: Int?)
    /// `case` is the one that the program named beside the command, if it did.
    case agent(AgentCommand, case: Int?)
    case supervisor(SupervisorCommand)
    /// Typing, or having read; `case` is for people of the desk.
    case signed(ChatSign, case: Int?)
    /// A person of the desk leaves.
    case loggedOut
    case reload(isCheckOnly: Bool)

    /// With whom a conversation begins.
    public struct Opening: Equatable, Sendable {
        public var shop: ShopID
        /// nil for the shop's first language.
        public var language: Language?
        /// Judged by `NameCheck`, one line.
        public var name: String?
        /// True if it begins with the first line, so that the banner was the greeting; false if the
        /// peer asked for this shop and has not been greeted by it.
        public var isGreeted: Bool

        public init(shop: ShopID, language: Language?, name: String?, isGreeted: Bool) {
            self.shop = shop
            self.language = language
            self.name = name
            self.isGreeted = isGreeted
        }
    }
}

/// What a session has to know of the server while it reads a line; shared by all sessions.
public struct WireShops: Sendable {
    /// Whom a session talks to that names no shop.
    public let standard: ShopID
    public let all: Set<ShopID>
    /// Names that customers may not take.
    public let names: NameCheck

    public init(standard: ShopID, all: Set<ShopID>, names: NameCheck) {
        self.standard = standard
        self.all = all
        self.names = names
    }

    func noSuchShop(_ name: String, clientID: String? = nil) -> Notice.Failure {
        let nearest = NearestWord.of(name, in: all.map(\.name).sorted())
        return Notice.Failure(
            code: .noSuchShop, clientID: clientID,
            text: "there is no shop '\(TerminalText.oneLine(String(name.prefix(40))))'",
            hint: nearest.map { "did you mean \($0)?" })
    }
}
