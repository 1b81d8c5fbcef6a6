import Vocabulary

/// What leads and supervisors are told without asking, and customers whom nobody can answer.
extension Desk {
    mutating func raise(_ alarm: DeskAlarm) {
        if alarms.insert(alarm).inserted { effects.append(.alarm(alarm)) }
    }

    mutating func lower(_ alarm: DeskAlarm) {
        if alarms.remove(alarm) != nil { effects.append(.alarmEnded(alarm)) }
    }

    /// After a case came into a queue, or left it.
    mutating func checkAlarms(of queue: QueueIndex) {
        let state = queues[queue]
        if let count = state.rules.alarmWaitingCount {
            if state.waitingCount >= count { raise(.queueLong(state.key)) }
            // A quarter below, so that one customer more or less does not ring the bell each time.
            if state.waitingCount * 4 <= count * 3 - 1 { lower(.queueLong(state.key)) }
        }
        if state.brokenCount == 0 { lower(.promiseBroken(state.key)) }
        if state.waitingCount == 0 { lower(.unstaffed(state.key)) }
        checkStaffing(of: queue)
    }

    /// A case still waits at the time when an answer was promised.
    mutating func breakPromise(_ index: CaseIndex, at now: WallTime) {
        guard cases[index].isCounted, !cases[index].isBroken, !cases[index].isCallback,
            let dueAt = cases[index].dueAt, dueAt <= now
        else { return }
        let queue = lanes[cases[index].lane].queue
        cases[index].isBroken = true
        queues[queue].brokenCount += 1
        raise(.promiseBroken(queues[queue].key))
    }

    // MARK: Nobody there

    /// Tells a customer who came to wait where nobody can answer.
    mutating func checkStaffing(of index: CaseIndex, at now: WallTime) {
        let lane = cases[index].lane
        checkStaffing(of: lanes[lane].queue)
        mindStaffing(of: lane, at: now)
        if lanes[lane].isAbandoned { tellUnstaffed(index, at: now) }
    }

    /// Rings or ends the alarm of a queue in which customers wait for nobody.
    mutating func checkStaffing(of queue: QueueIndex) {
        let state = queues[queue]
        guard state.waitingCount > 0 else { return }
        let isAbandoned = state.lanes.contains {
            lanes[$0].staffCount == 0 && inLineCounts[$0] > 0
        }
        if isAbandoned { raise(.unstaffed(state.key)) } else { lower(.unstaffed(state.key)) }
    }

    mutating func checkEveryStaffing(at now: WallTime) {
        for queue in queues.indices where queues[queue].waitingCount > 0 {
            checkStaffing(of: queue)
            for lane in queues[queue].lanes { mindStaffing(of: lane, at: now) }
        }
    }

    /// The last agent of a lane may have gone, or the first one come.
    mutating func mindStaffing(of lane: LaneIndex, at now: WallTime) {
        let isAbandoned = lanes[lane].staffCount == 0 && inLineCounts[lane] > 0
        guard isAbandoned != lanes[lane].isAbandoned else { return }
        lanes[lane].isAbandoned = isAbandoned
        for index in waitingCases(in: lane) {
            if isAbandoned {
                tellUnstaffed(index, at: now)
            } else {
                cases[index].isToldUnstaffed = false
            }
        }
    }

    private mutating func tellUnstaffed(_ index: CaseIndex, at now: WallTime) {
        guard !cases[index].isToldUnstaffed, !cases[index].isCallback else { return }
        cases[index].isToldUnstaffed = true
        let shop = queues[lanes[cases[index].lane].queue].shop
        effects.append(
            .tellUnstaffed(
                cases[index].facts.conversation, backAt: backAt(shops[shop].rules, after: now)))
    }
}
