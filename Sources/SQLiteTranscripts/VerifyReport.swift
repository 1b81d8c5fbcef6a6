import Vocabulary

/// What reading the whole record has shown.
public struct VerifyReport: Equatable, Sendable {
    /// Something that is not as it was written.
    public struct Problem: Equatable, Sendable, CustomStringConvertible {
        /// nil if it is not about one conversation.
        public let conversation: ConversationID?
        /// The entry, or the first entry of the turn; nil if it is about the whole conversation.
        public let sequence: Int?
        public let details: String

        public init(conversation: ConversationID?, sequence: Int?, details: String) {
            self.conversation = conversation
            self.sequence = sequence
            self.details = details
        }

        public var description: String {
            switch (conversation, sequence) {
            case (let conversation?, let sequence?):
                "conversation \(conversation), entry \(sequence): \(details)"
            case (let conversation?, nil): "conversation \(conversation): \(details)"
            case (nil, _): details
            }
        }
    }

    /// Problems beyond these are counted and not described.
    public static let problemCountMax = 1_000

    public internal(set) var conversationCount = 0
    public internal(set) var turnCount = 0
    public internal(set) var entryCount = 0
    /// Conversations of which only the frame is left.
    public internal(set) var erasedCount = 0
    /// At most `problemCountMax`.
    public internal(set) var problems: [Problem] = []
    /// All of them.
    public internal(set) var problemCount = 0

    public init() {}

    /// True if everything is as it was written.
    public var isSound: Bool { problemCount == 0 }
}
