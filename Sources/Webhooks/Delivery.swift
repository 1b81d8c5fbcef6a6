import Vocabulary

/// One event on its way to one endpoint.
///
/// The ledger holds it between attempts; whoever makes the attempts tells it how each ended and saves
/// what it has become.
public struct Delivery: Equatable, Sendable {
    /// Stored: never rename.
    public enum Phase: Equatable, Sendable {
        /// To be tried at this time or later.
        case waiting(until: WallTime)
        /// The endpoint has said that it has it.
        case delivered(at: WallTime)
        /// Given up; it can be sent again by hand.
        case deadLetter(at: WallTime, DeadLetterReason)
    }

    /// Why a delivery was given up. Stored: never rename.
    public enum DeadLetterReason: String, Sendable, CaseIterable {
        /// Every attempt of the schedule has failed.
        case scheduleEnded = "schedule_ended"
        /// The endpoint said 410, which asks not to be sent anything more.
        case endpointGone = "endpoint_gone"
        /// The endpoint was disabled while it waited.
        case endpointDisabled = "endpoint_disabled"
    }

    public private(set) var phase: Phase
    /// Attempts that failed since it was planned, or sent again by hand.
    public private(set) var failureCount: Int

    /// A delivery as it was saved, or a fresh one that is due at once.
    public init(phase: Phase, failureCount: Int = 0) {
        self.phase = phase
        self.failureCount = failureCount
    }

    /// Takes note of how an attempt ended.
    ///
    /// - Parameters:
    ///   - now: When it ended.
    ///   - random: Advanced by one draw where another attempt will follow.
    public mutating func handle(
        _ outcome: AttemptOutcome, at now: WallTime, using random: inout SeededRandom
    ) {
        // Late, not wrong: somebody has decided by hand while the attempt was under way.
        guard case .waiting = phase else { return }
        switch outcome {
        case .notBegun: return
        case .answered(let status, _) where (200...299).contains(status):
            phase = .delivered(at: now)
        case .answered(410, _):
            failureCount += 1
            phase = .deadLetter(at: now, .endpointGone)
        case .answered, .failed:
            failureCount += 1
            let next = RetrySchedule.nextAttempt(
                afterFailures: failureCount, at: now, using: &random)
            phase = next.map { .waiting(until: $0) } ?? .deadLetter(at: now, .scheduleEnded)
        }
    }

    /// The endpoint was disabled.
    public mutating func giveUp(at now: WallTime) {
        guard case .waiting = phase else { return }
        phase = .deadLetter(at: now, .endpointDisabled)
    }

    /// Starts over by hand, with the same id and the whole schedule.
    public mutating func sendAgain(at now: WallTime) {
        phase = .waiting(until: now)
        failureCount = 0
    }
}
