import FrontOffice
import Logging
import Ports
import Synchronization
import Vocabulary

/// What a floor counts, for `/metrics` and the log. Shared with whoever shows it.
public final class FloorTally: Sendable {
    private struct Counts {
        var turns: UInt64 = 0
        var commits: UInt64 = 0
        var failures: UInt64 = 0
        var finished: UInt64 = 0
        var conversations = 0
        var canCommit = true
        var queues: [QueueFigures] = []
    }

    /// A wait's kind, which has a histogram of its own.
    private struct WaitKind: Hashable {
        var shop: ShopID
        var queue: String
        var end: WaitBook.End
    }

    private let counts = Mutex(Counts())
    private let logger: Logger
    private let onFinished: @Sendable () -> Void
    private let onEvents: @Sendable () -> Void
    private let registry: MetricRegistry
    private let waits = Mutex<[WaitKind: MetricRegistry.Histogram]>([:])

    /// - Parameters:
    ///   - registry: Gets the histograms of waits.
    ///   - onFinished: A conversation was closed and is on record; called on the floor's thread and
    ///     must return at once.
    ///   - onEvents: Events for endpoints are on record; called as `onFinished`.
    public init(
        logger: Logger, registry: MetricRegistry = MetricRegistry(),
        onFinished: @escaping @Sendable () -> Void = {},
        onEvents: @escaping @Sendable () -> Void = {}
    ) {
        self.logger = logger
        self.registry = registry
        self.onFinished = onFinished
        self.onEvents = onEvents
    }

    func committed(turnCount: Int, hasEvents: Bool = false) {
        guard turnCount > 0 else { return }
        if hasEvents { onEvents() }
        counts.withLock {
            $0.turns += UInt64(turnCount)
            $0.commits += 1
            $0.canCommit = true
        }
    }

    func commitFailed(_ error: StoreError) {
        let isFirst = counts.withLock { counts -> Bool in
            counts.failures += 1
            defer { counts.canCommit = false }
            return counts.canCommit
        }
        guard isFirst else { return }
        logger.error(
            "the record refuses turns; senders are told to repeat",
            metadata: ["details": "\(error.details)"])
    }

    func conversationFinished() {
        counts.withLock { $0.finished += 1 }
        onFinished()
    }

    /// Open conversations, told by the floor's thread after each batch.
    func conversationCountIs(_ count: Int) { counts.withLock { $0.conversations = count } }

    /// A customer waits no more; told by the floor's thread once that is on record.
    func waited(_ wait: WaitBook.Ended) {
        let kind = WaitKind(shop: wait.shop, queue: wait.queue, end: wait.end)
        let histogram = waits.withLock { waits in
            if let known = waits[kind] { return known }
            let new = registry.histogram(
                "helpline_queue_wait_seconds",
                "Time that customers waited for a person, by how it ended.",
                labels: [
                    ("shop", wait.shop.name), ("queue", wait.queue), ("end", wait.end.rawValue),
                ],
                boundsInMilliseconds: MetricRegistry.queueBounds)
            waits[kind] = new
            return new
        }
        histogram.observe(wait.time)
    }

    /// How the queues stand, told by the floor's thread once a second while something happens
    /// or somebody waits.
    func queuesAre(_ queues: [QueueFigures]) { counts.withLock { $0.queues = queues } }

    /// How the queues stood at the most a second ago, by shop and name.
    public var queues: [QueueFigures] { counts.withLock { $0.queues } }

    /// Whether the last commit went well; what `/healthz` answers by.
    public var canCommit: Bool { counts.withLock { $0.canCommit } }

    /// Prometheus text exposition format 0.0.4.
    public var metricsText: String {
        let counts = counts.withLock { $0 }
        return """
            # HELP helpline_turns_total Turns saved.
            # TYPE helpline_turns_total counter
            helpline_turns_total \(counts.turns)
            # HELP helpline_commits_total Batches saved.
            # TYPE helpline_commits_total counter
            helpline_commits_total \(counts.commits)
            # HELP helpline_commit_failures_total Batches that could not be saved.
            # TYPE helpline_commit_failures_total counter
            helpline_commit_failures_total \(counts.failures)
            # HELP helpline_conversations_finished_total Conversations closed.
            # TYPE helpline_conversations_finished_total counter
            helpline_conversations_finished_total \(counts.finished)
            # HELP helpline_conversations_open Conversations open now.
            # TYPE helpline_conversations_open gauge
            helpline_conversations_open \(counts.conversations)

            """ + Self.text(of: counts.queues)
    }

    private static func text(of queues: [QueueFigures]) -> String {
        guard !queues.isEmpty else { return "" }
        let gauges: [(name: String, help: String, value: (QueueFigures) -> Int)] = [
            ("queue_waiting", "Customers who wait for a person.", { $0.waitingCount }),
            ("queue_offered", "Of the waiting: offered to an agent.", { $0.offeredCount }),
            ("queue_callbacks", "Of the waiting: to be called back.", { $0.callbackCount }),
            ("queue_late", "Of the waiting: longer than promised.", { $0.lateCount }),
            ("queue_assigned", "Customers with agents.", { $0.assignedCount }),
            ("queue_agents", "Agents who could answer.", { $0.staffCount }),
            ("queue_paused", "1 while a supervisor holds the queue.", { $0.isPaused ? 1 : 0 }),
            (
                "queue_longest_wait_seconds", "Of whoever waits longest.",
                { Int(($0.longestWait ?? .zero).milliseconds / 1_000) }
            ),
        ]
        var text = ""
        for gauge in gauges {
            text += "# HELP helpline_\(gauge.name) \(gauge.help)\n"
            text += "# TYPE helpline_\(gauge.name) gauge\n"
            for queue in queues {
                text += "helpline_\(gauge.name){shop=\"\(queue.shop.name)\","
                text += "queue=\"\(MetricRegistry.escaped(queue.queue))\"} \(gauge.value(queue))\n"
            }
        }
        return text
    }
}
