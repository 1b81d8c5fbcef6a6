/// Every limit of the server that is a number, with its unit in its name.
///
/// Where a limit can be set by an operator or a shop, this is the value they start from.
public enum Limits {
    /// Longest line a peer may send, in bytes, counting its line feed.
    public static let lineBytesMax = 4_096
    /// Events that may wait for a floor before senders are made to wait.
    public static let floorInboxEventCountMax = 1_024
    /// Events decided and saved together at the most.
    public static let batchEventCountMax = 256
    /// Bytes that may wait for one session before it is closed.
    public static let sessionUnsentBytesMax = 64 * 1_024
    /// Moves of the dialogue policy in one turn; a ninth is a loop in a shop's rules.
    public static let policyMovesPerTurnMax = 8
    /// Replies in one turn.
    public static let repliesPerTurnMax = 16
    /// Conversations waiting in one queue.
    public static let queueWaitingCountMax = 1_000
    /// Conversations one agent may have at once, where no other number is set.
    public static let agentCapacityDefault = 5
    /// Bytes of an id that a client gives one of its lines.
    public static let clientIDBytesMax = 64
    /// Bytes of one intent file.
    public static let intentFileBytesMax = 1_024 * 1_024
    /// Bytes of a person's name as a customer gives it.
    public static let nameBytesMax = 64
    /// Intents that a match names.
    public static let matchCandidateCountMax = 5
    /// Bytes of one JSON text from a peer: a line, or one WebSocket message.
    public static let jsonDepthMax = 16
    /// Options of one numbered menu.
    public static let menuOptionCountMax = 9
}
