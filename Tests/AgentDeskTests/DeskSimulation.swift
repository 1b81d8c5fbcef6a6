import AgentDesk
import BusinessTime
import Vocabulary

/// A floor on a random day: customers come and go, agents vanish, skip, go slow and click twice,
/// supervisors meddle, timers are late, and half of all orders make no sense.
struct DeskSimulation {
    private(set) var desk: Desk
    private(set) var model: ModelDesk
    private(set) var now = WallTime.monday
    private var random: SeededRandom
    private var timer: (timer: DeskTimer, at: WallTime)?
    private var lastConversation: Int64 = 0
    private var lastSession: UInt64 = 0
    private var sessions: [AgentID: SessionID] = [:]
    /// Every offer that ever was, for late answers.
    private var offers: [Offer] = []
    private(set) var stepCount = 0
    private(set) var orderCount = 0
    private(set) var refusedCount = 0
    private(set) var assignmentCount = 0

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        let rules = Self.rules(&random)
        desk = Desk(rules: rules)
        model = ModelDesk(rules: rules)
    }

    // MARK: The floor

    static let shops: [ShopID] = [.juniper, .lumen]
    static let skills: [Skill] = [.general, .returns, Skill("advice")]
    static let names = (0..<9).map { AgentID(known: "agent-\($0)") }
    static let sites = ["berlin", "manila"].map(SiteName.init)

    static func rules(_ random: inout SeededRandom) -> DeskRules {
        var rules = DeskRules()
        for name in sites {
            rules.sites[name] = Site(
                name: name, hours: .always(in: .utc),
                costPerHourCents: random.number(below: 3) * 900)
        }
        for shop in shops {
            var shopRules = ShopRules(
                shop: shop, hours: .always(in: .utc), languages: [.english, .german])
            for skill in skills {
                var queue = QueueRules()
                queue.levelMin = 1 + random.number(below: 3)
                queue.answerWithin = .seconds(30 + random.number(below: 200))
                queue.relaxations = [
                    QueueRules.Relaxation(after: .seconds(40), step: .level(1)),
                    QueueRules.Relaxation(after: .seconds(90), step: .anySkill),
                    QueueRules.Relaxation(after: .seconds(120), step: .language(.english)),
                ]
                queue.alarmWaitingCount = 5
                queue.waitingCountMax = 12
                shopRules.queues[skill] = queue
            }
            if random.oneIn(2) {
                shopRules.siteOrder = [SiteTurn(sites[0]), SiteTurn(sites[1], after: .seconds(25))]
            }
            shopRules.assignedCountMax = random.oneIn(2) ? 5 : nil
            shopRules.stickyPatience = random.oneIn(2) ? .seconds(15) : .zero
            shopRules.wrapUp = random.oneIn(2) ? .seconds(10) : .zero
            rules.shops[shop] = shopRules
        }
        rules.assignedCountMax = random.oneIn(2) ? 9 : nil
        return rules
    }

    private mutating func randomProfile(_ name: AgentID) -> AgentProfile {
        var skills: [Skill: Int] = [:]
        for skill in Self.skills where random.oneIn(2) {
            skills[skill] = 1 + random.number(below: 4)
        }
        let shops = random.oneIn(3) ? Self.shops : [choose(Self.shops)]
        let languages: [Language] = random.oneIn(3) ? [.german] : [.english, .german]
        return AgentProfile(
            id: name, name: name.name, role: choose([.agent, .agent, .lead, .supervisor]),
            shops: Set(shops), skills: skills, languages: Set(languages),
            site: random.oneIn(4) ? nil : choose(Self.sites), capacity: random.number(below: 4))
    }

    private mutating func choose<Element>(_ choices: [Element]) -> Element {
        choices[random.number(below: choices.count)]
    }

    // MARK: Steps

    mutating func step() {
        stepCount += 1
        if random.oneIn(3) { pass(.milliseconds(random.number(below: 12_000))) }
        switch random.number(below: 10) {
        case 0, 1: arrive()
        case 2: customerActs()
        case 3: agentMoves()
        case 4, 5: answerOffer()
        case 6, 7: agentActs()
        case 8: supervisorActs()
        default:
            if random.oneIn(40) {
                replaceRules()
            } else {
                choosePresence(.on, choose(Self.names))
                answerOffer()
            }
        }
        model.compare(with: desk, at: now)
    }

    @discardableResult
    private mutating func tell(_ event: DeskEvent) -> [DeskEffect] {
        let effects = desk.handle(event, at: now)
        for effect in effects {
            switch effect {
            case .setTimer(let timer, let after): self.timer = (timer, now + after)
            case .offer(let offer): offers = offers.suffix(30) + [offer]
            case .refuse: refusedCount += 1
            case .assign: assignmentCount += 1
            default: break
            }
        }
        model.note(effects, at: now)
        return effects
    }

    /// An order; the model hears of it only through what the desk makes of it.
    private mutating func order(_ event: DeskEvent) {
        orderCount += 1
        let effects = tell(event)
        let refusalCount = effects.count { if case .refuse = $0 { true } else { false } }
        if refusalCount > 0, effects.count > 1 {
            model.blame("a refused order did something: \(event)")
        }
    }

    /// Lets time pass; one timer in ten is late, as a busy machine's are.
    mutating func pass(_ duration: Duration) {
        let end = now + duration
        while let (timer, at) = timer, at <= end {
            now = max(now, at)
            if random.oneIn(10) { now = now + .milliseconds(random.number(below: 300)) }
            self.timer = nil
            tell(.timerFired(timer))
        }
        now = max(now, end)
    }

    private mutating func arrive() {
        lastConversation += 1
        let facts = WaitingCase(
            conversation: ConversationID(lastConversation),
            queue: QueueKey(shop: choose(Self.shops), skill: choose(Self.skills)),
            language: choose([.english, .english, .german]), priority: choose(Priority.allCases),
            reason: .asked, waitingSince: now,
            lastAgent: random.oneIn(3) ? choose(Self.names) : nil)
        let patience = desk.rules.shops[facts.queue.shop]?.stickyPatience ?? .zero
        model.cases[facts.conversation] = ModelDesk.Case(
            facts: facts, relaxedSince: now, keptUntil: now + patience)
        tell(.conversationWaiting(facts))
    }

    private mutating func anyCase() -> ConversationID {
        let known = model.cases.keys.sorted()
        if known.isEmpty || random.oneIn(12) {
            return ConversationID(Int64(random.number(below: 2_000)))
        }
        return choose(known)
    }

    private mutating func customerActs() {
        let id = anyCase()
        switch random.number(below: 4) {
        case 0:
            // Its offer ends first, then it is over; the model hears of both.
            var isOffered = false
            if case .offered = model.cases[id]?.place { isOffered = true }
            model.wrapUp(id, at: now)
            if !isOffered { model.forget(id) }
            tell(.conversationEnded(id))
            model.forget(id)
        case 1: tell(.customerSpoke(id))
        case 2:
            let later: WallTime? = random.oneIn(2) ? now + .seconds(30) : nil
            let isWaiting = model.cases[id].map { one in
                switch one.place {
                case .waiting, .resting, .offered: true
                case .withAgent, .snoozed: false
                }
            }
            if isWaiting == true, let later { model.cases[id]?.keptUntil = later }
            tell(.callbackWished(id, notBefore: later))
        default:
            let language: Language = random.oneIn(2) ? .english : .german
            model.cases[id]?.facts.language = language
            tell(.languageSet(id, language))
        }
    }

    private mutating func agentMoves() {
        let name = choose(Self.names)
        switch random.number(below: 8) {
        case 0, 1, 2, 3: connect(name)
        case 4:
            if let session = sessions.removeValue(forKey: name) {
                model.agents[name]?.isConnected = false
                tell(.agentDisconnected(name, session))
                // Said twice by a slow network.
                if random.oneIn(2) { tell(.agentDisconnected(name, session)) }
            }
        case 5:
            sessions[name] = nil
            model.agents[name]?.isConnected = false
            model.agents[name]?.wrapUps = []
            tell(.agentLoggedOut(name))
        case 6:
            if random.oneIn(4) {
                sessions[name] = nil
                tell(.agentRemoved(name))
                model.agents[name] = nil
            }
        default:
            guard model.agents[name] != nil else { return }
            let profile = randomProfile(name)
            model.agents[name]?.profile = profile
            tell(.agentChanged(profile))
        }
    }

    private mutating func connect(_ name: AgentID) {
        lastSession += 1
        var profile = model.agents[name]?.profile ?? randomProfile(name)
        profile.capacity = max(profile.capacity, model.agents[name]?.usedCount(at: now) ?? 0)
        if model.agents[name] == nil { model.agents[name] = ModelDesk.Agent(profile: profile) }
        model.agents[name]?.profile = profile
        model.agents[name]?.isConnected = true
        sessions[name] = SessionID(lastSession)
        tell(.agentConnected(profile, SessionID(lastSession)))
        if random.oneIn(2) { choosePresence(.on, name) }
    }

    private mutating func choosePresence(_ choice: PresenceChoice, _ name: AgentID) {
        if choice == .on, sessions[name] != nil { model.agents[name]?.wrapUps = [] }
        order(.presenceChosen(choice, by: name))
    }

    private mutating func answerOffer() {
        guard !offers.isEmpty else { return }
        let open = offers.filter { offer in desk.offers(to: offer.agent).contains(offer) }
        let offer = open.isEmpty || random.oneIn(4) ? choose(offers) : choose(open)
        // Now and then a stranger answers.
        let name = random.oneIn(8) ? choose(Self.names) : offer.agent
        if random.oneIn(4) {
            order(.offerSkipped(offer.id, by: name))
        } else {
            order(.offerAccepted(offer.id, by: name))
            if random.oneIn(3) { order(.offerAccepted(offer.id, by: name)) }
        }
    }

    private mutating func agentActs() {
        let id = anyCase()
        var name = choose(Self.names)
        if !random.oneIn(5) {
            switch model.cases[id]?.place {
            case .withAgent(let owner), .snoozed(let owner): name = owner
            default: break
            }
        }
        switch random.number(below: 11) {
        case 0: choosePresence(choose([.on, .on, .onBreak(reason: "tea"), .off]), name)
        case 1: order(.casePicked(id, by: name))
        case 2:
            let target: TransferTarget = choose([
                .agent(choose(Self.names)), .skill(choose(Self.skills)), .skill(Skill("magic")),
                .language(choose([.english, .german, .spanish])),
            ])
            transfer(id, target, name)
        case 3: order(.caseHandedToBot(id, by: name))
        case 4: order(.caseHeld(id, until: now + .seconds(random.number(below: 90)), by: name))
        case 5:
            order(.caseSnoozed(id, until: now + .seconds(random.number(below: 90)), by: name))
        case 6: order(.caseTagged(id, tag: "vip", by: name))
        case 7: tell(.agentSpoke(id, by: name))
        case 8:
            let priority = choose(Priority.allCases)
            let mayOrder =
                sessions[name] != nil
                && model.agents[name]?.profile.shops
                    .contains(model.cases[id]?.facts.queue.shop ?? .lumen) == true
            if mayOrder { model.cases[id]?.facts.priority = priority }
            order(.priorityChanged(id, priority, by: name))
        default: order(.caseClosed(id, .resolved, by: name))
        }
    }

    private mutating func transfer(
        _ id: ConversationID, _ target: TransferTarget, _ name: AgentID
    ) {
        let before = model.cases[id]?.facts.language
        if case .language(let language) = target { model.cases[id]?.facts.language = language }
        let refusedBefore = refusedCount
        order(.caseTransferred(id, to: target, by: name))
        if refusedCount > refusedBefore, let before { model.cases[id]?.facts.language = before }
    }

    private mutating func supervisorActs() {
        let (name, other) = (choose(Self.names), choose(Self.names))
        let id = anyCase()
        let queue = QueueKey(shop: choose(Self.shops), skill: choose(Self.skills))
        switch random.number(below: 7) {
        case 0: order(.caseAssigned(id, to: other, by: name))
        case 1:
            let (wrapUps, refusedBefore) = (model.agents[other]?.wrapUps ?? [], refusedCount)
            model.agents[other]?.wrapUps = []
            order(.presenceForced(other, .on, by: name))
            if refusedCount > refusedBefore { model.agents[other]?.wrapUps = wrapUps }
        case 2:
            let refusedBefore = refusedCount
            let wasPaused = model.paused.contains(queue)
            order(.queuePaused(queue, by: name))
            if refusedCount == refusedBefore || wasPaused { model.paused.insert(queue) }
        case 3, 4:
            let wasPaused = model.paused.remove(queue) != nil
            let refusedBefore = refusedCount
            order(.queueResumed(queue, by: name))
            if refusedCount > refusedBefore, wasPaused { model.paused.insert(queue) }
        case 5: order(.caseWatched(id, by: name))
        default: order(.whispered(id, text: "psst", by: name))
        }
    }

    private mutating func replaceRules() {
        let rules = Self.rules(&random)
        model.rules = rules
        tell(.rulesReplaced(rules))
    }

    // MARK: The end of the day

    /// Everyone comes, answers at once and is quick: whoever waits is served.
    ///
    /// - Returns: Who still waits after that.
    mutating func serveEveryone() -> [ConversationID] {
        let boss = AgentID(known: "boss")
        lastSession += 1
        let profile = AgentProfile(
            id: boss, name: "Boss", role: .admin, shops: Set(Self.shops),
            skills: Dictionary(uniqueKeysWithValues: Self.skills.map { ($0, 5) }),
            languages: [.english, .german], capacity: 4)
        model.agents[boss] = ModelDesk.Agent(profile: profile)
        sessions[boss] = SessionID(lastSession)
        tell(.agentConnected(profile, SessionID(lastSession)))
        for shop in Self.shops {
            for skill in Self.skills {
                let queue = QueueKey(shop: shop, skill: skill)
                model.paused.remove(queue)
                order(.queueResumed(queue, by: boss))
            }
        }
        for _ in 0..<600 where !model.cases.isEmpty {
            for name in Self.names + [boss] where sessions[name] != nil {
                choosePresence(.on, name)
                for offer in desk.offers(to: name) { order(.offerAccepted(offer.id, by: name)) }
                for id in desk.cases(of: name) { order(.caseClosed(id, .resolved, by: name)) }
            }
            pass(.seconds(5))
            model.compare(with: desk, at: now)
        }
        return model.cases.keys.sorted()
    }
}
