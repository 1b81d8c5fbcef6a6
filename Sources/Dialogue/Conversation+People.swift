import Vocabulary

/// The fence: while the phase is `waiting` or `withAgent` nothing here or elsewhere makes a bot line.
/// `say` is the only maker of one, and asks `botMaySpeak`; `handedBack` and `turnedAway` leave the phase
/// by an entry before the bot speaks again.
extension Conversation {
    /// Takes an entry about people into the state.
    mutating func applyPeople(_ entry: Entry) {
        switch entry.body {
        case .agentSaid(let agent, _, _, let clientID):
            // Speaking ends a hold; a case that was put to rest rests on until it is time.
            if pause == .hold { endPause() }
            if let clientID { sequenceOfAgentLine["\(agent)/\(clientID)"] = entry.sequence }
        case .queued(let queue, let reason):
            // A transfer goes on waiting; somebody who was back with the bot begins anew.
            switch reason {
            case .transferred, .agentLost: waitingSince = waitingSince ?? entry.at
            case .asked, .notUnderstood, .formGivenUp, .rule: waitingSince = entry.at
            }
            phase = .waiting(queue: queue)
            peopleLeftAt = nil
            self.queue = queue
            queueReason = reason
            endPause()
        case .dequeued:
            phase = .withBot
            callback = nil
        case .routed(_, let reason): routing = reason
        case .agentJoined(let agent, let name):
            phase = .withAgent(agent, name: name)
            peopleLeftAt = nil
            lastAgent = agent
            waitingSince = waitingSince ?? entry.at
            endPause()
        case .agentLeft:
            phase = .withBot
            peopleLeftAt = entry.at
            callback = nil
            endPause()
        case .tagged(_, let tag): if !tags.contains(tag) { tags.append(tag) }
        case .paused(_, let pause, let until): (self.pause, pausedUntil) = (pause, until)
        case .unpaused: endPause()
        case .prioritised(_, let priority): self.priority = priority
        case .steppedIn: break
        case .opened, .customerSaid, .botSaid, .systemSaid, .noted, .rated, .messageLeft,
            .requested, .languageSet, .resumed, .closed:
            preconditionFailure("not about people")
        }
    }

    private mutating func endPause() { (pause, pausedUntil) = (nil, nil) }

    /// The number under which a line of an agent is on record; nil if it is not.
    public func sequence(ofLine clientID: String, by agent: AgentID) -> Int? {
        sequenceOfAgentLine["\(agent)/\(clientID)"]
    }

    /// Does what people did; what comes too late does nothing.
    mutating func obey(_ event: PeopleEvent, in turn: inout Turn) {
        if isClosed { return }
        switch event {
        case .accepted(let agent, let name, let routing):
            accept(agent, name, routing, in: &turn)
        case .said(let agent, let name, let text, let clientID):
            guard !botMaySpeak else { return }
            let sequence = record(
                .agentSaid(agent, name: name, text: text, clientID: clientID), in: &turn)
            turn.tell(
                .message(
                    Notice.Message(sequence: sequence, role: .agent, name: name, text: text)))
        case .noted(let agent, let text): record(.noted(agent, text: text), in: &turn)
        case .requeued(let queue, let reason): requeue(queue, reason, in: &turn)
        case .handedBack:
            guard !botMaySpeak else { return }
            leavePeople(.withdrawn, in: &turn)
            say(.returnedToBot, in: &turn)
            if memory.task != nil { remind(in: &turn) }
        case .closed(let disposition, let isCustomerThere):
            guard !botMaySpeak else { return }
            askRating(before: disposition, isCustomerThere: isCustomerThere, in: &turn)
        case .tagged(let agent, let tag): record(.tagged(agent, tag: tag), in: &turn)
        case .paused(let agent, let pause, let until):
            record(.paused(agent, pause, until: until), in: &turn)
            if pause == .hold { tellHold(.onHold, in: &turn) }
        case .stillHeld:
            guard case .withAgent = phase, pause == .hold else { return }
            tellHold(.stillOnHold, in: &turn)
        case .prioritised(let agent, let priority):
            record(.prioritised(agent, priority), in: &turn)
        case .steppedIn(let agent, let name):
            guard case .withAgent = phase else { return }
            let sequence = record(.steppedIn(agent, name: name), in: &turn)
            turn.tell(.joined(sequence: sequence, name: name))
        case .unpaused(let agent): record(.unpaused(agent), in: &turn)
        case .unstaffed: tellUnstaffed(in: &turn)
        case .turnedAway:
            guard case .waiting = phase else { return }
            leavePeople(.unstaffed, in: &turn)
            memory.task = nil
            say(.handoffClosed, in: &turn)
            memory.expectation = .messageOffer
        case .customerGone:
            guard case .waiting = phase else { return }
            close(.abandoned, in: &turn)
        }
    }

