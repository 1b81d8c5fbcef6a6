import Vocabulary

/// From the offer to the case being with an agent, or to the next one being asked.
extension Desk {
    /// Shows a waiting case to one agent with room.
    mutating func offer(
        _ index: CaseIndex, to agent: AgentIndex, _ way: RoutingReason.Way, at now: WallTime
    ) {
        takeOut(index)
        lastOffer += 1
        let id = OfferID(lastOffer)
        let expiresAt = now + rules.offerExpiry
        cases[index].place = .offered(agent, id, expiresAt: expiresAt)
        cases[index].decision = decision(way, index, agent, at: now)
        agents[agent].offered.append(Int32(index))
        agents[agent].idleSince = now
        enterPlace(of: index)
        agenda.add(
            .offerExpires(caseIndex: Int32(index)), stamp: cases[index].stamp, at: expiresAt)
        agents[agent].timeline.add(.offered(cases[index].facts.conversation), at: now)
        if let offer = offer(of: index) { effects.append(.offer(offer)) }
    }

    /// The offer that a case is in; nil if it is in none.
    func offer(of index: CaseIndex) -> Offer? {
        let state = cases[index]
        guard case .offered(let agent, let id, let expiresAt) = state.place,
            let reason = self.reason(of: index)
        else { return nil }
        return Offer(
            id: id, agent: agents[agent].profile.id, conversation: state.facts.conversation,
            queue: state.facts.queue, language: state.facts.language,
            priority: state.facts.priority, waitingSince: state.facts.waitingSince,
            dueAt: state.dueAt, expiresAt: expiresAt, isCallback: state.isCallback,
            reason: reason)
    }

    func decision(
        _ way: RoutingReason.Way, _ index: CaseIndex, _ agent: AgentIndex, at now: WallTime
    ) -> CaseState.Decision {
        let lane = cases[index].lane
        let seat = agents[agent].seats.first { $0.lane == Int32(lane) }
        let delay = seat.map { lanes[lane].delays[Int($0.step)] } ?? .zero
        return CaseState.Decision(
            way: way, candidateCount: Int32(lanes[lane].staffCount),
            waitedMilliseconds: max(0, now.since(cases[index].facts.waitingSince).milliseconds),
            eligibleAfterMilliseconds: delay.milliseconds, decidedAt: now,
            passedBy: cases[index].passedBy)
    }

    /// The reason of the last decision about a case; nil before the first one.
    func reason(of index: CaseIndex) -> RoutingReason? {
        cases[index].decision.map { decision in
            RoutingReason(
                way: decision.way, queue: cases[index].facts.queue,
                waited: .milliseconds(decision.waitedMilliseconds),
                eligibleAfter: .milliseconds(decision.eligibleAfterMilliseconds),
                candidateCount: Int(decision.candidateCount),
                passedBy: decision.passedBy.map { agents[Int($0)].profile.id },
                decidedAt: decision.decidedAt)
        }
    }

    // MARK: Answers of the agent

    mutating func accept(
        _ id: OfferID, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        if let twice = agents[agent].cases.first(where: { cases[Int($0)].acceptedOffer == id }) {
            throw .alreadyYours(cases[Int(twice)].facts.conversation)
        }
        let index = try offered(id, to: agent)
        guard let decision = cases[index].decision else { throw .offerGone }
        agents[agent].missedOfferCount = 0
        give(index, to: agent, decision, at: now)
        cases[index].acceptedOffer = id
    }

    mutating func skip(_ id: OfferID, _ agent: AgentIndex, at now: WallTime) throws(DeskRefusal) {
        let index = try offered(id, to: agent)
        agents[agent].missedOfferCount = 0
        agents[agent].timeline.add(.offerSkipped(cases[index].facts.conversation), at: now)
        endOffer(index, .skipped, at: now)
    }

    private func offered(_ id: OfferID, to agent: AgentIndex) throws(DeskRefusal) -> CaseIndex {
        let found = agents[agent].offered.first { index in
            guard case .offered(_, let other, _) = cases[Int(index)].place else { return false }
            return other == id
        }
        guard let found else { throw .offerGone }
        return Int(found)
    }

    /// Takes a waiting case by hand.
    mutating func pick(
        _ id: ConversationID, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try self.case(id, seenBy: agent)
        if case .offered(let owner, let offer, _) = cases[index].place, owner == agent {
            return try accept(offer, agent, at: now)
        }
        if let owner = cases[index].owner {
            if owner == agent { throw .alreadyYours(id) }
            throw .notWaiting(id, owner: agents[owner].profile.id)
        }
        if case .offered(let owner, _, _) = cases[index].place {
            throw .notWaiting(id, owner: agents[owner].profile.id)
        }
        try checkRoom(agent, for: index)
        give(index, to: agent, decision(.picked, index, agent, at: now), at: now)
    }

