import Vocabulary

extension Conversation {
    /// The slot that was asked for last, as the shop's files define it now.
    func askedSlot(in turn: Turn) -> Form.RequiredSlot? {
        guard let task = memory.task, let name = task.asking,
            let rule = turn.script.rules[task.rule]
        else { return nil }
        for form in rule.forms {
            if let slot = form.slots.first(where: { $0.name == name }) { return slot }
        }
        return turn.script.factSlot(name)
    }

    /// The first slot of a form without a value. An order whose number and proof agreed earlier in the
    /// conversation is not asked for again, unless another number was given.
    mutating func missingSlot(of form: Form, in turn: Turn) -> Form.RequiredSlot? {
        let asksProof = form.slots.contains { $0.name == .orderProof }
        if asksProof, let verified = memory.verifiedOrder,
            memory[.orderNumber] == nil || memory[.orderNumber] == verified
        {
            memory[.orderNumber] = verified
            if memory[.orderProof] == nil { memory[.orderProof] = "" }
        }
        return form.slots.first { memory[$0.name] == nil }
    }

    /// Takes from the line what the form asks for and the line already says.
    mutating func takeEntities(for form: Form, in turn: Turn) {
        for slot in form.slots where memory[slot.name] == nil {
            guard case .entity = slot.source, let value = slot.entityValue(in: turn) else {
                continue
            }
            memory[slot.name] = value
        }
    }
}

extension Form.RequiredSlot {
    /// What a line, said in answer to this slot's question, gives as its value.
    ///
    /// - Returns: nil where the line is no answer: of another kind, too long, not among the choices.
    func value(in text: String, _ keyword: Keyword?, _ turn: Turn) -> String? {
        guard let value = typedValue(in: text, keyword, turn), pattern?.holds(for: value) ?? true
        else { return nil }
        return value
    }

    private func typedValue(in text: String, _ keyword: Keyword?, _ turn: Turn) -> String? {
        switch source {
        case .yesOrNo:
            switch keyword {
            case .yes: return "true"
            case .no: return "false"
            case .human, .help, .bye, .menu, .cancel, .skip, .back, .callback, nil: return nil
            }
        case .entity where name == .orderProof: return proof(in: text, turn)
        case .entity: return entityValue(in: turn) ?? choice(in: text)
        case .text:
            guard !choices.isEmpty else { return freeText(text, turn) }
            return choice(in: text)
        }
    }

    /// The entity of this slot's kind in the turn's line, if it is allowed.
    func entityValue(in turn: Turn) -> String? {
        guard case .entity(let kind) = source else { return nil }
        let entity =
            name == .orderProof
            ? turn.entity(Entity.Kind.email) ?? turn.entity(kind) : turn.entity(kind)
        guard let value = entity?.value, value.utf8.count <= bytesMax,
            pattern?.holds(for: value) ?? true
        else { return nil }
        return choices.isEmpty ? value : choice(in: value)
    }

    /// A second proof. A line that names an order number corrects the number instead, except where
    /// the line is digits alone: that is what was asked for. A postcode or an e-mail address in a form
    /// that no recogniser knows is still compared.
    private func proof(in text: String, _ turn: Turn) -> String? {
        let typed = text.asciiTrimmed
        let isDigits = typed.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if turn.entity(Entity.Kind.orderNumber) != nil, !isDigits,
            turn.entity(Entity.Kind.email) == nil
        {
            return nil
        }
        if !isDigits, let value = entityValue(in: turn) { return value }
        let hasMark = typed.utf8.contains { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "@") }
        return hasMark && typed.utf8.count <= 80 && !typed.contains("?") ? typed : nil
    }

    private func choice(in text: String) -> String? {
        let wanted = text.asciiTrimmed.lowercased()
        return choices.first { $0.lowercased() == wanted }
    }

    /// Anything is a value, but a question that is clearly understood is a question.
    private func freeText(_ text: String, _ turn: Turn) -> String? {
        let typed = text.asciiTrimmed
        guard !typed.isEmpty, typed.utf8.count <= bytesMax else { return nil }
        let isQuestion = typed.contains("?") && turn.match?.outcome == .sure
        return isQuestion ? nil : typed
    }
}

extension Rule {
    /// Where the rule asks for this form; 0 if it does not.
    func stepIndex(ofForm name: String) -> Int {
        steps.firstIndex { $0.move == .form(name) } ?? 0
    }
}

extension Script {
    /// A fact that a verdict needs and only the customer knows, asked like a slot:
    /// `fact_condition` by `utter_ask_fact_condition`.
    func factSlot(_ name: SlotName) -> Form.RequiredSlot? {
        guard name.name.hasPrefix("fact_"), responses["utter_ask_\(name.name)"] != nil else {
            return nil
        }
        return Form.RequiredSlot(
            name: name, source: .text, choices: name == .factItems ? [] : factChoices(name),
            ask: "utter_ask_\(name.name)")
    }

    /// The buttons of the question are the only answers to it.
    private func factChoices(_ name: SlotName) -> [String] {
        let variants = responses["utter_ask_\(name.name)"]?.variants ?? []
        return variants.flatMap(\.buttons).compactMap { button in
            guard case .text(let text) = button.payload else { return nil }
            return text
        }
    }
}
