/// Runs jobs that do not depend on one another, on as many threads as whoever provides it likes.
///
/// Training is the same with every runner, byte for byte: jobs are cut by the training lines alone.
public protocol ParallelRunner: Sendable {
    /// - Returns: What `job` gave for 0 ..< `count`, in that order.
    func map<Result: Sendable>(count: Int, _ job: @Sendable (Int) -> Result) -> [Result]
}

/// Runs one job after the other on the caller's thread.
public struct SerialRunner: ParallelRunner {
    public init() {}

    public func map<Result: Sendable>(count: Int, _ job: @Sendable (Int) -> Result) -> [Result] {
        (0..<count).map(job)
    }
}
