import AgentDesk
import Dialogue
import Vocabulary

/// What leads and supervisors type, and what the desk tells agents.
extension Floor {
    mutating func obey(
        _ session: SessionID, _ command: SupervisorCommand, at now: WallTime
    ) -> [FloorEffect] {
        guard let agent = agentOfSession[session], let seat = agents[agent] else {
            return [notLoggedIn(session)]
        }
        do throws(DeskRefusal) {
            switch command {
            case .board: return try board(seat, at: now)
            case .timeline(let other): return try timeline(of: other, seat)
            case .watch(let number): return watch(number, seat, at: now)
            case .whisper(let number, let text):
                return ask(number, seat) {
                    $0.order(.whispered($1, text: text, by: agent), at: now)
                }
            case .barge(let number):
                return ask(number, seat) { $0.order(.bargedIn($1, by: agent), at: now) }
            case .assign(let number, let other):
                return ask(number, seat) {
                    $0.order(.caseAssigned($1, to: other, by: agent), at: now)
                }
            case .forceOff(let other):
                return order(.presenceForced(other, .off, by: agent), at: now)
            case .queue(let isPaused, let shop, let skill):
                return pause(isPaused, shop, skill, agent, at: now)
            case .broadcast(let text):
                return order(.broadcast(text: text, nil, by: agent), at: now)
            case .explain(let number):
                switch visibleCase(number, of: agent) {
                case .failure(let refusal):
                    return [.tell(session, .failure(refusal.notice))]
                case .success(let id): return try explain(id, seat, at: now)
                }
            }
        } catch {
            return refuse(seat, error)
        }
    }

    /// Begins to look on, or stops.
    private mutating func watch(
        _ number: Int, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        let agent = seat.account.id
        return ask(number, seat) { floor, id in
            let isWatching = floor.desk.watchers(of: id).contains(agent)
            return floor.order(
                isWatching ? .watchEnded(id, by: agent) : .caseWatched(id, by: agent), at: now)
        }
    }

    /// One queue of a shop, or all of them.
    private mutating func pause(
        _ isPaused: Bool, _ shop: ShopID, _ skill: String?, _ agent: AgentID, at now: WallTime
    ) -> [FloorEffect] {
        let known = desk.rules.shops[shop]?.queues.keys.sorted() ?? []
        let skills = skill.map { [Skill($0)] } ?? (known.isEmpty ? [.general] : known)
        var effects: [FloorEffect] = []
        for skill in skills {
            let key = QueueKey(shop: shop, skill: skill)
            effects += order(
                isPaused ? .queuePaused(key, by: agent) : .queueResumed(key, by: agent), at: now)
        }
        return effects
    }

    // MARK: What the desk tells people

    mutating func tellAgents(_ order: DeskEffect, at now: WallTime) -> [FloorEffect] {
        switch order {
        case .offer(let offer): return tell(offer, at: now)
        case .endOffer(let offer, let why): return tell(endOf: offer, why)
        case .tellPresence(let agent, let presence):
            guard let seat = agents[agent] else { return [] }
            _ = presence
            let told = self.presence(of: agent, seat.account.capacity)
            return [.tell(seat.session, .desk(.presence(told)))]
        case .remindSilent(let agent, let id, let since):
            guard let seat = agents[agent], let tag = tag(of: id) else { return [] }
            let seconds = max(0, Int(now.since(since).milliseconds / 1_000))
            let text = "the customer of #\(tag.number) waits for an answer since \(seconds) s"
            return [.tell(seat.session, .desk(.alert(shop: tag.shop, text: text)))]
        case .refuse(let agent, let refusal):
            return agents[agent].map { refuse($0, refusal) } ?? []
        case .endSession(let session, let why): return end(session, why)
        case .beginWatch(let id, let agent):
            guard let seat = agents[agent], let tag = openTag(of: id) else { return [] }
            return [remark(seat, "you look on at #\(tag.number); /watch \(tag.number) ends it")]
                + show(id, seat)
        case .endWatch(let id, let agent):
            guard let seat = agents[agent], let tag = tag(of: id) else { return [] }
            return [remark(seat, "you do not look on at #\(tag.number) any more")]
        case .whisper(let id, let agent, let from, let text):
            return whisper(id, to: agent, from: from, text, at: now)
        case .bargeIn(let id, let agent): return stepIn(id, agent, at: now)
        case .broadcast(let text, let hearers, let from):
            let name = agents[from]?.account.name ?? from.name
            return hearers.compactMap { agents[$0] }.map {
                .tell($0.session, .desk(.broadcast(from: name, text: text)))
            }
        case .alarm(let alarm): return tell(alarm, isOver: false)
        case .alarmEnded(let alarm): return tell(alarm, isOver: true)
        case .assign, .requeue, .handBack, .close, .hold, .snooze, .tag, .prioritise, .tellHeld,
            .tellPlace, .turnAway,
            .tellUnstaffed, .setTimer:
            return []
        }
    }

    private func remark(_ seat: AgentSeat, _ text: String) -> FloorEffect {
        .tell(
            seat.session,
            .message(Notice.Message(sequence: nil, role: .system, name: "", text: text)))
    }

