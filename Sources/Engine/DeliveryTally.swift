import Logging
import Ports
import Synchronization
import Vocabulary
import Webhooks

/// What delivery counts and tells, for `/metrics`, the board and the log.
public final class DeliveryTally: Sendable {
    private struct Counts {
        var taken: UInt64 = 0
        var delivered: UInt64 = 0
        var failed: UInt64 = 0
        var dead: UInt64 = 0
        var waiting = 0
        var deadLetters = 0
        /// With why, for people.
        var disabled: [EndpointKey: String] = [:]
        var paused: Set<EndpointKey> = []
        var canSave = true
    }

    private let counts = Mutex(Counts())
    private let logger: Logger
    private let onTrouble: @Sendable ([EndpointKey: String]) -> Void

    /// - Parameter onTrouble: Called with every endpoint that is disabled whenever they have changed,
    ///   on the delivering thread; must come back at once.
    public init(
        logger: Logger, onTrouble: @escaping @Sendable ([EndpointKey: String]) -> Void = { _ in }
    ) {
        self.logger = logger
        self.onTrouble = onTrouble
    }

    func taken(_ count: Int) {
        counts.withLock {
            $0.taken += UInt64(count)
            $0.waiting += count
        }
    }

    func attempted(_ key: EndpointKey, _ outcome: AttemptOutcome, became delivery: Delivery) {
        let isDead = counts.withLock { counts -> Bool in
            if outcome.isSuccess { counts.delivered += 1 } else { counts.failed += 1 }
            switch delivery.phase {
            case .waiting: return false
            case .delivered:
                counts.waiting -= 1
                return false
            case .deadLetter:
                counts.waiting -= 1
                counts.dead += 1
                counts.deadLetters += 1
                return true
            }
        }
        guard isDead else { return }
        logger.warning(
            "a delivery was given up; `helpline deliveries list` shows it",
            metadata: ["endpoint": "\(key)", "outcome": "\(outcome.text)"])
    }

    /// A delivery was given up without an attempt, since its endpoint is disabled.
    func gaveUp() {
        counts.withLock { counts in
            counts.waiting -= 1
            counts.dead += 1
            counts.deadLetters += 1
        }
    }

    func endpointChanged(
        _ key: EndpointKey, _ change: EndpointHealth.Change, _ outcome: AttemptOutcome
    ) {
        let isFirst = counts.withLock { counts -> Bool in
            switch change {
            case .paused: return counts.paused.insert(key).inserted
            case .disabled(let why):
                return counts.disabled.updateValue(why.text, forKey: key) == nil
            case .recovered: return counts.paused.remove(key) != nil
            }
        }
        guard isFirst else { return }
        let facts: Logger.Metadata = ["endpoint": "\(key)", "outcome": "\(outcome.text)"]
        switch change {
        case .paused: logger.warning("an endpoint is left alone for a while", metadata: facts)
        case .disabled:
            logger.error("an endpoint was disabled", metadata: facts)
            onTrouble(counts.withLock { $0.disabled })
        case .recovered: logger.notice("an endpoint answers again", metadata: facts)
        }
    }

    func endpointsAre(_ endpoints: [LedgerEndpoint]) {
        let changed = counts.withLock { counts -> [EndpointKey: String]? in
            counts.waiting = endpoints.reduce(0) { $0 + $1.waitingCount }
            counts.deadLetters = endpoints.reduce(0) { $0 + $1.deadLetterCount }
            let before = counts.disabled
            counts.disabled = [:]
            for endpoint in endpoints {
                counts.disabled[endpoint.key] = endpoint.health.disabled?.text
            }
            return counts.disabled == before ? nil : counts.disabled
        }
        if let changed { onTrouble(changed) }
    }

    func ledgerFailed(_ error: StoreError) {
        let isFirst = counts.withLock { counts -> Bool in
            defer { counts.canSave = false }
            return counts.canSave
        }
        guard isFirst else { return }
        logger.error(
            "the ledger of deliveries cannot be used; tried again every second",
            metadata: ["details": "\(error.details)"])
    }

    func ledgerWorks() { counts.withLock { $0.canSave = true } }

    /// Endpoints that are sent nothing until somebody enables them, for the board.
    public var disabledEndpoints: [EndpointKey] { counts.withLock { $0.disabled.keys.sorted() } }

    /// Deliveries that wait for an attempt.
    public var waitingCount: Int { counts.withLock { $0.waiting } }

    /// Deliveries that arrived since the start.
    public var deliveredCount: Int { counts.withLock { Int($0.delivered) } }

    /// Prometheus text exposition format 0.0.4.
    public var metricsText: String {
        let counts = counts.withLock { $0 }
        return [
            ("deliveries_planned_total", "counter", "Events times endpoints.", Int(counts.taken)),
            (
                "deliveries_delivered_total", "counter", "Deliveries that arrived.",
                Int(counts.delivered)
            ),
            (
                "delivery_attempt_failures_total", "counter", "Attempts that failed.",
                Int(counts.failed)
            ),
            ("deliveries_given_up_total", "counter", "Deliveries given up.", Int(counts.dead)),
            ("deliveries_waiting", "gauge", "Deliveries that wait.", counts.waiting),
            ("dead_letters", "gauge", "Dead letters in the ledger.", counts.deadLetters),
            ("endpoints_disabled", "gauge", "Endpoints disabled.", counts.disabled.count),
            ("delivery_ledger_up", "gauge", "1 while it can be saved.", counts.canSave ? 1 : 0),
        ].map { name, kind, help, value in
            "# HELP helpline_\(name) \(help)\n# TYPE helpline_\(name) \(kind)\n"
                + "helpline_\(name) \(value)\n"
        }.joined()
    }
}

extension EndpointHealth.Disabling {
    /// For people: why an endpoint is sent nothing more.
    public var text: String {
        switch self {
        case .gone: "it said that it is gone (HTTP 410)"
        case .onlyFailures: "it has only failed for days"
        }
    }
}

extension AttemptOutcome {
    /// For people: what came of an attempt.
    public var text: String {
        switch self {
        case .answered(let status, _): "HTTP \(status)"
        case .failed(let failure): failure.description
        case .notBegun: "not begun"
        }
    }
}
