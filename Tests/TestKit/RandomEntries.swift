import Vocabulary

/// Entries made by chance from a seed: every kind of entry with every kind of value, for tests of
/// whatever stores and reads them.
public struct RandomEntries {
    private var random: SeededRandom

    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// A conversation from its opening to its closing.
    ///
    /// - Parameter count: Entries in all, 2 or more.
    public mutating func conversation(
        count: Int, shop: ShopID, openedAt: WallTime
    ) -> [Entry] {
        var entries = [
            Entry(
                sequence: 1, at: openedAt, body: .opened(opening(of: shop)),
                memory: DialogueMemory())
        ]
        var now = openedAt
        while entries.count < count - 1 {
            now = now + .milliseconds(random.number(below: 30_000))
            let memory = random.oneIn(2) ? self.memory() : nil
            entries.append(
                Entry(sequence: entries.count + 1, at: now, body: body(), memory: memory))
        }
        entries.append(
            Entry(sequence: entries.count + 1, at: now, body: .closed(disposition())))
        return entries
    }

    /// Cuts a conversation into turns of one to four entries.
    public mutating func turns(of entries: [Entry]) -> [[Entry]] {
        var turns: [[Entry]] = []
        var rest = entries[...]
        while !rest.isEmpty {
            let count = min(rest.count, 1 + random.number(below: 4))
            turns.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return turns
    }

    /// Any entry but an opening and a closing.
    public mutating func body() -> Entry.Body {
        switch random.number(below: 13) {
        case 0, 1:
            .customerSaid(
                Entry.CustomerLine(text: text(), clientID: random.oneIn(2) ? text() : nil))
        case 2, 3: .botSaid(botLine())
        case 4: .systemSaid(text: text())
        case 5: agentLine()
        case 6: note()
        case 7: .queued(queue: text(), reason: any(QueueReason.allCases))
        case 8: .agentJoined(agent(), name: text())
        case 9: .agentLeft(agent(), name: text())
        case 10: .rated(score: 1 + random.number(below: 5))
        case 11: random.oneIn(2) ? .messageLeft(text: text(), contact: text()) : .resumed(digest())
        default:
            random.oneIn(2) ? .requested(name: text(), slots: slots()) : .languageSet(language())
        }
    }

    private mutating func agentLine() -> Entry.Body {
        .agentSaid(
            agent(), name: text(), text: text(), clientID: random.oneIn(2) ? text() : nil)
    }

    /// What customers do not see.
    private mutating func note() -> Entry.Body {
        switch random.number(below: 8) {
        case 0: .routed(agent(), reason: text())
        case 1: .tagged(agent(), tag: text())
        case 2:
            .paused(
                agent(), any(Pause.allCases),
                until: random.oneIn(2) ? WallTime(milliseconds: Int64(random.next() >> 24)) : nil)
        case 3: .unpaused(agent())
        case 5: .prioritised(agent(), any(Priority.allCases))
        case 6: .steppedIn(agent(), name: text())
        case 4: .dequeued(any(DequeueReason.allCases))
        default: .noted(agent(), text: text())
        }
    }

    public mutating func opening(of shop: ShopID) -> Entry.Opening {
        Entry.Opening(
            shop: shop, language: language(), name: random.oneIn(2) ? text() : nil,
            token: digest(), greeting: text())
    }

    public mutating func memory() -> DialogueMemory {
        var memory = DialogueMemory()
        memory.slots = slots()
        if random.oneIn(2) {
            memory.task = DialogueMemory.TaskProgress(
                rule: text(), stepIndex: random.number(below: 5),
                asking: random.oneIn(2) ? SlotName(text()) : nil,
                askedCount: random.number(below: 4), intent: intent())
        }
        for _ in 0..<random.number(below: 3) {
            memory.menu.append(
                DialogueMemory.MenuOption(
                    title: text(), payload: random.oneIn(2) ? .intent(intent()) : .text(text())))
        }
        memory.expectation = any(DialogueMemory.Expectation.allCases)
        memory.missesInRow = random.number(below: 3)
        memory.wrongProofCount = random.number(below: 3)
        memory.verifiedOrder = random.oneIn(2) ? text() : nil
        return memory
    }

    private mutating func botLine() -> Entry.BotLine {
        var line = Entry.BotLine(text: text())
        if random.oneIn(2) {
            line.intent = intent()
            line.confidence = share()
        }
        for number in 1...(1 + random.number(below: 3)) where random.oneIn(2) {
            line.menu.append(Notice.MenuItem(number: number, text: text()))
        }
        if random.oneIn(2) {
            line.why = Entry.Why(
                bundle: text(),
                runnerUp: random.oneIn(2)
                    ? IntentMatch.Candidate(intent: intent(), confidence: share()) : nil,
                threshold: share(), margin: share())
        }
        return line
    }

    private mutating func slots() -> [Slot] {
        (0..<random.number(below: 3)).map { _ in Slot(name: SlotName(text()), value: text()) }
    }

    private mutating func intent() -> IntentName {
        IntentName(any(["order_status", "returns/window", "größe", "refund when"]))
    }

    private mutating func agent() -> AgentID { AgentID(any(["maria", "li-2"])) ?? agent() }

    private mutating func language() -> Language { Language(any(["en", "de", "ast"])) ?? .english }

    private mutating func disposition() -> Disposition {
        any([.ended, .idle, .resolved, .messageLeft, .forgotten, Disposition("über \"x\"")])
    }

    private mutating func digest() -> TokenDigest {
        TokenDigest(high: random.next() >> UInt64(random.number(below: 64)), low: random.next())
    }

    /// Any `Float` from 0 to 1, with all of its bits in use, or a round one.
    private mutating func share() -> Float {
        random.oneIn(4)
            ? any([0, 1, 0.5, .leastNonzeroMagnitude, 1e-7])
            : Float(random.next() >> 40) / Float(1 << 24)
    }

    private mutating func text() -> String {
        let parts = [
            "where is my order JP-10432?", "", "\"quoted\" \\ back", "line\nfeed\r\ttab",
            "Grüße, ¿qué tal? 日本語", "👩🏽‍🚀 e\u{301}", "\u{0}\u{7}\u{1B}[31m", "\u{202E}abc\u{2066}",
            "\u{2028}\u{7F}\u{85}", "/\\u0041", "\u{FFFF}\u{10FFFF}\u{FEFF}",
        ]
        return (0..<random.number(below: 3)).map { _ in any(parts) }.joined(separator: " ")
    }

    private mutating func any<Element>(_ elements: [Element]) -> Element {
        elements[random.number(below: elements.count)]
    }
}
