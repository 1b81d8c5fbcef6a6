import AgentDesk
import Vocabulary

/// A desk as simple as can be: it does not decide, it keeps its own books of what was decided and
/// names everything that may not be.
///
/// It shares no code with the desk: whom a case may go to is worked out from the rules anew each time,
/// by looking at everyone.
struct ModelDesk {
    struct Agent {
        var profile: AgentProfile
        var presence: Presence = .off
        var isConnected = true
        var offers: [OfferID: ConversationID] = [:]
        var cases: Set<ConversationID> = []
        var snoozed: Set<ConversationID> = []
        var wrapUps: [WallTime] = []

        func usedCount(at now: WallTime) -> Int {
            offers.count + cases.count + wrapUps.count { $0 > now }
        }
    }

    struct Case {
        var facts: WaitingCase
        var place: Place = .waiting
        var relaxedSince: WallTime
        /// Until then it may be kept for one agent; others need not be asked.
        var keptUntil: WallTime?
        var isReturned = false
        /// Their offer has ended because they leave, which comes next.
        var isLeaving = false
        var passedAt: [AgentID: WallTime] = [:]
        var hasReason = false
    }

    enum Place: Equatable {
        case waiting, resting
        case offered(AgentID)
        case withAgent(AgentID)
        case snoozed(AgentID)
    }

    var rules: DeskRules
    var agents: [AgentID: Agent] = [:]
    var cases: [ConversationID: Case] = [:]
    var paused: Set<QueueKey> = []
    /// What may not be.
    private(set) var wrongs: [String] = []

    init(rules: DeskRules) { self.rules = rules }

    mutating func blame(_ text: String) { wrongs.append(text) }

    // MARK: Whom a case may go to

    /// How long a customer has to have waited; nil: never.
    func delay(_ profile: AgentProfile, _ queue: QueueKey, _ language: Language) -> Duration? {
        guard profile.shops.contains(queue.shop), let shop = rules.shops[queue.shop],
            let rule = shop.queues[queue.skill]
        else { return nil }
        var skill: Duration? = profile.level(of: queue.skill) >= rule.levelMin ? .zero : nil
        var speech: Duration? = profile.languages.contains(language) ? .zero : nil
        for relaxation in rule.relaxations {
            var opensSkill = false
            var opensSpeech = false
            switch relaxation.step {
            case .level(let level):
                opensSkill = profile.level(of: queue.skill) >= max(1, level)
            case .skill(let other): opensSkill = profile.level(of: other) > 0
            case .anySkill: opensSkill = true
            case .language(let other): opensSpeech = profile.languages.contains(other)
            }
            if opensSkill { skill = min(skill ?? relaxation.after, relaxation.after) }
            if opensSpeech { speech = min(speech ?? relaxation.after, relaxation.after) }
        }
        guard let skill, let speech else { return nil }
        let turns = shop.siteOrder.filter { profile.site == nil || $0.site == profile.site }
        if shop.siteOrder.isEmpty { return max(skill, speech) }
        guard let site = turns.map(\.after).min() else { return nil }
        return max(skill, speech, site)
    }

    private func isAskable(
        _ agent: Agent, _ waiting: Case, at now: WallTime
    ) -> Bool {
        guard agent.presence == .on, agent.usedCount(at: now) < agent.profile.capacity,
            let delay = delay(agent.profile, waiting.facts.queue, waiting.facts.language)
        else { return false }
        return now.since(waiting.relaxedSince) >= delay
    }

    func assignedCount(of shop: ShopID?) -> Int {
        cases.values.count { one in
            guard shop == nil || one.facts.queue.shop == shop else { return false }
            switch one.place {
            case .offered, .withAgent: return true
            case .waiting, .resting, .snoozed: return false
            }
        }
    }

    func isBlocked(_ queue: QueueKey) -> Bool {
        if paused.contains(queue) { return true }
        if let most = rules.assignedCountMax, assignedCount(of: nil) >= most { return true }
        guard let most = rules.shops[queue.shop]?.assignedCountMax else { return false }
        return assignedCount(of: queue.shop) >= most
    }

    // MARK: Effects

    mutating func note(_ effects: [DeskEffect], at now: WallTime) {
        for effect in effects { note(effect, at: now) }
    }

