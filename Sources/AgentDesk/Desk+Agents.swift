import Vocabulary

/// Agents who come, go and say whether they are there.
extension Desk {
    // MARK: Connections

    mutating func connect(_ profile: AgentProfile, _ session: SessionID, at now: WallTime) {
        let agent = agentIndexes[profile.id] ?? makeAgent(profile.id, .off, at: now)
        if let old = agents[agent].session, old != session {
            effects.append(.endSession(old, .loggedInElsewhere))
        }
        agents[agent].session = session
        adopt(profile, agent, at: now)
        if case .lost = agents[agent].presence {
            agents[agent].graceStamp &+= 1
            agents[agent].timeline.add(.cameBack, at: now)
            stand(agent, agents[agent].presenceBefore, at: now)
        } else {
            effects.append(.tellPresence(profile.id, agents[agent].presence))
        }
    }

    mutating func change(_ profile: AgentProfile, at now: WallTime) {
        guard let agent = agentIndexes[profile.id] else { return }
        adopt(profile, agent, at: now)
    }

    /// Where an agent stands in the desk's array; whoever is not known yet is taken for lost, so that
    /// what the record has with them is kept for a while.
    mutating func place(for id: AgentID, at now: WallTime) -> AgentIndex {
        if let known = agentIndexes[id] { return known }
        let until = now + rules.connectionGrace
        let agent = makeAgent(id, .lost(until: until), at: now)
        agenda.add(.graceEnds(agentIndex: Int32(agent)), stamp: 0, at: until)
        return agent
    }

    private mutating func makeAgent(
        _ id: AgentID, _ presence: Presence, at now: WallTime
    ) -> AgentIndex {
        let index = agents.count
        let unknown = AgentProfile(id: id, name: id.name, shops: [], languages: [], capacity: 0)
        agents.append(
            AgentState(profile: unknown, presence: presence, presenceSince: now, idleSince: now))
        agentIndexes[id] = index
        return index
    }

    /// What the account says now; cases of shops that it lost go back to the queue.
    private mutating func adopt(_ profile: AgentProfile, _ agent: AgentIndex, at now: WallTime) {
        guard agents[agent].profile != profile else { return }
        unseat(agent)
        agents[agent].profile = profile
        seat(agent)
        stirred.agents.append(agent)
        for index in agents[agent].offered.map({ Int($0) })
        where !profile.shops.contains(cases[index].facts.queue.shop) {
            endOffer(index, .agentGone, at: now)
        }
        for index in (agents[agent].cases + agents[agent].snoozed).map({ Int($0) })
        where !profile.shops.contains(cases[index].facts.queue.shop) {
            sendBack(index, .agentLost, at: now)
        }
        endWatches(of: profile.id) { !profile.shops.contains($0) }
        letGoHeld(agent, of: { !profile.shops.contains($0.shop) }, at: now)
        while agents[agent].usedCount > profile.capacity, let last = agents[agent].offered.last {
            endOffer(Int(last), .agentGone, at: now)
        }
        checkEveryStaffing(at: now)
    }

    mutating func disconnect(_ id: AgentID, _ session: SessionID, at now: WallTime) {
        guard let agent = agentIndexes[id], agents[agent].session == session else { return }
        agents[agent].session = nil
        withdrawOffers(agent, at: now)
        endWatches(of: id)
        agents[agent].timeline.add(.connectionLost, at: now)
        if agents[agent].presence == .off, agents[agent].cases.isEmpty { return }
        agents[agent].presenceBefore = agents[agent].presence
        agents[agent].graceStamp &+= 1
        let until = now + rules.connectionGrace
        stand(agent, .lost(until: until), at: now)
        agenda.add(
            .graceEnds(agentIndex: Int32(agent)), stamp: agents[agent].graceStamp, at: until)
    }

    mutating func logOut(_ id: AgentID, at now: WallTime) {
        guard let agent = agentIndexes[id] else { return }
        agents[agent].session = nil
        endWatches(of: id)
        depart(agent, at: now)
    }

    mutating func remove(_ id: AgentID, at now: WallTime) {
        guard let agent = agentIndexes[id] else { return }
        if let session = agents[agent].session {
            effects.append(.endSession(session, .accountRemoved))
        }
        agents[agent].session = nil
        endWatches(of: id)
        for index in agents[agent].snoozed.map({ Int($0) }) {
            guard case .snoozed(_, let until) = cases[index].place else { continue }
            sendBack(index, .agentLost, restingUntil: until, at: now)
        }
        depart(agent, at: now)
        unseat(agent)
        agents[agent].isRemoved = true
        agentIndexes[id] = nil
    }

