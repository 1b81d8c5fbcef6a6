import Vocabulary

/// How an endpoint has answered lately, and whether it is to be spared.
///
/// An endpoint that says *later* (429, 502, 503, 504) is left alone as a whole for as long as it asks;
/// one that fails again and again is asked by one attempt now and then; one that says *gone*, or has
/// only failed for days, is disabled until somebody enables it.
public struct EndpointHealth: Equatable, Sendable {
    /// Why an endpoint is sent nothing more. Stored: never rename.
    public enum Disabling: String, Sendable, CaseIterable {
        /// It said 410.
        case gone
        /// Nothing but failures for `WebhookLimits.disablingTime`.
        case onlyFailures = "only_failures"
    }

    /// What people are told about.
    public enum Change: Equatable, Sendable {
        /// No attempt before this time.
        case paused(until: WallTime)
        case disabled(Disabling)
        /// The first success after failures.
        case recovered
    }

    /// Attempts in a row that were no success.
    public var failuresInRow: Int
    /// When the first of them ended; nil without any.
    public var failingSince: WallTime?
    /// nil while it may be tried.
    public var pausedUntil: WallTime?
    /// The last attempt was a success.
    public var isProven: Bool
    public var disabled: Disabling?

    public init(
        failuresInRow: Int = 0, failingSince: WallTime? = nil, pausedUntil: WallTime? = nil,
        isProven: Bool = false, disabled: Disabling? = nil
    ) {
        self.failuresInRow = failuresInRow
        self.failingSince = failingSince
        self.pausedUntil = pausedUntil
        self.isProven = isProven
        self.disabled = disabled
    }

    /// Takes note of how an attempt ended.
    ///
    /// - Returns: What has changed for the endpoint, if anything.
    public mutating func handle(
        _ outcome: AttemptOutcome, at now: WallTime, using random: inout SeededRandom
    ) -> Change? {
        guard disabled == nil else { return nil }
        switch outcome {
        case .notBegun: return nil
        case .failed(let failure) where failure.kind == .endpointRemoved: return nil
        case .answered(let status, _) where (200...299).contains(status):
            let hadFailed = failuresInRow > 0
            self = EndpointHealth(isProven: true)
            return hadFailed ? .recovered : nil
        case .answered(410, _):
            noteFailure(at: now)
            return disable(.gone)
        case .answered(let status, let retryAfter):
            noteFailure(at: now)
            let asked = retryAfter.flatMap { RetryAfter.wait($0, at: now) }
            let isBusy = [429, 502, 503, 504].contains(status)
            return afterFailure(asked: isBusy ? asked : nil, isBusy: isBusy, at: now, &random)
        case .failed:
            noteFailure(at: now)
            return afterFailure(asked: nil, isBusy: false, at: now, &random)
        }
    }

    /// Attempts that may be handed over at this time; 0 while it is spared.
    public func handOverCountMax(at now: WallTime) -> Int {
        guard disabled == nil, pausedUntil.map({ $0 <= now }) ?? true else { return 0 }
        return isProven ? WebhookLimits.endpointHandedOverCountMax : 1
    }

    private mutating func noteFailure(at now: WallTime) {
        failuresInRow += 1
        failingSince = failingSince ?? now
        isProven = false
    }

    private mutating func disable(_ reason: Disabling) -> Change {
        disabled = reason
        pausedUntil = nil
        return .disabled(reason)
    }

    private mutating func afterFailure(
        asked: Duration?, isBusy: Bool, at now: WallTime, _ random: inout SeededRandom
    ) -> Change? {
        if let failingSince, now.since(failingSince) >= WebhookLimits.disablingTime,
            failuresInRow >= WebhookLimits.attemptCountMax
        {
            return disable(.onlyFailures)
        }
        guard let wait = asked ?? ownWait(isBusy: isBusy) else { return nil }
        let varied = asked == nil ? RetrySchedule.varied(wait, using: &random) : wait
        let until = now + varied
        pausedUntil = max(until, pausedUntil ?? until)
        return .paused(until: pausedUntil ?? until)
    }

    /// How long it is left alone where it has not said; nil for not at all.
    private func ownWait(isBusy: Bool) -> Duration? {
        let step = failuresInRow - WebhookLimits.breakerFailureCount
        if step >= 0 {
            return min(
                WebhookLimits.breakerWaitMin * (1 << min(step, 10)), WebhookLimits.breakerWaitMax)
        }
        return isBusy ? .seconds(5) * (1 << (failuresInRow - 1)) : nil
    }
}
