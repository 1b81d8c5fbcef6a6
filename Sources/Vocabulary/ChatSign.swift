/// What somebody in a conversation does without saying it. Passed on at once, never on record, and
/// no promise: one that is lost is not missed.
public enum ChatSign: Equatable, Sendable {
    /// Is writing; means nothing any more some seconds later.
    case typing
    /// Has everything up to this number on the screen.
    case seen(sequence: Int)
}