    /// Reads a line of a customer who waits: nearly always it is for the person to come.
    mutating func hearWaiting(in turn: inout Turn) {
        let wasOffered = memory.expectation == .messageOffer
        let wasAsked = memory.expectation == .callback
        if wasOffered || wasAsked { memory.expectation = .nothing }
        switch turn.shop.keyword(for: turn.text, in: language) {
        case .callback: wishCallback("", in: &turn)
        case nil where wasAsked: wishCallback(turn.text, in: &turn)
        case .cancel where wasAsked, .no where wasAsked: tell(.alreadyWaiting, in: &turn)
        case .yes where wasOffered:
            leavePeople(.withdrawn, in: &turn)
            askForMessage(in: &turn)
        case .bye:
            leavePeople(.withdrawn, in: &turn)
            sayGoodbye(in: &turn)
        case .cancel, .back:
            leavePeople(.withdrawn, in: &turn)
            say(.returnedToBot, in: &turn)
            if memory.task != nil { remind(in: &turn) }
        case .human: tell(.alreadyWaiting, in: &turn)
        case .no where wasOffered: tell(.alreadyWaiting, in: &turn)
        case .yes, .no, .help, .menu, .skip, nil: break
        }
    }

    /// One of the system's texts, said by the server itself and not by the bot; not on record.
    func tell(_ text: SystemText, in turn: inout Turn) {
        guard let rendered = rendered(text.rawValue, in: turn) else { return }
        turn.tell(
            .message(Notice.Message(sequence: nil, role: .system, name: "", text: rendered.text)))
    }

    /// Tells the customer that the agent looks something up, and for how long: on record, so that
    /// whoever comes back reads it too.
    private mutating func tellHold(_ text: SystemText, in turn: inout Turn) {
        guard case .withAgent = phase else { return }
        turn.facts["hold.minutes"] = pausedUntil.flatMap { until in
            let left = until.since(turn.now).milliseconds
            return left > 0 ? String((left + 59_999) / 60_000) : nil
        }
        tellOnRecord(text, in: &turn)
    }

    /// Says one of the system's texts as the server, on record: between people and the customer.
    mutating func tellOnRecord(_ text: SystemText, in turn: inout Turn) {
        guard let rendered = rendered(text.rawValue, in: turn) else { return }
        let sequence = record(.systemSaid(text: rendered.text), in: &turn)
        turn.tell(
            .message(
                Notice.Message(
                    sequence: sequence, role: .system, name: "", text: rendered.text)))
    }

    private mutating func accept(
        _ agent: AgentID, _ name: String, _ routing: String, in turn: inout Turn
    ) {
        if case .withAgent(let owner, let ownerName) = phase {
            guard owner != agent else { return }
            let sequence = record(.agentLeft(owner, name: ownerName), in: &turn)
            turn.tell(.left(sequence: sequence, name: ownerName))
        }
        memory.menu = []
        if memory.expectation == .messageOffer { memory.expectation = .nothing }
        record(.routed(agent, reason: routing), in: &turn)
        let sequence = record(.agentJoined(agent, name: name), in: &turn)
        turn.tell(.joined(sequence: sequence, name: name))
    }

    private mutating func requeue(
        _ queue: String, _ reason: QueueReason, in turn: inout Turn
    ) {
        if case .withAgent(let owner, let name) = phase {
            let sequence = record(.agentLeft(owner, name: name), in: &turn)
            turn.tell(.left(sequence: sequence, name: name))
        }
        record(.queued(queue: queue, reason: reason), in: &turn)
    }

    /// Leaves the queue or the agent: the bot may speak behind it.
    private mutating func leavePeople(_ why: DequeueReason, in turn: inout Turn) {
        switch phase {
        case .withAgent(let agent, let name):
            let sequence = record(.agentLeft(agent, name: name), in: &turn)
            turn.tell(.left(sequence: sequence, name: name))
        case .waiting: record(.dequeued(why), in: &turn)
        case .withBot, .closed: break
        }
    }

    /// The customer keeps the place, hears that nobody is there, and is offered to leave a message.
    private mutating func tellUnstaffed(in turn: inout Turn) {
        guard case .waiting = phase else { return }
        memory.expectation = .messageOffer
        tellOnRecord(.handoffClosed, in: &turn)
    }
}
