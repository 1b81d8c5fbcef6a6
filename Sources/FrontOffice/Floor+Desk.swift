import AgentDesk
import Dialogue
import Vocabulary

/// Messages between conversations and the desk.
extension Floor {
    // MARK: From the conversation to the desk

    /// Tells the desk what a turn means for its queues.
    mutating func tellDesk(
        of turn: Outcome, _ event: ConversationEvent, _ id: ConversationID, at now: WallTime
    ) -> [FloorEffect] {
        switch (turn.before, turn.after) {
        case (.withBot, .waiting):
            guard let facts = waitingCase(id) else { return [] }
            _ = caseBook.open(id)
            let orders = desk.handle(.conversationWaiting(facts), at: now)
            return carryOut(orders, at: now) + carryOut(wishCallback(id, at: now), at: now)
        case (.waiting, .withBot), (.waiting, .closed), (.withAgent, .withBot),
            (.withAgent, .closed):
            let owner = desk.owner(of: id)
            var effects = carryOut(desk.handle(.conversationEnded(id), at: now), at: now)
            if let owner { effects += release(id, from: owner, .customerLeft, at: now) }
            return effects
        case (.waiting, .waiting), (.withAgent, .withAgent):
            var orders: [DeskEffect] = []
            if let language = turn.language {
                orders += desk.handle(.languageSet(id, language), at: now)
            }
            if case .customerSaid = event, turn.effects.contains(where: \.isRecord) {
                orders += desk.handle(.customerSpoke(id), at: now)
            }
            if turn.effects.contains(where: \.isRequest) { orders += wishCallback(id, at: now) }
            return carryOut(orders, at: now)
        case (.withBot, .withBot), (.withBot, .closed), (.withBot, .withAgent),
            (.waiting, .withAgent), (.withAgent, .waiting), (.closed, _):
            return []
        }
    }

    /// Tells the desk that the customer does not wait at the line, if they do not.
    private mutating func wishCallback(_ id: ConversationID, at now: WallTime) -> [DeskEffect] {
        guard let wish = seats[id]?.conversation.callback else { return [] }
        return desk.handle(.callbackWished(id, notBefore: wish.notBefore), at: now)
    }

    /// What the desk has to know of a conversation whose customer waits, or did; nil for one that
    /// never has.
    func waitingCase(_ id: ConversationID) -> WaitingCase? {
        guard let conversation = seats[id]?.conversation, let queue = conversation.queue,
            let since = conversation.waitingSince
        else { return nil }
        return WaitingCase(
            conversation: id, queue: QueueKey(shop: conversation.shop, skill: Skill(queue)),
            language: conversation.language, priority: conversation.priority,
            reason: conversation.queueReason ?? .asked,
            waitingSince: since, lastAgent: conversation.lastAgent)
    }

    // MARK: Agreement with the record

    /// The record has the conversation like this, at the start or after a failed commit.
    mutating func reconcile(_ conversation: Conversation, at now: WallTime) {
        let standing: Standing
        switch conversation.phase {
        case .withBot, .closed: return reconcileEnded(conversation.id, at: now)
        case .waiting: standing = .waiting
        case .withAgent(let agent, _): standing = conversation.standing(with: agent)
        }
        guard let facts = waitingCase(conversation.id) else { return }
        _ = caseBook.open(conversation.id)
        pendingEffects += desk.handle(.conversationReconciled(facts, standing), at: now)
        pendingEffects += wishCallback(conversation.id, at: now)
    }

    /// The record knows nothing of people in this conversation, or nothing of it at all.
    mutating func reconcileEnded(_ id: ConversationID, at now: WallTime) {
        guard caseBook.number(of: id) != nil else { return }
        pendingEffects += desk.handle(.conversationEnded(id), at: now)
        if seats[id] == nil { caseBook.close(id) }
    }

    /// What was found out while the desk was put in order: to be done with the next batch, since it
    /// may have to be saved.
    public var hasPending: Bool { !pendingEffects.isEmpty }

    public mutating func carryOutPending(at now: WallTime) -> [FloorEffect] {
        let pending = pendingEffects
        pendingEffects = []
        return carryOut(pending, at: now)
    }

    /// What was offered in a batch that could not be saved was never shown: shows it with the next.
    public mutating func showOffersAgain() {
        for agent in agents.keys.sorted() {
            pendingEffects += desk.offers(to: agent).map { .offer($0) }
        }
    }

    mutating func replaceRules(at now: WallTime) -> [FloorEffect] {
        var rules = writtenRules
        rules.shops = DeskRules(shops: shops.values).shops.merging(
            writtenRules.shops.filter { shops[$0.key] != nil }, uniquingKeysWith: { $1 })
        var effects = carryOut(desk.handle(.rulesReplaced(rules), at: now), at: now)
        for agent in agents.keys.sorted() { effects += tellProfile(of: agent, at: now) }
        return effects
    }

