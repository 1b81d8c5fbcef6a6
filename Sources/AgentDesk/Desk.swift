import BusinessTime
import Vocabulary

/// The queues, the agents and who has what: decides which agent is offered which case.
///
/// One for each floor, owned by it. It knows of conversations only their ids and what routing needs,
/// keeps nothing that outlives the process, and is put in order again from the record by
/// `DeskEvent.conversationReconciled`.
///
/// What always holds between two events: an agent's offers, cases and wrap-ups are no more than their
/// capacity; a case is in one place; no case waits that an agent with room could be offered now.
public struct Desk: Sendable {
    /// Lines kept of each agent's day.
    public static let timelineCountMax = 64

    public internal(set) var rules: DeskRules
    var shops: [ShopState] = []
    var shopIndexes: [ShopID: ShopIndex] = [:]
    var queues: [QueueState] = []
    var queueIndexes: [QueueKey: QueueIndex] = [:]
    var lanes: [Lane] = []
    var lines: [Line] = []
    /// For each lane, how many are in its lines.
    var inLineCounts: [Int32] = []

    var agents: [AgentState] = []
    var agentIndexes: [AgentID: AgentIndex] = [:]
    var cases: [CaseState] = []
    var caseIndexes: [ConversationID: CaseIndex] = [:]
    /// Places of `cases` that are free again.
    var spareCases: [CaseIndex] = []
    var order = DueOrder()
    var agenda = Agenda()
    var watchersOf: [ConversationID: [AgentID]] = [:]
    var alarms: Set<DeskAlarm> = []

    /// Offered or with an agent on the whole floor.
    var assignedCount = 0
    var lastOffer: UInt64 = 0
    var lastTaken: UInt64 = 0
    var timerGeneration: UInt64 = 0
    /// When the timer that is set will fire; nil while none is.
    var timerAt: WallTime?
    /// What the event under way wants done so far, and whom and what it stirred up.
    var effects: [DeskEffect] = []
    var stirred = Stirred()

    /// What a decision has to look at before it is done.
    struct Stirred: Sendable {
        /// Cases that came into a line.
        var cases: [CaseIndex] = []
        /// Agents who may have room now, or not any more.
        var agents: [AgentIndex] = []
        /// Queues that were blocked and may not be any more.
        var queues: [QueueIndex] = []
        var isEveryQueue = false
    }

    public init(rules: DeskRules) {
        self.rules = rules
        layOutLanes()
    }

    /// Decides one event.
    ///
    /// - Returns: What has to be done, in order. An order that cannot be carried out gives one `refuse`
    ///   and changes nothing; a late message of the machinery gives nothing.
    public mutating func handle(_ event: DeskEvent, at now: WallTime) -> [DeskEffect] {
        precondition(effects.isEmpty, "one event at a time")
        if let person = event.orderedBy {
            do throws(DeskRefusal) {
                try obey(event, by: person, at: now)
            } catch {
                precondition(effects.isEmpty, "a refused order changes nothing")
                effects.append(.refuse(person, error))
            }
        } else {
            take(event, at: now)
        }
        settle(at: now)
        setTimer(at: now)
        let decided = effects
        effects = []
        return decided
    }

    /// What happens by itself.
    private mutating func take(_ event: DeskEvent, at now: WallTime) {
        switch event {
        case .conversationWaiting(let facts): takeIn(facts, at: now)
        case .conversationReconciled(let facts, let standing): reconcile(facts, standing, at: now)
        case .conversationEnded(let id): end(id, at: now)
        case .customerSpoke(let id): hearCustomer(id, at: now)
        case .agentSpoke(let id, let agent): hearAgent(id, agent, at: now)
        case .languageSet(let id, let language): setLanguage(id, language, at: now)
        case .callbackWished(let id, let notBefore): wishCallback(id, notBefore, at: now)
        case .agentConnected(let profile, let session): connect(profile, session, at: now)
        case .agentDisconnected(let agent, let session): disconnect(agent, session, at: now)
        case .agentLoggedOut(let agent): logOut(agent, at: now)
        case .agentChanged(let profile): change(profile, at: now)
        case .agentRemoved(let agent): remove(agent, at: now)
        case .timerFired(let timer): fire(timer, at: now)
        case .rulesReplaced(let rules): replace(rules, at: now)
        case .presenceChosen, .offerAccepted, .offerSkipped, .casePicked, .caseTransferred,
            .caseHandedToBot, .caseHeld, .caseSnoozed, .caseTagged, .caseClosed, .priorityChanged,
            .caseAssigned, .presenceForced, .queuePaused, .queueResumed, .caseWatched, .watchEnded,
            .whispered, .bargedIn, .broadcast:
            preconditionFailure("an order is obeyed")
        }
    }

