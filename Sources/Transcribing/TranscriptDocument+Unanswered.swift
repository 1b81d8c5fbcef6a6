import Vocabulary

extension TranscriptDocument {
    /// What the customer said and the bot could not answer, in order: what stands before each answer
    /// that has reasons but no intent, as one text.
    ///
    /// Older records have no reasons on such answers; there the line before a hand-off because nothing
    /// was understood is found, and no others.
    public var unansweredLines: [String] {
        var said: [String] = []
        var unmarked: String?
        var unanswered: [String] = []
        for entry in entries {
            switch entry.type {
            case .customerSaid:
                if let text = entry.text { said.append(text) }
            case .botSaid:
                let isMiss = entry.intent == nil && entry.why != nil
                if isMiss, !said.isEmpty { unanswered.append(said.joined(separator: " ")) }
                unmarked = isMiss || entry.intent != nil ? nil : said.last ?? unmarked
                said = []
            case .queued:
                if entry.reason == QueueReason.notUnderstood.rawValue, let unmarked {
                    unanswered.append(unmarked)
                }
                unmarked = nil
            case .opened, .systemSaid, .agentSaid, .noted, .dequeued, .routed, .agentJoined,
                .agentLeft, .rated, .messageLeft, .requested, .languageSet, .tagged, .paused,
                .unpaused, .prioritised, .steppedIn, .resumed, .closed:
                break
            }
        }
        return unanswered
    }
}
