import Vocabulary

/// What happens to a conversation.
public enum ConversationEvent: Equatable, Sendable {
    /// The lines of one turn, and what they were understood to ask.
    case customerSaid([Entry.CustomerLine], IntentMatch)
    case customerCommanded(CustomerCommand)
    /// The customer is back on a new connection and has seen everything up to `after`.
    case resumed(FreshToken, after: Int?)
    case timerFired(ConversationTimer)
    /// What the people behind the bot did.
    case people(PeopleEvent)
    /// The shop's own system was asked under this number, and this is what came of it.
    case shopAnswered(ShopAnswer, number: Int)
}

/// What a customer asks of the server rather than of the shop: the commands with a slash.
public enum CustomerCommand: Equatable, Sendable {
    case human, help, menu, status, transcript, forget, bye
    /// Not to wait at the line: how to reach them, and when if they said so; nil: to be asked.
    case callback(String?)
    case language(Language)
    /// 1 to 5.
    case rate(Int)
}

/// What a conversation may be waiting for.
public enum ConversationTimer: String, Hashable, Sendable, CaseIterable {
    /// Looks whether the customer is still there.
    case idle
    /// Looks whether the shop's system has answered.
    case shopAnswer = "shop_answer"
    /// Asks the shop's system again, where the question was lost with the server or a failed commit.
    case askAgain = "ask_again"
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
    /// Ask the shop's own system; `ConversationEvent.shopAnswered` comes with this number.
    case ask(ShopQuestion, number: Int)
    /// Number and proof did not agree, or there is no such order; counted over all conversations.
    case proofFailed(number: String)
    /// Close the connection once everything is told.
    case endSession
}

/// What the conversation needs to know of the people behind the bot.
public struct DeskView: Sendable {
    /// What a customer can be told who asks for a person of this queue in this language; asked only
    /// when somebody is handed over.
    let outlook: @Sendable (_ queue: String, Language) -> PeopleOutlook

    public init(outlook: @escaping @Sendable (_ queue: String, Language) -> PeopleOutlook) {
        self.outlook = outlook
    }

    /// The same for every queue and language.
    public init(isStaffed: Bool) { self.init { _, _ in PeopleOutlook(isStaffed: isStaffed) } }

    public static let nobody = DeskView(isStaffed: false)
}

/// Whether somebody comes, and when.
public struct PeopleOutlook: Equatable, Sendable {
    /// A customer may be put into the queue.
    public var isStaffed: Bool
    /// The place they would have, 1 is next; nil where nobody can tell.
    public var position: Int?
    public var wait: Duration?

    public init(isStaffed: Bool, position: Int? = nil, wait: Duration? = nil) {
        self.isStaffed = isStaffed
        self.position = position
        self.wait = wait
    }
}

/// What agents and the desk do to a conversation. The desk has decided that they may.
public enum PeopleEvent: Equatable, Sendable {
    /// The conversation is this agent's from here on, whoever had it before.
    case accepted(AgentID, name: String, routing: String)
    /// Said to the customer, by the agent or by somebody who stepped in beside them.
    case said(AgentID, name: String, text: String, clientID: String?)
    /// Between people; the customer never sees it.
    case noted(AgentID, text: String)
    /// The customer waits again, in this queue, with the first waiting time.
    case requeued(queue: String, reason: QueueReason)
    /// Back to the bot, which goes on where it was.
    case handedBack
    /// Where the customer is there and has not rated, the bot asks them to, and closes behind it.
    case closed(Disposition, isCustomerThere: Bool)
    case tagged(AgentID, tag: String)
    case paused(AgentID, Pause, until: WallTime?)
    case unpaused(AgentID)
    /// The customer has been on hold for a while.
    case stillHeld
    case prioritised(AgentID, Priority)
    /// Somebody joined beside the agent.
    case steppedIn(AgentID, name: String)
    /// The customer waits, and the last agent who could have come is gone.
    case unstaffed
    /// The desk could not take the customer in.
    case turnedAway
    /// The customer has been gone for so long that nobody waits any more.
    case customerGone
}
