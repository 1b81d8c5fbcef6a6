import AgentDesk
import Dialogue
import Vocabulary

extension Floor {
    mutating func open(
        _ session: SessionID, _ request: OpeningRequest, at now: WallTime
    ) -> [FloorEffect] {
        if sessions[session]?.conversation != nil {
            return [
                refusal(
                    session, .conversationOpen, "you are in a conversation already",
                    hint: "end it with /bye first")
            ]
        }
        guard let shop = shops[request.shop] else {
            return [
                refusal(
                    session, .noSuchShop, "there is no shop '\(request.shop)' here",
                    hint: shops.keys.sorted().map(\.name).joined(separator: ", "))
            ]
        }
        let (conversation, effects) = Conversation.open(
            id: freshConversationID(at: now), shop: shop, language: request.language,
            name: request.name, token: freshToken(), isGreeted: request.isGreeted, at: now)
        conversationOfToken[conversation.token] = conversation.id
        seats[conversation.id] = Seat(
            conversation: conversation, session: session, tokens: [conversation.token],
            unattendedSince: nil)
        let language = conversation.language
        // Undone, the session still knows its shop, and its next line begins another conversation.
        seat(
            session,
            Attendance(
                shop: shop.id, language: language, conversation: conversation.id,
                address: request.address),
            before: sessions[session]
                ?? Attendance(
                    shop: shop.id, language: language, conversation: nil,
                    address: request.address))
        return routed(effects, of: conversation.id, shop.id, to: session)
    }

    mutating func hear(
        _ session: SessionID, _ said: SaidLines, at now: WallTime
    ) -> [FloorEffect] {
        guard let attendance = sessions[session] else {
            return [
                refusal(
                    session, .noSuchConversation, "there is no conversation here yet",
                    hint: "say hello first", clientID: said.lines.first?.clientID)
            ]
        }
        guard shops[attendance.shop] != nil else {
            return [
                refusal(
                    session, .noSuchShop, "this shop is not served here any more", hint: nil,
                    clientID: said.lines.first?.clientID)
            ]
        }
        guard let id = attendance.conversation else {
            // The last conversation was closed: this line begins another.
            let opened = open(
                session,
                OpeningRequest(
                    shop: attendance.shop, language: attendance.language, name: nil,
                    isGreeted: true, address: attendance.address),
                at: now)
            guard let id = sessions[session]?.conversation else { return opened }
            return opened + tell(id, .customerSaid(said.lines, said.match), at: now)
        }
        return tell(id, .customerSaid(said.lines, said.match), at: now)
    }

    mutating func obey(
        _ session: SessionID, _ command: CustomerCommand, at now: WallTime
    ) -> [FloorEffect] {
        guard let id = sessions[session]?.conversation else {
            // Goodbye without a conversation is still goodbye.
            if command == .bye { return [.endSession(session)] }
            return [
                refusal(
                    session, .noSuchConversation, "there is no conversation open",
                    hint: "type a question to begin one")
            ]
        }
        return tell(id, .customerCommanded(command), at: now)
    }

    mutating func resume(
        _ session: SessionID, _ request: ResumeRequest, at now: WallTime
    ) -> [FloorEffect] {
        guard let id = conversationOfToken[request.shown], var seat = seats[id],
            let shop = shops[seat.conversation.shop], seat.conversation.accepts(request.shown),
            // A page of another shop learns nothing, not even that there is such a token.
            request.shops?.contains(shop.id) ?? true,
            seat.unattendedSince.map({ now.since($0) <= shop.settings.resumeWindow }) ?? true
        else {
            return [
                refusal(
                    session, .tokenExpired, "that token opens no conversation any more",
                    hint:
                        "each resume gives a new token, good until 10 minutes after the line was lost"
                )
            ]
        }
        var effects: [FloorEffect] = []
        if let displaced = seat.session, displaced != session {
            self.seat(displaced, nil, before: sessions[displaced])
            effects = [
                refusal(
                    displaced, .conversationOpen, "this conversation goes on in another window",
                    hint: nil),
                .endSession(displaced),
            ]
        }
        if let left = sessions[session]?.conversation, left != id {
            seats[left]?.session = nil
            seats[left]?.unattendedSince = now
        }
        let token = freshToken()
        conversationOfToken[token.digest] = id
        for spent in seat.tokens where !seat.conversation.accepts(spent) {
            conversationOfToken[spent] = nil
        }
        let conversation = seat.conversation
        seat.tokens.removeAll { !conversation.accepts($0) }
        seat.tokens.append(token.digest)
        seat.session = session
        seat.unattendedSince = nil
        seats[id] = seat
        self.seat(
            session,
            Attendance(
                shop: shop.id, language: seat.conversation.language, conversation: id,
                address: request.address),
            before: sessions[session])
        effects += tellPeople(id, isCustomerThere: true)
        return effects + tell(id, .resumed(token, after: request.after), at: now)
    }

