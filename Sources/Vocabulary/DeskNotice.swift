/// What the session of an agent or a supervisor is told of the desk. Sent: fields are only added.
public enum DeskNotice: Equatable, Sendable {
    /// Who is logged in here; the first thing such a session is told.
    case signedIn(AgentAccount)
    case presence(Presence)
    case offer(Offer)
    /// The offer stands no more.
    case offerEnded(CaseTag, OfferEnd)
    /// The case is the agent's from here on.
    case assigned(Assignment)
    /// The record so far, as agents see it.
    case history(CaseTag, [HistoryLine])
    /// Something was said in a case: by its customer, its agent or the server.
    case said(CaseTag, Notice.Message)
    case note(Note)
    /// The case is the agent's no more.
    case released(CaseTag, CaseEnd)
    /// The customer types, or has read what was said.
    case signed(CaseTag, ChatSign)
    /// The customer's connection came or went.
    case customer(CaseTag, isThere: Bool)
    /// Where plain lines go from here on; nil: nowhere.
    case front(CaseTag?, ageSeconds: Int)
    case list([CaseRow])
    case board(Board)
    /// The answer to a question about a case, an order, an agent.
    case card(Card)
    /// What the bot would have said.
    case suggestion(CaseTag, intent: IntentName, confidence: Float, text: String)
    case broadcast(from: String, text: String)
    /// Something needs looking after: a queue too long, a shop without people.
    case alert(shop: ShopID, text: String)

    /// How a case is named: a number for people, an id for programs, and whose customer it is.
    public struct CaseTag: Hashable, Sendable {
        public var number: Int
        public var conversation: ConversationID
        public var shop: ShopID
        public init(number: Int, conversation: ConversationID, shop: ShopID) {
            self.number = number
            self.conversation = conversation
            self.shop = shop
        }
    }

    public struct Presence: Equatable, Sendable {
        public var state: AgentPresence
        public var reason: String?
        /// Cases they have, and how many they may have.
        public var caseCount: Int
        public var capacity: Int
        public init(state: AgentPresence, reason: String?, caseCount: Int, capacity: Int) {
            self.state = state
            self.reason = reason
            self.caseCount = caseCount
            self.capacity = capacity
        }
    }

    public struct Offer: Equatable, Sendable {
        public var tag: CaseTag
        public var queue: String
        public var language: Language
        public var customer: String?
        public var reason: QueueReason
        public var waitedSeconds: Int
        /// Until the first answer is late; negative once it is, nil where nothing was promised.
        public var serviceSecondsLeft: Int?
        /// How long the offer stands.
        public var expirySeconds: Int
        /// What the customer said last.
        public var lastLine: String?
        public init(
            tag: CaseTag, queue: String, language: Language, customer: String?, reason: QueueReason,
            waitedSeconds: Int, serviceSecondsLeft: Int?, expirySeconds: Int, lastLine: String?
        ) {
            self.tag = tag
            self.queue = queue
            self.language = language
            self.customer = customer
            self.reason = reason
            self.waitedSeconds = waitedSeconds
            self.serviceSecondsLeft = serviceSecondsLeft
            self.expirySeconds = expirySeconds
            self.lastLine = lastLine
        }
    }

    /// Everything a person needs to go on where the bot stopped.
    public struct Assignment: Equatable, Sendable {
        public var tag: CaseTag
        public var customer: String?
        public var language: Language
        public var queue: String
        public var reason: QueueReason?
        /// Why this agent got it.
        public var routing: String
        public var waitedSeconds: Int
        /// What the bot knows: slots of the task under way; never the second proof.
        public var slots: [Slot]
        /// The order whose proof agreed, in words, row by row; empty where there is none.
        public var order: [CardRow]
        /// The verdict on a return, in words, row by row.
        public var verdict: [CardRow]
        /// What the bot understood last, and how sure it was.
        public var understood: String?
        public init(
            tag: CaseTag, customer: String?, language: Language, queue: String,
            reason: QueueReason?, routing: String, waitedSeconds: Int, slots: [Slot],
            order: [CardRow], verdict: [CardRow], understood: String?
        ) {
            self.tag = tag
            self.customer = customer
            self.language = language
            self.queue = queue
            self.reason = reason
            self.routing = routing
            self.waitedSeconds = waitedSeconds
            self.slots = slots
            self.order = order
            self.verdict = verdict
            self.understood = understood
        }
    }

    /// One line of the record as agents see it.
    public struct HistoryLine: Equatable, Sendable {
        public var sequence: Int
        public var at: WallTime
        public var role: Role
        /// The speaker; empty for the customer who gave no name.
        public var name: String
        public var text: String
        public var isPrivate: Bool
        public init(
            sequence: Int, at: WallTime, role: Role, name: String, text: String, isPrivate: Bool
        ) {
            self.sequence = sequence
            self.at = at
            self.role = role
            self.name = name
            self.text = text
            self.isPrivate = isPrivate
        }
    }

    /// Words between people of the desk; no customer ever sees one.
    public struct Note: Equatable, Sendable {
        public var tag: CaseTag
        public var sequence: Int
        public var author: AgentID
        public var text: String
        public var kind: Kind
        public init(tag: CaseTag, sequence: Int, author: AgentID, text: String, kind: Kind) {
            self.tag = tag
            self.sequence = sequence
            self.author = author
            self.text = text
            self.kind = kind
        }

        /// Sent: never rename.
        public enum Kind: String, Sendable {
            case note
            /// From somebody who looks on, to the agent of the case.
            case whisper
            /// Names whom it is told to.
            case mention
        }
    }
}

/// Whether an agent can be offered cases. Sent: never rename.
public enum AgentPresence: String, Sendable, CaseIterable {
    case on
    /// Gets nothing new and keeps what they have.
    case onBreak = "break"
    /// Writes up the case before, for a short time.
    case wrapUp = "wrap_up"
    case off
    /// The connection was lost; their cases wait a little for them.
    case lost
}
