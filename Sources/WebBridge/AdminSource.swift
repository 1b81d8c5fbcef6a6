import Vocabulary

/// What a query is answered with.
public enum AdminAnswer: Equatable, Sendable {
    /// One JSON value.
    case json([UInt8])
    case notFound
    /// This server keeps nothing of the kind.
    case notOffered
    /// The shops' files have mistakes; what was in force still is.
    case reloadRefused(String)
    /// Cannot be answered now; why, for people.
    case unavailable(String)
}

/// Answers what is asked under `/api/v1`; handed in by whoever starts the server.
public struct AdminSource: Sendable {
    /// Judges a name and a token and answers later, on any thread.
    public var admit: @Sendable (LoginRequest, @escaping @Sendable (LoginOutcome) -> Void) -> Void
    /// May take its time; called away from the loops, a few at once.
    public var answer: @Sendable (AdminQuery, AgentAccount) -> AdminAnswer

    public init(
        admit:
            @escaping @Sendable (
                LoginRequest, @escaping @Sendable (LoginOutcome) -> Void
            ) -> Void,
        answer: @escaping @Sendable (AdminQuery, AgentAccount) -> AdminAnswer
    ) {
        self.admit = admit
        self.answer = answer
    }
}
