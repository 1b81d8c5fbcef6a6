import Knowledge
import Vocabulary

extension Conversation {
    /// Chooses what to do with a line while the bot has the conversation.
    ///
    /// In this order: words that mean the same in any state; what was asked last (a rating, a message,
    /// yes or no); a choice from an open menu; the task under way; the intent.
    mutating func answer(_ match: IntentMatch, in turn: inout Turn) {
        let text = turn.text
        // What answers a question is a number, a name or an address: no sign of a language.
        let answersQuestion =
            memory.task?.asking != nil || memory.expectation == .contact
            || memory.expectation == .callback
        let keyword = turn.shop.keyword(for: text, in: language)
        // Nor is a word such as "bye" or "ok", which people say in every language.
        if !answersQuestion, keyword == nil, match.language != language,
            turn.shop.scripts[match.language] != nil
        {
            record(.languageSet(match.language), in: &turn)
            turn = turn.inLanguage(match.language)
        }
        if keyword == .human { return handOff(.asked, in: &turn) }
        if meetExpectation(text, keyword, in: &turn) { return }
        if choose(text, keyword, in: &turn) { return }
        memory.menu = []
        if memory.task != nil { return continueTask(text, keyword, in: &turn) }
        if let keyword, obey(keyword, in: &turn) { return }
        follow(match, in: &turn)
    }

    /// Answers what was understood, or says that it was not.
    mutating func follow(_ match: IntentMatch, in turn: inout Turn) {
        switch match.outcome {
        case .sure:
            guard let best = match.candidates.first, turn.script.answers(best.intent) else {
                return miss(match, in: &turn)
            }
            memory.missesInRow = 0
            perform(best, and: match.also.first, in: &turn)
        case .ambiguous, .unknown:
            miss(match, in: &turn)
        }
    }

    /// Answers one intent, or two asked in one line: what needs a question back comes last.
    private mutating func perform(
        _ first: IntentMatch.Candidate, and second: IntentMatch.Candidate?, in turn: inout Turn
    ) {
        guard let second, turn.script.answers(second.intent), second.intent != first.intent else {
            return perform(first, in: &turn)
        }
        // "Thanks, and where is my order": small talk beside a question needs no answer of its own.
        let small = [first, second].filter { turn.script.topics[$0.intent] == "talk" }
        guard small.count != 1 else {
            return perform(small[0].intent == first.intent ? second : first, in: &turn)
        }
        let firstIsTask = turn.script.ruleOfIntent[first.intent] != nil
        perform(firstIsTask ? second : first, in: &turn)
        guard botMaySpeak, memory.task == nil else { return }
        perform(firstIsTask ? first : second, in: &turn)
    }

    /// Begins the rule of an intent, or gives its answer.
    mutating func perform(_ candidate: IntentMatch.Candidate, in turn: inout Turn) {
        if let name = turn.script.ruleOfIntent[candidate.intent],
            turn.script.rules[name] != nil
        {
            return begin(rule: name, for: candidate, in: &turn)
        }
        let name = Response.name(for: candidate.intent)
        guard let rendered = rendered(name, in: turn) else { return say(.fallback, in: &turn) }
        say(rendered, in: &turn, intent: candidate, why: why(in: turn))
    }

    /// What the choice rested on, for the record.
    func why(in turn: Turn) -> Entry.Why? {
        guard let note = turn.shop.models[language], let match = turn.match else { return nil }
        return Entry.Why(
            bundle: note.bundle, runnerUp: match.candidates.dropFirst().first,
            threshold: note.threshold, margin: note.margin)
    }

    /// Why nothing was answered: as above, with the likeliest intent as the one that came next. Reasons
    /// without an intent mark a line that nobody answered.
    private func whyNot(in turn: Turn) -> Entry.Why? {
        var reasons = why(in: turn)
        reasons?.runnerUp = turn.match?.candidates.first
        return reasons
    }

    /// Two stages: first the likely readings to choose from, or an honest "I do not know"; the second
    /// time in a row a person.
    private mutating func miss(_ match: IntentMatch, in turn: inout Turn) {
        memory.missesInRow += 1
        guard memory.missesInRow < 2 else {
            say(.fallbackAgain, in: &turn, why: whyNot(in: turn))
            return handOff(.notUnderstood, in: &turn)
        }
        let options = likelyReadings(of: match, in: turn)
        if let search = productSearch(among: options, match, in: turn) {
            memory.missesInRow = 0
            return perform(search, in: &turn)
        }
        guard !options.isEmpty, var asked = rendered(SystemText.didYouMean.rawValue, in: turn)
        else {
            return say(.fallback, in: &turn, why: whyNot(in: turn))
        }
        if let none = rendered(SystemText.noneOfThese.rawValue, in: turn) {
            asked.options = options + [.init(title: none.text, payload: .text(none.text))]
        } else {
            asked.options = options
        }
        say(asked, in: &turn, why: whyNot(in: turn))
    }

    /// Words that need no likeness to any example to be a search: "hats", "blue wool hats".
    private static let bareWordCountMax = 3

    /// Few words that name a kind of product are asked to find some, where nothing else is likelier:
    /// "pink laptop", "mouse for my laptop"; and so is what speaks of products that were shown: "and
    /// in blue?".
    private func productSearch(
        among options: [DialogueMemory.MenuOption], _ match: IntentMatch, in turn: Turn
    ) -> IntentMatch.Candidate? {
        guard let catalogue = turn.shop.facts.catalogue, turn.text.utf8.count <= 60 else {
            return nil
        }
        let likely = match.candidates.first { turn.script.searches($0.intent) }
        guard let search = likely?.intent ?? turn.script.searchIntent else { return nil }
        let candidate = likely ?? .init(intent: search, confidence: 0)
        if followsUp(in: turn) { return candidate }
        guard options.isEmpty || options.contains(where: { $0.payload == .intent(search) }),
            likely != nil || turn.text.words.count <= Self.bareWordCountMax,
            catalogue.query(reading: turn.text).headWord != nil
        else { return nil }
        return candidate
    }

