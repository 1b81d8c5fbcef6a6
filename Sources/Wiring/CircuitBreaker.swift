/// Spares a system that does not answer: after some failures in a row nobody is sent to wait for it,
/// until one request at a time shows that it is back.
///
/// Moments are of the monotonic clock.
struct CircuitBreaker: Equatable, Sendable {
    /// Failures in a row that open it.
    static let failureCountMax = 5
    /// How long it stays open before one request is tried.
    static let rest: Duration = .seconds(30)

    private var failureCount = 0
    /// Open until then; nil while closed.
    private var openUntil: Duration?
    /// A request is out that decides whether it closes.
    private var isTrying = false

    var isOpen: Bool { openUntil != nil }

    /// Whether a request may be sent now; one that may has to be ended by `ended`.
    mutating func mayAsk(at now: Duration) -> Bool {
        guard let openUntil else { return true }
        guard now >= openUntil, !isTrying else { return false }
        isTrying = true
        return true
    }

    /// A request came back, or did not.
    ///
    /// - Parameter isFine: The system answered; what it said does not matter.
    mutating func ended(isFine: Bool, at now: Duration) {
        isTrying = false
        if isFine {
            failureCount = 0
            openUntil = nil
            return
        }
        failureCount += 1
        if failureCount >= Self.failureCountMax { openUntil = now + Self.rest }
    }
}