    /// The grace is over, or the agent said that they leave: others get what they had.
    mutating func depart(_ agent: AgentIndex, at now: WallTime) {
        withdrawOffers(agent, at: now)
        agents[agent].wrapUps = []
        for index in agents[agent].cases.map({ Int($0) }) { sendBack(index, .agentLost, at: now) }
        if agents[agent].presence != .off { agents[agent].timeline.add(.wentOff, at: now) }
        stand(agent, .off, at: now)
        lower(.agentSilent(agents[agent].profile.id))
    }

    private mutating func withdrawOffers(_ agent: AgentIndex, at now: WallTime) {
        for index in agents[agent].offered { endOffer(Int(index), .agentGone, at: now) }
    }

    /// Takes a case from its agent and lets its customer wait for another one, before everyone else.
    mutating func sendBack(
        _ index: CaseIndex, _ reason: QueueReason, restingUntil: WallTime? = nil, at now: WallTime
    ) {
        guard let owner = cases[index].owner else { return }
        release(index, wrapsUp: false, at: now)
        takeOut(index)
        cases[index].facts.reason = reason
        cases[index].isReturned = true
        cases[index].passedBy = []
        pass(index, owner)
        effects.append(requeued(index, from: owner))
        enqueue(index, at: now)
        if let restingUntil { rest(index, until: restingUntil) }
    }

    func requeued(_ index: CaseIndex, from agent: AgentIndex?) -> DeskEffect {
        let facts = cases[index].facts
        return .requeue(
            facts.conversation, from: agent.map { agents[$0].profile.id }, facts.queue,
            facts.reason, waitingSince: facts.waitingSince)
    }

    // MARK: Presence

    mutating func choose(_ choice: PresenceChoice, _ agent: AgentIndex, at now: WallTime) {
        switch choice {
        case .on:
            if !agents[agent].wrapUps.isEmpty {
                agents[agent].wrapUps = []
                agents[agent].timeline.add(.wrapUpEnded, at: now)
            }
            if agents[agent].presence != .on { agents[agent].timeline.add(.cameOn, at: now) }
            agents[agent].missedOfferCount = 0
            if agents[agent].presence != .on { agents[agent].idleSince = now }
            stand(agent, .on, at: now)
            lower(.agentSilent(agents[agent].profile.id))
        case .onBreak(let reason):
            agents[agent].timeline.add(.wentOnBreak(reason: reason), at: now)
            stand(agent, .onBreak(reason: reason), at: now)
            withdrawOffers(agent, at: now)
        case .off:
            if agents[agent].presence != .off { agents[agent].timeline.add(.wentOff, at: now) }
            stand(agent, .off, at: now)
            withdrawOffers(agent, at: now)
        }
    }

    /// Takes up a presence, with what follows for those who wait.
    mutating func stand(_ agent: AgentIndex, _ presence: Presence, at now: WallTime) {
        setPresence(agent, presence, at: now)
        stirred.agents.append(agent)
        if presence != .on { letGoHeld(agent, of: { _ in true }, at: now) }
        for queue in queuesSeated(agent) { checkStaffing(of: queue) }
        for seat in agents[agent].seats { mindStaffing(of: Int(seat.lane), at: now) }
    }

    /// Cases that wait for this agent only wait for anyone from here on.
    private mutating func letGoHeld(
        _ agent: AgentIndex, of isLetGo: (QueueKey) -> Bool, at now: WallTime
    ) {
        guard agents[agent].heldRoot != DueOrder.none else { return }
        var held: [CaseIndex] = []
        order.walk(agents[agent].heldRoot) { index in
            held.append(index)
            return true
        }
        for index in held where isLetGo(cases[index].facts.queue) {
            takeOut(index)
            cases[index].transferredBy = nil
            putInLine(index, at: now)
        }
    }

    /// Each queue that this agent could answer in, once.
    func queuesSeated(_ agent: AgentIndex) -> [QueueIndex] {
        var found: [QueueIndex] = []
        for seat in agents[agent].seats {
            let queue = lanes[Int(seat.lane)].queue
            // Seats come by queue.
            if found.last != queue { found.append(queue) }
        }
        return found
    }
}
