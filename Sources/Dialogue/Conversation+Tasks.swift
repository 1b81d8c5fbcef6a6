import Vocabulary

extension Conversation {
    /// Begins the rule of an intent. What the line already says is taken; slots of an earlier task are
    /// not.
    mutating func begin(
        rule name: String, for candidate: IntentMatch.Candidate, in turn: inout Turn
    ) {
        dropValues()
        memory.expectation = .nothing
        memory.task = DialogueMemory.TaskProgress(
            rule: name, stepIndex: 0, intent: candidate.intent)
        let isShort = turn.text.utf8.count <= Self.aboutCharactersMax
        memory[.about] = isShort ? turn.text : String(turn.text.prefix(Self.aboutCharactersMax))
        if let rule = turn.script.rules[name] {
            for form in rule.forms { takeEntities(for: form, in: turn) }
        }
        run(in: &turn)
    }

    /// Characters kept of the line that began a task.
    private static let aboutCharactersMax = 200

    /// Goes on with the task from its next step, until it asks something or ends.
    mutating func run(in turn: inout Turn) {
        var known: Rule?
        while let task = memory.task, botMaySpeak {
            if known?.name != task.rule { known = turn.script.rules[task.rule] }
            guard let rule = known, task.stepIndex < rule.steps.count,
                turn.moveCount < Limits.policyMovesPerTurnMax * 4
            else { return endTask() }
            turn.moveCount += 1
            let step = rule.steps[task.stepIndex]
            guard step.conditions.allSatisfy({ $0.holds { value($0, in: turn) } }) else {
                memory.task?.stepIndex += 1
                continue
            }
            guard take(step.move, task: task, in: &turn) else { return }
        }
    }

    /// The task is over, one way or the other; its values do not reach the next one.
    mutating func endTask() {
        memory.task = nil
        dropValues()
        memory.expectation = .nothing
    }

    /// Forgets the values of a task; what was shown is no value and can still be spoken of.
    private mutating func dropValues() {
        memory.slots.removeAll { $0.name != .shownProducts && $0.name != .productSearch }
    }

    /// - Returns: false where the task waits for the customer, or is over.
    private mutating func take(
        _ move: Rule.Move, task: DialogueMemory.TaskProgress, in turn: inout Turn
    ) -> Bool {
        switch move {
        case .form(let name):
            guard let form = turn.script.forms[name] else { break }
            if let missing = missingSlot(of: form, in: turn) {
                ask(missing, again: false, in: &turn)
                return false
            }
        case .respond(let name):
            if var rendered = rendered(name, in: turn) {
                if rendered.options.isEmpty { rendered.options = turn.productOptions }
                let confidence = turn.match?.candidates.first { $0.intent == task.intent }
                say(
                    rendered, in: &turn,
                    intent: .init(intent: task.intent, confidence: confidence?.confidence ?? 1),
                    why: why(in: turn))
            }
        case .confirm(let name):
            memory.task?.stepIndex += 1
            guard let rendered = rendered(name, in: turn) else { return true }
            say(rendered, in: &turn)
            memory.expectation = .confirmation
            return false
        case .set(let slot, let template):
            memory[slot] = template.text { value($0, in: turn) }
        case .action(let action):
            guard act(action, in: &turn) else { return false }
        }
        memory.task?.stepIndex += 1
        memory.task?.asking = nil
        memory.task?.askedCount = 0
        return true
    }

    /// Reads a line while a task waits for a value.
    mutating func continueTask(_ text: String, _ keyword: Keyword?, in turn: inout Turn) {
        guard let task = memory.task else { return }
        if keyword == .cancel || keyword == .back {
            endTask()
            return say(.cancelled, in: &turn)
        }
        if proveTriedOrder(text, keyword, in: &turn) { return }
        if chooseItems(in: &turn) { return run(in: &turn) }
        if let slot = askedSlot(in: turn), let value = slot.value(in: text, keyword, turn) {
            memory[slot.name] = value
            // "JP-10432, 10115" answers the next question too.
            for form in turn.script.rules[task.rule]?.forms ?? [] {
                takeEntities(for: form, in: turn)
            }
            return run(in: &turn)
        }
        if correct(in: &turn) { return run(in: &turn) }
        if digress(keyword, from: task, in: &turn) { return }
        insist(in: &turn)
    }

