import Vocabulary

/// What the desk looks at when its time has come.
extension Desk {
    /// Sets the shell's timer for what comes first, unless it fires soon enough already.
    mutating func setTimer(at now: WallTime) {
        // A case has three items that still matter at the most, an agent a few wrap-ups.
        if agenda.count > 4 * (caseIndexes.count + agents.count) + lanes.count + 256 {
            let desk = self
            agenda.compact { desk.isCurrent($0) }
        }
        guard let first = agenda.firstAt else { return }
        if let timerAt, timerAt <= first { return }
        timerGeneration += 1
        timerAt = first
        effects.append(
            .setTimer(
                DeskTimer(generation: timerGeneration), after: max(.zero, first.since(now))))
    }

    /// Does everything that is due; a timer that was replaced is late and does nothing.
    mutating func fire(_ timer: DeskTimer, at now: WallTime) {
        guard timer.generation == timerGeneration else { return }
        timerAt = nil
        while let item = agenda.next(dueBy: now) {
            guard isCurrent(item) else { continue }
            carryOut(item.what, at: now)
            settle(at: now)
        }
    }

    /// Whether an item's subject is still what it was when the item was written down.
    private func isCurrent(_ item: Agenda.Item) -> Bool {
        switch item.what {
        case .offerExpires(let index), .stepOpens(let index), .heldEnds(let index),
            .restEnds(let index):
            cases[Int(index)].stamp == item.stamp
        case .passesForgotten(let index), .promiseEnds(let index), .silenceChecked(let index),
            .heldTold(let index):
            cases[Int(index)].caseStamp == item.stamp
        case .graceEnds(let agent): agents[Int(agent)].graceStamp == item.stamp
        case .wrapUpEnds(let agent): !agents[Int(agent)].wrapUps.isEmpty
        case .placesTold(let lane): Int(lane) < lanes.count
        }
    }

    private mutating func carryOut(_ what: Agenda.What, at now: WallTime) {
        switch what {
        case .offerExpires(let index): expire(Int(index), at: now)
        case .stepOpens(let index), .heldEnds(let index):
            takeOut(Int(index))
            cases[Int(index)].transferredBy = nil
            putInLine(Int(index), at: now)
        case .restEnds(let index): wake(Int(index), at: now)
        case .passesForgotten(let index):
            cases[Int(index)].isAskedAgainLater = false
            cases[Int(index)].passedBy = []
            if cases[Int(index)].place == .inLine { stirred.cases.append(Int(index)) }
        case .promiseEnds(let index): breakPromise(Int(index), at: now)
        case .silenceChecked(let index): checkSilence(Int(index), at: now)
        case .heldTold(let index): tellHeld(Int(index), at: now)
        case .graceEnds(let agent):
            if case .lost = agents[Int(agent)].presence { depart(Int(agent), at: now) }
        case .wrapUpEnds(let agent): endWrapUps(Int(agent), at: now)
        case .placesTold(let lane): tellPlaces(in: Int(lane), at: now)
        }
    }

    private mutating func endWrapUps(_ agent: AgentIndex, at now: WallTime) {
        let before = agents[agent].wrapUps.count
        agents[agent].wrapUps.removeAll { $0 <= now }
        guard agents[agent].wrapUps.count < before else { return }
        agents[agent].timeline.add(.wrapUpEnded, at: now)
        stirred.agents.append(agent)
    }

    /// A snoozed case goes back to its agent if they have room, else to the queue; a callback that was
    /// asked for later waits like the others from here on.
    mutating func wake(_ index: CaseIndex, at now: WallTime) {
        switch cases[index].place {
        case .resting:
            takeOut(index)
            putInLine(index, at: now)
        case .snoozed(let agent, _):
            let isThere = agents[agent].presence == .on || isOnBreak(agent)
            if isThere, (try? checkRoom(agent, for: index)) != nil {
                give(index, to: agent, decision(.wokeUp, index, agent, at: now), at: now)
                return
            }
            takeOut(index)
            cases[index].facts.reason = isThere ? .transferred : .agentLost
            cases[index].isReturned = true
            cases[index].passedBy = []
            effects.append(requeued(index, from: agent))
            enqueue(index, at: now)
        case .nowhere, .inLine, .heldFor, .offered, .withAgent: break
        }
    }

    private func isOnBreak(_ agent: AgentIndex) -> Bool {
        if case .onBreak = agents[agent].presence { true } else { false }
    }

    /// Reminds an agent whose customer waits for an answer; later gives the case to someone else.
    private mutating func checkSilence(_ index: CaseIndex, at now: WallTime) {
        cases[index].isSilenceChecked = false
        guard case .withAgent(let agent) = cases[index].place,
            let since = cases[index].unansweredSince
        else { return }
        let shopRules = shops[queues[lanes[cases[index].lane].queue].shop].rules
        if let heldUntil = cases[index].heldUntil, heldUntil > now {
            if heldUntil < .distantFuture { checkSilenceLater(index, at: heldUntil) }
            return
        }
        // A lost agent is the grace's matter.
        if case .lost(let until) = agents[agent].presence {
            return checkSilenceLater(index, at: max(until, now + .seconds(1)))
        }
        let silence = now.since(max(since, cases[index].heldUntil ?? since))
        if silence >= shopRules.silenceRelief {
            sendBack(index, .agentLost, at: now)
            relieve(agent, at: now)
        } else if silence >= shopRules.silenceWarning {
            if !cases[index].isReminded {
                cases[index].isReminded = true
                effects.append(
                    .remindSilent(
                        agents[agent].profile.id, cases[index].facts.conversation, since: since))
            }
            checkSilenceLater(index, at: now + (shopRules.silenceRelief - silence))
        } else {
            let patience = min(shopRules.silenceWarning, shopRules.silenceRelief)
            checkSilenceLater(index, at: now + (patience - silence))
        }
    }
}
