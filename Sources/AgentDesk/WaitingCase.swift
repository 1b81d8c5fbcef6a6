import Vocabulary

/// What the desk has to know of a conversation whose customer waits for a person.
public struct WaitingCase: Equatable, Sendable {
    public var conversation: ConversationID
    public var queue: QueueKey
    public var language: Language
    public var priority: Priority
    public var reason: QueueReason
    /// When the customer first asked for a person; a transfer, a lost agent and a restart keep it.
    public var waitingSince: WallTime
    /// The agent this customer had last, in this conversation or one before it.
    public var lastAgent: AgentID?

    public init(
        conversation: ConversationID, queue: QueueKey, language: Language,
        priority: Priority = .normal, reason: QueueReason, waitingSince: WallTime,
        lastAgent: AgentID? = nil
    ) {
        self.conversation = conversation
        self.queue = queue
        self.language = language
        self.priority = priority
        self.reason = reason
        self.waitingSince = waitingSince
        self.lastAgent = lastAgent
    }
}

/// Where a conversation stands in the record.
public enum Standing: Equatable, Sendable {
    case waiting
    case withAgent(AgentID)
    /// With them, and the customer knows that it takes a while; nil: until the agent speaks.
    case onHold(AgentID, until: WallTime?)
    /// Rests with them until then.
    case snoozed(AgentID, until: WallTime)
    /// With the bot, or closed: nothing of the desk's.
    case elsewhere
}

/// What a shopper who asks for a person now can be told.
public struct Outlook: Equatable, Sendable {
    public var availability: Availability
    /// The place they would have, 1 is next.
    public var position: Int
    /// An estimate; nil where there is none to be made.
    public var wait: Duration?

    public init(availability: Availability, position: Int, wait: Duration?) {
        self.availability = availability
        self.position = position
        self.wait = wait
    }

    /// Whether a customer may be put into the queue.
    public var isStaffed: Bool { availability == .open }

    public enum Availability: Equatable, Sendable {
        /// Someone who could answer is logged in.
        case open
        /// Nobody is logged in who could ever answer, although it is the shop's time.
        case unstaffed
        /// Out of hours, and nobody is there. nil: not within `OpeningHours.lookAheadDayCountMax` days.
        case closed(backAt: WallTime?)
        /// As many wait as may.
        case full
        /// A supervisor holds the queue.
        case paused
    }
}
