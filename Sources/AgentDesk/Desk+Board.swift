import Vocabulary

/// What can be asked of the desk.
extension Desk {
    /// The agent as they are connected; nil if they are not known.
    public func profile(of agent: AgentID) -> AgentProfile? {
        agentIndexes[agent].map { agents[$0].profile }
    }

    public func presence(of agent: AgentID) -> Presence {
        agentIndexes[agent].map { agents[$0].presence } ?? .off
    }

    /// The session of an agent; nil if they have none.
    public func session(of agent: AgentID) -> SessionID? {
        agentIndexes[agent].flatMap { agents[$0].session }
    }

    /// By when they were taken; snoozed ones last.
    public func cases(of agent: AgentID) -> [ConversationID] {
        guard let index = agentIndexes[agent] else { return [] }
        let byTaking = { (cases: [Int32]) in
            cases.map { self.cases[Int($0)] }.sorted { $0.takenNumber < $1.takenNumber }
        }
        return (byTaking(agents[index].cases) + byTaking(agents[index].snoozed))
            .map(\.facts.conversation)
    }

    /// By when they were made.
    public func offers(to agent: AgentID) -> [Offer] {
        guard let index = agentIndexes[agent] else { return [] }
        return agents[index].offered.compactMap { offer(of: Int($0)) }
    }

    public func owner(of conversation: ConversationID) -> AgentID? {
        guard let index = caseIndexes[conversation], let owner = cases[index].owner else {
            return nil
        }
        return agents[owner].profile.id
    }

    /// Sorted by name.
    public func watchers(of conversation: ConversationID) -> [AgentID] {
        watchersOf[conversation] ?? []
    }

    /// Whether this agent may see what is said: what they have, are offered or watch, or, for leads and
    /// above, anything of their shops.
    public func maySee(_ conversation: ConversationID, _ agent: AgentID) -> Bool {
        guard let index = caseIndexes[conversation], let viewer = agentIndexes[agent],
            agents[viewer].session != nil,
            agents[viewer].profile.shops.contains(cases[index].facts.queue.shop)
        else { return false }
        if agents[viewer].profile.role >= .lead || cases[index].owner == viewer { return true }
        guard case .offered(let asked, _, _) = cases[index].place else { return false }
        return asked == viewer
    }

