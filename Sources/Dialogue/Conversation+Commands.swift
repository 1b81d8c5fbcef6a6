import Vocabulary

extension Conversation {
    /// Does what a command with a slash asks.
    mutating func obey(_ command: CustomerCommand, in turn: inout Turn) {
        switch command {
        case .human: askForPerson(in: &turn)
        case .help: if !botMaySpeak || !obey(.help, in: &turn) { tellStatus(in: &turn) }
        case .menu: if !botMaySpeak || !obey(.menu, in: &turn) { tellStatus(in: &turn) }
        case .status: tellStatus(in: &turn)
        case .transcript: turn.effects.append(.showRecord(after: 0))
        case .forget: forget(in: &turn)
        case .bye: leave(in: &turn)
        case .callback(let words): wishCallback(words ?? "", in: &turn)
        case .language(let language): speak(language, in: &turn)
        case .rate(let score): rate(score, in: &turn)
        }
    }

    /// Words that mean the same in any state, where nothing else claimed the line.
    ///
    /// - Returns: false where the word means nothing here and the line is read as a question.
    mutating func obey(_ keyword: Keyword, in turn: inout Turn) -> Bool {
        switch keyword {
        case .human: handOff(.asked, in: &turn)
        case .help: say(.help, in: &turn)
        case .menu: say(.menu, in: &turn)
        case .bye: sayGoodbye(in: &turn)
        case .callback: wishCallback("", in: &turn)
        case .cancel: say(.nothingToCancel, in: &turn)
        case .back, .skip: say(.menu, in: &turn)
        case .yes, .no: return false
        }
        memory.missesInRow = 0
        return true
    }

    private mutating func askForPerson(in turn: inout Turn) {
        switch phase {
        case .withBot: handOff(.asked, in: &turn)
        case .waiting, .withAgent: tellStatus(in: &turn)
        case .closed: break
        }
    }

    private func tellStatus(in turn: inout Turn) {
        let text: SystemText? =
            switch phase {
            case .withBot: .statusBot
            case .waiting: .statusWaiting
            case .withAgent: .statusAgent
            case .closed: nil
            }
        guard let text, let rendered = rendered(text.rawValue, in: turn) else { return }
        turn.tell(
            .message(
                Notice.Message(sequence: nil, role: .system, name: "", text: rendered.text)))
    }

    private mutating func speak(_ wanted: Language, in turn: inout Turn) {
        guard turn.shop.scripts[wanted] != nil else {
            let known = turn.shop.languages.map(\.code).joined(separator: ", ")
            let text = rendered(SystemText.languageUnknown.rawValue, in: turn)?.text
            turn.tell(
                .failure(
                    Notice.Failure(
                        code: .noSuchLanguage, text: text ?? "no language '\(wanted)' here",
                        hint: known)))
            return
        }
        if wanted != language { record(.languageSet(wanted), in: &turn) }
        turn = turn.inLanguage(wanted)
        guard botMaySpeak else { return }
        say(.languageChanged, in: &turn)
    }

    private mutating func rate(_ score: Int, in turn: inout Turn) {
        if self.score == nil { record(.rated(score: score), in: &turn) }
        defer { if let closingAs, memory.expectation == .rating { close(closingAs, in: &turn) } }
        guard let thanks = rendered(SystemText.rateThanks.rawValue, in: turn) else { return }
        turn.tell(
            .message(Notice.Message(sequence: nil, role: .system, name: "", text: thanks.text)))
    }

    private mutating func leave(in turn: inout Turn) {
        let disposition = closingAs ?? .ended
        if botMaySpeak { say(.bye, in: &turn) }
        close(disposition, in: &turn)
        turn.effects.append(.endSession)
    }

    private mutating func forget(in turn: inout Turn) {
        let text = rendered(SystemText.forgotten.rawValue, in: turn)?.text ?? ""
        turn.tell(.message(Notice.Message(sequence: nil, role: .system, name: "", text: text)))
        record(.requested(name: "forget", slots: []), in: &turn)
        close(.forgotten, in: &turn)
        turn.effects.append(.endSession)
    }
}
