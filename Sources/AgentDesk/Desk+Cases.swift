import BusinessTime
import Vocabulary

/// Cases that come, wait and end.
extension Desk {
    /// A customer waits for a person.
    mutating func takeIn(_ facts: WaitingCase, at now: WallTime) {
        if caseIndexes[facts.conversation] != nil { return reconcile(facts, .waiting, at: now) }
        guard let lane = lane(for: facts.queue, facts.language) else {
            return effects.append(.turnAway(facts.conversation, .closed(backAt: nil)))
        }
        let queue = queues[lanes[lane].queue]
        if queue.isPaused { return effects.append(.turnAway(facts.conversation, .paused)) }
        if queue.waitingCount >= queue.rules.waitingCountMax {
            return effects.append(.turnAway(facts.conversation, .full))
        }
        enqueue(makeCase(facts, in: lane), at: now)
    }

    /// Makes the desk agree with the record.
    mutating func reconcile(_ facts: WaitingCase, _ standing: Standing, at now: WallTime) {
        let id = facts.conversation
        if let known = caseIndexes[id] {
            if agrees(cases[known], facts, standing) { return }
            if let offer = offer(of: known) { effects.append(.endOffer(offer, .takenElsewhere)) }
            forget(known, keepingWatchers: true)
        }
        guard standing != .elsewhere, let lane = lane(for: facts.queue, facts.language) else {
            return
        }
        let index = makeCase(facts, in: lane)
        switch standing {
        case .elsewhere, .waiting: enqueue(index, at: now)
        case .withAgent(let owner): restore(index, to: place(for: owner, at: now), at: now)
        case .onHold(let owner, let until):
            restore(index, to: place(for: owner, at: now), at: now)
            beginHold(index, until, at: now)
        case .snoozed(let owner, let until):
            putToRest(index, with: place(for: owner, at: now), until: until)
        }
    }

    private func agrees(_ known: CaseState, _ facts: WaitingCase, _ standing: Standing) -> Bool {
        switch standing {
        case .elsewhere: false
        case .waiting: known.isWaiting && known.facts.queue == facts.queue
        case .withAgent(let agent): isWith(agent, known) && known.heldUntil == nil
        case .onHold(let agent, let until):
            isWith(agent, known) && known.heldUntil == until ?? .distantFuture
        case .snoozed(let agent, let until):
            agentIndexes[agent].map { known.place == .snoozed($0, until: until) } ?? false
        }
    }

    private func isWith(_ agent: AgentID, _ known: CaseState) -> Bool {
        agentIndexes[agent].map { known.place == .withAgent($0) } ?? false
    }

    /// The record has the case with this agent: whether they have room is not asked any more.
    private mutating func restore(_ index: CaseIndex, to agent: AgentIndex, at now: WallTime) {
        cases[index].place = .withAgent(agent)
        cases[index].decision = decision(.restored, index, agent, at: now)
        cases[index].assignedAt = now
        lastTaken += 1
        cases[index].takenNumber = lastTaken
        agents[agent].cases.append(Int32(index))
        enterPlace(of: index)
        queues[lanes[cases[index].lane].queue].assignedCount += 1
        stirred.agents.append(agent)
        owe(index, at: now)
        // What was promised to them meanwhile gives way.
        while agents[agent].usedCount > agents[agent].profile.capacity,
            let offered = agents[agent].offered.last
        {
            endOffer(Int(offered), .agentGone, at: now)
        }
    }

    private mutating func makeCase(_ facts: WaitingCase, in lane: LaneIndex) -> CaseIndex {
        var state = CaseState(facts: facts, lane: lane, relaxedSince: facts.waitingSince)
        state.facts.queue = queues[lanes[lane].queue].key
        state.isReturned = facts.reason == .agentLost
        let index = spareCases.popLast() ?? cases.count
        if index == cases.count {
            cases.growByQuarter()
            cases.append(state)
            order.makeRoom(for: index)
        } else {
            state.stamp = cases[index].stamp &+ 1
            state.caseStamp = cases[index].caseStamp &+ 1
            cases[index] = state
        }
        caseIndexes[facts.conversation] = index
        return index
    }

    /// Lets a case wait: for the agent whom its customer knows, or in its lane.
    mutating func enqueue(_ index: CaseIndex, at now: WallTime) {
        let queue = queues[lanes[cases[index].lane].queue]
        let shopRules = shops[queue.shop].rules
        cases[index].positionTold = 0
        cases[index].unansweredSince = nil
        countWaiting(index, true)
        promise(index)
        if shopRules.stickyPatience > .zero, cases[index].facts.reason != .transferred,
            let known = cases[index].facts.lastAgent.flatMap({ agentIndexes[$0] }),
            agents[known].presence == .on, isOpen(index, to: known, at: now)
        {
            keep(index, for: known, until: now + shopRules.stickyPatience)
        } else {
            putInLine(index, at: now)
        }
        checkStaffing(of: index, at: now)
    }

    /// Whether a case has waited long enough that an agent comes into question. Knowing the customer
    /// does not make up for a language or a skill.
    func isOpen(_ index: CaseIndex, to agent: AgentIndex, at now: WallTime) -> Bool {
        let lane = cases[index].lane
        guard let seat = agents[agent].seats.first(where: { $0.lane == Int32(lane) }) else {
            return false
        }
        return now.since(cases[index].relaxedSince) >= lanes[lane].delays[Int(seat.step)]
    }

