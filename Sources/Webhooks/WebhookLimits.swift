import Vocabulary

/// The limits of delivery, each with its unit in its name.
public enum WebhookLimits {
    /// Attempts of one delivery, the first included; then it is a dead letter.
    public static let attemptCountMax = 10
    /// From the beginning of an attempt to the end of its answer, where shop.yml names no other.
    public static let timeLimit = Duration.seconds(15)
    /// Bytes of an answer's body that are read; its status counts, the rest is cut off.
    public static let answerBytesMax = 16 * 1_024
    /// Bytes of an answer's head.
    public static let headBytesMax = 16 * 1_024
    /// Attempts of one endpoint under way at once.
    public static let endpointAttemptCountMax = 4
    /// Deliveries of one endpoint handed to the sender at once, most of them waiting for their turn.
    public static let endpointHandedOverCountMax = 1_024
    /// Attempts that have ended and are saved in one commit.
    public static let endedTogetherCountMax = 256
    /// How long an attempt that has ended waits for others to be saved with it.
    public static let endedTogetherTime = Duration.milliseconds(20)
    /// Attempts of one shop under way at once.
    public static let shopAttemptCountMax = 64
    /// Attempts of all shops under way at once.
    public static let attemptCountAtOnceMax = 1_024
    /// Bytes of bodies that are in memory, of all deliveries handed to the sender.
    public static let bodyBytesInMemoryMax = 64 * 1_024 * 1_024
    /// Bytes of a transcript that is sent whole in `transcript.ready`; a longer one is a link.
    public static let transcriptBytesMax = 16 * 1_024
    /// Shortest and longest wait that an endpoint may ask for by `Retry-After`.
    public static let retryAfterMin = Duration.seconds(1)
    public static let retryAfterMax = Duration.seconds(24 * 3_600)
    /// Failures in a row after which an endpoint is left alone for a while.
    public static let breakerFailureCount = 5
    /// How long an endpoint is left alone at first; doubled each time up to the longest.
    public static let breakerWaitMin = Duration.seconds(30)
    public static let breakerWaitMax = Duration.seconds(15 * 60)
    /// An endpoint that has only failed for this long is disabled.
    public static let disablingTime = Duration.seconds(5 * 24 * 3_600)
    /// Days that an operator may have deliveries and dead letters kept.
    public static let keptDays = 1...3_650
}

/// How long the ledger keeps what has ended; what still waits is always kept.
public struct DeliveryRetention: Equatable, Sendable {
    /// After it was delivered.
    public var delivered: Duration
    /// After it was given up; until then it can be looked at and sent again.
    public var deadLetters: Duration

    /// - Parameters:
    ///   - deliveredDays: Within `WebhookLimits.keptDays`, as is the other.
    public init(deliveredDays: Int = 7, deadLetterDays: Int = 30) {
        delivered = .seconds(deliveredDays * 24 * 3_600)
        deadLetters = .seconds(deadLetterDays * 24 * 3_600)
    }
}
