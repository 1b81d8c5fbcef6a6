import BusinessTime
import Knowledge
import Vocabulary

extension Conversation {
    /// Judges whether what the customer means of the found order can go back, and asks for the fact
    /// that the answer hangs on.
    ///
    /// - Returns: false where the task waits for that fact, or is over.
    mutating func judgeReturn(in turn: inout Turn) -> Bool {
        guard let verdict = returnVerdict(in: turn) else {
            endTask()
            say(.ordersUnavailable, in: &turn)
            memory.expectation = .personOffer
            return false
        }
        guard case .needs(let facts) = verdict.decision, let fact = facts.first else { return true }
        let name = SlotName("fact_\(fact.rawValue)")
        guard memory[name] == nil, let slot = turn.script.factSlot(name) else {
            // Nobody wrote a question for it: a person decides.
            handOff(.rule, in: &turn)
            return false
        }
        if fact == .items, let order = foundOrder(in: turn) {
            askWhichItems(of: order, slot, in: &turn)
        } else {
            ask(slot, again: false, in: &turn)
        }
        return false
    }

    /// The verdict on what the customer means, as of now; computed anew whenever what it rests on has
    /// changed, however many texts and conditions speak of it.
    func returnVerdict(in turn: Turn) -> ReturnVerdict? {
        guard let policy = turn.shop.facts.policy, let order = foundOrder(in: turn) else {
            return nil
        }
        return turn.verdicts.verdict(slots: memory.slots, order: order.number) {
            verdict(on: order, by: policy, in: turn)
        }
    }

    private func verdict(
        on order: Order, by policy: ReturnPolicy, in turn: Turn
    ) -> ReturnVerdict {
        let catalogue = turn.shop.facts.catalogue
        let kept = ReturnItem.items(of: order) { catalogue?.product($0) }
        let chosen = chosenItems(among: kept, catalogue)
        var told: [Fact: String] = [:]
        for fact in Fact.allCases {
            told[fact] = memory[SlotName("fact_\(fact.rawValue)")]
        }
        let question = ReturnQuestion(
            order: order, items: chosen ?? kept, itemsAreChosen: chosen != nil || kept.count == 1,
            reason: told[.reason].flatMap(ReturnReason.init(rawValue:)),
            condition: told[.condition].flatMap(ItemCondition.init(rawValue:)), toldFacts: told)
        return memory[.verdictKind] == nil
            ? policy.verdict(for: question, at: turn.now)
            : policy.exchangeVerdict(for: question, at: turn.now)
    }

    /// The items of the order that the customer named: by choosing from the list, or by words of
    /// their names in the line that began the task ("the blue jacket").
    private func chosenItems(
        among items: [ReturnItem], _ catalogue: Catalogue?
    ) -> [ReturnItem]? {
        if let chosen = memory[.factItems] {
            let named = items.filter { $0.name == chosen || $0.sku?.text == chosen }
            return named.isEmpty ? items : named
        }
        guard let about = memory[.about] else { return nil }
        return named(about, among: items, catalogue).map { [$0] }
    }

    /// The one item that is meant by words of its name or of its kind; nil if none is, or several are.
    private func named(
        _ text: String, among items: [ReturnItem], _ catalogue: Catalogue?
    ) -> ReturnItem? {
        let words = text.words.filter { $0.utf8.count >= 4 }
        let scores = items.map { item in
            let names = item.name.words + (item.categories ?? []).flatMap(\.words)
            let product = item.sku.flatMap { catalogue?.product($0) }
            return words.filter { word in
                names.contains { $0 == word || $0 + "s" == word || word + "s" == $0 }
                    || product.map { catalogue?.isKind(word, $0) ?? false } ?? false
            }.count
        }
        guard let best = scores.max(), best > 0 else { return nil }
        let named = zip(items, scores).filter { $0.1 == best }.map(\.0)
        return named.count == 1 ? named.first : nil
    }

