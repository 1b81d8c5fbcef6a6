import Vocabulary

/// Which agent is offered which case.
extension Desk {
    // MARK: Agents with room

    /// Puts an agent with room where their lanes look for one, or takes one without room out.
    mutating func refresh(_ agent: AgentIndex) {
        agents[agent].stamp &+= 1
        guard agents[agent].hasRoom else { return }
        let state = agents[agent]
        let entry = FreeAgents.Entry(
            load: state.usedCount * 1_000 / state.profile.capacity,
            idleSince: state.idleSince.milliseconds, agent: Int32(agent), stamp: state.stamp)
        for seat in state.seats {
            let (lane, tier) = (Int(seat.lane), Int(seat.tier))
            lanes[lane].free[tier].insert(entry)
            // Each agent stands here once; the rest is what was overtaken.
            let seatCount = Int(lanes[lane].seatCounts[tier])
            if lanes[lane].free[tier].count > seatCount + seatCount / 2 + 2 {
                let agents = self.agents
                lanes[lane].free[tier].compact { agents[Int($0.agent)].stamp == $0.stamp }
            }
        }
    }

    /// The agent with room to ask next for a case in a line; nil if there is none.
    private mutating func freeAgent(for index: CaseIndex) -> AgentIndex? {
        let lane = cases[index].lane
        for tier in lanes[lane].tiers.indices
        where lanes[lane].tiers[tier].step <= Int(cases[index].step) {
            if let found = freeAgent(for: index, in: lane, tier: tier) { return found }
        }
        return nil
    }

    private mutating func freeAgent(
        for index: CaseIndex, in lane: LaneIndex, tier: Int
    ) -> AgentIndex? {
        var passed: [FreeAgents.Entry] = []
        var found: AgentIndex?
        while found == nil, let entry = lanes[lane].free[tier].first {
            if agents[Int(entry.agent)].stamp != entry.stamp {
                lanes[lane].free[tier].removeFirst()
            } else if cases[index].passedBy.contains(entry.agent) {
                lanes[lane].free[tier].removeFirst()
                passed.append(entry)
            } else {
                found = Int(entry.agent)
            }
        }
        for entry in passed { lanes[lane].free[tier].insert(entry) }
        return found
    }

    // MARK: Matching

    /// Offers what the event under way made it possible to offer.
    mutating func settle(at now: WallTime) {
        while !stirred.cases.isEmpty || !stirred.agents.isEmpty || !stirred.queues.isEmpty
            || stirred.isEveryQueue
        {
            let stirred = self.stirred
            self.stirred = Stirred()
            // A place of a shop or the floor goes to whoever is most due for it, before anyone else.
            if stirred.isEveryQueue || !stirred.queues.isEmpty {
                for agent in stirred.agents { refresh(agent) }
                routeWaiting(
                    in: stirred.isEveryQueue ? Array(queues.indices) : stirred.queues, at: now)
            }
            for agent in stirred.agents { serve(agent, at: now) }
            if stirred.cases.count == 1 {
                route(stirred.cases[0], at: now)
            } else {
                let waiting = stirred.cases.filter { cases[$0].place == .inLine }
                let byDue = waiting.sorted { order.key(of: $0) < order.key(of: $1) }
                for index in byDue { route(index, at: now) }
            }
            for index in stirred.cases { tellFirstPlace(index, at: now) }
        }
    }

    /// Whether nothing may be offered out of this queue now.
    func isBlocked(_ queue: QueueIndex) -> Bool {
        queues[queue].isPaused || shops[queues[queue].shop].isFull || isFull
    }

    var isFull: Bool { rules.assignedCountMax.map { assignedCount >= $0 } ?? false }

