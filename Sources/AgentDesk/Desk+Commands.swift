import BusinessTime
import Vocabulary

/// What agents do with their cases.
extension Desk {
    /// A case that this agent may know of.
    ///
    /// - Throws: If there is none, or it is of a shop that is not theirs.
    func `case`(
        _ id: ConversationID, seenBy agent: AgentIndex
    ) throws(DeskRefusal) -> CaseIndex {
        guard let index = caseIndexes[id] else { throw .noSuchConversation(id) }
        let shop = cases[index].facts.queue.shop
        guard agents[agent].profile.shops.contains(shop) else { throw .shopNotYours(shop) }
        return index
    }

    /// A case that this agent has.
    private func own(
        _ id: ConversationID, _ agent: AgentIndex
    ) throws(DeskRefusal) -> CaseIndex {
        let index = try self.case(id, seenBy: agent)
        guard cases[index].owner == agent else {
            throw .notYours(id, owner: cases[index].owner.map { agents[$0].profile.id })
        }
        return index
    }

    // MARK: Transfer

    mutating func transfer(
        _ id: ConversationID, _ target: TransferTarget, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try own(id, agent)
        switch target {
        case .agent(let colleague):
            let other = try transferable(to: colleague, from: agent, cases[index].facts.queue.shop)
            move(index, from: agent, to: cases[index].lane, holdingFor: other, at: now)
        case .skill(let skill):
            let lane = try lane(of: skill, cases[index])
            move(index, from: agent, to: lane, holdingFor: nil, at: now)
        case .language(let language):
            let lane = try lane(of: language, cases[index])
            cases[index].facts.language = language
            move(index, from: agent, to: lane, holdingFor: nil, at: now)
        }
    }

    private func transferable(
        to id: AgentID, from agent: AgentIndex, _ shop: ShopID
    ) throws(DeskRefusal) -> AgentIndex {
        guard let other = agentIndexes[id], agents[other].session != nil || agents[other].isStaff
        else { throw .noSuchAgent(id) }
        guard other != agent else { throw .sameAgent(id) }
        guard agents[other].profile.shops.contains(shop) else { throw .agentLacksShop(id, shop) }
        guard agents[other].presence == .on else { throw .agentAway(id, agents[other].presence) }
        guard agents[other].profile.capacity > 0 else { throw .agentFull(id, capacity: 0) }
        return other
    }

    private func lane(of skill: Skill, _ state: CaseState) throws(DeskRefusal) -> LaneIndex {
        let key = QueueKey(shop: state.facts.queue.shop, skill: skill)
        guard queueIndexes[key] != nil, let lane = lane(for: key, state.facts.language) else {
            let known = shopIndexes[key.shop].map { shops[$0].queues.map { queues[$0].key.skill } }
            throw .noSuchSkill(skill, known: known ?? [])
        }
        try checkTaken(lane, from: state)
        return lane
    }

    private func lane(
        of language: Language, _ state: CaseState
    ) throws(DeskRefusal) -> LaneIndex {
        let known = shopIndexes[state.facts.queue.shop].map { shops[$0].rules.languages } ?? []
        guard known.contains(language), let lane = lane(for: state.facts.queue, language) else {
            throw .noSuchLanguage(language, known: known)
        }
        try checkTaken(lane, from: state)
        return lane
    }

    /// Whether a customer would be served in this lane by someone else than who has them.
    private func checkTaken(_ lane: LaneIndex, from state: CaseState) throws(DeskRefusal) {
        let queue = queues[lanes[lane].queue]
        guard queue.waitingCount < queue.rules.waitingCountMax else {
            throw .queueFull(queue.key, countMax: queue.rules.waitingCountMax)
        }
        let ownCount = state.owner.map { owner in
            agents[owner].isStaff && agents[owner].seats.contains { $0.lane == Int32(lane) } ? 1 : 0
        }
        guard lanes[lane].staffCount > ownCount ?? 0 else {
            throw .nobodyThere(queue.key, lanes[lane].language)
        }
    }

    private mutating func move(
        _ index: CaseIndex, from agent: AgentIndex, to lane: LaneIndex,
        holdingFor other: AgentIndex?, at now: WallTime
    ) {
        release(index, wrapsUp: false, at: now)
        takeOut(index)
        cases[index].lane = lane
        cases[index].facts.queue = queues[lanes[lane].queue].key
        cases[index].facts.reason = .transferred
        cases[index].relaxedSince = now
        cases[index].decision = nil
        cases[index].passedBy = []
        pass(index, agent)
        effects.append(requeued(index, from: agent))
        enqueue(index, at: now)
        guard let other else { return }
        takeOut(index)
        cases[index].transferredBy = Int32(agent)
        keep(index, for: other, until: now + rules.transferPatience)
    }

    // MARK: Bot, hold, snooze

    mutating func handToBot(
        _ id: ConversationID, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try own(id, agent)
        effects.append(.handBack(id, from: agents[agent].profile.id))
        release(index, wrapsUp: false, at: now)
        forget(index)
    }

    mutating func hold(
        _ id: ConversationID, _ until: WallTime?, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try own(id, agent)
        if let until { try checkMoment(until, at: now) }
        beginHold(index, until, at: now)
        effects.append(.hold(id, by: agents[agent].profile.id, until: until))
    }

