import BusinessTime
import Vocabulary

/// How a floor routes: its shops, its sites and its patience. Immutable while in force; a reload hands
/// in another one.
public struct DeskRules: Equatable, Sendable {
    public var shops: [ShopID: ShopRules]
    public var sites: [SiteName: Site]
    /// Conversations with agents on the whole floor at once; nil for as many as the agents can take.
    public var assignedCountMax: Int?
    /// How long an offer stands before it goes to the next agent.
    public var offerExpiry: Duration = .seconds(20)
    /// Offers in a row that an agent lets expire before they are put on break.
    public var missedOfferCountMax = 2
    /// How long a lost agent keeps their conversations.
    public var connectionGrace: Duration = .seconds(30)
    /// How long a case waits for the one agent it was transferred to before others are asked.
    public var transferPatience: Duration = .seconds(60)
    /// How often places in the queues are told anew where they changed.
    public var positionInterval: Duration = .seconds(20)
    /// How often a customer on hold is told that they are not forgotten.
    public var holdInterval: Duration = .seconds(180)
    /// How long a conversation may be snoozed.
    public var snoozeMax: Duration = .seconds(14 * 86_400)

    public init(shops: [ShopID: ShopRules] = [:], sites: [SiteName: Site] = [:]) {
        self.shops = shops
        self.sites = sites
    }
}

/// A place where agents sit.
public struct Site: Equatable, Sendable {
    public var name: SiteName
    /// When people are there, in the zone of the site.
    public var hours: OpeningHours
    /// What an hour of an agent costs, in hundredths of the floor's currency; nil where unknown.
    public var costPerHourCents: Int?

    public init(name: SiteName, hours: OpeningHours, costPerHourCents: Int? = nil) {
        self.name = name
        self.hours = hours
        self.costPerHourCents = costPerHourCents
    }
}

/// How the cases of one shop are routed.
public struct ShopRules: Equatable, Sendable {
    public var shop: ShopID
    /// When people answer; outside of it nobody new is taken in unless an agent is there.
    public var hours: OpeningHours
    /// The first is the one to fall back to.
    public var languages: [Language]
    /// Every queue of the shop by its skill; `general` is always there.
    public var queues: [Skill: QueueRules]
    /// Which sites answer, and from when on; empty: all, at once.
    public var siteOrder: [SiteTurn] = []
    /// Conversations of this shop with agents at once; nil for no limit.
    public var assignedCountMax: Int?
    /// How long a returning customer waits for the agent they had before others are asked; zero for
    /// not at all.
    public var stickyPatience: Duration = .zero
    /// How long an agent who has closed a case keeps its place free.
    public var wrapUp: Duration = .zero
    /// How long a customer may be without an answer before their agent is reminded.
    public var silenceWarning: Duration = .seconds(120)
    /// … and before the case goes to another agent and the silent one on break.
    public var silenceRelief: Duration = .seconds(300)
    /// What a case may be closed with; empty for anything.
    public var dispositions: [Disposition] = []

    public init(
        shop: ShopID, hours: OpeningHours, languages: [Language],
        queues: [Skill: QueueRules] = [:]
    ) {
        precondition(!languages.isEmpty, "a shop speaks at least one language")
        self.shop = shop
        self.hours = hours
        self.languages = languages
        self.queues = queues
        if queues[.general] == nil { self.queues[.general] = QueueRules() }
    }
}

/// From when on a site is asked.
public struct SiteTurn: Equatable, Sendable {
    public var site: SiteName
    /// Of the case's waiting; zero: at once. Among sites asked at the same time the cheaper comes first.
    public var after: Duration

    public init(_ site: SiteName, after: Duration = .zero) {
        self.site = site
        self.after = after
    }
}

/// How one queue of a shop is served.
public struct QueueRules: Equatable, Sendable {
    /// What is promised: a person within this time of opening hours.
    public var answerWithin: Duration = .seconds(120)
    /// The level of the skill asked for at first.
    public var levelMin = 1
    /// How the demands sink while a customer waits.
    public var relaxations: [Relaxation] = []
    /// Whoever is more urgent is served as if they had waited this much longer (less for `low`), so
    /// nobody is overtaken for ever.
    public var headStarts: [Priority: Duration] = [
        .low: .seconds(-300), .high: .seconds(300), .urgent: .seconds(900),
    ]
    /// Cases that may wait; one more is offered a message instead.
    public var waitingCountMax = Limits.queueWaitingCountMax
    /// How long a case is with an agent, before the desk has seen enough of them to know.
    public var handlingTimeExpected: Duration = .seconds(360)
    /// Waiting cases from which supervisors are alarmed; nil for never.
    public var alarmWaitingCount: Int?

    public init() {}

    /// One step by which more agents come into question.
    public struct Relaxation: Equatable, Sendable {
        /// Of the case's waiting.
        public var after: Duration
        public var step: Step

        public init(after: Duration, step: Step) {
            self.after = after
            self.step = step
        }
    }

    public enum Step: Equatable, Sendable {
        /// This level of the skill is enough.
        case level(Int)
        /// Agents with this skill may answer too.
        case skill(Skill)
        /// Every agent of the shop may answer.
        case anySkill
        /// Agents who speak this language may answer customers of any.
        case language(Language)
    }
}