    /// Orders of people. Everything is checked before anything changes.
    private mutating func obey(
        _ event: DeskEvent, by person: AgentID, at now: WallTime
    ) throws(DeskRefusal) {
        let agent = try index(of: person)
        switch event {
        case .presenceChosen(let choice, _): choose(choice, agent, at: now)
        case .offerAccepted(let offer, _): try accept(offer, agent, at: now)
        case .offerSkipped(let offer, _): try skip(offer, agent, at: now)
        case .casePicked(let id, _): try pick(id, agent, at: now)
        case .caseTransferred(let id, let target, _): try transfer(id, target, agent, at: now)
        case .caseHandedToBot(let id, _): try handToBot(id, agent, at: now)
        case .caseHeld(let id, let until, _): try hold(id, until, agent, at: now)
        case .caseSnoozed(let id, let until, _): try snooze(id, until, agent, at: now)
        case .caseTagged(let id, let tag, _): try self.tag(id, tag, agent)
        case .caseClosed(let id, let disposition, _): try close(id, disposition, agent, at: now)
        case .priorityChanged(let id, let priority, _):
            try setPriority(id, priority, agent, at: now)
        case .caseAssigned(let id, let target, _): try assign(id, target, agent, at: now)
        case .presenceForced(let target, let choice, _): try force(target, choice, agent, at: now)
        case .queuePaused(let queue, _): try pause(queue, agent, at: now)
        case .queueResumed(let queue, _): try resume(queue, agent, at: now)
        case .caseWatched(let id, _): try watch(id, agent)
        case .watchEnded(let id, _): try endWatch(id, agent)
        case .whispered(let id, let text, _): try whisper(id, text, agent)
        case .bargedIn(let id, _): try bargeIn(id, agent)
        case .broadcast(let text, let shop, _): try broadcast(text, shop, agent)
        case .conversationWaiting, .conversationReconciled, .conversationEnded, .customerSpoke,
            .agentSpoke, .languageSet, .callbackWished, .agentConnected, .agentDisconnected,
            .agentLoggedOut, .agentChanged, .agentRemoved, .timerFired, .rulesReplaced:
            preconditionFailure("nobody ordered that")
        }
    }

    /// - Throws: `notLoggedIn` if this agent has no session.
    private func index(of agent: AgentID) throws(DeskRefusal) -> AgentIndex {
        guard let index = agentIndexes[agent], agents[index].session != nil else {
            throw .notLoggedIn
        }
        return index
    }

    /// The wall clock was set: waits that are under way keep their length.
    ///
    /// - Parameter jump: By how much it is ahead of where it would be.
    public mutating func wallClockJumped(by jump: Duration) {
        order.shift(by: jump.milliseconds)
        agenda.shift(by: jump)
        timerAt = timerAt.map { $0 + jump }
        for index in lines.indices where lines[index].head != DueOrder.none {
            lines[index].headKey = order.key(of: Int(lines[index].head))
        }
        for index in cases.indices { cases[index].shift(by: jump) }
        for index in agents.indices {
            agents[index].shift(by: jump)
            refresh(index)
        }
    }
}

extension DeskEvent {
    /// The person whose order this is; nil for what happens by itself.
    var orderedBy: AgentID? {
        switch self {
        case .presenceChosen(_, let person), .offerAccepted(_, let person),
            .offerSkipped(_, let person), .casePicked(_, let person),
            .caseTransferred(_, _, let person), .caseHandedToBot(_, let person),
            .caseHeld(_, _, let person), .caseSnoozed(_, _, let person),
            .caseTagged(_, _, let person), .caseClosed(_, _, let person),
            .priorityChanged(_, _, let person), .caseAssigned(_, _, let person),
            .presenceForced(_, _, let person), .queuePaused(_, let person),
            .queueResumed(_, let person), .caseWatched(_, let person), .watchEnded(_, let person),
            .whispered(_, _, let person), .bargedIn(_, let person), .broadcast(_, _, let person):
            person
        case .conversationWaiting, .conversationReconciled, .conversationEnded, .customerSpoke,
            .agentSpoke, .languageSet, .callbackWished, .agentConnected, .agentDisconnected,
            .agentLoggedOut, .agentChanged, .agentRemoved, .timerFired, .rulesReplaced:
            nil
        }
    }
}
