import Vocabulary

/// An offer's number; unique while the desk lives, and never stored.
public struct OfferID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: UInt64
    public init(_ number: UInt64) { self.number = number }
    public var description: String { String(number) }
    public static func < (left: OfferID, right: OfferID) -> Bool { left.number < right.number }
}

/// A case shown to one agent, who may take it, skip it or let it expire. A place is kept free for it.
public struct Offer: Equatable, Sendable {
    public let id: OfferID
    public let agent: AgentID
    public let conversation: ConversationID
    public let queue: QueueKey
    public let language: Language
    public let priority: Priority
    public let waitingSince: WallTime
    /// When an answer was promised; nil where the shop does not open any more.
    public let dueAt: WallTime?
    public let expiresAt: WallTime
    /// The customer does not wait at the line: they asked to be called back.
    public let isCallback: Bool
    public let reason: RoutingReason
}

/// Why an offer ended without being accepted.
public enum OfferEnd: Equatable, Sendable {
    case skipped
    case expired
    /// The customer left, or has what they wanted.
    case customerGone
    /// Another agent has the case now.
    case takenElsewhere
    /// The agent went away, or may not have it any more.
    case agentGone
    /// The queue was paused.
    case queuePaused
}

/// A case that an agent has from now on.
public struct Assignment: Equatable, Sendable {
    public let conversation: ConversationID
    public let agent: AgentID
    public let queue: QueueKey
    public let language: Language
    /// When the customer first asked for a person.
    public let waitingSince: WallTime
    public let reason: RoutingReason
}

/// Why a case went to this agent: made when it is decided and kept with the assignment.
public struct RoutingReason: Equatable, Sendable {
    public var way: Way
    public var queue: QueueKey
    /// How long the customer had waited.
    public var waited: Duration
    /// From what waiting time on agents like this one came into question; zero: at once.
    public var eligibleAfter: Duration
    /// Agents logged in who could ever answer, this one among them.
    public var candidateCount: Int
    /// Agents who skipped the case or let it expire before.
    public var passedBy: [AgentID]
    /// When the decision was made.
    public var decidedAt: WallTime

    public enum Way: Equatable, Sendable {
        /// Of those who came into question soonest the least loaded, and of these the longest idle.
        case longestIdle
        /// The agent had room, and this case was the most due of those they can answer.
        case mostDue
        /// The customer knows this agent.
        case knownAgent
        /// A colleague transferred the case to this agent.
        case transferred(by: AgentID)
        /// The agent took it out of the queue.
        case picked
        /// A supervisor gave it to this agent.
        case assigned(by: AgentID)
        /// The agent's own case woke up.
        case wokeUp
        /// The record has it with this agent.
        case restored
    }
}