    /// Works out when an answer is due by the rules in force.
    mutating func promise(_ index: CaseIndex) {
        let queue = queues[lanes[cases[index].lane].queue]
        let dueAt = shops[queue.shop].rules.hours.time(
            after: queue.rules.answerWithin, of: cases[index].facts.waitingSince)
        cases[index].dueAt = dueAt
        guard let dueAt else { return }
        agenda.add(
            .promiseEnds(caseIndex: Int32(index)), stamp: cases[index].caseStamp, at: dueAt)
    }

    /// Lets a case wait for one agent, until others are asked.
    mutating func keep(_ index: CaseIndex, for agent: AgentIndex, until: WallTime) {
        cases[index].stamp &+= 1
        cases[index].place = .heldFor(agent, until: until)
        order.insert(index, key(of: index), into: &agents[agent].heldRoot)
        agenda.add(.heldEnds(caseIndex: Int32(index)), stamp: cases[index].stamp, at: until)
        stirred.agents.append(agent)
        stirred.cases.append(index)
    }

    /// The only way in which a case begins or ends to count as waiting.
    mutating func countWaiting(_ index: CaseIndex, _ isWaiting: Bool) {
        guard cases[index].isCounted != isWaiting else { return }
        cases[index].isCounted = isWaiting
        let queue = lanes[cases[index].lane].queue
        queues[queue].waitingCount += isWaiting ? 1 : -1
        if !isWaiting, cases[index].isBroken {
            cases[index].isBroken = false
            queues[queue].brokenCount -= 1
        }
        checkAlarms(of: queue)
    }

    /// Closed by the customer, or back with the bot. Late if it is over already.
    mutating func end(_ id: ConversationID, at now: WallTime) {
        guard let index = caseIndexes[id] else { return }
        if let offer = offer(of: index) { effects.append(.endOffer(offer, .customerGone)) }
        release(index, wrapsUp: true, at: now)
        forget(index)
    }

    /// Takes a case from its agent, if it has one.
    mutating func release(_ index: CaseIndex, wrapsUp: Bool, at now: WallTime) {
        guard case .withAgent(let agent) = cases[index].place else { return }
        let queue = lanes[cases[index].lane].queue
        let wrapUp = wrapsUp ? shops[queues[queue].shop].rules.wrapUp : .zero
        if wrapsUp, let since = cases[index].assignedAt {
            learn(now.since(since) + wrapUp, in: queue)
        }
        takeOut(index)
        agents[agent].idleSince = now
        agents[agent].timeline.add(.letGo(cases[index].facts.conversation), at: now)
        guard wrapUp > .zero, agents[agent].session != nil else { return }
        agents[agent].wrapUps.append(now + wrapUp)
        agenda.add(.wrapUpEnds(agentIndex: Int32(agent)), stamp: 0, at: now + wrapUp)
    }

    /// Nothing of the case stays.
    mutating func forget(_ index: CaseIndex, keepingWatchers: Bool = false) {
        let id = cases[index].facts.conversation
        takeOut(index)
        countWaiting(index, false)
        cases[index].caseStamp &+= 1
        caseIndexes[id] = nil
        spareCases.append(index)
        guard !keepingWatchers, let watchers = watchersOf.removeValue(forKey: id) else { return }
        for watcher in watchers { effects.append(.endWatch(id, by: watcher)) }
    }

    /// The later a case ended, the more it says: a mean that forgets, with the last sixteenth new.
    private mutating func learn(_ handling: Duration, in queue: QueueIndex) {
        let seen = Double(max(0, handling.milliseconds))
        queues[queue].handlingMilliseconds += (seen - queues[queue].handlingMilliseconds) / 16
    }

    // MARK: While it waits

    mutating func setLanguage(_ id: ConversationID, _ language: Language, at now: WallTime) {
        guard let index = caseIndexes[id], cases[index].facts.language != language else { return }
        cases[index].facts.language = language
        guard let lane = lane(for: cases[index].facts.queue, language),
            lane != cases[index].lane
        else { return }
        switch cases[index].place {
        case .inLine:
            takeOut(index)
            cases[index].lane = lane
            putInLine(index, at: now)
            checkStaffing(of: index, at: now)
        case .heldFor, .offered, .withAgent, .snoozed, .resting, .nowhere:
            // Both lanes are of one queue; whoever has the case keeps it. An agent for whom it waits,
            // and who does not speak this language, is not asked: others are, when the time is over.
            cases[index].lane = lane
        }
    }

    mutating func wishCallback(_ id: ConversationID, _ notBefore: WallTime?, at now: WallTime) {
        guard let index = caseIndexes[id], cases[index].isWaiting else { return }
        cases[index].isCallback = true
        guard let notBefore, notBefore > now else { return }
        if let offer = offer(of: index) { effects.append(.endOffer(offer, .customerGone)) }
        rest(index, until: notBefore)
    }

    /// Lets a waiting case sleep.
    mutating func rest(_ index: CaseIndex, until: WallTime) {
        takeOut(index)
        cases[index].place = .resting(until: until)
        agenda.add(.restEnds(caseIndex: Int32(index)), stamp: cases[index].stamp, at: until)
    }
}
