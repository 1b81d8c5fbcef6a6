import Knowledge
import Vocabulary

/// One turn while it is decided: what it is decided from, and the effects so far.
struct Turn {
    let shop: Shop
    let script: Script
    let now: WallTime
    let desk: DeskView
    let view: ConversationView
    /// What the customer's lines were understood to ask; nil where the turn has no line.
    let match: IntentMatch?
    /// The customer's lines as one text; empty where the turn has no line.
    let text: String
    var effects: [Effect] = []
    var replyCount = 0
    var moveCount = 0
    /// Facts computed in this turn that later steps of it speak of: `products.list`.
    var facts: [String: String] = [:]
    /// The product that this turn speaks of, the first of several.
    var product: Product?
    /// Products found in this turn, to choose from by number.
    var productOptions: [DialogueMemory.MenuOption] = []
    let verdicts = VerdictMemo<ReturnVerdict>()

    init(
        shop: Shop, script: Script, now: WallTime, desk: DeskView, view: ConversationView,
        match: IntentMatch? = nil, text: String = ""
    ) {
        self.shop = shop
        self.script = script
        self.now = now
        self.desk = desk
        self.view = view
        self.match = match
        self.text = text
    }

    mutating func tell(_ notice: Notice) { effects.append(.tell(notice)) }

    /// The entity of this kind that the customer named last in the line.
    func entity(_ kind: String) -> Entity? { match?.entities.last { $0.kind == kind } }
}

extension Conversation {
    /// Writes an entry and takes it into the state.
    ///
    /// - Returns: Its number.
    @discardableResult
    mutating func record(_ body: Entry.Body, in turn: inout Turn) -> Int {
        let entry = Entry(sequence: lastSequence + 1, at: turn.now, body: body)
        apply(entry)
        turn.effects.append(.record(entry))
        return entry.sequence
    }

    /// Says something as the bot: on record, then to the customer.
    mutating func say(
        _ rendered: Rendered, in turn: inout Turn, intent: IntentMatch.Candidate? = nil,
        why: Entry.Why? = nil, asking: Notice.Asking? = nil
    ) {
        precondition(botMaySpeak, "the bot speaks while a person has the conversation")
        guard turn.replyCount < Limits.repliesPerTurnMax else { return }
        turn.replyCount += 1
        memory.menu = rendered.options
        let menu = rendered.options.enumerated().map { index, option in
            Notice.MenuItem(number: index + 1, text: option.title)
        }
        let line = Entry.BotLine(
            text: rendered.text, intent: intent?.intent, confidence: intent?.confidence, menu: menu,
            why: why)
        let sequence = record(.botSaid(line), in: &turn)
        turn.tell(
            .message(
                Notice.Message(
                    sequence: sequence, role: .bot, name: turn.shop.assistant, text: line.text,
                    intent: line.intent, confidence: line.confidence, menu: menu,
                    asks: asking)))
    }

    /// Says one of the texts that every language has.
    mutating func say(_ text: SystemText, in turn: inout Turn, why: Entry.Why? = nil) {
        guard let rendered = rendered(text.rawValue, in: turn) else { return }
        say(rendered, in: &turn, why: why, asking: text.asking)
    }

    /// Ends the conversation; nothing can be recorded behind it.
    mutating func close(_ disposition: Disposition, in turn: inout Turn) {
        let sequence = record(.closed(disposition), in: &turn)
        turn.tell(.closed(sequence: sequence, disposition: disposition))
    }

    /// Puts what the dialogue has to remember on the turn's last entry, where it changed.
    mutating func seal(_ turn: inout Turn, before: DialogueMemory) {
        guard memory != before else { return }
        for index in turn.effects.indices.reversed() {
            guard case .record(let entry) = turn.effects[index] else { continue }
            turn.effects[index] = .record(
                Entry(sequence: entry.sequence, at: entry.at, body: entry.body, memory: memory))
            return
        }
        // Without an entry there is nothing to remember it by, so it has not happened.
        memory = before
    }
}

/// A response with its variables filled in.
struct Rendered: Equatable {
    var text: String
    var options: [DialogueMemory.MenuOption] = []
}