    /// Offers a case that is in a line to an agent with room, if there is one.
    @discardableResult
    mutating func route(_ index: CaseIndex, at now: WallTime) -> Bool {
        guard cases[index].place == .inLine else { return false }
        guard !isBlocked(lanes[cases[index].lane].queue), let agent = freeAgent(for: index) else {
            // Whoever has room has passed: ask again when they have had time to finish something. So
            // too where the queue is blocked, or on a floor that is always full they never are asked.
            if !cases[index].passedBy.isEmpty { askAgainLater(index, at: now) }
            return false
        }
        offer(index, to: agent, .longestIdle, at: now)
        refresh(agent)
        return true
    }

    /// Offers to an agent what is most due for them, as long as they have room.
    mutating func serve(_ agent: AgentIndex, at now: WallTime) {
        while agents[agent].hasRoom, let index = mostDue(for: agent, at: now) {
            offer(index, to: agent, wayOfMostDue(index, agent), at: now)
        }
        refresh(agent)
    }

    private func wayOfMostDue(_ index: CaseIndex, _ agent: AgentIndex) -> RoutingReason.Way {
        guard case .heldFor = cases[index].place else { return .mostDue }
        if let colleague = cases[index].transferredBy {
            return .transferred(by: agents[Int(colleague)].profile.id)
        }
        return .knownAgent
    }

    /// The case that this agent should be offered; nil if there is none for them.
    private func mostDue(for agent: AgentIndex, at now: WallTime) -> CaseIndex? {
        guard !isFull else { return nil }
        var best: CaseIndex?
        var bestKey = DueKey.last
        if agents[agent].heldRoot != DueOrder.none {
            order.walk(agents[agent].heldRoot) { index in
                guard !isBlocked(lanes[cases[index].lane].queue),
                    cases[index].transferredBy != nil || isOpen(index, to: agent, at: now)
                else { return true }
                (best, bestKey) = (index, order.key(of: index))
                return false
            }
        }
        for seat in agents[agent].seats where inLineCounts[Int(seat.lane)] > 0 {
            let lane = Int(seat.lane)
            for step in Int(seat.step)..<lanes[lane].delays.count {
                let line = lines[lanes[lane].firstLine + step]
                guard line.headKey < bestKey, !isBlocked(lanes[lane].queue),
                    let index = notPassed(by: agent, in: line)
                else { continue }
                let key = order.key(of: index)
                if key < bestKey { (best, bestKey) = (index, key) }
            }
        }
        return best
    }

    /// The first of a line that this agent has not passed.
    private func notPassed(by agent: AgentIndex, in line: Line) -> CaseIndex? {
        let head = Int(line.head)
        guard cases[head].passedBy.contains(Int32(agent)) else { return head }
        var found: CaseIndex?
        order.walk(line.root) { index in
            guard cases[index].passedBy.contains(Int32(agent)) else {
                found = index
                return false
            }
            return true
        }
        return found
    }

    /// Offers what can be offered out of these queues, the most due first: after a pause, and when a
    /// shop or the floor is not full any more.
    private mutating func routeWaiting(in wanted: [QueueIndex], at now: WallTime) {
        var refused: Set<CaseIndex> = []
        // Lines for which nobody has room; only those who passed a case stand between it and the next.
        var exhausted: Set<Int> = []
        while let (index, line) = mostDue(in: wanted, besides: refused, exhausted) {
            if route(index, at: now) { continue }
            refused.insert(index)
            if cases[index].passedBy.isEmpty { exhausted.insert(line) }
        }
        for agent in agents.indices where agents[agent].heldRoot != DueOrder.none {
            serve(agent, at: now)
        }
    }

    private func mostDue(
        in wanted: [QueueIndex], besides refused: Set<CaseIndex>, _ exhausted: Set<Int>
    ) -> (index: CaseIndex, line: Int)? {
        var best: (index: CaseIndex, line: Int)?
        var bestKey = DueKey.last
        for queue in wanted where queues[queue].waitingCount > 0 && !isBlocked(queue) {
            for lane in queues[queue].lanes where inLineCounts[lane] > 0 {
                let first = lanes[lane].firstLine
                for line in first..<first + lanes[lane].delays.count
                where lines[line].headKey < bestKey && !exhausted.contains(line) {
                    order.walk(lines[line].root) { index in
                        guard !refused.contains(index) else { return true }
                        let key = order.key(of: index)
                        if key < bestKey { (best, bestKey) = ((index, line), key) }
                        return false
                    }
                }
            }
        }
        return best
    }