    /// Takes "only the socks" in answer to whether all is to be returned: the verdict is computed anew
    /// for what is named, and asked to be confirmed again.
    ///
    /// - Returns: false where the line chooses no item of the order.
    mutating func chooseItems(in turn: inout Turn) -> Bool {
        guard memory.expectation == .confirmation, let task = memory.task,
            let rule = turn.script.rules[task.rule],
            let judging = rule.steps.firstIndex(where: {
                $0.move == .action(.returnVerdict) || $0.move == .action(.exchangeVerdict)
            }),
            judging < task.stepIndex, let order = foundOrder(in: turn)
        else { return false }
        let catalogue = turn.shop.facts.catalogue
        let items = ReturnItem.items(of: order) { catalogue?.product($0) }
        let words = turn.text.words
        guard items.count > 1, words.count <= Self.choosingWordCountMax else { return false }
        if words.count <= 2, words.contains(where: Self.wholeWords.contains) {
            memory[.factItems] = "*"
        } else if let item = named(turn.text, among: items, catalogue) {
            memory[.factItems] = item.name
        } else {
            return false
        }
        memory.task?.stepIndex = judging
        memory.expectation = .nothing
        return true
    }

    private static let wholeWords: Set<String> = [
        "all", "both", "everything", "alle", "alles", "beide", "beides", "todo", "todos", "todas",
        "ambos", "ambas",
    ]
    /// A longer line says more than which item is meant.
    private static let choosingWordCountMax = 6

    private mutating func askWhichItems(
        of order: Order, _ slot: Form.RequiredSlot, in turn: inout Turn
    ) {
        memory.task?.asking = slot.name
        memory.task?.askedCount += 1
        guard var question = rendered(slot.ask, in: turn) else { return }
        let catalogue = turn.shop.facts.catalogue
        let items = ReturnItem.items(of: order) { catalogue?.product($0) }
        let options = items.prefix(Limits.menuOptionCountMax - 1).map { item in
            DialogueMemory.MenuOption(title: item.name, payload: .text(item.name))
        }
        question.options = options + question.options.prefix(1)
        say(question, in: &turn)
    }

    /// A fact of the verdict, in words: `verdict.` and one of these names.
    func verdictValue(_ name: String, in turn: Turn) -> String? {
        guard let verdict = returnVerdict(in: turn) else { return nil }
        switch name {
        case "decision":
            switch verdict.decision {
            case .yes: return "yes"
            case .no: return "no"
            case .needs: return "needs"
            }
        case "cause": return verdict.cause.rawValue
        case "deadline": return verdict.deadlineDay?.text(in: language)
        case "days_left":
            let today = turn.shop.hours.zone.day(of: turn.now)
            return verdict.deadlineDay.map { String($0.daysSinceEpoch - today.daysSinceEpoch) }
        case "amount": return verdict.amount?.total.text(in: language)
        case "fee":
            guard let fee = verdict.amount?.restockingFee, !fee.isZero else { return nil }
            return fee.text(in: language)
        case "who_pays": return verdict.returnShipping.flatMap { word(for: $0, in: turn) }
        case "method": return verdict.method.flatMap { word($0.rawValue, in: turn) }
        case "remedy": return verdict.remedy?.rawValue
        case "money_by": return verdict.moneyBy?.text(in: language)
        case "clause": return verdict.clause?.id
        case "sentence": return verdict.clause?.sentence(in: language)
        case "items":
            let names = verdict.items.filter { $0.decision != .no }.compactMap { $0.item?.name }
            return names.isEmpty
                ? verdict.items.compactMap { $0.item?.name }.joined(separator: ", ")
                : names.joined(separator: ", ")
        case "alternative": return verdict.alternatives.first?.kind.rawValue
        default: return nil
        }
    }

    private func word(for shipping: ReturnShipping, in turn: Turn) -> String? {
        switch shipping {
        case .free: word("return_free", in: turn)
        case .ownCost: word("return_own_cost", in: turn)
        case .label(let price):
            word("return_label", in: turn).map { "\($0) (\(price.text(in: language)))" }
        }
    }

    /// A term in the language of the conversation: the response `word_` and its name.
    func word(_ name: String, in turn: Turn) -> String? {
        rendered("word_\(name)", in: turn)?.text
    }
}

extension SlotName {
    /// What began the task, in the customer's words.
    static let about = SlotName("about")
    /// Set while it is an exchange that is judged; no value of a form.
    static let verdictKind = SlotName("verdict_kind")
    static let factItems = SlotName("fact_items")
}

extension String {
    /// Runs of letters and digits, in lower case.
    var words: [String] {
        lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