    private mutating func note(_ effect: DeskEffect, at now: WallTime) {
        switch effect {
        case .offer(let offer): noteOffer(offer, at: now)
        case .endOffer(let offer, let end): noteEnd(of: offer, end, at: now)
        case .assign(let assignment): noteAssignment(assignment, at: now)
        case .requeue(let id, let agent, let queue, let reason, let since):
            noteRequeue(id, agent, queue, reason, since, at: now)
        case .handBack(let id, let agent):
            if cases[id]?.place != .withAgent(agent), cases[id]?.place != .snoozed(agent) {
                blame("\(id) was handed back by \(agent), who does not have it")
            }
            forget(id)
        case .close(let id, _, _):
            if cases[id] == nil { blame("\(id) was closed and was not there") }
            wrapUp(id, at: now)
            forget(id)
        case .snooze(let id, let agent, _):
            if cases[id]?.place != .withAgent(agent), cases[id]?.place != .snoozed(agent) {
                blame("\(id) was snoozed by \(agent), who does not have it")
            }
            leave(id)
            cases[id]?.place = .snoozed(agent)
            agents[agent]?.snoozed.insert(id)
        case .turnAway(let id, _): forget(id)
        case .tellPlace(let id, let position, let wait):
            switch cases[id]?.place {
            case .waiting: break
            default: blame("\(id) was told place \(position) and does not wait")
            }
            if position < 1 || wait ?? .zero < .zero { blame("\(id) was told place \(position)") }
        case .tellPresence(let agent, let presence):
            agents[agent]?.presence = presence
            // Whoever is gone for good writes nothing up any more.
            if presence == .off, agents[agent]?.isConnected == false { agents[agent]?.wrapUps = [] }
        case .refuse, .hold, .tag, .prioritise, .tellHeld, .tellUnstaffed, .remindSilent,
            .endSession, .beginWatch,
            .endWatch, .whisper, .bargeIn, .broadcast, .alarm, .alarmEnded, .setTimer:
            break
        }
    }

    private mutating func noteOffer(_ offer: Offer, at now: WallTime) {
        let id = offer.conversation
        guard let waiting = cases[id], let agent = agents[offer.agent] else {
            return blame("\(id) was offered to \(offer.agent) and one of them is not there")
        }
        if waiting.place != .waiting, waiting.place != .resting {
            blame("\(id) was offered while \(waiting.place)")
        }
        if agent.presence != .on || !agent.isConnected { blame("\(offer.agent) is not there") }
        if agent.usedCount(at: now) >= agent.profile.capacity { blame("\(offer.agent) is full") }
        if !agent.profile.shops.contains(waiting.facts.queue.shop) {
            blame("\(offer.agent) does not serve \(waiting.facts.queue.shop)")
        }
        if isBlocked(waiting.facts.queue) { blame("\(waiting.facts.queue) is blocked") }
        switch offer.reason.way {
        case .longestIdle, .mostDue, .knownAgent:
            if !isAskable(agent, waiting, at: now) {
                let after = delay(agent.profile, waiting.facts.queue, waiting.facts.language)
                blame(
                    "\(offer.agent) cannot answer \(id) yet: \(offer.reason.way), waits in "
                        + "\(waiting.facts.queue) \(waiting.facts.language) for "
                        + "\(now.since(waiting.relaxedSince)), theirs after "
                        + (after.map { "\($0)" } ?? "never"))
            }
        case .transferred: break
        case .picked, .assigned, .wokeUp, .restored: blame("\(id) is offered by hand")
        }
        checkTurn(of: waiting, for: agent, offer.reason.way, at: now)
        cases[id]?.place = .offered(offer.agent)
        cases[id]?.hasReason = true
        agents[offer.agent]?.offers[offer.id] = id
    }

    /// Nobody of the same queue, language and priority who has waited longer is passed over.
    private mutating func checkTurn(
        of chosen: Case, for agent: Agent, _ way: RoutingReason.Way, at now: WallTime
    ) {
        guard !chosen.isReturned else { return }
        for (id, other) in cases where other.place == .waiting && !other.isLeaving {
            guard other.facts.queue == chosen.facts.queue,
                other.facts.language == chosen.facts.language,
                other.facts.priority == chosen.facts.priority,
                other.facts.waitingSince < chosen.facts.waitingSince,
                other.relaxedSince <= chosen.relaxedSince, other.keptUntil ?? now <= now,
                other.passedAt[agent.profile.id] == nil
            else { continue }
            blame(
                "\(id), since \(other.facts.waitingSince), waits longer than "
                    + "\(chosen.facts.conversation), since \(chosen.facts.waitingSince), which was "
                    + "offered to \(agent.profile.id) as \(way) at \(now)")
        }
    }

    private mutating func noteEnd(of offer: Offer, _ end: OfferEnd, at now: WallTime) {
        guard agents[offer.agent]?.offers.removeValue(forKey: offer.id) != nil else {
            return blame("offer \(offer.id) ended and was not there")
        }
        switch end {
        case .skipped, .expired: cases[offer.conversation]?.passedAt[offer.agent] = now
        case .customerGone: cases[offer.conversation]?.isLeaving = true
        case .takenElsewhere, .agentGone, .queuePaused: break
        }
        cases[offer.conversation]?.place = .waiting
    }

