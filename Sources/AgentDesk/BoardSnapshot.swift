import Vocabulary

/// What leads and supervisors see of the floor at one moment: their shops only.
public struct BoardSnapshot: Equatable, Sendable {
    public var at: WallTime
    /// By shop and skill; every queue of the rules.
    public var queues: [QueueLine]
    /// By name; agents who are connected, lost or have cases.
    public var agents: [AgentLine]
    /// Alarms that stand.
    public var alarms: [DeskAlarm]

    public struct QueueLine: Equatable, Sendable {
        public var queue: QueueKey
        public var isPaused: Bool
        /// Not yet accepted; the offered among them.
        public var waitingCount: Int
        public var offeredCount: Int
        public var callbackCount: Int
        /// With agents.
        public var assignedCount: Int
        /// nil where nobody waits.
        public var longestWait: Duration?
        /// Cases that have used three quarters of the promised time, or all of it.
        public var promiseAtRiskCount: Int
        public var promiseBrokenCount: Int
        /// For the next to come.
        public var estimatedWait: Duration?
        /// Agents on who could ever answer.
        public var presentAgentCount: Int
        /// Closed by agents since the desk began.
        public var closedCount: Int
    }

    public struct AgentLine: Equatable, Sendable {
        public var agent: AgentID
        public var name: String
        public var site: SiteName?
        public var presence: Presence
        /// When the presence began.
        public var since: WallTime
        /// Those of the viewer's shops.
        public var cases: [ConversationID]
        /// Places in use, of any shop: cases, offers and wrap-ups.
        public var usedCount: Int
        public var offeredCount: Int
        public var wrapUpCount: Int
        public var snoozedCount: Int
        public var capacity: Int
        /// Of the cases: those whose customer waits for an answer.
        public var unansweredCount: Int
        public var shops: [ShopID]
    }
}

/// Why a case is where it is.
public struct Explanation: Equatable, Sendable {
    public var conversation: ConversationID
    public var queue: QueueKey
    public var language: Language
    public var priority: Priority
    public var waitingSince: WallTime
    public var place: Place
    /// The last decision; nil before the first offer.
    public var reason: RoutingReason?
    /// What each agent connected of this shop is to the case now, by name; empty once it is assigned.
    public var candidates: [Candidate]

    public enum Place: Equatable, Sendable {
        /// 1 is next.
        case waiting(position: Int)
        case heldFor(AgentID, until: WallTime)
        case offered(AgentID)
        case withAgent(AgentID)
        case snoozed(AgentID, until: WallTime)
        /// A callback that was asked for later.
        case resting(until: WallTime)
    }

    public struct Candidate: Equatable, Sendable {
        public var agent: AgentID
        public var verdict: Verdict

        public init(agent: AgentID, verdict: Verdict) {
            self.agent = agent
            self.verdict = verdict
        }
    }

    public enum Verdict: Equatable, Sendable {
        /// Would be asked now.
        case eligible
        /// Comes into question once the customer has waited this long.
        case eligibleAfter(Duration)
        case lacksSkill
        case lacksLanguage
        case siteNotAsked
        case full
        case away(Presence)
        /// Skipped it, or let it expire.
        case passed
    }
}
