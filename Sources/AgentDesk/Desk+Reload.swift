import Vocabulary

/// New rules while cases wait and agents work.
extension Desk {
    /// Lays the lanes out anew and puts everyone where the new rules want them; who waits keeps their
    /// first waiting time, who has a case keeps it.
    mutating func replace(_ rules: DeskRules, at now: WallTime) {
        for agent in agents.indices { unseat(agent) }
        let waiting = cases.indices.filter { cases[$0].place == .inLine }
        for index in waiting { takeOut(index) }
        let kept = Dictionary(
            queues.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let keys = Dictionary(
            uniqueKeysWithValues: caseIndexes.values.map {
                ($0, queues[lanes[cases[$0].lane].queue].key)
            })
        self.rules = rules
        keepShopsInUse(keys.values.map(\.shop), kept)
        layOutLanes()
        restoreCounts(kept)
        for (index, key) in keys.sorted(by: { $0.key < $1.key }) { relocate(index, key) }
        for agent in agents.indices where !agents[agent].isRemoved {
            seat(agent)
            stirred.agents.append(agent)
        }
        for index in waiting { putInLine(index, at: now) }
        for queue in queues.indices { checkAlarms(of: queue) }
        checkEveryStaffing(at: now)
    }

    /// A shop that was taken away is served until its last case is over.
    private mutating func keepShopsInUse(_ inUse: [ShopID], _ kept: [QueueKey: QueueState]) {
        for shop in Set(inUse) where rules.shops[shop] == nil {
            rules.shops[shop] = shopIndexes[shop].map { shops[$0].rules }
        }
    }

    private mutating func restoreCounts(_ kept: [QueueKey: QueueState]) {
        for index in queues.indices {
            guard let old = kept[queues[index].key] else { continue }
            queues[index].isPaused = old.isPaused
            queues[index].closedCount = old.closedCount
            queues[index].handlingMilliseconds = old.handlingMilliseconds
        }
        assignedCount = 0
    }

    private mutating func relocate(_ index: CaseIndex, _ key: QueueKey) {
        guard let lane = lane(for: key, cases[index].facts.language) else {
            preconditionFailure("a shop with cases is kept")
        }
        cases[index].lane = lane
        let queue = lanes[lane].queue
        cases[index].facts.queue = queues[queue].key
        if cases[index].isCounted { queues[queue].waitingCount += 1 }
        if cases[index].isBroken { queues[queue].brokenCount += 1 }
        // What is promised now holds for all, or who came before the reload would lose their turn.
        if cases[index].isCounted { promise(index) }
        switch cases[index].place {
        case .offered: enterPlace(of: index)
        case .withAgent:
            enterPlace(of: index)
            queues[queue].assignedCount += 1
        case .snoozed: queues[queue].assignedCount += 1
        case .nowhere, .inLine, .heldFor, .resting: break
        }
    }
}
