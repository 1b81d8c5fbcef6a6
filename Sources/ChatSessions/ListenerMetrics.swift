import Engine
import Synchronization
import Vocabulary

/// Counts of what the listeners did since the start; written by the loops, read by anyone.
public final class ListenerMetrics: Sendable {
    let opened = Atomic<Int>(0)
    let closed = Atomic<Int>(0)
    let lines = Atomic<Int>(0)
    let submitted = Atomic<Int>(0)
    let released = Atomic<Int>(0)
    let inboxWaits = Atomic<Int>(0)
    let rateWaits = Atomic<Int>(0)
    let acceptPauses = Atomic<Int>(0)
    package let handshakeFailures = Atomic<Int>(0)
    let sockets = Atomic<Int>(0)
    /// From a line's way to the floor to the release of its answer.
    let answers: MetricRegistry.Histogram
    private let matches: [MetricRegistry.Counter]
    private let ends = EndReason.allCases.map { _ in AtomicCount() }

    private static let outcomes: [IntentMatch.Outcome] = [.sure, .ambiguous, .unknown]

    /// - Parameter registry: Gets what the sessions count beside these.
    public init(registry: MetricRegistry = MetricRegistry()) {
        answers = registry.histogram(
            "helpline_answer_seconds", "Time from reading a line to releasing its answer.",
            boundsInMilliseconds: MetricRegistry.answerBounds)
        matches = Self.outcomes.map {
            registry.counter(
                "helpline_matches_total", "Lines matched, by what came of it.",
                labels: [("outcome", "\($0)")])
        }
    }

    /// WebSockets that are open now.
    public var socketCount: Int { sockets.load(ordering: .relaxed) }

    func matched(_ outcome: IntentMatch.Outcome) {
        guard let index = Self.outcomes.firstIndex(of: outcome) else { return }
        matches[index].add()
    }

    /// Sessions that are open now.
    public var openCount: Int { opened.load(ordering: .relaxed) - closed.load(ordering: .relaxed) }

    /// How many sessions were refused or closed for `reason`.
    public func count(of reason: EndReason) -> Int {
        ends[reason.index].value.load(ordering: .relaxed)
    }

    /// The counts in Prometheus' text format, each with its help and type.
    public var prometheusText: String {
        let counters: [(name: String, help: String, count: Int)] = [
            ("sessions_opened_total", "Sessions begun.", load(opened)),
            ("lines_total", "Lines read.", load(lines)),
            ("events_submitted_total", "Events given to floors.", load(submitted)),
            ("notices_total", "Notices written to sessions.", load(released)),
            ("inbox_waits_total", "Sessions made to wait for a full inbox.", load(inboxWaits)),
            ("rate_waits_total", "Sessions made to wait for a rate.", load(rateWaits)),
            ("accept_pauses_total", "Times that accepting was paused.", load(acceptPauses)),
            ("tls_failures_total", "TLS handshakes that failed.", load(handshakeFailures)),
        ]
        var text = ""
        for counter in counters {
            text += "# HELP helpline_line_\(counter.name) \(counter.help)\n"
            text += "# TYPE helpline_line_\(counter.name) counter\n"
            text += "helpline_line_\(counter.name) \(counter.count)\n"
        }
        text += "# HELP helpline_line_sessions Sessions open now.\n"
        text += "# TYPE helpline_line_sessions gauge\nhelpline_line_sessions \(openCount)\n"
        text += "# HELP helpline_web_sockets WebSockets open now.\n"
        text += "# TYPE helpline_web_sockets gauge\nhelpline_web_sockets \(socketCount)\n"
        text += "# HELP helpline_line_sessions_ended_total "
        text += "Sessions refused or closed by the server.\n"
        text += "# TYPE helpline_line_sessions_ended_total counter\n"
        for reason in EndReason.allCases {
            text += "helpline_line_sessions_ended_total{reason=\"\(reason.rawValue)\"} "
            text += "\(count(of: reason))\n"
        }
        return text
    }

    func record(_ reason: EndReason) { ends[reason.index].value.add(1, ordering: .relaxed) }

    private func load(_ count: borrowing Atomic<Int>) -> Int { count.load(ordering: .relaxed) }
}

/// Why the server ended or refused a session. Shown in metrics and the log: never rename.
public enum EndReason: String, Sendable, CaseIterable {
    case tooManySessions = "too_many_sessions"
    case addressConnections = "address_connections"
    case addressRate = "address_rate"
    case lineRate = "line_rate"
    case wrongProtocol = "wrong_protocol"
    case lineTooLong = "line_too_long"
    case firstLineLate = "first_line_late"
    case halfLineLate = "half_line_late"
    case loginLate = "login_late"
    case idle
    case handshakeLate = "handshake_late"
    case unread
    case pingUnanswered = "ping_unanswered"
    case badFrame = "bad_frame"
    case noProxyHeader = "no_proxy_header"
    case foreignOrigin = "foreign_origin"
    case shuttingDown = "shutting_down"

    var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A count that can stand in an array.
private final class AtomicCount: Sendable {
    let value = Atomic<Int>(0)
}