    /// Candidates worth asking about: at most three, with a title, likely enough. A clear miss has
    /// none: guesses from far away would only annoy.
    private func likelyReadings(
        of match: IntentMatch, in turn: Turn
    ) -> [DialogueMemory.MenuOption] {
        let threshold = turn.shop.models[language]?.threshold ?? 0.5
        let floor = match.outcome == .ambiguous ? threshold * 0.5 : threshold * 0.75
        return match.candidates.prefix(3).compactMap { candidate in
            guard candidate.confidence >= floor, turn.script.answers(candidate.intent),
                let title = turn.script.titles[candidate.intent]
            else { return nil }
            return DialogueMemory.MenuOption(title: title, payload: .intent(candidate.intent))
        }
    }

    /// Gets a person, or says honestly when people are back and offers to take a message.
    mutating func handOff(_ reason: QueueReason, in turn: inout Turn) {
        let queue = queueWanted(in: turn)
        let outlook = turn.desk.outlook(queue, language)
        memory.missesInRow = 0
        guard outlook.isStaffed else {
            memory.task = nil
            say(.handoffClosed, in: &turn)
            memory.expectation = .messageOffer
            return
        }
        turn.facts["queue.position"] = outlook.position.map { String($0) }
        turn.facts["queue.wait_minutes"] = outlook.wait.map {
            String(max(1, ($0.milliseconds + 59_999) / 60_000))
        }
        say(.handoffQueued, in: &turn)
        memory.menu = []
        // Who was in the middle of something goes on there, should the bot get it back.
        let isInTheMiddle =
            reason == .asked
            && (memory.task?.asking != nil || memory.expectation == .confirmation)
        if !isInTheMiddle {
            memory.task = nil
            memory.expectation = .nothing
        }
        record(.queued(queue: queue, reason: reason), in: &turn)
    }

    /// The queue of what the conversation is about.
    func queueWanted(in turn: Turn) -> String {
        let intent = memory.task?.intent ?? turn.match?.candidates.first?.intent
        let topic = intent.flatMap { turn.script.topics[$0] }
        return topic.flatMap { turn.shop.settings.skills[$0] } ?? "general"
    }

    /// A bare number, or the words of an option, while a menu is open.
    ///
    /// - Returns: true if the line was a choice. A number that is no option is answered too, except
    ///   where the task under way can use it.
    private mutating func choose(
        _ text: String, _ keyword: Keyword?, in turn: inout Turn
    ) -> Bool {
        let options = memory.menu
        guard !options.isEmpty else { return false }
        var chosen = Self.option(of: options, titled: text)
        let typed = Substring(text).trimmed
        if typed.utf8.count <= 2, typed.utf8.first != 0x2B, let number = Int(typed) {
            if memory.task != nil, askedSlotTakes(text, in: turn) { return false }
            guard number >= 1, number <= options.count else {
                say(.menuOutOfRange, in: &turn)
                memory.menu = options
                return true
            }
            chosen = options[number - 1]
        }
        if chosen == nil, let place = ProductFollowUp.place(in: text, of: options.count) {
            chosen = options[place]
        }
        guard let chosen else { return false }
        memory.menu = []
        switch chosen.payload {
        case .intent(let intent):
            memory.missesInRow = 0
            memory.task = nil
            perform(.init(intent: intent, confidence: 1), in: &turn)
        case .text(let text):
            let keyword = turn.shop.keyword(for: text, in: language)
            if keyword == .human {
                handOff(.asked, in: &turn)
            } else if memory.task == nil,
                let product = turn.shop.facts.catalogue?.product(sku: text)
            {
                showProduct(product, in: &turn)
            } else if memory.task != nil {
                continueTask(text, keyword, in: &turn)
            } else if keyword.map({ obey($0, in: &turn) }) != true {
                say(.fallback, in: &turn)
            }
        }
        return true
    }
}

extension Conversation {
    /// The first option that the customer calls by its title.
    private static func option(
        of options: [DialogueMemory.MenuOption], titled text: String
    ) -> DialogueMemory.MenuOption? {
        let alike = options.filter { Keyword.mayAgree($0.title, text) }
        guard !alike.isEmpty, let wanted = Keyword.key(of: text) else { return nil }
        return alike.first { Keyword.key(of: $0.title) == wanted }
    }
}

extension Shop {
    /// What a whole line means whatever is going on: in the language of the conversation, or else in
    /// the shop's other languages, in their order.
    func keyword(for text: String, in language: Language) -> Keyword? {
        script(in: language).keywordTable.keyword(of: text) ?? keywords.keyword(of: text)
    }
}

extension Turn {
    /// The same turn, with the texts of another language.
    func inLanguage(_ language: Language) -> Turn {
        var turn = Turn(
            shop: shop, script: shop.script(in: language), now: now, desk: desk, view: view,
            match: match, text: text)
        turn.effects = effects
        turn.replyCount = replyCount
        turn.moveCount = moveCount
        turn.facts = facts
        turn.product = product
        turn.productOptions = productOptions
        return turn
    }
}

extension String {
    /// White space of ASCII cut off at both ends.
    var asciiTrimmed: String { String(Substring(self).trimmed) }
}