    /// No reminders until then; at the end the customer is owed an answer, whoever spoke last.
    mutating func beginHold(_ index: CaseIndex, _ until: WallTime?, at now: WallTime) {
        cases[index].heldUntil = until ?? .distantFuture
        owe(index, at: now)
        tellHeldLater(index, at: now)
    }

    private mutating func tellHeldLater(_ index: CaseIndex, at now: WallTime) {
        let moment = now + rules.holdInterval
        cases[index].heldToldAt = moment
        agenda.add(.heldTold(caseIndex: Int32(index)), stamp: cases[index].caseStamp, at: moment)
    }

    /// Tells a customer who is still on hold that they are not forgotten.
    mutating func tellHeld(_ index: CaseIndex, at now: WallTime) {
        guard let due = cases[index].heldToldAt, due <= now else { return }
        cases[index].heldToldAt = nil
        guard case .withAgent = cases[index].place, let heldUntil = cases[index].heldUntil,
            heldUntil > now
        else { return }
        effects.append(.tellHeld(cases[index].facts.conversation))
        tellHeldLater(index, at: now)
    }

    mutating func snooze(
        _ id: ConversationID, _ until: WallTime, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try own(id, agent)
        try checkMoment(until, at: now)
        putToRest(index, with: agent, until: until)
        effects.append(.snooze(id, by: agents[agent].profile.id, until: until))
    }

    /// Lets a case sleep with its agent, whose place is free meanwhile.
    mutating func putToRest(_ index: CaseIndex, with agent: AgentIndex, until: WallTime) {
        takeOut(index)
        cases[index].place = .snoozed(agent, until: until)
        cases[index].unansweredSince = nil
        cases[index].heldUntil = nil
        agents[agent].snoozed.append(Int32(index))
        queues[lanes[cases[index].lane].queue].assignedCount += 1
        agenda.add(.restEnds(caseIndex: Int32(index)), stamp: cases[index].stamp, at: until)
    }

    private func checkMoment(_ moment: WallTime, at now: WallTime) throws(DeskRefusal) {
        let latest = now + rules.snoozeMax
        guard moment > now, moment <= latest else { throw .badMoment(latest: latest) }
    }

    // MARK: Words about a case

    mutating func tag(
        _ id: ConversationID, _ tag: String, _ agent: AgentIndex
    ) throws(DeskRefusal) {
        let index = try self.case(id, seenBy: agent)
        guard cases[index].owner == agent || agents[agent].profile.role >= .lead else {
            throw .notYours(id, owner: cases[index].owner.map { agents[$0].profile.id })
        }
        guard tag.contains(where: { !$0.isWhitespace }) else { throw .nothingSaid }
        effects.append(.tag(id, tag: tag, by: agents[agent].profile.id))
    }

    mutating func setPriority(
        _ id: ConversationID, _ priority: Priority, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try self.case(id, seenBy: agent)
        guard cases[index].facts.priority != priority else { return }
        cases[index].facts.priority = priority
        effects.append(.prioritise(id, priority, by: agents[agent].profile.id))
        guard cases[index].place == .inLine else { return }
        takeOut(index)
        putInLine(index, at: now)
    }

    mutating func close(
        _ id: ConversationID, _ disposition: Disposition, _ agent: AgentIndex, at now: WallTime
    ) throws(DeskRefusal) {
        let index = try self.case(id, seenBy: agent)
        let owner = cases[index].owner
        guard owner == agent || agents[agent].profile.role >= .lead else {
            throw .notYours(id, owner: owner.map { agents[$0].profile.id })
        }
        let queue = queues[lanes[cases[index].lane].queue]
        let known = shops[queue.shop].rules.dispositions
        guard known.isEmpty || known.contains(disposition) else {
            throw .noSuchDisposition(disposition, known: known)
        }
        if let offer = offer(of: index) { effects.append(.endOffer(offer, .customerGone)) }
        effects.append(.close(id, by: agents[agent].profile.id, disposition))
        queues[lanes[cases[index].lane].queue].closedCount += 1
        release(index, wrapsUp: true, at: now)
        forget(index)
    }

    // MARK: Who owes an answer

    mutating func hearCustomer(_ id: ConversationID, at now: WallTime) {
        guard let index = caseIndexes[id] else { return }
        switch cases[index].place {
        case .withAgent: if cases[index].unansweredSince == nil { owe(index, at: now) }
        case .snoozed: wake(index, at: now)
        case .nowhere, .inLine, .heldFor, .offered, .resting: break
        }
    }

    mutating func hearAgent(_ id: ConversationID, _ agent: AgentID, at now: WallTime) {
        guard let index = caseIndexes[id], let owner = cases[index].owner,
            agents[owner].profile.id == agent
        else { return }
        cases[index].unansweredSince = nil
        cases[index].isReminded = false
        cases[index].heldUntil = nil
    }

    /// The customer waits for the agent's words from here on.
    mutating func owe(_ index: CaseIndex, at now: WallTime) {
        cases[index].unansweredSince = now
        cases[index].isReminded = false
        let shopRules = shops[queues[lanes[cases[index].lane].queue].shop].rules
        checkSilenceLater(index, at: now + min(shopRules.silenceWarning, shopRules.silenceRelief))
    }

    mutating func checkSilenceLater(_ index: CaseIndex, at moment: WallTime) {
        guard !cases[index].isSilenceChecked else { return }
        cases[index].isSilenceChecked = true
        agenda.add(
            .silenceChecked(caseIndex: Int32(index)), stamp: cases[index].caseStamp, at: moment)
    }
}