    /// Whether an agent could be given a case that has no place yet.
    func checkRoom(_ agent: AgentIndex, for index: CaseIndex) throws(DeskRefusal) {
        let state = agents[agent]
        let shop = shops[queues[lanes[cases[index].lane].queue].shop]
        guard state.usedCount < state.profile.capacity else {
            throw .agentFull(state.profile.id, capacity: state.profile.capacity)
        }
        if shop.isFull, let countMax = shop.rules.assignedCountMax {
            throw .shopFull(shop.rules.shop, countMax: countMax)
        }
        if isFull, let countMax = rules.assignedCountMax { throw .floorFull(countMax: countMax) }
    }

    /// The agent has the case from here on. Room was checked, or reserved by the offer.
    mutating func give(
        _ index: CaseIndex, to agent: AgentIndex, _ decision: CaseState.Decision, at now: WallTime
    ) {
        takeOut(index)
        countWaiting(index, false)
        cases[index].place = .withAgent(agent)
        cases[index].decision = decision
        cases[index].assignedAt = now
        cases[index].isReturned = false
        cases[index].transferredBy = nil
        lastTaken += 1
        cases[index].takenNumber = lastTaken
        agents[agent].cases.append(Int32(index))
        agents[agent].idleSince = now
        enterPlace(of: index)
        queues[lanes[cases[index].lane].queue].assignedCount += 1
        stirred.agents.append(agent)
        owe(index, at: now)
        let facts = cases[index].facts
        agents[agent].timeline.add(.tookOver(facts.conversation), at: now)
        cases[index].facts.lastAgent = agents[agent].profile.id
        guard let reason = self.reason(of: index) else { return }
        effects.append(
            .assign(
                Assignment(
                    conversation: facts.conversation, agent: agents[agent].profile.id,
                    queue: facts.queue, language: facts.language,
                    waitingSince: facts.waitingSince, reason: reason)))
    }

    // MARK: Ends of offers

    /// Ends an offer and lets the case wait on where it was; the agent is not asked again at once.
    mutating func endOffer(_ index: CaseIndex, _ end: OfferEnd, at now: WallTime) {
        guard case .offered(let agent, _, _) = cases[index].place, let offer = offer(of: index)
        else { return }
        effects.append(.endOffer(offer, end))
        switch end {
        case .skipped, .expired: pass(index, agent)
        case .customerGone, .takenElsewhere, .agentGone, .queuePaused: break
        }
        takeOut(index)
        putInLine(index, at: now)
    }

    /// Remembers that an agent has had this case, so that others are asked first.
    mutating func pass(_ index: CaseIndex, _ agent: AgentIndex) {
        cases[index].passedBy.removeAll { $0 == Int32(agent) }
        cases[index].passedBy.append(Int32(agent))
        if cases[index].passedBy.count > CaseState.passCountMax {
            cases[index].passedBy.removeFirst()
        }
    }

    /// The agent let the offer expire; whoever does so too often is not there.
    mutating func expire(_ index: CaseIndex, at now: WallTime) {
        guard case .offered(let agent, _, _) = cases[index].place else { return }
        agents[agent].timeline.add(.offerExpired(cases[index].facts.conversation), at: now)
        agents[agent].missedOfferCount += 1
        endOffer(index, .expired, at: now)
        if agents[agent].missedOfferCount >= rules.missedOfferCountMax {
            relieve(agent, at: now)
        }
    }

    /// Puts an agent who does not answer on break and says so.
    mutating func relieve(_ agent: AgentIndex, at now: WallTime) {
        agents[agent].missedOfferCount = 0
        stand(agent, .onBreak(reason: Self.silentReason), at: now)
        agents[agent].timeline.add(.wentOnBreak(reason: Self.silentReason), at: now)
        raise(.agentSilent(agents[agent].profile.id))
    }

    /// The reason of a break that the desk itself decided.
    public static let silentReason = "not answering"

    /// Everyone with room has passed this case: forget it after the time of an offer.
    mutating func askAgainLater(_ index: CaseIndex, at now: WallTime) {
        guard !cases[index].isAskedAgainLater else { return }
        cases[index].isAskedAgainLater = true
        agenda.add(
            .passesForgotten(caseIndex: Int32(index)), stamp: cases[index].caseStamp,
            at: now + rules.offerExpiry)
    }
}
