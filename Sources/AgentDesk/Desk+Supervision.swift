import Vocabulary

/// What leads and supervisors order.
extension Desk {
    private func check(_ agent: AgentIndex, isAtLeast role: AgentRole) throws(DeskRefusal) {
        guard agents[agent].profile.role >= role else { throw .roleTooLow(needed: role) }
    }

    // MARK: Cases

    mutating func assign(
        _ id: ConversationID, _ target: AgentID, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        try check(agent, isAtLeast: .lead)
        let index = try self.case(id, seenBy: agent)
        let shop = cases[index].facts.queue.shop
        guard let other = agentIndexes[target], agents[other].session != nil else {
            throw .noSuchAgent(target)
        }
        guard agents[other].profile.shops.contains(shop) else {
            throw .agentLacksShop(target, shop)
        }
        guard cases[index].owner != other else { throw .sameAgent(target) }
        if agents[other].presence == .off { throw .agentAway(target, .off) }
        let offer = offer(of: index)
        if offer?.agent != target {
            try checkRoom(other, for: index, isCounted: isCountedAgainstLimits(index))
        }
        if let offer { effects.append(.endOffer(offer, .takenElsewhere)) }
        if let owner = cases[index].owner {
            release(index, wrapsUp: false, at: now)
            takeOut(index)
            cases[index].facts.reason = .transferred
            effects.append(requeued(index, from: owner))
        }
        let person = agents[agent].profile.id
        give(index, to: other, decision(.assigned(by: person), index, other, at: now), at: now)
    }

    /// Whether the case takes one of the shop's and the floor's places already.
    private func isCountedAgainstLimits(_ index: CaseIndex) -> Bool {
        switch cases[index].place {
        case .offered, .withAgent: true
        case .nowhere, .inLine, .heldFor, .snoozed, .resting: false
        }
    }

    private func checkRoom(
        _ agent: AgentIndex, for index: CaseIndex, isCounted: Bool
    ) throws(DeskRefusal) {
        guard isCounted else { return try checkRoom(agent, for: index) }
        let state = agents[agent]
        guard state.usedCount < state.profile.capacity else {
            throw .agentFull(state.profile.id, capacity: state.profile.capacity)
        }
    }

    mutating func watch(_ id: ConversationID, _ agent: AgentIndex) throws(DeskRefusal) {
        try check(agent, isAtLeast: .lead)
        _ = try self.case(id, seenBy: agent)
        let person = agents[agent].profile.id
        var watchers = watchersOf[id] ?? []
        guard !watchers.contains(person) else { return }
        watchers.append(person)
        watchersOf[id] = watchers.sorted()
        effects.append(.beginWatch(id, by: person))
    }

    mutating func endWatch(_ id: ConversationID, _ agent: AgentIndex) throws(DeskRefusal) {
        let person = agents[agent].profile.id
        guard let watchers = watchersOf[id], watchers.contains(person) else {
            throw .noSuchConversation(id)
        }
        let rest = watchers.filter { $0 != person }
        watchersOf[id] = rest.isEmpty ? nil : rest
        effects.append(.endWatch(id, by: person))
    }

    /// Nothing of these shops is shown to this person any more; they are gone, or lost the shop.
    mutating func endWatches(
        of person: AgentID, in isEnded: (ShopID) -> Bool = { _ in true }
    ) {
        for id in watchersOf.keys.sorted() where watchersOf[id]?.contains(person) == true {
            let shop = caseIndexes[id].map { cases[$0].facts.queue.shop }
            guard shop.map(isEnded) ?? true else { continue }
            let rest = watchersOf[id]?.filter { $0 != person } ?? []
            watchersOf[id] = rest.isEmpty ? nil : rest
            effects.append(.endWatch(id, by: person))
        }
    }

    mutating func whisper(
        _ id: ConversationID, _ text: String, _ agent: AgentIndex
    ) throws(DeskRefusal) {
        try check(agent, isAtLeast: .lead)
        let index = try self.case(id, seenBy: agent)
        guard let owner = cases[index].owner else { throw .notYours(id, owner: nil) }
        guard text.contains(where: { !$0.isWhitespace }) else { throw .nothingSaid }
        effects.append(
            .whisper(
                id, to: agents[owner].profile.id, from: agents[agent].profile.id, text: text))
    }

    mutating func bargeIn(_ id: ConversationID, _ agent: AgentIndex) throws(DeskRefusal) {
        try check(agent, isAtLeast: .supervisor)
        let index = try self.case(id, seenBy: agent)
        guard let owner = cases[index].owner else { throw .notYours(id, owner: nil) }
        if owner == agent { throw .alreadyYours(id) }
        effects.append(.bargeIn(id, by: agents[agent].profile.id))
    }

    // MARK: Agents and queues

    mutating func force(
        _ target: AgentID, _ choice: PresenceChoice, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        try check(agent, isAtLeast: .supervisor)
        guard let other = agentIndexes[target],
            !agents[other].profile.shops.isDisjoint(with: agents[agent].profile.shops)
        else { throw .noSuchAgent(target) }
        guard agents[other].session != nil else {
            throw .agentAway(target, agents[other].presence)
        }
        agents[other].timeline.add(.forced(by: agents[agent].profile.id), at: now)
        choose(choice, other, at: now)
    }

    mutating func pause(
        _ key: QueueKey, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let queue = try queue(key, orderedBy: agent)
        queues[queue].isPaused = true
        for agent in agents.indices {
            for index in agents[agent].offered.map({ Int($0) })
            where lanes[cases[index].lane].queue == queue {
                endOffer(index, .queuePaused, at: now)
            }
        }
    }

    mutating func resume(
        _ key: QueueKey, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let queue = try queue(key, orderedBy: agent)
        queues[queue].isPaused = false
        stirred.queues.append(queue)
    }

    private func queue(
        _ key: QueueKey, orderedBy agent: AgentIndex
    ) throws(DeskRefusal) -> QueueIndex {
        try check(agent, isAtLeast: .supervisor)
        guard agents[agent].profile.shops.contains(key.shop) else {
            throw .shopNotYours(key.shop)
        }
        guard let queue = queueIndexes[key] else {
            let known = shopIndexes[key.shop].map { shops[$0].queues.map { queues[$0].key } }
            throw .noSuchQueue(key, known: known ?? [])
        }
        return queue
    }

    mutating func broadcast(
        _ text: String, _ shop: ShopID?, _ agent: AgentIndex
    ) throws(DeskRefusal) {
        try check(agent, isAtLeast: .supervisor)
        let own = agents[agent].profile
        if let shop, !own.shops.contains(shop) { throw .shopNotYours(shop) }
        guard text.contains(where: { !$0.isWhitespace }) else { throw .nothingSaid }
        let shops = shop.map { [$0] } ?? own.shops
        let hearers = agents.filter { other in
            other.session != nil && !other.profile.shops.isDisjoint(with: shops)
                && other.profile.id != own.id
        }
        effects.append(
            .broadcast(text: text, to: hearers.map(\.profile.id).sorted(), from: own.id))
    }
}