    /// Whether the slot asked for last can use this line.
    func askedSlotTakes(_ text: String, in turn: Turn) -> Bool {
        guard let slot = askedSlot(in: turn) else { return false }
        return slot.value(in: text, nil, turn) != nil
    }

    /// A value that was given before, said again and different: "no, 10434".
    private mutating func correct(in turn: inout Turn) -> Bool {
        guard let task = memory.task, let rule = turn.script.rules[task.rule] else { return false }
        for form in rule.forms {
            for slot in form.slots {
                guard case .entity(let kind) = slot.source, let known = memory[slot.name],
                    let entity = turn.entity(kind), entity.value != known
                else { continue }
                memory[slot.name] = entity.value
                if slot.name == .orderNumber {
                    memory[.orderProof] = nil
                    memory.verifiedOrder = nil
                }
                memory.task?.stepIndex = rule.stepIndex(ofForm: form.name)
                return true
            }
        }
        return false
    }

    /// Something else was asked in the middle of a task: answered, and the task goes on behind it.
    private mutating func digress(
        _ keyword: Keyword?, from task: DialogueMemory.TaskProgress, in turn: inout Turn
    ) -> Bool {
        if let keyword, keyword == .help || keyword == .menu || keyword == .bye {
            if keyword == .bye {
                endTask()
                sayGoodbye(in: &turn)
            } else {
                _ = obey(keyword, in: &turn)
            }
            return true
        }
        guard let match = turn.match, match.outcome == .sure, let best = match.candidates.first,
            best.intent != task.intent, turn.script.answers(best.intent)
        else { return false }
        let kept = memory
        perform(best, in: &turn)
        // What was answered at once leaves the task where it was; what asks back takes its place.
        guard memory.task == nil || memory.task == kept.task, botMaySpeak,
            turn.script.ruleOfIntent[best.intent] == nil || memory.expectation == .nothing
        else { return true }
        let shown = memory.slots.filter { $0.name == .shownProducts || $0.name == .productSearch }
        memory.slots =
            kept.slots.filter { slot in !shown.contains { $0.name == slot.name } } + shown
        memory.task = kept.task
        memory.expectation = kept.expectation
        remind(in: &turn)
        return true
    }

    /// The line was no value and nothing else either: asks again, and after enough tries gives up.
    private mutating func insist(in turn: inout Turn) {
        guard let slot = askedSlot(in: turn), let task = memory.task else {
            // Waiting for yes or no to a confirmation.
            return remind(in: &turn)
        }
        guard task.askedCount < tries(of: slot, in: turn) else {
            endTask()
            say(.formGaveUp, in: &turn)
            memory.expectation = .personOffer
            return
        }
        ask(slot, again: true, in: &turn)
    }

    /// Says what the task still waits for, in other words than the first time.
    mutating func remind(in turn: inout Turn) {
        if memory.expectation == .confirmation, let task = memory.task,
            let rule = turn.script.rules[task.rule], task.stepIndex > 0,
            case .confirm(let name) = rule.steps[task.stepIndex - 1].move,
            let rendered = rendered(name, in: turn)
        {
            say(rendered, in: &turn)
            memory.expectation = .confirmation
            return
        }
        guard let slot = askedSlot(in: turn) else { return }
        turn.facts["question"] = rendered(slot.ask, in: turn)?.text
        say(.resumedForm, in: &turn)
    }

    mutating func ask(_ slot: Form.RequiredSlot, again: Bool, in turn: inout Turn) {
        if var task = memory.task {
            task.askedCount = task.asking == slot.name ? task.askedCount + 1 : 1
            task.asking = slot.name
            memory.task = task
        }
        let name = again ? slot.invalid ?? slot.ask : slot.ask
        guard let rendered = rendered(name, in: turn) ?? rendered(slot.ask, in: turn) else {
            return
        }
        say(rendered, in: &turn)
    }

    private func tries(of slot: Form.RequiredSlot, in turn: Turn) -> Int {
        guard let task = memory.task, let rule = turn.script.rules[task.rule] else {
            return turn.shop.settings.tries
        }
        let form = rule.forms.first { $0.slots.contains { $0.name == slot.name } }
        return form?.tries ?? turn.shop.settings.tries
    }
}
