import Vocabulary

/// Numbers of cases, for people to read and type: `#118`. A conversation has one from when it first
/// concerns people until it is closed; numbers are not used again while the server runs.
struct CaseBook: Sendable {
    private var numberOf: [ConversationID: Int] = [:]
    private var conversationOf: [Int: ConversationID] = [:]
    private var last = 0

    /// nil while the conversation concerns nobody but the bot.
    func number(of id: ConversationID) -> Int? { numberOf[id] }
    func conversation(_ number: Int) -> ConversationID? { conversationOf[number] }

    /// Its number, made if it has none.
    mutating func open(_ id: ConversationID) -> Int {
        if let number = numberOf[id] { return number }
        last += 1
        numberOf[id] = last
        conversationOf[last] = id
        return last
    }

    mutating func close(_ id: ConversationID) {
        guard let number = numberOf.removeValue(forKey: id) else { return }
        conversationOf[number] = nil
    }
}