    private mutating func noteAssignment(_ assignment: Assignment, at now: WallTime) {
        let (id, name) = (assignment.conversation, assignment.agent)
        guard let waiting = cases[id], agents[name] != nil else {
            return blame("\(id) was assigned to \(name) and one of them is not there")
        }
        switch waiting.place {
        case .withAgent(let owner): blame("\(id) was assigned while \(owner) has it")
        case .snoozed(let owner): if owner != name { blame("\(id) sleeps with \(owner)") }
        case .offered(let asked): if asked != name { blame("\(id) is offered to \(asked)") }
        case .waiting, .resting: break
        }
        if agents[name]?.profile.shops.contains(waiting.facts.queue.shop) != true {
            blame("\(name) does not serve \(waiting.facts.queue.shop)")
        }
        leave(id)
        cases[id]?.place = .withAgent(name)
        cases[id]?.hasReason = true
        cases[id]?.isReturned = false
        agents[name]?.cases.insert(id)
        if let agent = agents[name], agent.usedCount(at: now) > agent.profile.capacity {
            blame("\(name) has \(agent.usedCount(at: now)) of \(agent.profile.capacity)")
        }
        if assignment.waitingSince != waiting.facts.waitingSince {
            blame("\(id) lost its first waiting time")
        }
    }

    private mutating func noteRequeue(
        _ id: ConversationID, _ agent: AgentID?, _ queue: QueueKey, _ reason: QueueReason,
        _ since: WallTime, at now: WallTime
    ) {
        guard let old = cases[id] else { return blame("\(id) was put back and is not there") }
        if let agent, old.place != .withAgent(agent), old.place != .snoozed(agent) {
            blame("\(id) was taken from \(agent), who does not have it")
        }
        if since != old.facts.waitingSince { blame("\(id) lost its first waiting time") }
        let wasAsleep = agent.map { old.place == .snoozed($0) } ?? false
        leave(id)
        cases[id]?.place = .waiting
        cases[id]?.facts.queue = queue
        cases[id]?.facts.reason = reason
        cases[id]?.isReturned = old.isReturned || reason == .agentLost || wasAsleep
        cases[id]?.passedAt = agent.map { [$0: now] } ?? [:]
        let patience = rules.shops[queue.shop]?.stickyPatience ?? .zero
        cases[id]?.keptUntil = now + max(patience, rules.transferPatience)
        if reason == .transferred, !wasAsleep { cases[id]?.relaxedSince = now }
    }

    // MARK: Books

    private mutating func leave(_ id: ConversationID) {
        for name in agents.keys {
            agents[name]?.cases.remove(id)
            agents[name]?.snoozed.remove(id)
            if let offers = agents[name]?.offers.filter({ $0.value != id }) {
                agents[name]?.offers = offers
            }
        }
    }

    mutating func forget(_ id: ConversationID) {
        leave(id)
        cases[id] = nil
    }

    /// The agent of an ended case writes it up, where the shop wants that.
    mutating func wrapUp(_ id: ConversationID, at now: WallTime) {
        guard case .withAgent(let name) = cases[id]?.place, agents[name]?.isConnected == true,
            let shop = cases[id]?.facts.queue.shop, let time = rules.shops[shop]?.wrapUp,
            time > .zero
        else { return }
        agents[name]?.wrapUps.append(now + time)
    }

    // MARK: What always holds

    /// Compares the books with what the desk says, and looks for customers whom nobody sees.
    mutating func compare(with desk: Desk, at now: WallTime) {
        for id in cases.keys { cases[id]?.isLeaving = false }
        for (name, agent) in agents {
            if desk.presence(of: name) != agent.presence {
                blame("\(name) is not \(agent.presence)")
            }
            if Set(desk.offers(to: name).map(\.id)) != Set(agent.offers.keys) {
                blame("the offers to \(name) differ")
            }
            if Set(desk.cases(of: name)) != agent.cases.union(agent.snoozed) {
                blame("the cases of \(name) differ")
            }
        }
        for (id, one) in cases {
            switch one.place {
            case .withAgent(let owner), .snoozed(let owner):
                if desk.owner(of: id) != owner { blame("\(id) is not with \(owner)") }
                if !one.hasReason || desk.reason(of: id) == nil { blame("\(id) has no reason") }
            case .waiting, .resting, .offered:
                if desk.owner(of: id) != nil { blame("\(id) has an owner") }
            }
        }
        checkIsSeen(at: now)
    }

    private mutating func checkIsSeen(at now: WallTime) {
        let free = agents.filter { name, agent in
            agent.presence == .on && agent.usedCount(at: now) < agent.profile.capacity
        }
        if free.isEmpty { return }
        var blocked: [QueueKey: Bool] = [:]
        let passing = Duration.milliseconds(
            rules.offerExpiry.milliseconds * Int64(agents.count + 2))
        for (id, waiting) in cases where waiting.place == .waiting {
            let queue = waiting.facts.queue
            let isHeld = blocked[queue] ?? isBlocked(queue)
            blocked[queue] = isHeld
            if isHeld || waiting.keptUntil ?? now > now { continue }
            for (name, agent) in free where isAskable(agent, waiting, at: now) {
                if let passed = waiting.passedAt[name], now.since(passed) <= passing { continue }
                blame("\(id) waits although \(name) has room")
            }
        }
    }
}
