import Vocabulary

/// Whether an agent is there for customers.
public enum Presence: Equatable, Sendable {
    /// Logged in and not working, or not logged in: nothing is offered.
    case off
    /// Takes offers up to their capacity.
    case on
    /// Nothing is offered; conversations at hand go on.
    case onBreak(reason: String)
    /// The connection is gone; conversations are kept for the agent until this moment.
    case lost(until: WallTime)

    /// One word for boards: `off`, `on`, `break`, `lost`.
    public var word: String {
        switch self {
        case .off: "off"
        case .on: "on"
        case .onBreak: "break"
        case .lost: "lost"
        }
    }
}

/// What an agent says of their presence, or a supervisor for them.
public enum PresenceChoice: Equatable, Sendable {
    /// Also ends the wrap-ups under way.
    case on
    /// An empty reason is none given.
    case onBreak(reason: String)
    /// Conversations at hand stay until they are closed, or the connection ends.
    case off
}

/// One line of an agent's day. The desk keeps the last `Desk.timelineCountMax` of each agent.
public struct TimelineLine: Equatable, Sendable {
    public var at: WallTime
    public var what: What

    public init(at: WallTime, what: What) {
        self.at = at
        self.what = what
    }

    public enum What: Equatable, Sendable {
        case cameOn
        case wentOnBreak(reason: String)
        case wentOff
        case connectionLost
        case cameBack
        case offered(ConversationID)
        case offerSkipped(ConversationID)
        case offerExpired(ConversationID)
        case tookOver(ConversationID)
        /// Closed, transferred, handed back or lost.
        case letGo(ConversationID)
        case wrapUpEnded
        /// By whom the presence was forced.
        case forced(by: AgentID)
    }
}
