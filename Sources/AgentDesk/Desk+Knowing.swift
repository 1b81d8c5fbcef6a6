import Vocabulary

/// What a floor compares with the record.
extension Desk {
    /// Whether the case is here at all: waiting, offered, with an agent or at rest.
    public func knows(_ conversation: ConversationID) -> Bool {
        caseIndexes[conversation] != nil
    }

    /// Whether its customer waits for a person to come, offered or not.
    public func isWaiting(_ conversation: ConversationID) -> Bool {
        caseIndexes[conversation].map { cases[$0].isWaiting } ?? false
    }

    /// An agent's places in use: offers, cases that are awake, wrap-ups.
    public func usedCount(of agent: AgentID) -> Int {
        agentIndexes[agent].map { agents[$0].usedCount } ?? 0
    }

    /// Cases that are here.
    public var caseCount: Int { caseIndexes.count }
}
