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
    }

    private let counts = Mutex(Counts())
    private let logger: Logger
    private let onFinished: @Sendable () -> Void
    private let onEvents: @Sendable () -> Void

    /// - Parameters:
    ///   - onFinished: A conversation was closed and is on record; called on the floor's thread and
    ///     must return at once.
    ///   - onEvents: Events for endpoints are on record; called as `onFinished`.
    public init(
        logger: Logger, onFinished: @escaping @Sendable () -> Void = {},
        onEvents: @escaping @Sendable () -> Void = {}
    ) {
        self.logger = logger
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

            """
    }
}
