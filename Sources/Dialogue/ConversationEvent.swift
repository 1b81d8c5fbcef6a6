import Vocabulary

/// What happens to a conversation.
public enum ConversationEvent: Equatable, Sendable {
    /// The lines of one turn, and what they were understood to ask.
    case customerSaid([Entry.CustomerLine], IntentMatch)
    case customerCommanded(CustomerCommand)
    /// The customer is back on a new connection and has seen everything up to `after`.
    case resumed(FreshToken, after: Int?)
    case timerFired(ConversationTimer)
}

/// What a customer asks of the server rather than of the shop: the commands with a slash.
public enum CustomerCommand: Equatable, Sendable {
    case human, help, menu, status, transcript, forget, bye
    case language(Language)
    /// 1 to 5.
    case rate(Int)
}

/// What a conversation may be waiting for.
public enum ConversationTimer: String, Hashable, Sendable, CaseIterable {
    /// Looks whether the customer is still there.
    case idle
}

/// What a conversation wants done; carried out in this order, the entries together.
public enum Effect: Equatable, Sendable {
    /// Put on record. What follows leaves only once all of the turn's entries are.
    case record(Entry)
    case tell(Notice)
    /// Wants `ConversationEvent.timerFired` after this time.
    case setTimer(ConversationTimer, after: Duration)
    /// Show again what is on record behind this number; private entries never.
    case showRecord(after: Int)
    /// Number and proof did not agree, or there is no such order; counted over all conversations.
    case proofFailed(number: String)
    /// Close the connection once everything is told.
    case endSession
}

/// What the conversation needs to know of the people behind the bot.
public struct DeskView: Equatable, Sendable {
    /// Whether someone is there for this shop now.
    public var isStaffed: Bool
    public init(isStaffed: Bool) { self.isStaffed = isStaffed }
    public static let nobody = DeskView(isStaffed: false)
}
