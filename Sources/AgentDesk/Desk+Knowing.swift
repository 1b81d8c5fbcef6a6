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

    /// Cases that are here.
    public var caseCount: Int { caseIndexes.count }
}
