/// A token bucket: so many at once, so many a second after that. Handed the monotonic clock's time.
public struct RateLimit: Equatable, Sendable {
    /// How many may come at once after a rest.
    public let burst: Int
    public let perSecond: Int
    /// What is left, in billionths; a nanosecond brings `perSecond` of them.
    private var left: Int64
    private var lastNanoseconds: Int64?

    /// Lines of one session.
    public static let sessionLines = RateLimit(burst: 20, perSecond: 5)
    /// Lines of all sessions from one address.
    public static let addressLines = RateLimit(burst: 200, perSecond: 50)
    /// New connections from one address.
    public static let addressConnections = RateLimit(burst: 20, perSecond: 5)

    /// - Parameters:
    ///   - burst: 1 to 1,000,000.
    ///   - perSecond: 1 to 1,000,000.
    public init(burst: Int, perSecond: Int) {
        self.burst = min(max(burst, 1), 1_000_000)
        self.perSecond = min(max(perSecond, 1), 1_000_000)
        left = Int64(self.burst) * Self.one
    }

    /// Takes one, if one is left.
    ///
    /// - Parameter now: Time since some moment in the past; never earlier than before.
    public mutating func take(at now: Duration) -> Bool {
        refill(at: now)
        guard left >= Self.one else { return false }
        left -= Self.one
        return true
    }

    /// How long until the next one is there; zero if it is.
    public mutating func wait(at now: Duration) -> Duration {
        refill(at: now)
        guard left < Self.one else { return .zero }
        let rate = Int64(perSecond)
        return .nanoseconds((Self.one - left + rate - 1) / rate)
    }

    private static let one: Int64 = 1_000_000_000

    private mutating func refill(at now: Duration) {
        let (seconds, attoseconds) = now.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        defer { lastNanoseconds = nanoseconds }
        guard let lastNanoseconds else { return }
        let full = Int64(burst) * Self.one
        let (gained, overflows) = max(0, nanoseconds - lastNanoseconds)
            .multipliedReportingOverflow(by: Int64(perSecond))
        left = overflows || gained >= full - left ? full : left + gained
    }
}
