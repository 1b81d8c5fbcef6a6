import Vocabulary

/// Whether somebody may be told of an order: number and a second proof must belong together.
public enum IdentityCheck {
    /// Both refusals are one: nobody learns from the answer whether a number exists.
    public enum Outcome: Equatable, Sendable {
        case confirmed(Order)
        case refused
    }

    /// - Parameters:
    ///   - order: What the look-up found; nil if it found nothing.
    ///   - proof: The e-mail address or postcode as typed; case, spaces and hyphens do not matter.
    public static func outcome(order: Order?, proof: String) -> Outcome {
        guard let order, agrees(order, proof: proof) else { return .refused }
        return .confirmed(order)
    }

    /// - Returns: true if `proof` is the order's e-mail address or its postcode.
    public static func agrees(_ order: Order, proof: String) -> Bool {
        let email = emailCode(order.email)
        let postcode = PlainText.code(order.postcode)
        return (!email.isEmpty && emailCode(proof) == email)
            || (postcode.utf8.count >= 3 && PlainText.code(proof) == postcode)
    }

    private static func emailCode(_ text: String) -> String {
        String(text.filter { !$0.isWhitespace }).lowercased()
    }
}

extension OrderBook {
    /// Number and second proof together, see `IdentityCheck`.
    public func confirm(number: String, proof: String) -> IdentityCheck.Outcome {
        IdentityCheck.outcome(order: order(number), proof: proof)
    }
}

/// Counts wrong proofs and says when it is enough.
///
/// One for each conversation, and one for each address a guesser may hide behind: whoever owns them
/// asks `isLocked` before every check, for known and unknown numbers alike. A right proof clears
/// nothing, or a guesser with an order of their own would have tries without end.
public struct IdentityLockOut: Equatable, Sendable {
    /// Wrong proofs that lock.
    public let failureCountMax: Int
    /// Failures further apart than this do not add up.
    public let window: Duration
    /// How long it stays locked.
    public let lockDuration: Duration
    /// Moments of failures within the window; never more than `failureCountMax`.
    public private(set) var failures: [WallTime] = []
    /// Nil if it has never been locked.
    public private(set) var lockedUntil: WallTime?

    /// - Parameter failureCountMax: 1 or more.
    public init(
        failureCountMax: Int = 5, window: Duration = .seconds(15 * 60),
        lockDuration: Duration = .seconds(30 * 60)
    ) {
        precondition(failureCountMax > 0, "a lock-out after \(failureCountMax) failures")
        (self.failureCountMax, self.window) = (failureCountMax, window)
        self.lockDuration = lockDuration
    }

    public func isLocked(at now: WallTime) -> Bool { lockedUntil.map { now < $0 } ?? false }

    /// How many wrong proofs are left before it locks; 0 while locked.
    public func triesLeft(at now: WallTime) -> Int {
        isLocked(at: now) ? 0 : failureCountMax - recent(at: now).count
    }

    /// - Returns: true if this failure locked it.
    @discardableResult
    public mutating func recordFailure(at now: WallTime) -> Bool {
        guard !isLocked(at: now) else { return false }
        failures = recent(at: now) + [now]
        guard failures.count >= failureCountMax else { return false }
        lockedUntil = now + lockDuration
        failures = []
        return true
    }

    private func recent(at now: WallTime) -> [WallTime] {
        failures.filter { now.since($0) < window }
    }
}
