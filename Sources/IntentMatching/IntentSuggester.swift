import Vocabulary

/// Finds out of unanswered lines which intents a shop lacks.
public enum IntentSuggester {
    /// A line that nobody answered.
    public struct UnansweredLine: Sendable, Equatable {
        public var text: String
        /// The conversation it was said in: people are counted, not lines.
        public var conversation: ConversationID
        public init(text: String, conversation: ConversationID) {
            self.text = text
            self.conversation = conversation
        }
    }

    /// Lines that ask much the same.
    public struct Suggestion: Sendable, Equatable {
        /// A name made of the commonest words: `gift_card_balance`.
        public var name: IntentName
        /// Conversations that asked.
        public var peopleCount: Int
        /// The lines, the most typical first, none twice.
        public var lines: [String]
        /// A known intent that many of the lines come near to, if there is one.
        public var nearestIntent: IntentName?
    }

    /// - Returns: Clusters of at least `peopleCountMin` people, most people first.
    public static func suggestions(
        from lines: [UnansweredLine], language: Language, besides matcher: IntentMatcher? = nil,
        peopleCountMin: Int = 2
    ) -> [Suggestion] { [] }
}