    /// Hands an event to a conversation, its effects to whom they concern, and what it means for the
    /// queues to the desk.
    ///
    /// - Parameter isOfTheDesk: The desk wanted it and knows.
    mutating func tell(
        _ id: ConversationID, _ event: ConversationEvent, at now: WallTime,
        isOfTheDesk: Bool = false
    ) -> [FloorEffect] {
        // Late, not wrong: a timer of a conversation that is over, or of a shop that was removed.
        guard let turn = decide(id, event, at: now) else { return [] }
        let hearers = hearers(of: id)
        var routed = routed(turn.effects, of: id, turn.shop, to: turn.session)
        routed += relayed(turn.effects, of: id, to: hearers)
        if !isOfTheDesk { routed += tellDesk(of: turn, event, id, at: now) }
        if seats[id]?.conversation.isClosed == true, let seat = seats[id] { remove(seat) }
        return routed
    }

    private mutating func decide(
        _ id: ConversationID, _ event: ConversationEvent, at now: WallTime
    ) -> Outcome? {
        guard let shop = seats[id]?.conversation.shop else { return nil }
        let desk = keptDesk
        let view = DeskView { queue, language in
            let key = QueueKey(shop: shop, skill: Skill(queue))
            let outlook = desk.value.outlook(for: key, in: language, at: now)
            return PeopleOutlook(
                isStaffed: outlook.isStaffed, position: outlook.position, wait: outlook.wait)
        }
        let address = seats[id]?.session.flatMap { sessions[$0]?.address }
        let gate = ProofGate(proofs[shop] ?? ProofWatch(), from: address)
        let turn = seats[id]?.handle(event, shops: shops, desk: view, proofs: gate, at: now)
        for case .proofFailed(let number) in turn?.effects ?? [] {
            proofs[shop, default: ProofWatch()].recordFailure(
                number: number, from: address, at: now)
        }
        return turn
    }

    private mutating func remove(_ seat: Seat) {
        seats[seat.conversation.id] = nil
        caseBook.close(seat.conversation.id)
        for token in seat.tokens { conversationOfToken[token] = nil }
        guard let session = seat.session, let before = sessions[session] else { return }
        let language = seat.conversation.language
        self.seat(
            session,
            Attendance(
                shop: before.shop, language: language, conversation: nil,
                address: before.address),
            before: before)
    }

    private func routed(
        _ effects: [Effect], of id: ConversationID, _ shop: ShopID, to session: SessionID?
    ) -> [FloorEffect] {
        var routed: [FloorEffect] = []
        // The entries come first; their place is kept for them.
        routed.reserveCapacity(effects.count + 1)
        if effects.contains(where: \.isRecord) { routed.append(.save(id, shop, [])) }
        var entries: [Entry] = []
        entries.reserveCapacity(effects.count)
        for effect in effects {
            switch effect {
            case .record(let entry):
                entries.append(entry)
                if case .closed = entry.body { routed.append(.finished(id)) }
            case .tell(let notice): if let session { routed.append(.tell(session, notice)) }
            case .setTimer(let kind, let wait):
                routed.append(.setTimer(FloorTimer(conversation: id, kind: kind), after: wait))
            case .showRecord(let after):
                guard let session, let seat = seats[id] else { break }
                let last = seat.conversation.lastSequence
                routed.append(.showRecord(session, id, after: after, upTo: last))
            case .endSession: if let session { routed.append(.endSession(session)) }
            case .ask(let question, let number):
                routed.append(.ask(id, shop, question, number: number))
            case .proofFailed: break
            }
        }
        if !entries.isEmpty { routed[0] = .save(id, shop, entries) }
        return routed
    }

    func refusal(
        _ session: SessionID, _ code: FailureCode, _ text: String, hint: String?,
        clientID: String? = nil
    ) -> FloorEffect {
        .tell(
            session,
            .failure(Notice.Failure(code: code, clientID: clientID, text: text, hint: hint)))
    }
}
