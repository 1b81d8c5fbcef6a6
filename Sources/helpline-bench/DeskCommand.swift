import AgentDesk
import ArgumentParser
import BusinessTime
import Glibc
import Vocabulary

/// Measures the desk's decisions by themselves: no sockets, no store.
struct DeskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Measures one routing decision, and the desk's memory for a chat.",
        discussion: """
            20 shops with 8 skills in 5 languages, three sites, demands that sink while customers wait.
            Example: helpline-bench desk --agents 1000 --waiting 10000
            """)

    @Option(help: "Agents who are there, 5 places each.") var agents = 1_000
    @Option(help: "Customers who wait while every place is taken.") var waiting = 10_000
    @Option(help: "Decisions measured.") var decisions = 20_000

    func run() throws {
        // First of all: what the others let go of would be used again and not be seen.
        let memory = try DeskCrowd.memory(agents)
        print(
            "\(memory.chatCount) chats with \(agents) agents: \(memory.bytesPerChat) bytes of desk "
                + "state a chat, \(memory.bytesPerAgent) an agent")
        for (agents, waiting) in [
            (agents / 4, waiting / 4), (agents, waiting), (agents, waiting * 4),
            (agents * 4, waiting * 4),
        ] {
            let figures = try DeskCrowd.overload(agents, waiting: waiting, decisions: decisions)
            print("\(agents) agents, all busy, \(waiting) waiting")
            for (name, times) in figures { print("  \(name): \(Spread(times))") }
        }
    }
}

/// A desk with a crowd of made-up agents and customers; the same one for the same seed.
struct DeskCrowd {
    var desk: Desk
    private var random = SeededRandom(seed: 42)
    private var now = WallTime(milliseconds: 1_772_445_600_000)
    private let shops: [ShopID]
    private let skills: [Skill]
    private let languages: [Language]
    private(set) var agents: [AgentID] = []
    private var profiles: [AgentProfile] = []
    private var lastConversation: Int64 = 0

    init() throws {
        shops = (0..<20).compactMap { ShopID("shop-\($0)") }
        skills = [.general] + (0..<7).map { Skill("skill-\($0)") }
        languages = ["en", "de", "es", "fr", "it"].compactMap { Language($0) }
        var rules = DeskRules()
        let sites = ["a", "b", "c"].map { SiteName($0) }
        for (number, site) in sites.enumerated() {
            rules.sites[site] = Site(
                name: site, hours: .always(in: .utc), costPerHourCents: 1_000 * (number + 1))
        }
        let hours = try OpeningHours(
            parsing: [(days: "mon-sat", spans: ["00:00-13:00", "13:00-24:00"])],
            zone: "Europe/Berlin")
        for shop in shops {
            var own = ShopRules(shop: shop, hours: hours, languages: languages)
            var queue = QueueRules()
            queue.levelMin = 2
            queue.waitingCountMax = 1_000_000
            queue.relaxations = [
                .init(after: .seconds(60), step: .level(1)),
                .init(after: .seconds(180), step: .anySkill),
            ]
            for skill in skills { own.queues[skill] = queue }
            own.siteOrder = [
                SiteTurn(sites[0]), SiteTurn(sites[1]), SiteTurn(sites[2], after: .seconds(40)),
            ]
            own.silenceWarning = .seconds(1_000_000)
            own.silenceRelief = .seconds(2_000_000)
            rules.shops[shop] = own
        }
        rules.positionInterval = .seconds(1_000_000)
        rules.offerExpiry = .seconds(100_000)
        desk = Desk(rules: rules)
    }

    private mutating func any<Value>(_ values: [Value]) -> Value {
        values[random.number(below: values.count)]
    }

    private mutating func add(_ count: Int) {
        for number in 0..<count {
            guard let id = AgentID("agent-\(number)") else { continue }
            var levels: [Skill: Int] = [:]
            for _ in 0..<3 { levels[any(skills)] = 1 + random.number(below: 4) }
            let profile = AgentProfile(
                id: id, name: id.name, shops: Set((0..<4).map { _ in any(shops) }),
                skills: levels, languages: Set((0..<2).map { _ in any(languages) }),
                site: SiteName(["a", "b", "c"][number % 3]), capacity: 5)
            _ = desk.handle(.agentConnected(profile, SessionID(UInt64(number))), at: now)
            _ = desk.handle(.presenceChosen(.on, by: id), at: now)
            agents.append(id)
            profiles.append(profile)
        }
    }

