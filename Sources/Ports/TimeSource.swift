import Vocabulary

/// Both clocks: one for the record, one for measuring.
public protocol TimeSource: Sendable {
    /// What the calendar says; may jump.
    func wall() -> WallTime
    /// Time since some moment in the past; never goes back.
    func monotonic() -> Duration
}
