import Vocabulary

/// The rating that is asked for once an agent is done.
extension Conversation {
    /// How long the answer is waited for; then the conversation is closed as its agent said.
    static let ratingPatience: Duration = .seconds(120)

    /// What an agent closed the conversation as, while its customer may still rate; nil where none has.
    var closingAs: Disposition? { memory[.closingAs].map { Disposition($0) } }

    /// An agent is done: hands the conversation to the bot, which asks for a rating and closes it
    /// behind the answer. Whoever is gone, waits or has rated is asked nothing.
    mutating func askRating(
        before disposition: Disposition, isCustomerThere: Bool, in turn: inout Turn
    ) {
        guard isCustomerThere, score == nil, case .withAgent(let agent, let name) = phase else {
            return close(disposition, in: &turn)
        }
        let sequence = record(.agentLeft(agent, name: name), in: &turn)
        turn.tell(.left(sequence: sequence, name: name))
        memory.task = nil
        memory.menu = []
        say(.rateAsk, in: &turn)
        memory[.closingAs] = disposition.name
        memory.expectation = .rating
        turn.effects.append(.setTimer(.idle, after: Self.ratingPatience))
    }

    /// Closes a conversation that nobody has rated in time.
    ///
    /// - Returns: false where none is to be closed now.
    mutating func closeUnrated(in turn: inout Turn) -> Bool {
        guard let closingAs, memory.expectation == .rating, let peopleLeftAt,
            turn.now.since(peopleLeftAt) >= Self.ratingPatience
        else { return false }
        close(closingAs, in: &turn)
        return true
    }
}

extension SlotName {
    /// No value of a form: what the agent closed it as.
    static let closingAs = SlotName("closing_as")
}
