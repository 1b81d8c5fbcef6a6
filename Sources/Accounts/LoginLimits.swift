import Vocabulary

/// How often somebody may be wrong: by account and by address, counted for unknown names too.
///
/// Decides in values; owned by the register. After `accountWrongMax` wrong tries within a minute for a
/// name, or `addressWrongMax` from an address, further ones are not looked at until the oldest is a
/// minute old. Nobody is ever locked out for good: an attacker must not lock agents out.
struct LoginLimits: Sendable {
    static let accountWrongMax = 5
    static let addressWrongMax = 20
    static let window = Duration.seconds(60)
    /// Names and addresses remembered at once; beyond it the oldest are forgotten first.
    static let subjectCountMax = 10_000
    /// A wrong answer waits this long, twice as long with each further one.
    static let delayFirst = Duration.milliseconds(250)
    static let delayMax = Duration.seconds(4)

    private enum Subject: Hashable {
        case account(AgentID)
        case address(String)
    }

    /// Moments of the last wrong tries, the oldest first.
    private var wrong: [Subject: [Duration]] = [:]
    var subjectCount: Int { wrong.count }

    /// - Returns: How long nothing more is looked at; nil if this try may be.
    func wait(_ request: LoginRequest, at now: Duration) -> Duration? {
        let waits = [
            wait(.account(request.name), Self.accountWrongMax, now),
            wait(.address(request.address), Self.addressWrongMax, now),
        ]
        return waits.compactMap(\.self).max()
    }

    /// Takes note of a wrong try.
    ///
    /// - Returns: How long its answer is to be held back.
    mutating func failed(_ request: LoginRequest, at now: Duration) -> Duration {
        if wrong.count >= Self.subjectCountMax - 1 { forget(at: now) }
        note(.address(request.address), Self.addressWrongMax, now)
        let count = note(.account(request.name), Self.accountWrongMax, now)
        return min(Self.delayMax, Self.delayFirst * (1 << min(count - 1, 8)))
    }

    /// The right password ends the counting for its account; the address keeps its own.
    mutating func succeeded(_ request: LoginRequest) { wrong[.account(request.name)] = nil }

    private func wait(_ subject: Subject, _ countMax: Int, _ now: Duration) -> Duration? {
        guard let moments = wrong[subject] else { return nil }
        let recent = moments.filter { now - $0 < Self.window }
        guard recent.count >= countMax, let oldest = recent.first else { return nil }
        return Self.window - (now - oldest)
    }

    @discardableResult
    private mutating func note(_ subject: Subject, _ countMax: Int, _ now: Duration) -> Int {
        let recent = (wrong[subject] ?? []).filter { now - $0 < Self.window }
        let kept = Array((recent + [now]).suffix(countMax))
        wrong[subject] = kept
        return kept.count
    }

    private mutating func forget(at now: Duration) {
        wrong = wrong.filter { $0.value.last.map { now - $0 < Self.window } ?? false }
        guard wrong.count >= Self.subjectCountMax - 1 else { return }
        let oldest = wrong.sorted { ($0.value.last ?? .zero) < ($1.value.last ?? .zero) }
        for (subject, _) in oldest.prefix(Self.subjectCountMax / 10) { wrong[subject] = nil }
    }
}
