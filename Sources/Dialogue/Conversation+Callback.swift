import Vocabulary

/// Being called back instead of waiting at the line.
extension Conversation {
    /// Takes how the customer wants to be reached, or asks for it. Whoever is with the bot is put into
    /// the queue by it; where nobody is there, it is left as a message.
    ///
    /// - Parameter words: What the customer wrote behind the wish; empty to be asked.
    mutating func wishCallback(_ words: String, in turn: inout Turn) {
        switch phase {
        case .closed: return
        case .withAgent: return obey(CustomerCommand.status, in: &turn)
        case .withBot, .waiting: break
        }
        guard !words.isEmpty else {
            utter(.callbackAsk, in: &turn)
            memory.expectation = .callback
            return
        }
        guard let wish = CallbackWish(words, hours: turn.shop.hours, at: turn.now) else {
            utter(.callbackInvalid, in: &turn)
            memory.expectation = .callback
            return
        }
        memory.expectation = .nothing
        if botMaySpeak {
            let queue = queueWanted(in: turn)
            guard turn.desk.outlook(queue, language).isStaffed else {
                record(
                    .messageLeft(
                        text: (["callback"] + [wish.when].compactMap { $0 }).joined(
                            separator: ", "),
                        contact: wish.contact), in: &turn)
                return say(.messageSaved, in: &turn)
            }
            memory.task = nil
            memory.menu = []
            record(.queued(queue: queue, reason: .asked), in: &turn)
        }
        record(.requested(name: CallbackWish.name, slots: wish.slots), in: &turn)
        turn.facts["callback.contact"] = wish.contact
        turn.facts["callback.when"] = wish.when
        tellOnRecord(.callbackSaved, in: &turn)
    }

    /// Reads the line behind the question how the customer can be reached, while the bot has them.
    ///
    /// - Returns: false where it is none and is to be read on.
    mutating func takeCallback(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        memory.expectation = .nothing
        switch keyword {
        case .cancel, .no, .back, .skip:
            say(.messageCancelled, in: &turn)
            return true
        case .human, .help, .bye, .menu, .yes, .callback: return false
        case nil:
            wishCallback(text, in: &turn)
            return true
        }
    }

    /// As the bot where it may speak, else as the server.
    private mutating func utter(_ text: SystemText, in turn: inout Turn) {
        if botMaySpeak { say(text, in: &turn) } else { tellOnRecord(text, in: &turn) }
    }
}