    // MARK: From the desk to everybody

    /// Does what the desk has decided, in its order.
    mutating func carryOut(_ orders: [DeskEffect], at now: WallTime) -> [FloorEffect] {
        var effects: [FloorEffect] = []
        for order in orders { effects += carryOut(order, at: now) }
        return effects
    }

    private mutating func carryOut(_ order: DeskEffect, at now: WallTime) -> [FloorEffect] {
        switch order {
        case .assign, .requeue, .handBack, .close, .hold, .snooze, .tag, .prioritise, .tellHeld:
            return tellConversation(order, at: now)
        case .tellPlace(let id, let position, let wait):
            guard let session = seats[id]?.session else { return [] }
            let seconds = wait.map { Int($0.milliseconds / 1_000) }
            return [.tell(session, .queue(position: position, waitSeconds: seconds))]
        case .turnAway(let id, _):
            return tell(id, .people(.turnedAway), at: now, isOfTheDesk: true)
        case .tellUnstaffed(let id, _):
            return tell(id, .people(.unstaffed), at: now, isOfTheDesk: true)
        case .setTimer(let timer, let wait): return [.setTimer(.desk(timer), after: wait)]
        case .offer, .endOffer, .tellPresence, .remindSilent, .refuse, .endSession, .beginWatch,
            .endWatch, .whisper, .bargeIn, .broadcast, .alarm, .alarmEnded:
            return tellAgents(order, at: now)
        }
    }

    private mutating func tellConversation(
        _ order: DeskEffect, at now: WallTime
    ) -> [FloorEffect] {
        func tell(_ id: ConversationID, _ event: PeopleEvent) -> [FloorEffect] {
            self.tell(id, .people(event), at: now, isOfTheDesk: true)
        }
        switch order {
        case .assign(let assignment): return assign(assignment, at: now)
        case .requeue(let id, let agent, let queue, let reason, _):
            let effects = tell(
                id, .requeued(queue: queue.skill.name, reason: reason))
            guard let agent else { return effects }
            let why: DeskNotice.CaseEnd = reason == .transferred ? .transferred : .relieved
            return effects + release(id, from: agent, why, at: now)
        case .handBack(let id, let agent):
            return tell(id, .handedBack) + release(id, from: agent, .handedBack, at: now)
        case .close(let id, let agent, let disposition):
            let owner = seats[id]?.conversation.owner ?? agent
            let tag = tag(of: id)
            let effects = tell(id, .closed(disposition, isCustomerThere: seats[id]?.session != nil))
            return effects + release(id, from: owner, .closed, tag: tag, at: now)
        case .hold(let id, let agent, let until):
            return tell(id, .paused(agent, .hold, until: until))
        case .snooze(let id, let agent, let until):
            return tell(id, .paused(agent, .snooze, until: until))
                + release(id, from: agent, .snoozed, at: now)
        case .tag(let id, let tag, let agent): return tell(id, .tagged(agent, tag: tag))
        case .prioritise(let id, let priority, let agent):
            return tell(id, .prioritised(agent, priority))
        case .tellHeld(let id): return tell(id, .stillHeld)
        case .tellPlace, .turnAway, .tellUnstaffed, .setTimer, .offer, .endOffer, .tellPresence,
            .remindSilent, .refuse, .endSession, .beginWatch, .endWatch, .whisper, .bargeIn,
            .broadcast, .alarm, .alarmEnded:
            return []
        }
    }

    /// The agent has the case; they are shown everything that a person needs to go on.
    private mutating func assign(_ assignment: Assignment, at now: WallTime) -> [FloorEffect] {
        let (id, agent) = (assignment.conversation, assignment.agent)
        let name = agents[agent]?.account.name ?? desk.profile(of: agent)?.name ?? agent.name
        let isTheirs = seats[id]?.conversation.owner == agent
        let event: PeopleEvent =
            isTheirs
            ? .unpaused(agent)
            : .accepted(agent, name: name, routing: assignment.reason.description)
        let effects = tell(id, .people(event), at: now, isOfTheDesk: true)
        return effects + showCase(id, to: agent, at: now)
    }
}

extension Effect {
    /// Whether something was put on record.
    var isRecord: Bool { if case .record = self { true } else { false } }

    /// Whether something was put on record that a person has to do.
    var isRequest: Bool {
        if case .record(let entry) = self, case .requested = entry.body { true } else { false }
    }
}

extension Conversation {
    /// Where the record has a conversation that is with this agent.
    fileprivate func standing(with agent: AgentID) -> Standing {
        switch (pause, pausedUntil) {
        case (.hold?, let until): .onHold(agent, until: until)
        case (.snooze?, let until?): .snoozed(agent, until: until)
        case (.snooze?, nil), (nil, _): .withAgent(agent)
        }
    }

    /// The agent who has it.
    public var owner: AgentID? { if case .withAgent(let agent, _) = phase { agent } else { nil } }
}
