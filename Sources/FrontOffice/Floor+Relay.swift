import AgentDesk
import Dialogue
import Vocabulary

/// What people of the desk are told of the conversations they have, stepped into or look on.
extension Floor {
    /// The case's number, made if it has none; nil for a conversation that is not here.
    mutating func openTag(of id: ConversationID) -> DeskNotice.CaseTag? {
        guard let shop = seats[id]?.conversation.shop else { return nil }
        return DeskNotice.CaseTag(number: caseBook.open(id), conversation: id, shop: shop)
    }

    /// nil while the conversation concerns nobody but the bot.
    func tag(of id: ConversationID) -> DeskNotice.CaseTag? {
        guard let number = caseBook.number(of: id), let shop = seats[id]?.conversation.shop else {
            return nil
        }
        return DeskNotice.CaseTag(number: number, conversation: id, shop: shop)
    }

    /// Who is told what is said there: its agent, who stepped in, who looks on; each once, by name.
    func hearers(of id: ConversationID) -> [AgentID] {
        guard caseBook.number(of: id) != nil, let seat = seats[id] else { return [] }
        var hearers = desk.watchers(of: id) + seat.guests
        if let owner = seat.conversation.owner { hearers.append(owner) }
        return Array(Set(hearers)).sorted().filter { agent in
            agents[agent]?.account.shops.includes(seat.conversation.shop) == true
        }
    }

    /// What a turn put on record, told to those who follow the conversation; nobody is told their
    /// own words.
    func relayed(
        _ effects: [Effect], of id: ConversationID, to hearers: [AgentID]
    ) -> [FloorEffect] {
        guard !hearers.isEmpty, let tag = tag(of: id), let seat = seats[id] else { return [] }
        let conversation = seat.conversation
        var relayed: [FloorEffect] = []
        for case .record(let entry) in effects {
            guard let (notice, speaker) = notice(of: entry, tag, conversation) else { continue }
            for hearer in hearers where hearer != speaker {
                guard let session = agents[hearer]?.session else { continue }
                relayed.append(.tell(session, .desk(notice)))
            }
        }
        return relayed
    }

    /// An entry as people of the desk are told it, and who of them said it.
    private func notice(
        of entry: Entry, _ tag: DeskNotice.CaseTag, _ conversation: Conversation
    ) -> (DeskNotice, AgentID?)? {
        func said(_ role: Role, _ name: String, _ text: String) -> DeskNotice {
            .said(
                tag, Notice.Message(sequence: entry.sequence, role: role, name: name, text: text))
        }
        switch entry.body {
        case .customerSaid(let line):
            return (said(.customer, conversation.name ?? "", line.text), nil)
        case .botSaid(let line):
            return (said(.bot, shops[tag.shop]?.assistant ?? "", line.text), nil)
        case .systemSaid(let text): return (said(.system, "", text), nil)
        case .agentSaid(let agent, let name, let text, _):
            return (said(.agent, name, text), agent)
        case .noted(let agent, let text):
            let note = DeskNotice.Note(
                tag: tag, sequence: entry.sequence, author: agent, text: text, kind: .note)
            return (.note(note), agent)
        case .agentJoined(let agent, let name):
            return (said(.system, "", "\(name) has joined"), agent)
        case .steppedIn(let agent, let name):
            return (said(.system, "", "\(name) has stepped in"), agent)
        case .agentLeft(let agent, let name): return (said(.system, "", "\(name) has left"), agent)
        case .messageLeft(let text, let contact):
            return (said(.system, "", "left a message: \(text) (\(contact))"), nil)
        case .rated(let score): return (said(.system, "", "rated \(score) of 5"), nil)
        case .closed(let why): return (said(.system, "", "closed: \(why)"), nil)
        case .opened, .queued, .dequeued, .routed, .tagged, .paused, .unpaused, .prioritised,
            .requested,
            .languageSet, .resumed:
            return nil
        }
    }

