import Vocabulary

/// What the desk wants done, in this order.
public enum DeskEffect: Equatable, Sendable {
    // MARK: To the conversation

    /// The agent has the case: the conversation moves to them.
    case assign(Assignment)
    /// The agent does not have the case any more and the customer waits again, with their first
    /// waiting time. `from` is nil where the case was waiting already, in another queue.
    case requeue(ConversationID, from: AgentID?, QueueKey, QueueReason, waitingSince: WallTime)
    case handBack(ConversationID, from: AgentID)
    case close(ConversationID, by: AgentID, Disposition)
    case hold(ConversationID, by: AgentID, until: WallTime?)
    case snooze(ConversationID, by: AgentID, until: WallTime)
    case tag(ConversationID, tag: String, by: AgentID)
    case prioritise(ConversationID, Priority, by: AgentID)

    // MARK: To the customer

    /// The place in the queue, 1 is next; the wait is an estimate, nil where there is none.
    case tellPlace(ConversationID, position: Int, wait: Duration?)
    /// Still on hold: tell the customer that they are not forgotten.
    case tellHeld(ConversationID)
    /// The case was not taken in: tell the customer why, and offer to take a message.
    case turnAway(ConversationID, Outlook.Availability)
    /// The customer waits, and the last agent who could have answered is gone: tell them, with when
    /// people are back, and offer to take a message. They keep their place.
    case tellUnstaffed(ConversationID, backAt: WallTime?)

    // MARK: To agents

    case offer(Offer)
    case endOffer(Offer, OfferEnd)
    case tellPresence(AgentID, Presence)
    /// The customer has been without an answer since then.
    case remindSilent(AgentID, ConversationID, since: WallTime)
    /// The command was not carried out, and nothing has changed.
    case refuse(AgentID, DeskRefusal)
    /// The agent is connected elsewhere now, or may not be here any more.
    case endSession(SessionID, SessionEnd)

    // MARK: To leads and supervisors

    /// From here on this person is shown the conversation, as an agent is.
    case beginWatch(ConversationID, by: AgentID)
    case endWatch(ConversationID, by: AgentID)
    /// Shown to the agent and to who watches, never to the customer.
    case whisper(ConversationID, to: AgentID, from: AgentID, text: String)
    /// The person may speak to the customer beside the agent.
    case bargeIn(ConversationID, by: AgentID)
    /// To each of them; sorted by name.
    case broadcast(text: String, to: [AgentID], from: AgentID)
    case alarm(DeskAlarm)
    case alarmEnded(DeskAlarm)

    // MARK: To the shell

    /// Wants `DeskEvent.timerFired` after this time; replaces the timer before it.
    case setTimer(DeskTimer, after: Duration)
}

/// Why an agent's session is ended.
public enum SessionEnd: Equatable, Sendable {
    case loggedInElsewhere
    case accountRemoved
}

/// What supervisors are told without asking. Said once, and once again when it is over.
public enum DeskAlarm: Hashable, Sendable {
    /// As many wait in this queue as its `alarmWaitingCount`.
    case queueLong(QueueKey)
    /// A case of this queue waits longer than was promised.
    case promiseBroken(QueueKey)
    /// Customers wait in this queue, and nobody is there who could ever answer.
    case unstaffed(QueueKey)
    /// The agent did not answer and was put on break.
    case agentSilent(AgentID)

    public var queue: QueueKey? {
        switch self {
        case .queueLong(let queue), .promiseBroken(let queue), .unstaffed(let queue): queue
        case .agentSilent: nil
        }
    }
}
