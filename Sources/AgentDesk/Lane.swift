import Vocabulary

/// The cases of one queue in one language, and who may answer them.
struct Lane: Sendable {
    let queue: QueueIndex
    let language: Language
    /// Waiting times at which more agents come into question, the first zero, growing. A case that has
    /// waited at least `delays[s]` is at step s.
    let delays: [Duration]
    /// Groups of agents in the order in which they are asked.
    let tiers: [Tier]
    /// Where the lines of this lane's steps begin in `Desk.lines`.
    let firstLine: Int
    /// For each tier, its agents with room.
    var free: [FreeAgents]
    /// Agents who may ever answer and are on, on break or within their grace.
    var staffCount = 0
    /// … of these, the places of those who are not on break.
    var slotCount = 0
    /// Agents who are on.
    var onCount = 0
    /// For each tier, the agents who belong to it, wherever they are.
    var seatCounts: [Int32]
    var isPlacesItemSet = false
    /// Customers wait here and were told that nobody is there.
    var isAbandoned = false

    struct Tier: Equatable, Sendable {
        let step: Int
        /// Of an hour at the site, in hundredths; 0 where unknown.
        let cost: Int
    }

    func tierIndex(step: Int, cost: Int) -> Int? {
        tiers.firstIndex(of: Tier(step: step, cost: cost))
    }
}

/// One step's line of one lane.
struct Line: Sendable {
    var root = DueOrder.none
    /// The key of the next one; `.last` while the line is empty.
    var headKey = DueKey.last
    var head = DueOrder.none
}

/// A queue of a shop: its rules and what is counted of it.
struct QueueState: Sendable {
    let key: QueueKey
    let shop: ShopIndex
    let rules: QueueRules
    /// One for each language of the shop.
    var lanes: [LaneIndex] = []
    var isPaused = false
    /// Not yet accepted, offered and resting ones among them.
    var waitingCount = 0
    var brokenCount = 0
    var assignedCount = 0
    var closedCount = 0
    /// Mean time a case is with an agent, in milliseconds, the later ones counting more.
    var handlingMilliseconds: Double
}

/// A shop of the floor and how many of its places are in use.
struct ShopState: Sendable {
    let rules: ShopRules
    var queues: [QueueIndex] = []
    /// Offered or with an agent, snoozed ones not.
    var assignedCount = 0

    var isFull: Bool { rules.assignedCountMax.map { assignedCount >= $0 } ?? false }
}
