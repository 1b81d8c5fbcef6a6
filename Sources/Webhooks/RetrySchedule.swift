import Vocabulary

/// When to try a failed delivery again.
public enum RetrySchedule {
    /// The waits between attempts: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, as the
    /// Standard Webhooks specification proposes.
    public static let waits: [Duration] = [
        .seconds(5), .seconds(300), .seconds(1_800), .seconds(7_200), .seconds(18_000),
        .seconds(36_000), .seconds(50_400), .seconds(72_000), .seconds(86_400),
    ]

    /// When to try next. Each wait is changed at random by up to a tenth either way, so that deliveries
    /// that failed together do not return together.
    ///
    /// - Parameters:
    ///   - failureCount: Attempts failed so far; 1 or more.
    ///   - now: When the last attempt ended.
    ///   - random: Advanced by one draw.
    /// - Returns: nil once the waits are used up: make it a dead letter.
    public static func nextAttempt(
        afterFailures failureCount: Int, at now: WallTime, using random: inout SeededRandom
    ) -> WallTime? {
        precondition(failureCount > 0, "a wait was asked for after \(failureCount) failures")
        guard failureCount <= waits.count else { return nil }
        return now + varied(waits[failureCount - 1], using: &random)
    }

    /// - Returns: The wait changed at random by up to a tenth either way.
    static func varied(_ wait: Duration, using random: inout SeededRandom) -> Duration {
        wait * (900 + random.number(below: 201)) / 1_000
    }
}
