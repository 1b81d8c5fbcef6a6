import Vocabulary

/// What happens to the desk. Every command of a person names who gave it; the desk decides whether
/// they may.
public enum DeskEvent: Equatable, Sendable {
    // MARK: Conversations

    /// A customer waits for a person.
    case conversationWaiting(WaitingCase)
    /// Makes the desk agree with the record: at the start, and after a failed commit. A case that the
    /// record has with an agent who is not connected is kept for them for the grace of a lost one.
    case conversationReconciled(WaitingCase, Standing)
    /// Closed by the customer or by idleness, or back with the bot.
    case conversationEnded(ConversationID)
    /// The customer said something: wakes what is snoozed, and an answer is owed.
    case customerSpoke(ConversationID)
    /// The agent said something to the customer.
    case agentSpoke(ConversationID, by: AgentID)
    case languageSet(ConversationID, Language)
    /// The customer does not wait at the line; they keep their place, and no place is told. nil: as
    /// soon as it is their turn.
    case callbackWished(ConversationID, notBefore: WallTime?)

    // MARK: Agents

    /// An agent logged in. An older session of theirs is ended; within the grace they find their
    /// conversations and their presence again.
    case agentConnected(AgentProfile, SessionID)
    /// The connection is gone. Late, if the agent has another one already.
    case agentDisconnected(AgentID, SessionID)
    /// The agent logged out: without grace, what they have goes back to the queue.
    case agentLoggedOut(AgentID)
    /// The account was changed; cases of shops that it lost go back to the queue.
    case agentChanged(AgentProfile)
    /// The account was disabled or removed.
    case agentRemoved(AgentID)

    // MARK: Commands of agents

    case presenceChosen(PresenceChoice, by: AgentID)
    case offerAccepted(OfferID, by: AgentID)
    case offerSkipped(OfferID, by: AgentID)
    /// Takes a waiting case out of the queue; accepts it, if it is offered to them.
    case casePicked(ConversationID, by: AgentID)
    case caseTransferred(ConversationID, to: TransferTarget, by: AgentID)
    case caseHandedToBot(ConversationID, by: AgentID)
    /// The customer knows that it takes a while; no reminders until then. nil: until the agent speaks.
    case caseHeld(ConversationID, until: WallTime?, by: AgentID)
    /// Rests until then, or until the customer speaks; the agent's place is free meanwhile.
    case caseSnoozed(ConversationID, until: WallTime, by: AgentID)
    case caseTagged(ConversationID, tag: String, by: AgentID)
    case caseClosed(ConversationID, Disposition, by: AgentID)
    case priorityChanged(ConversationID, Priority, by: AgentID)

    // MARK: Commands of leads and supervisors

    case caseAssigned(ConversationID, to: AgentID, by: AgentID)
    case presenceForced(AgentID, PresenceChoice, by: AgentID)
    case queuePaused(QueueKey, by: AgentID)
    case queueResumed(QueueKey, by: AgentID)
    case caseWatched(ConversationID, by: AgentID)
    case watchEnded(ConversationID, by: AgentID)
    case whispered(ConversationID, text: String, by: AgentID)
    /// Joins beside the agent, and is heard by the customer.
    case bargedIn(ConversationID, by: AgentID)
    /// To the agents of one shop; nil: to everyone who shares a shop with the sender.
    case broadcast(text: String, ShopID?, by: AgentID)

    // MARK: The world

    case timerFired(DeskTimer)
    /// The files were read again.
    case rulesReplaced(DeskRules)
}

/// Where a case is transferred to.
public enum TransferTarget: Equatable, Sendable {
    case agent(AgentID)
    /// Another queue of the same shop.
    case skill(Skill)
    /// The same queue, to someone who speaks this.
    case language(Language)
}

/// The one timer that the desk waits for; a firing of an older generation is ignored.
public struct DeskTimer: Hashable, Sendable {
    public let generation: UInt64
    public init(generation: UInt64) { self.generation = generation }
}