    private mutating func customer() -> DeskEvent {
        lastConversation += 1
        return .conversationWaiting(
            WaitingCase(
                conversation: ConversationID(lastConversation),
                queue: QueueKey(shop: any(shops), skill: any(skills)), language: any(languages),
                priority: any([.normal, .normal, .normal, .high, .low]), reason: .asked,
                waitingSince: now))
    }

    /// One whom this agent may answer, as others may.
    private mutating func customer(of profile: AgentProfile) -> DeskEvent {
        lastConversation += 1
        return .conversationWaiting(
            WaitingCase(
                conversation: ConversationID(lastConversation),
                queue: QueueKey(
                    shop: any(profile.shops.sorted { $0.name < $1.name }), skill: .general),
                language: any(profile.languages.sorted { $0.code < $1.code }), reason: .asked,
                waitingSince: now))
    }

    private mutating func acceptAll(_ effects: [DeskEffect]) {
        for case .offer(let offer) in effects {
            _ = desk.handle(.offerAccepted(offer.id, by: offer.agent), at: now)
        }
    }

    /// - Returns: What the event led to, and how long the desk took, in microseconds.
    private mutating func timed(_ event: DeskEvent) -> ([DeskEffect], Double) {
        let begun = MonotonicClock.nanoseconds()
        let effects = desk.handle(event, at: now)
        return (effects, Double(MonotonicClock.nanoseconds() - begun) / 1_000)
    }

    /// Every agent is full and many wait: one chat ends, the next one is chosen, offered and accepted.
    static func overload(
        _ agentCount: Int, waiting: Int, decisions: Int
    ) throws -> [(name: String, times: [Double])] {
        var crowd = try DeskCrowd()
        crowd.add(agentCount)
        while crowd.lastConversation < Int64(agentCount * 5 + waiting) {
            let event = crowd.customer()
            crowd.acceptAll(crowd.desk.handle(event, at: crowd.now))
            crowd.now = crowd.now + .milliseconds(3)
        }
        // Long enough for every demand to sink.
        crowd.now = crowd.now + .seconds(200)
        var (closes, accepts, arrivals): ([Double], [Double], [Double]) = ([], [], [])
        for _ in 0..<decisions {
            crowd.now = crowd.now + .milliseconds(2)
            let agent = crowd.any(crowd.agents)
            guard let id = crowd.desk.cases(of: agent).first else { continue }
            let (effects, close) = crowd.timed(.caseClosed(id, .resolved, by: agent))
            closes.append(close)
            for case .offer(let offer) in effects {
                accepts.append(crowd.timed(.offerAccepted(offer.id, by: offer.agent)).1)
            }
            let event = crowd.customer()
            let (more, arrival) = crowd.timed(event)
            arrivals.append(arrival)
            crowd.acceptAll(more)
        }
        return [
            ("a chat ends and the next is chosen", closes), ("an offer is accepted", accepts),
            ("a customer comes to wait", arrivals),
        ]
    }

    /// What the desk holds for five chats an agent, most with their agents, the rest waiting; with the
    /// lines that each left in its agent's day.
    static func memory(
        _ agentCount: Int
    ) throws -> (chatCount: Int, bytesPerChat: Int, bytesPerAgent: Int) {
        var crowd = try DeskCrowd()
        let before = Self.residentBytes
        crowd.add(agentCount)
        let staffed = Self.residentBytes
        for profile in crowd.profiles {
            for _ in 0..<5 {
                let event = crowd.customer(of: profile)
                crowd.acceptAll(crowd.desk.handle(event, at: crowd.now))
                if case .conversationWaiting(let facts) = event,
                    crowd.desk.owner(of: facts.conversation) == nil
                {
                    let pick = DeskEvent.casePicked(facts.conversation, by: profile.id)
                    crowd.acceptAll(crowd.desk.handle(pick, at: crowd.now))
                }
                crowd.now = crowd.now + .milliseconds(2)
            }
        }
        // Nobody has left: whoever has no agent waits.
        let count = Int(crowd.lastConversation)
        let full = Self.residentBytes
        return (count, (full - staffed) / max(1, count), (staffed - before) / max(1, agentCount))
    }

    /// Resident bytes of this process. Nothing is given back between the looks, so that a difference is
    /// what was added, in whole pages, and what arrays left behind when they grew.
    private static var residentBytes: Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = fread(&bytes, 1, bytes.count, file)
        let fields = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize())
    }
}
