import Vocabulary

/// A bot's line that has reasons, with what the customer had said: all that is needed to explain the
/// match again, with the model that is named in the reasons.
public struct ReasonedAnswer: Equatable, Sendable {
    /// Of the bot's line.
    public var sequence: Int
    /// The customer's lines of that turn as they were matched: as one text.
    public var text: String
    /// nil where the bot had no answer.
    public var intent: IntentName?
    public var confidence: Float?
    public var why: Entry.Why
}

extension TranscriptDocument {
    /// The bot's lines that have reasons, in their order.
    ///
    /// Lines that were said at once stand on record at one time, in one row; they were one match.
    public var reasonedAnswers: [ReasonedAnswer] {
        var answers: [ReasonedAnswer] = []
        var said: [Line] = []
        var isInRow = false
        for entry in entries {
            if entry.type == .customerSaid {
                if !isInRow || said.last?.at != entry.at { said = [] }
                said.append(entry)
                isInRow = true
                continue
            }
            isInRow = false
            // Erased lines have no words left to explain.
            let text = said.compactMap(\.text).joined(separator: "\n")
            if entry.type == .botSaid, let why = entry.why, !text.isEmpty {
                answers.append(
                    ReasonedAnswer(
                        sequence: entry.sequence, text: text, intent: entry.intent,
                        confidence: entry.confidence, why: why))
            }
        }
        return answers
    }
}
