import BusinessTime
import Vocabulary

/// The queues, the agents and who has what: decides which agent is offered which case.
///
/// One for each floor, owned by it. It knows of conversations only their ids and what routing needs,
/// keeps nothing that outlives the process, and is put in order again from the record by
/// `DeskEvent.conversationReconciled`.
public struct Desk: Sendable {
    /// Lines kept of each agent's day.
    public static let timelineCountMax = 64

    public private(set) var rules: DeskRules

    public init(rules: DeskRules) { self.rules = rules }

    /// Decides one event.
    ///
    /// - Returns: What has to be done, in order. An order that cannot be carried out gives one `refuse`
    ///   and changes nothing; a late message of the machinery gives nothing.
    public mutating func handle(_ event: DeskEvent, at now: WallTime) -> [DeskEffect] {
        []
    }

    /// The wall clock was set: waits that are under way keep their length.
    ///
    /// - Parameter jump: By how much it is ahead of where it would be.
    public mutating func wallClockJumped(by jump: Duration) {}

    /// What a shopper can be told who asks for a person now.
    public func outlook(for queue: QueueKey, in language: Language, at now: WallTime) -> Outlook {
        Outlook(availability: .unstaffed, position: 1, wait: nil)
    }

    /// The floor as this person may see it.
    ///
    /// - Throws: If they are no lead of anything.
    public func board(for viewer: AgentID, at now: WallTime) throws(DeskRefusal) -> BoardSnapshot {
        throw .notLoggedIn
    }

    /// Why a case is where it is; agents may ask for those of their shops.
    public func explain(
        _ conversation: ConversationID, for viewer: AgentID, at now: WallTime
    ) throws(DeskRefusal) -> Explanation {
        throw .noSuchConversation(conversation)
    }

    /// An agent's day; one's own, or that of someone with a common shop for leads and above.
    public func timeline(
        of agent: AgentID, for viewer: AgentID
    ) throws(DeskRefusal) -> [TimelineLine] {
        throw .noSuchAgent(agent)
    }

    /// The cases that wait and that this agent may see, the most due first.
    public func waitingCases(for viewer: AgentID) throws(DeskRefusal) -> [WaitingCase] { [] }

    /// The agent as they are connected; nil if they are not.
    public func profile(of agent: AgentID) -> AgentProfile? { nil }
    public func presence(of agent: AgentID) -> Presence { .off }
    /// By when they were taken; snoozed ones last.
    public func cases(of agent: AgentID) -> [ConversationID] { [] }
    /// By when they were made.
    public func offers(to agent: AgentID) -> [Offer] { [] }
    public func owner(of conversation: ConversationID) -> AgentID? { nil }
    /// Sorted by name.
    public func watchers(of conversation: ConversationID) -> [AgentID] { [] }

    /// Whether this agent may see what is said: their own case or one they watch, or, for leads and
    /// above, any of their shops.
    public func maySee(_ conversation: ConversationID, _ agent: AgentID) -> Bool { false }
}
