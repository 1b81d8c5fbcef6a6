import AgentDesk
import Dialogue
import Vocabulary

/// What happens to a floor, in the order in which it is told.
public enum FloorEvent: Sendable {
    /// A session begins a conversation with a shop.
    case opened(SessionID, OpeningRequest)
    /// A customer's line, or the lines of one burst, understood as one.
    case said(SessionID, SaidLines)
    case commanded(SessionID, CustomerCommand)
    /// A session comes back to its conversation.
    case resumed(SessionID, ResumeRequest)
    /// The connection is gone; nothing more can be told to it.
    case disconnected(SessionID)
    case timerFired(FloorTimer)
    /// A person of the desk has logged in on this session.
    case agentConnected(SessionID, Login)
    case agentLoggedOut(SessionID)
    case agentSaid(SessionID, AgentLine)
    /// `case` is the one that was named beside the command; nil: the one in front.
    case agentCommanded(SessionID, AgentCommand, case: Int?)
    case supervisorCommanded(SessionID, SupervisorCommand)
    /// Somebody types or has read; `case` as above, for people of the desk.
    case signed(SessionID, ChatSign, case: Int?)
    /// Accounts, passwords or tokens have changed; all that are in force.
    case accountsReplaced(AccountRoll)
    /// Every endpoint that is sent nothing more until somebody enables it, with why; none: all is well.
    case endpointsDisabled([EndpointTrouble])
    /// How the desk routes, as the files say; shops not among the floor's are left aside.
    case rulesReplaced(DeskRules)
    /// What came of a conversation's question to its shop's own system.
    case shopAnswered(ConversationID, ShopAnswer, number: Int)
    /// The shops' files were read again; all at once, or none.
    case shopsReplaced([Shop])

    /// The session that waits for this event to be dealt with; nil where nobody does.
    public var sender: SessionID? {
        switch self {
        case .opened(let session, _), .said(let session, _), .commanded(let session, _),
            .resumed(let session, _), .disconnected(let session), .agentConnected(let session, _),
            .agentLoggedOut(let session), .agentSaid(let session, _),
            .agentCommanded(let session, _, _), .supervisorCommanded(let session, _),
            .signed(let session, _, _):
            session
        case .timerFired, .shopAnswered, .accountsReplaced, .endpointsDisabled, .rulesReplaced,
            .shopsReplaced:
            nil
        }
    }
}

/// An endpoint of a shop that is sent nothing more.
public struct EndpointTrouble: Equatable, Sendable {
    public let shop: ShopID
    /// As the shop's file has it.
    public let endpoint: String
    /// For people.
    public let why: String

    public init(shop: ShopID, endpoint: String, why: String) {
        self.shop = shop
        self.endpoint = endpoint
        self.why = why
    }

    var text: String {
        "the endpoint \(shop)/\(endpoint) is told nothing any more: \(why); "
            + "'helpline deliveries retry --endpoint \(shop)/\(endpoint)' enables it"
    }
}

/// What a customer said in one turn.
public struct SaidLines: Sendable {
    /// One line, or the lines of one burst in their order; never empty. Card numbers are masked.
    public var lines: [Entry.CustomerLine]
    /// What the lines together were understood to ask.
    public var match: IntentMatch

    public init(lines: [Entry.CustomerLine], match: IntentMatch) {
        precondition(!lines.isEmpty, "a turn without a line")
        self.lines = lines
        self.match = match
    }
}

/// What a person of the desk says to a customer.
public struct AgentLine: Sendable {
    /// Card numbers are masked.
    public var text: String
    /// The client's own id of the line.
    public var clientID: String?
    /// The number of the case; nil for the one in front.
    public var caseNumber: Int?

    public init(text: String, clientID: String?, caseNumber: Int?) {
        self.text = text
        self.clientID = clientID
        self.caseNumber = caseNumber
    }
}

/// With which shop, in which language and under which name a conversation begins.
public struct OpeningRequest: Sendable {
    public var shop: ShopID
    /// nil for the shop's first language.
    public var language: Language?
    /// Already checked and cleaned; at most `Limits.nameBytesMax` bytes.
    public var name: String?
    /// Whether the session has been shown the greeting already, as a banner before its first line.
    public var isGreeted: Bool
    /// Where the session comes from, as wrong proofs are counted by; nil where that says nothing, as
    /// for this machine itself.
    public var address: String?

    public init(
        shop: ShopID, language: Language?, name: String?, isGreeted: Bool, address: String? = nil
    ) {
        self.shop = shop
        self.language = language
        self.name = name
        self.isGreeted = isGreeted
        self.address = address
    }
}

/// A customer's claim to a conversation; a new token replaces the one shown.
public struct ResumeRequest: Sendable {
    public var shown: TokenDigest
    /// The last number the client has seen; nil: show everything.
    public var after: Int?
    /// As `OpeningRequest.address`.
    public var address: String?
    /// Whose conversations the page that asks may go on with; nil where no page asks, or one of the
    /// server's own.
    public var shops: Set<ShopID>?

    public init(
        shown: TokenDigest, after: Int?, address: String? = nil, shops: Set<ShopID>? = nil
    ) {
        self.shown = shown
        self.after = after
        self.address = address
        self.shops = shops
    }
}

/// A timer that a floor asked for.
public enum FloorTimer: Hashable, Sendable {
    case conversation(ConversationID, ConversationTimer)
    case desk(DeskTimer)
    /// The time of the log-in on this session may be over.
    case login(SessionID)

    public init(conversation: ConversationID, kind: ConversationTimer) {
        self = .conversation(conversation, kind)
    }
}
