import Vocabulary

extension DeskNotice.HistoryLine {
    /// An entry as agents see it.
    ///
    /// - Parameters:
    ///   - customer: The customer's name; empty where none was given.
    ///   - assistant: What the bot calls itself.
    /// - Returns: nil for what only the server keeps.
    public init?(_ entry: Entry, customer: String, assistant: String) {
        func line(
            _ role: Role, _ name: String, _ text: String, isPrivate: Bool = false
        ) -> DeskNotice.HistoryLine {
            DeskNotice.HistoryLine(
                sequence: entry.sequence, at: entry.at, role: role, name: name, text: text,
                isPrivate: isPrivate)
        }
        switch entry.body {
        case .opened(let opening): self = line(.bot, assistant, opening.greeting)
        case .customerSaid(let said): self = line(.customer, customer, said.text)
        case .botSaid(let said):
            let menu = said.menu.map { "\n  \($0.number)) \($0.text)" }.joined()
            self = line(.bot, assistant, said.text + menu)
        case .systemSaid(let text): self = line(.system, "", text)
        case .agentSaid(_, let name, let text, _): self = line(.agent, name, text)
        case .noted(let agent, let text):
            self = line(.agent, agent.name, text, isPrivate: true)
        case .queued(let queue, let reason):
            self = line(.system, "", "waits in \(queue) (\(reason.rawValue))", isPrivate: true)
        case .dequeued(let reason):
            self = line(.system, "", "waits no more (\(reason.rawValue))", isPrivate: true)
        case .agentJoined(_, let name): self = line(.system, "", "\(name) has joined")
        case .agentLeft(_, let name): self = line(.system, "", "\(name) has left")
        case .tagged(let agent, let tag):
            self = line(.agent, agent.name, "tagged \(tag)", isPrivate: true)
        case .rated(let score): self = line(.system, "", "rated \(score) of 5", isPrivate: true)
        case .messageLeft(let text, let contact):
            self = line(.customer, customer, "left a message: \(text) (\(contact))")
        case .requested(let name, let slots):
            let values = slots.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
            self = line(.system, "", "to do: \(name) \(values)", isPrivate: true)
        case .closed(let disposition): self = line(.system, "", "closed: \(disposition)")
        case .steppedIn(_, let name): self = line(.system, "", "\(name) has stepped in")
        case .prioritised(let agent, let priority):
            self = line(
                .agent, agent.name, "priority is now \(priority.rawValue)", isPrivate: true)
        case .routed, .paused, .unpaused, .languageSet, .resumed: return nil
        }
    }
}
