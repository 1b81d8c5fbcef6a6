import AgentDesk
import Dialogue
import Vocabulary

/// People of the desk who come, speak and go.
extension Floor {
    /// The connection is gone; the desk keeps what they have for a while.
    mutating func lose(
        _ agent: AgentID, _ session: SessionID, at now: WallTime
    ) -> [FloorEffect] {
        agentOfSession[session] = nil
        guard agents[agent]?.session == session else { return [] }
        agents[agent] = nil
        leaveGuests(agent)
        return carryOut(desk.handle(.agentDisconnected(agent, session), at: now), at: now)
    }

    mutating func logOut(_ session: SessionID, at now: WallTime) -> [FloorEffect] {
        guard let agent = agentOfSession[session] else { return [.endSession(session)] }
        var effects = carryOut(desk.handle(.agentLoggedOut(agent), at: now), at: now)
        agentOfSession[session] = nil
        agents[agent] = nil
        leaveGuests(agent)
        effects.append(.endSession(session))
        return effects
    }

    private mutating func leaveGuests(_ agent: AgentID) {
        for id in seats.keys where seats[id]?.guests.contains(agent) == true {
            seats[id]?.guests.removeAll { $0 == agent }
        }
    }

    mutating func tellProfile(of agent: AgentID, at now: WallTime) -> [FloorEffect] {
        guard let profile = agents[agent]?.profile(shops: shops.mapValues(\.languages)) else {
            return []
        }
        return carryOut(desk.handle(.agentChanged(profile), at: now), at: now)
    }

    // MARK: Speaking

    /// Says a line to the customer of a case.
    mutating func hear(
        _ session: SessionID, _ line: AgentLine, at now: WallTime
    ) -> [FloorEffect] {
        guard let agent = agentOfSession[session], let seat = agents[agent] else {
            return [notLoggedIn(session)]
        }
        switch ownCase(line.caseNumber, of: agent) {
        case .failure(let failure):
            var failure = failure.notice
            failure.clientID = line.clientID
            return [.tell(session, .failure(failure))]
        case .success(let id):
            if let clientID = line.clientID,
                let known = seats[id]?.conversation.sequence(ofLine: clientID, by: agent)
            {
                return [.tell(session, .ack(clientID: clientID, sequence: known))]
            }
            return say(line.text, clientID: line.clientID, in: id, by: seat, at: now)
        }
    }

    /// - Parameter isShown: The speaker is told it too, since they did not type it.
    mutating func say(
        _ text: String, clientID: String?, in id: ConversationID, by seat: AgentSeat,
        isShown: Bool = false, at now: WallTime
    ) -> [FloorEffect] {
        let (agent, name) = (seat.account.id, seat.account.name)
        var effects = tell(
            id, .people(.said(agent, name: name, text: text, clientID: clientID)), at: now,
            isOfTheDesk: true)
        guard let conversation = seats[id]?.conversation, !effects.isEmpty else { return effects }
        let sequence = conversation.lastSequence
        if let clientID {
            effects.append(.tell(seat.session, .ack(clientID: clientID, sequence: sequence)))
        }
        if isShown, let tag = tag(of: id) {
            let message = Notice.Message(sequence: sequence, role: .agent, name: name, text: text)
            effects.append(.tell(seat.session, .desk(.said(tag, message))))
        }
        return effects + carryOut(desk.handle(.agentSpoke(id, by: agent), at: now), at: now)
    }

    // MARK: Which case is meant

    /// Why a case cannot be had, for who asked.
    struct CaseRefusal: Error {
        var notice: Notice.Failure
    }

    /// The case of a number, or the one in front; only what this agent may see.
    ///
    /// Cases of other shops are as if there were none: nobody learns that they exist.
    func visibleCase(
        _ number: Int?, of agent: AgentID
    ) -> Result<ConversationID, CaseRefusal> {
        guard let number else {
            guard let front = agents[agent]?.front, seats[front] != nil else {
                return .failure(
                    CaseRefusal(
                        notice: Notice.Failure(
                            code: .noSuchCase, text: "no chat is in front of you",
                            hint: "/take gets one, /to N chooses one of yours")))
            }
            return .success(front)
        }
        guard let id = caseBook.conversation(number), let shop = seats[id]?.conversation.shop,
            agents[agent]?.account.shops.includes(shop) == true
        else {
            return .failure(
                CaseRefusal(
                    notice: Notice.Failure(
                        code: .noSuchCase, text: "there is no chat #\(number)",
                        hint: "/list shows the chats there are")))
        }
        return .success(id)
    }

    /// The same, of what this agent may speak in.
    func ownCase(_ number: Int?, of agent: AgentID) -> Result<ConversationID, CaseRefusal> {
        visibleCase(number, of: agent).flatMap { id in
            if seats[id]?.guests.contains(agent) == true { return .success(id) }
            let owner = desk.owner(of: id)
            guard owner == agent else {
                let refusal = DeskRefusal.notYours(id, owner: owner)
                return .failure(CaseRefusal(notice: failure(of: refusal)))
            }
            return .success(id)
        }
    }

    /// A refusal of the desk in words, with the numbers that people know.
    func failure(of refusal: DeskRefusal) -> Notice.Failure {
        var text = refusal.description
        if let id = refusal.conversation, let number = caseBook.number(of: id) {
            text = text.replacing("\(id)", with: "#\(number)")
        }
        return Notice.Failure(code: refusal.code, text: text, hint: refusal.hint)
    }

    func notLoggedIn(_ session: SessionID) -> FloorEffect {
        refusal(session, .loginRefused, "you are not logged in", hint: "/login NAME")
    }
}

extension DeskRefusal {
    /// The case that it is about, if it is about one.
    fileprivate var conversation: ConversationID? {
        switch self {
        case .noSuchConversation(let id), .notYours(let id, _), .alreadyYours(let id),
            .notWaiting(let id, _):
            id
        case .notLoggedIn, .offerGone, .shopNotYours, .roleTooLow, .noSuchAgent, .agentAway,
            .agentLacksShop, .agentFull, .shopFull, .floorFull, .queueFull, .noSuchSkill,
            .noSuchLanguage, .noSuchQueue, .noSuchDisposition, .nobodyThere, .sameAgent,
            .badMoment, .nothingSaid:
            nil
        }
    }
}
