import Vocabulary

extension Conversation {
    /// Reads a line as the answer to what was asked last.
    ///
    /// - Returns: true if it was one; else nothing is expected any more and the line is read on.
    mutating func meetExpectation(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        let expectation = memory.expectation
        switch expectation {
        case .nothing: return false
        case .shopAnswer: return waitOn(keyword, in: &turn)
        case .confirmation: return confirm(keyword, in: &turn)
        case .message: return takeMessage(text, keyword, in: &turn)
        case .contact: return takeContact(text, keyword, in: &turn)
        case .rating: return takeRating(text, keyword, in: &turn)
        case .callback: return takeCallback(text, keyword, in: &turn)
        case .messageOffer:
            memory.expectation = .nothing
            return offered(keyword, in: &turn) { conversation, turn in
                conversation.askForMessage(in: &turn)
            }
        case .personOffer:
            memory.expectation = .nothing
            return offered(keyword, in: &turn) { conversation, turn in
                conversation.handOff(.asked, in: &turn)
            }
        }
    }

    mutating func askForMessage(in turn: inout Turn) {
        memory.task = nil
        say(.messageAsk, in: &turn)
        memory.expectation = .message
    }

    /// Begins the goodbye: asks for a rating once, or closes at once.
    mutating func sayGoodbye(in turn: inout Turn) {
        memory.task = nil
        guard score == nil else {
            say(.bye, in: &turn)
            return close(.ended, in: &turn)
        }
        say(.rateAsk, in: &turn)
        memory.expectation = .rating
    }

    private mutating func offered(
        _ keyword: Keyword?, in turn: inout Turn,
        accept: (inout Conversation, inout Turn) -> Void
    ) -> Bool {
        switch keyword {
        case .yes:
            accept(&self, &turn)
            return true
        case .no, .cancel:
            say(.messageCancelled, in: &turn)
            return true
        case .human, .help, .bye, .menu, .skip, .back, .callback, nil: return false
        }
    }

    private mutating func confirm(_ keyword: Keyword?, in turn: inout Turn) -> Bool {
        switch keyword {
        case .yes:
            memory.expectation = .nothing
            run(in: &turn)
            return true
        case .no, .cancel:
            memory.expectation = .nothing
            endTask()
            say(.cancelled, in: &turn)
            return true
        // Something else was said: the question stands, and is asked again after the answer.
        case .human, .help, .bye, .menu, .skip, .back, .callback, nil: return false
        }
    }

    private mutating func takeMessage(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        switch keyword {
        case .cancel, .no, .back, .bye:
            memory.expectation = .nothing
            say(.messageCancelled, in: &turn)
            if keyword == .bye { sayGoodbye(in: &turn) }
        case .yes, .help, .menu, .skip, .human, .callback:
            say(.messageAsk, in: &turn)
        case nil:
            memory[.message] = text
            say(.messageContactAsk, in: &turn)
            memory.expectation = .contact
        }
        return true
    }

    private mutating func takeContact(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        memory.expectation = .nothing
        let message = memory[.message] ?? ""
        memory[.message] = nil
        switch keyword {
        case .cancel, .back:
            say(.messageCancelled, in: &turn)
        case .no, .skip, .bye, .yes, .help, .menu, .human, .callback:
            record(.messageLeft(text: message, contact: ""), in: &turn)
            say(.messageSaved, in: &turn)
        case nil:
            let contact = turn.entity(Entity.Kind.email) ?? turn.entity(Entity.Kind.phone)
            record(.messageLeft(text: message, contact: contact?.value ?? text), in: &turn)
            say(.messageSaved, in: &turn)
        }
        return true
    }

    private mutating func takeRating(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        let typed = text.asciiTrimmed
        if let number = Int(typed) {
            guard (1...5).contains(number) else {
                say(.rateInvalid, in: &turn)
                return true
            }
            record(.rated(score: number), in: &turn)
            say(.rateThanks, in: &turn)
            close(closingAs ?? .ended, in: &turn)
            return true
        }
        memory.expectation = .nothing
        defer { if !isClosed { memory[.closingAs] = nil } }
        switch keyword {
        case .skip, .no, .bye, .cancel:
            say(.bye, in: &turn)
            close(closingAs ?? .ended, in: &turn)
            return true
        case .human, .help, .menu, .yes, .back, .callback, nil: return false
        }
    }
}

extension SlotName {
    /// The text of a message for people to read later.
    static let message = SlotName("message")
    static let orderNumber = SlotName("order_number")
    static let orderProof = SlotName("order_proof")
    /// The number whose proof was wrong; no value of a form.
    static let triedNumber = SlotName("tried_number")
}
