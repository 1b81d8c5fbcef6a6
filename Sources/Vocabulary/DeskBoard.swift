extension DeskNotice {
    /// Why an offer stands no more. Sent: never rename.
    public enum OfferEnd: String, Sendable, CaseIterable {
        case taken, skipped, expired
        /// Somebody else has it.
        case elsewhere
        /// The customer left, or went back to the bot.
        case withdrawn
    }

    /// Why a case is an agent's no more. Sent: never rename.
    public enum CaseEnd: String, Sendable, CaseIterable {
        case closed, transferred
        case handedBack = "handed_back"
        /// The customer ended it.
        case customerLeft = "customer_left"
        /// A supervisor gave it to somebody else or took it.
        case reassigned
        /// The agent was silent or gone for too long.
        case relieved
        case snoozed
    }

    /// One case in a list.
    public struct CaseRow: Equatable, Sendable {
        public var tag: CaseTag
        public var state: CaseState
        public var queue: String
        public var language: Language
        public var customer: String?
        /// Who has it, or is offered it.
        public var agent: AgentID?
        /// Since the customer began to wait for a person.
        public var ageSeconds: Int
        /// Place in its queue; nil once nobody waits.
        public var position: Int?
        public init(
            tag: CaseTag, state: CaseState, queue: String, language: Language, customer: String?,
            agent: AgentID?, ageSeconds: Int, position: Int?
        ) {
            self.tag = tag
            self.state = state
            self.queue = queue
            self.language = language
            self.customer = customer
            self.agent = agent
            self.ageSeconds = ageSeconds
            self.position = position
        }
    }

    /// Where a case is. Sent: never rename.
    public enum CaseState: String, Sendable, CaseIterable {
        case waiting, offered, active, held, snoozed
        /// Its agent's connection was lost; it waits a little for them.
        case orphaned
    }

    /// What those see who look after a floor.
    public struct Board: Equatable, Sendable {
        public var queues: [QueueRow]
        public var agents: [AgentRow]
        /// What needs looking after, in words.
        public var alarms: [String]
        public init(queues: [QueueRow], agents: [AgentRow], alarms: [String]) {
            self.queues = queues
            self.agents = agents
            self.alarms = alarms
        }
    }

    public struct QueueRow: Equatable, Sendable {
        public var shop: ShopID
        public var queue: String
        public var waitingCount: Int
        public var longestWaitSeconds: Int
        /// Agents who are there for it.
        public var staffCount: Int
        public var isPaused: Bool
        /// With agents.
        public var assignedCount = 0
        /// Waiting cases that have used most of the promised time, and those that have used all of it.
        public var atRiskCount = 0
        public var lateCount = 0
        public init(
            shop: ShopID, queue: String, waitingCount: Int, longestWaitSeconds: Int,
            staffCount: Int, isPaused: Bool
        ) {
            self.shop = shop
            self.queue = queue
            self.waitingCount = waitingCount
            self.longestWaitSeconds = longestWaitSeconds
            self.staffCount = staffCount
            self.isPaused = isPaused
        }
    }

    public struct AgentRow: Equatable, Sendable {
        public var agent: AgentID
        public var name: String
        public var presence: Presence
        /// Since when, in seconds.
        public var sinceSeconds: Int
        public init(agent: AgentID, name: String, presence: Presence, sinceSeconds: Int) {
            self.agent = agent
            self.name = name
            self.presence = presence
            self.sinceSeconds = sinceSeconds
        }
    }

    /// Rows of a name and a value about one thing.
    public struct Card: Equatable, Sendable {
        public var topic: Topic
        public var tag: CaseTag?
        public var rows: [CardRow]
        public init(topic: Topic, tag: CaseTag?, rows: [CardRow]) {
            self.topic = topic
            self.tag = tag
            self.rows = rows
        }

        /// Sent: never rename.
        public enum Topic: String, Sendable, CaseIterable {
            case who, why, order, policy, stats, explain, timeline, found, canned, help
        }
    }

    public struct CardRow: Equatable, Sendable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
