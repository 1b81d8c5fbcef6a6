import AgentDesk
import Vocabulary

/// How one queue stands at a moment, for figures and programs; customers are not named.
public struct QueueFigures: Equatable, Sendable {
    public var shop: ShopID
    /// The skill that its agents have.
    public var queue: String
    /// Customers not yet with an agent; those who are offered and callbacks among them.
    public var waitingCount = 0
    public var offeredCount = 0
    public var callbackCount = 0
    /// Customers with agents.
    public var assignedCount = 0
    /// Agents on who could answer.
    public var staffCount = 0
    /// Those of the waiting who wait longer than the shop promises.
    public var lateCount = 0
    public var isPaused = false
    /// Of whoever waits longest; nil where nobody waits.
    public var longestWait: Duration?
    /// For the next to come; nil where nobody can say.
    public var estimatedWait: Duration?

    public init(shop: ShopID, queue: String) {
        self.shop = shop
        self.queue = queue
    }
}

extension Floor {
    /// How all queues stand, by shop and name. Takes time with every case of the desk: ask once a
    /// second, not once a turn.
    public func queueFigures(at now: WallTime) -> [QueueFigures] {
        desk.queueLines(at: now) { _ in true }.map { line in
            var figures = QueueFigures(shop: line.queue.shop, queue: line.queue.skill.name)
            figures.waitingCount = line.waitingCount
            figures.offeredCount = line.offeredCount
            figures.callbackCount = line.callbackCount
            figures.assignedCount = line.assignedCount
            figures.staffCount = line.presentAgentCount
            figures.lateCount = line.promiseBrokenCount
            figures.isPaused = line.isPaused
            figures.longestWait = line.longestWait
            figures.estimatedWait = line.estimatedWait
            return figures
        }.sorted { ($0.shop, $0.queue) < ($1.shop, $1.queue) }
    }
}