    private mutating func tell(_ offer: AgentDesk.Offer, at now: WallTime) -> [FloorEffect] {
        guard let seat = agents[offer.agent], let tag = openTag(of: offer.conversation),
            let conversation = seats[offer.conversation]?.conversation
        else { return [] }
        func seconds(_ duration: Duration) -> Int { Int(duration.milliseconds / 1_000) }
        let told = DeskNotice.Offer(
            tag: tag, queue: offer.queue.skill.name, language: offer.language,
            customer: conversation.name, reason: conversation.queueReason ?? .asked,
            waitedSeconds: max(0, seconds(now.since(offer.waitingSince))),
            serviceSecondsLeft: offer.dueAt.map { seconds($0.since(now)) },
            expirySeconds: max(0, seconds(offer.expiresAt.since(now))),
            lastLine: conversation.callback.map { "callback: \($0.text)" }
                ?? seats[offer.conversation]?.lastLine)
        return [.tell(seat.session, .desk(.offer(told)))]
    }

    private func tell(endOf offer: AgentDesk.Offer, _ why: AgentDesk.OfferEnd) -> [FloorEffect] {
        guard let seat = agents[offer.agent], let tag = tag(of: offer.conversation) else {
            return []
        }
        let told: DeskNotice.OfferEnd =
            switch why {
            case .skipped: .skipped
            case .expired: .expired
            case .customerGone: .withdrawn
            case .takenElsewhere, .agentGone, .queuePaused: .elsewhere
            }
        return [.tell(seat.session, .desk(.offerEnded(tag, told)))]
    }

    private mutating func end(_ session: SessionID, _ why: SessionEnd) -> [FloorEffect] {
        let text: String
        switch why {
        case .loggedInElsewhere: text = "you have logged in somewhere else; this connection ends"
        case .accountRemoved: text = "your account may not log in any more; this connection ends"
        }
        if let agent = agentOfSession.removeValue(forKey: session),
            agents[agent]?.session == session
        {
            agents[agent] = nil
        }
        return [refusal(session, .loginRefused, text, hint: nil), .endSession(session)]
    }

    /// On record as a note, told to the agent as a whisper.
    private mutating func whisper(
        _ id: ConversationID, to agent: AgentID, from: AgentID, _ text: String, at now: WallTime
    ) -> [FloorEffect] {
        let effects = tell(
            id, .people(.noted(from, text: text)), at: now, isOfTheDesk: true)
        // The agent hears it as what it is, and not as a note besides.
        return effects.map { effect in
            guard case .tell(let session, .desk(.note(var note))) = effect,
                session == agents[agent]?.session
            else { return effect }
            note.kind = .whisper
            return .tell(session, .desk(.note(note)))
        }
    }

    /// Steps in beside the agent: may speak, and is told what is said.
    private mutating func stepIn(
        _ id: ConversationID, _ agent: AgentID, at now: WallTime
    ) -> [FloorEffect] {
        guard let seat = agents[agent] else { return [] }
        if seats[id]?.guests.contains(agent) == false { seats[id]?.guests.append(agent) }
        let name = seat.account.name
        let effects = tell(
            id, .people(.steppedIn(agent, name: name)), at: now, isOfTheDesk: true)
        return effects + showCase(id, to: agent, at: now)
    }

    /// Alerts leads of shops whose endpoints were disabled, or are enabled again.
    mutating func tell(of troubles: [EndpointTrouble]) -> [FloorEffect] {
        let before = endpointTroubles
        endpointTroubles = troubles
        let over = before.filter { old in
            !troubles.contains { $0.shop == old.shop && $0.endpoint == old.endpoint }
        }
        return troubles.filter { !before.contains($0) }.flatMap {
            alert($0.text, concerning: [$0.shop])
        }
            + over.flatMap {
                alert(
                    "over: the endpoint \($0.shop)/\($0.endpoint) is told again",
                    concerning: [$0.shop])
            }
    }

    private func tell(_ alarm: DeskAlarm, isOver: Bool) -> [FloorEffect] {
        let text = isOver ? "over: \(alarm.text)" : alarm.text
        let shopsConcerned: [ShopID]
        switch alarm {
        case .queueLong(let queue), .promiseBroken(let queue), .unstaffed(let queue):
            shopsConcerned = [queue.shop]
        case .agentSilent(let agent):
            shopsConcerned = desk.profile(of: agent)?.shops.sorted() ?? []
        }
        return alert(text, concerning: shopsConcerned)
    }

    /// To every lead who is there and has one of these shops.
    private func alert(_ text: String, concerning shopsConcerned: [ShopID]) -> [FloorEffect] {
        agents.values.sorted { $0.account.id < $1.account.id }.compactMap { seat in
            guard min(seat.account.role, seat.roleMax) >= .lead,
                let shop = shopsConcerned.first(where: { seat.account.shops.includes($0) })
            else { return nil }
            return .tell(seat.session, .desk(.alert(shop: shop, text: text)))
        }
    }
}
