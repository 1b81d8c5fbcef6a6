import Vocabulary

/// Gathers what each session is told, sessions in the order of their first notice.
struct ReleaseBook {
    private(set) var releases: [Release] = []
    private var indexOfSession: [SessionID: Int] = [:]
    /// Sessions that are told nothing more.
    private var cutOff: Set<SessionID> = []

    mutating func add(_ notice: Notice, to session: SessionID) {
        guard !cutOff.contains(session) else { return }
        releases[index(of: session)].notices.append(notice)
    }

    mutating func close(_ session: SessionID) { releases[index(of: session)].closes = true }

    /// Says a last word and closes, whatever else there would be to say.
    mutating func cutOff(_ session: SessionID, saying notice: Notice) {
        add(notice, to: session)
        close(session)
        cutOff.insert(session)
    }

    mutating func settle(_ session: SessionID) {
        releases[index(of: session)].settledCount += 1
    }

    private mutating func index(of session: SessionID) -> Int {
        if let index = indexOfSession[session] { return index }
        indexOfSession[session] = releases.count
        releases.append(Release(session: session))
        return releases.count - 1
    }
}

extension Notice {
    static func notSaved(_ clientID: String?) -> Notice {
        .failure(
            Failure(
                code: .notSaved, clientID: clientID, text: "that was not saved",
                hint: "please send it again in a moment"))
    }

    /// An entry as its customer is shown it again.
    ///
    /// - Returns: nil for what customers do not see: notes, and what only the server keeps.
    init?(replaying entry: Entry, assistant: String) {
        switch entry.body {
        case .opened(let opening):
            self = .message(
                Message(
                    sequence: entry.sequence, role: .bot, name: assistant, text: opening.greeting))
        case .customerSaid(let line):
            self = .message(
                Message(sequence: entry.sequence, role: .customer, name: "", text: line.text))
        case .botSaid(let line):
            self = .message(
                Message(
                    sequence: entry.sequence, role: .bot, name: assistant, text: line.text,
                    intent: line.intent, confidence: line.confidence, menu: line.menu))
        case .systemSaid(let text):
            self = .message(
                Message(sequence: entry.sequence, role: .system, name: "", text: text))
        case .agentSaid(_, let name, let text, _):
            self = .message(
                Message(sequence: entry.sequence, role: .agent, name: name, text: text))
        case .agentJoined(_, let name), .steppedIn(_, let name):
            self = .joined(sequence: entry.sequence, name: name)
        case .agentLeft(_, let name): self = .left(sequence: entry.sequence, name: name)
        case .closed(let disposition):
            self = .closed(sequence: entry.sequence, disposition: disposition)
        case .noted, .queued, .dequeued, .routed, .rated, .messageLeft, .requested, .languageSet,
            .tagged, .paused, .unpaused, .prioritised, .resumed:
            return nil
        }
    }
}
