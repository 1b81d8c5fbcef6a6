import AgentDesk
import BusinessTime
import Testing
import Vocabulary

/// A desk with a clock that only moves when it is told to, and with the one timer it asked for.
struct DeskRig {
    var desk: Desk
    var now: WallTime
    private(set) var timer: (timer: DeskTimer, at: WallTime)?
    private var lastSession: UInt64 = 0
    private var lastConversation: Int64 = 0

    init(_ rules: DeskRules, at now: WallTime = .monday) {
        desk = Desk(rules: rules)
        self.now = now
    }

    /// What the desk wants done, its timer aside.
    @discardableResult
    mutating func tell(_ event: DeskEvent) -> [DeskEffect] {
        let effects = desk.handle(event, at: now)
        for case .setTimer(let timer, let after) in effects {
            #expect(after >= .zero)
            self.timer = (timer, now + after)
        }
        return effects.filter { effect in
            if case .setTimer = effect { false } else { true }
        }
    }

    /// Lets time pass and the timer fire whenever it is due.
    @discardableResult
    mutating func pass(_ duration: Duration) -> [DeskEffect] {
        let end = now + duration
        var effects: [DeskEffect] = []
        while let (timer, at) = timer, at <= end {
            now = max(now, at)
            self.timer = nil
            effects += tell(.timerFired(timer))
        }
        now = end
        return effects
    }

    /// The wall clock is set; the timer measures time that passes, and is not moved by it.
    mutating func setClock(by jump: Duration) {
        now = now + jump
        if let timer { self.timer = (timer.timer, timer.at + jump) }
    }

    /// Logs an agent in.
    @discardableResult
    mutating func logIn(_ profile: AgentProfile) -> SessionID {
        lastSession += 1
        let session = SessionID(lastSession)
        tell(.agentConnected(profile, session))
        return session
    }

    /// Logs an agent in and lets them be there.
    @discardableResult
    mutating func start(_ profile: AgentProfile) -> [DeskEffect] {
        logIn(profile)
        return tell(.presenceChosen(.on, by: profile.id))
    }

    mutating func freshConversation() -> ConversationID {
        lastConversation += 1
        return ConversationID(lastConversation)
    }

    /// A customer comes to wait.
    mutating func arrive(
        _ queue: QueueKey = .general, _ language: Language = .english,
        priority: Priority = .normal, since: WallTime? = nil, lastAgent: AgentID? = nil
    ) -> (id: ConversationID, effects: [DeskEffect]) {
        let id = freshConversation()
        let facts = WaitingCase(
            conversation: id, queue: queue, language: language, priority: priority,
            reason: .asked, waitingSince: since ?? now, lastAgent: lastAgent)
        return (id, tell(.conversationWaiting(facts)))
    }

    /// Accepts the oldest offer of an agent.
    @discardableResult
    mutating func accept(_ agent: AgentID) -> [DeskEffect] {
        guard let offer = desk.offers(to: agent).first else {
            Issue.record("\(agent) has no offer")
            return []
        }
        return tell(.offerAccepted(offer.id, by: agent))
    }
}

extension WallTime {
    /// Monday 2 March 2026, 10:00 UTC.
    static let monday = WallTime(milliseconds: 1_772_445_600_000)
}

extension ShopID {
    static let juniper = ShopID(known: "juniper")
    static let lumen = ShopID(known: "lumen")

    fileprivate init(known name: String) {
        guard let id = ShopID(name) else { preconditionFailure("'\(name)' is no shop") }
        self = id
    }
}

extension AgentID {
    static let ana = AgentID(known: "ana")
    static let ben = AgentID(known: "ben")
    static let cleo = AgentID(known: "cleo")
    static let sue = AgentID(known: "sue")

    init(known name: String) {
        guard let id = AgentID(name) else { preconditionFailure("'\(name)' is no agent") }
        self = id
    }
}

extension Language {
    static let german = Language(known: "de")
    static let spanish = Language(known: "es")

    fileprivate init(known code: String) {
        guard let language = Language(code) else { preconditionFailure("no '\(code)'") }
        self = language
    }
}

extension QueueKey {
    static let general = QueueKey(shop: .juniper, skill: .general)
    static let returns = QueueKey(shop: .juniper, skill: .returns)
    static let lamps = QueueKey(shop: .lumen, skill: .general)
}

extension Skill {
    static let returns = Skill("returns")
}

extension AgentProfile {
    static func agent(
        _ id: AgentID, shops: Set<ShopID> = [.juniper], skills: [Skill: Int] = [:],
        languages: Set<Language> = [.english], site: SiteName? = nil, capacity: Int = 1,
        role: AgentRole = .agent
    ) -> AgentProfile {
        AgentProfile(
            id: id, name: id.name.capitalizedFirst, role: role, shops: shops, skills: skills,
            languages: languages, site: site, capacity: capacity)
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension DeskRules {
    /// Two shops that are always open; `juniper` also has `returns` and speaks German and Spanish.
    static func plain(_ change: (inout ShopRules) -> Void = { _ in }) -> DeskRules {
        var juniper = ShopRules(
            shop: .juniper, hours: .always(in: .utc), languages: [.english, .german, .spanish],
            queues: [.general: QueueRules(), .returns: QueueRules()])
        change(&juniper)
        let lumen = ShopRules(shop: .lumen, hours: .always(in: .utc), languages: [.english])
        return DeskRules(shops: [.juniper: juniper, .lumen: lumen])
    }
}

extension [DeskEffect] {
    /// Who is offered what.
    var offers: [Offer] {
        compactMap { if case .offer(let offer) = $0 { offer } else { nil } }
    }

    var assignments: [Assignment] {
        compactMap { if case .assign(let assignment) = $0 { assignment } else { nil } }
    }

    var refusals: [DeskRefusal] {
        compactMap { if case .refuse(_, let refusal) = $0 { refusal } else { nil } }
    }

    /// Agents and conversations of offers, for short expectations.
    var asked: [AgentID] { offers.map(\.agent) }
}
