import Vocabulary

extension Entry {
    /// The entry without what a person said or told about themselves.
    ///
    /// Texts, names of customers, contacts, values of slots, client ids, menus and where the dialogue
    /// stood are gone. What it takes to count is kept: sequence, time and kind of the entry, shop and
    /// language, intent and confidence, queue and reason, agent, score and disposition.
    ///
    /// - Returns: An entry that is its own erasure.
    public var erased: Entry {
        Entry(sequence: sequence, at: at, body: body.erased, memory: memory == nil ? nil : .init())
    }
}

extension Entry.Body {
    fileprivate var erased: Entry.Body {
        switch self {
        case .opened(let opening):
            .opened(
                Entry.Opening(
                    shop: opening.shop, language: opening.language, name: nil,
                    token: TokenDigest(high: 0, low: 0), greeting: ""))
        case .customerSaid: .customerSaid(Entry.CustomerLine(text: ""))
        case .botSaid(let line):
            .botSaid(
                Entry.BotLine(
                    text: "", intent: line.intent, confidence: line.confidence, why: line.why))
        case .systemSaid: .systemSaid(text: "")
        case .agentSaid(let agent, let name, _, _): .agentSaid(agent, name: name, text: "")
        case .noted(let agent, _): .noted(agent, text: "")
        case .messageLeft: .messageLeft(text: "", contact: "")
        case .requested(let name, let slots):
            .requested(name: name, slots: slots.map { Slot(name: $0.name, value: "") })
        case .resumed: .resumed(TokenDigest(high: 0, low: 0))
        case .routed(let agent, _): .routed(agent, reason: "")
        case .tagged(let agent, _): .tagged(agent, tag: "")
        case .queued, .dequeued, .paused, .unpaused, .prioritised, .steppedIn, .agentJoined,
            .agentLeft, .rated,
            .languageSet, .closed:
            self
        }
    }
}