    /// The cases that wait and that this agent may see, the most due first.
    public func waitingCases(for viewer: AgentID) throws(DeskRefusal) -> [WaitingCase] {
        let shops = try viewing(viewer, isAtLeast: .agent).shops
        return cases.indices.filter { index in
            cases[index].isWaiting && shops.contains(cases[index].facts.queue.shop)
        }.map { (key(of: $0), cases[$0].facts) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// An agent's day; one's own, or that of someone with a common shop for leads and above.
    public func timeline(
        of agent: AgentID, for viewer: AgentID
    ) throws(DeskRefusal) -> [TimelineLine] {
        let role: AgentRole = agent == viewer ? .agent : .lead
        let shops = try viewing(viewer, isAtLeast: role).shops
        guard let index = agentIndexes[agent],
            agent == viewer || !agents[index].profile.shops.isDisjoint(with: shops)
        else { throw .noSuchAgent(agent) }
        return agents[index].timeline.all
    }

    private func viewing(
        _ viewer: AgentID, isAtLeast role: AgentRole
    ) throws(DeskRefusal) -> AgentProfile {
        guard let index = agentIndexes[viewer], agents[index].session != nil else {
            throw .notLoggedIn
        }
        guard agents[index].profile.role >= role else { throw .roleTooLow(needed: role) }
        return agents[index].profile
    }

    // MARK: Board

    /// The floor as this person may see it.
    ///
    /// - Throws: If they are no lead of anything.
    public func board(for viewer: AgentID, at now: WallTime) throws(DeskRefusal) -> BoardSnapshot {
        let shops = try viewing(viewer, isAtLeast: .lead).shops
        let standing = alarms.filter { alarm in
            switch alarm {
            case .queueLong(let queue), .promiseBroken(let queue), .unstaffed(let queue):
                return shops.contains(queue.shop)
            case .agentSilent(let agent):
                let profile = profile(of: agent)
                return profile.map { !$0.shops.isDisjoint(with: shops) } ?? false
            }
        }
        return BoardSnapshot(
            at: now, queues: queueLines(at: now) { shops.contains($0) },
            agents: agents.indices.filter { isOnBoard(agents[$0], shops) }
                .map { agentLine($0, shops) }.sorted { $0.agent < $1.agent },
            alarms: standing.sorted { $0.text < $1.text })
    }

    /// How the queues of these shops stand, in the order of the rules; for boards and figures. Takes
    /// time with every case at the desk.
    public func queueLines(
        at now: WallTime, of isShown: (ShopID) -> Bool
    ) -> [BoardSnapshot.QueueLine] {
        let shown = queues.indices.filter { isShown(queues[$0].key.shop) }
        var lines = Dictionary(
            uniqueKeysWithValues: shown.map { ($0, queueLine($0, at: now)) })
        for index in cases.indices where cases[index].isCounted {
            let queue = lanes[cases[index].lane].queue
            lines[queue]?.add(cases[index], at: now, queues[queue].rules.answerWithin)
        }
        return shown.compactMap { lines[$0] }
    }

    private func isOnBoard(_ agent: AgentState, _ shops: Set<ShopID>) -> Bool {
        !agent.isRemoved && !agent.profile.shops.isDisjoint(with: shops)
            && (agent.session != nil || agent.isStaff || agent.usedCount > 0
                || !agent.snoozed.isEmpty)
    }

    private func queueLine(_ queue: QueueIndex, at now: WallTime) -> BoardSnapshot.QueueLine {
        let state = queues[queue]
        let present = state.lanes.map { lanes[$0].onCount }.max() ?? 0
        let waits = state.lanes.compactMap { wait(at: Int(inLineCounts[$0]) + 1, in: $0) }
        return BoardSnapshot.QueueLine(
            queue: state.key, isPaused: state.isPaused, waitingCount: 0, offeredCount: 0,
            callbackCount: 0, assignedCount: state.assignedCount, longestWait: nil,
            promiseAtRiskCount: 0, promiseBrokenCount: 0, estimatedWait: waits.min(),
            presentAgentCount: present, closedCount: state.closedCount)
    }

    /// Cases of shops that the viewer does not have are left out, and their places are counted.
    private func agentLine(_ index: AgentIndex, _ shops: Set<ShopID>) -> BoardSnapshot.AgentLine {
        let state = agents[index]
        let shown = state.cases.map { cases[Int($0)] }
            .filter { shops.contains($0.facts.queue.shop) }
            .sorted { $0.takenNumber < $1.takenNumber }
        return BoardSnapshot.AgentLine(
            agent: state.profile.id, name: state.profile.name, site: state.profile.site,
            presence: state.presence, since: state.presenceSince,
            cases: shown.map(\.facts.conversation), usedCount: state.usedCount,
            offeredCount: state.offered.count, wrapUpCount: state.wrapUps.count,
            snoozedCount: state.snoozed.count, capacity: state.profile.capacity,
            unansweredCount: shown.count { $0.unansweredSince != nil },
            shops: state.profile.shops.intersection(shops).sorted())
    }
}

extension BoardSnapshot.QueueLine {
    fileprivate mutating func add(_ state: CaseState, at now: WallTime, _ promised: Duration) {
        waitingCount += 1
        if case .offered = state.place { offeredCount += 1 }
        if state.isCallback { callbackCount += 1 }
        let waited = max(.zero, now.since(state.facts.waitingSince))
        longestWait = max(longestWait ?? .zero, waited)
        guard !state.isCallback, let dueAt = state.dueAt else { return }
        if state.isBroken || dueAt <= now {
            promiseBrokenCount += 1
        } else if dueAt.since(now) * 4 <= promised {
            promiseAtRiskCount += 1
        }
    }
}

extension DeskAlarm {
    /// To sort by.
    fileprivate var text: String {
        switch self {
        case .queueLong(let queue): "1 \(queue)"
        case .promiseBroken(let queue): "2 \(queue)"
        case .unstaffed(let queue): "3 \(queue)"
        case .agentSilent(let agent): "4 \(agent)"
        }
    }
}
