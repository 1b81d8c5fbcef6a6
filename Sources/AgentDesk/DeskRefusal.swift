import Vocabulary

/// Why an order was not carried out: what is the matter and what to do instead.
public enum DeskRefusal: Error, Equatable, Sendable {
    case notLoggedIn
    /// Closed, forgotten, back with the bot, or never there.
    case noSuchConversation(ConversationID)
    /// Someone else has the case; nil: nobody.
    case notYours(ConversationID, owner: AgentID?)
    case alreadyYours(ConversationID)
    /// The case does not wait any more.
    case notWaiting(ConversationID, owner: AgentID)
    /// The offer expired, was answered already, or was never made to this agent.
    case offerGone
    case shopNotYours(ShopID)
    case roleTooLow(needed: AgentRole)
    case noSuchAgent(AgentID)
    case agentAway(AgentID, Presence)
    case agentLacksShop(AgentID, ShopID)
    case agentFull(AgentID, capacity: Int)
    case shopFull(ShopID, countMax: Int)
    case floorFull(countMax: Int)
    case queueFull(QueueKey, countMax: Int)
    case noSuchSkill(Skill, known: [Skill])
    case noSuchLanguage(Language, known: [Language])
    case noSuchQueue(QueueKey, known: [QueueKey])
    case noSuchDisposition(Disposition, known: [Disposition])
    /// Nobody is logged in who could answer there.
    case nobodyThere(QueueKey, Language)
    /// The case is with this agent already, or waits for them.
    case sameAgent(AgentID)
    /// The moment is past, or too far off.
    case badMoment(latest: WallTime)
    /// The text is empty.
    case nothingSaid

    /// What programs switch on.
    public var code: FailureCode {
        switch self {
        case .notLoggedIn: .loginRefused
        case .noSuchConversation: .noSuchConversation
        case .noSuchLanguage: .noSuchLanguage
        case .shopNotYours, .roleTooLow, .agentLacksShop: .notAllowed
        case .notYours, .alreadyYours, .notWaiting, .offerGone, .agentAway, .agentFull, .shopFull,
            .floorFull, .queueFull, .nobodyThere, .sameAgent:
            .notAllowed
        case .noSuchAgent, .noSuchSkill, .noSuchQueue, .noSuchDisposition, .badMoment,
            .nothingSaid:
            .usage
        }
    }
}