    // MARK: Lines

    /// Puts a case into its lane's line, at the step that its waiting has reached.
    mutating func putInLine(_ index: CaseIndex, at now: WallTime) {
        let lane = cases[index].lane
        let waited = now.since(cases[index].relaxedSince)
        let step = max(0, (lanes[lane].delays.lastIndex { $0 <= waited } ?? 0))
        cases[index].step = Int32(step)
        cases[index].stamp &+= 1
        cases[index].place = .inLine
        let line = lanes[lane].firstLine + step
        order.insert(index, key(of: index), into: &lines[line].root)
        inLineCounts[lane] += 1
        mendHead(of: line)
        if step + 1 < lanes[lane].delays.count {
            agenda.add(
                .stepOpens(caseIndex: Int32(index)), stamp: cases[index].stamp,
                at: cases[index].relaxedSince + lanes[lane].delays[step + 1])
        }
        stirred.cases.append(index)
        tellPlacesLater(in: lane, at: now)
    }

    /// Takes a case out of where it waits; out of its offer as well, which ends unseen by anyone.
    mutating func takeOut(_ index: CaseIndex) {
        cases[index].stamp &+= 1
        switch cases[index].place {
        case .inLine:
            let lane = cases[index].lane
            let line = lanes[lane].firstLine + Int(cases[index].step)
            order.remove(index, from: &lines[line].root)
            inLineCounts[lane] -= 1
            mendHead(of: line)
        case .heldFor(let agent, _):
            order.remove(index, from: &agents[agent].heldRoot)
        case .offered(let agent, _, _):
            agents[agent].offered.removeAll { $0 == Int32(index) }
            stirred.agents.append(agent)
            leavePlace(of: index)
        case .withAgent(let agent):
            agents[agent].cases.removeAll { $0 == Int32(index) }
            stirred.agents.append(agent)
            queues[lanes[cases[index].lane].queue].assignedCount -= 1
            leavePlace(of: index)
        case .snoozed(let agent, _):
            agents[agent].snoozed.removeAll { $0 == Int32(index) }
            queues[lanes[cases[index].lane].queue].assignedCount -= 1
        case .nowhere, .resting: break
        }
        cases[index].place = .nowhere
    }

    private mutating func leavePlace(of index: CaseIndex) {
        let shop = queues[lanes[cases[index].lane].queue].shop
        if isFull { stirred.isEveryQueue = true }
        if shops[shop].isFull { stirred.queues += shops[shop].queues }
        shops[shop].assignedCount -= 1
        assignedCount -= 1
    }

    mutating func enterPlace(of index: CaseIndex) {
        shops[queues[lanes[cases[index].lane].queue].shop].assignedCount += 1
        assignedCount += 1
    }

    private mutating func mendHead(of line: Int) {
        guard let head = order.first(lines[line].root) else {
            lines[line].head = DueOrder.none
            lines[line].headKey = .last
            return
        }
        lines[line].head = Int32(head)
        lines[line].headKey = order.key(of: head)
    }

    /// When an answer is due, the head start of the priority taken off: all cases age alike, so the
    /// order of two cases never changes, and nobody is overtaken for ever.
    func key(of index: CaseIndex) -> DueKey {
        let state = cases[index]
        let queueRules = queues[lanes[state.lane].queue].rules
        let since = state.facts.waitingSince.milliseconds
        let promised = state.dueAt?.milliseconds ?? since + queueRules.answerWithin.milliseconds
        let headStart = queueRules.headStarts[state.facts.priority]?.milliseconds ?? 0
        return DueKey(
            due: state.isReturned ? DueKey.returnedDue : promised - headStart, since: since,
            number: state.facts.conversation.number)
    }
}