    /// The customer's connection came or went.
    func tellPeople(_ id: ConversationID, isCustomerThere: Bool) -> [FloorEffect] {
        guard let tag = tag(of: id) else { return [] }
        var effects: [FloorEffect] = hearers(of: id).compactMap { hearer in
            agents[hearer].map {
                .tell($0.session, .desk(.customer(tag, isThere: isCustomerThere)))
            }
        }
        // Whoever does not come back leaves the queue.
        if !isCustomerThere, let shop = shops[tag.shop] {
            effects.append(
                .setTimer(
                    FloorTimer(conversation: id, kind: .idle),
                    after: shop.settings.resumeWindow + .seconds(1)))
        }
        return effects
    }

    /// Whether the customer waits for a person and has been gone for too long to come back.
    func isAbandoned(_ id: ConversationID, at now: WallTime) -> Bool {
        guard let seat = seats[id], case .waiting = seat.conversation.phase, seat.session == nil,
            seat.conversation.callback == nil, let since = seat.unattendedSince,
            let shop = shops[seat.conversation.shop]
        else { return false }
        return now.since(since) > shop.settings.resumeWindow
    }

    // MARK: Cases that come and go

    /// Shows an agent a case that is theirs: who it is, what is known, what was said.
    mutating func showCase(
        _ id: ConversationID, to agent: AgentID, at now: WallTime
    ) -> [FloorEffect] {
        guard let session = agents[agent]?.session, let tag = openTag(of: id),
            let conversation = seats[id]?.conversation
        else { return [] }
        let effects: [FloorEffect] = [
            .tell(session, .desk(.assigned(assignment(tag, conversation, at: now)))),
            .showCase(
                session, tag, after: 0, upTo: conversation.lastSequence,
                lineCountMax: Self.historyLineCountMax),
        ]
        return effects + setFront(of: agent, to: id, at: now)
    }

    /// Lines of the record that come with a case.
    static let historyLineCountMax = 50

    private func assignment(
        _ tag: DeskNotice.CaseTag, _ conversation: Conversation, at now: WallTime
    ) -> DeskNotice.Assignment {
        let shop = shops[tag.shop]
        let understood = conversation.lastAnswer.map(\.intent.name)
        return DeskNotice.Assignment(
            tag: tag, customer: conversation.name, language: conversation.language,
            queue: conversation.queue ?? "", reason: conversation.queueReason,
            routing: conversation.routing ?? "",
            waitedSeconds: age(of: conversation, at: now), slots: conversation.knownSlots,
            order: shop.map { conversation.orderRows(of: $0, at: now) } ?? [],
            verdict: shop.map { conversation.verdictRows(of: $0, at: now) } ?? [],
            understood: understood)
    }

    /// Since the customer asked for a person, or came.
    func age(of conversation: Conversation, at now: WallTime) -> Int {
        let since = conversation.waitingSince ?? conversation.openedAt
        return max(0, Int(now.since(since).milliseconds / 1_000))
    }

    /// Tells an agent that a case is theirs no more, and puts their next one in front.
    mutating func release(
        _ id: ConversationID, from agent: AgentID, _ why: DeskNotice.CaseEnd,
        tag: DeskNotice.CaseTag? = nil, at now: WallTime
    ) -> [FloorEffect] {
        for guest in seats[id]?.guests ?? [] where agents[guest]?.front == id {
            agents[guest]?.front = nil
        }
        seats[id]?.guests = []
        guard let seat = agents[agent], let tag = tag ?? self.tag(of: id) else { return [] }
        let effects: [FloorEffect] = [.tell(seat.session, .desk(.released(tag, why)))]
        guard seat.front == id else { return effects }
        let next = desk.cases(of: agent).first { $0 != id && seats[$0] != nil }
        return effects + setFront(of: agent, to: next, at: now)
    }

    mutating func setFront(
        of agent: AgentID, to id: ConversationID?, at now: WallTime
    ) -> [FloorEffect] {
        guard let session = agents[agent]?.session else { return [] }
        agents[agent]?.front = id
        let tag = id.flatMap { self.tag(of: $0) }
        let age = id.flatMap { seats[$0]?.conversation }.map { self.age(of: $0, at: now) }
        return [.tell(session, .desk(.front(tag, ageSeconds: age ?? 0)))]
    }
}
