import Dialogue
import Vocabulary

extension ReferenceCheck {
    mutating func checkRule(_ rule: WrittenRule) {
        let what = "the rule '\(rule.name)'"
        checkIntentName(rule.intent, what)
        for step in rule.steps {
            checkConditions(step.conditions)
            switch step.move {
            case .form(let name):
                usedForms.insert(name.value)
                if files.forms[name.value] == nil {
                    log.error(
                        name.spot,
                        "\(what) uses the form '\(name.value)', which is not there"
                            + inThisShop(name.spot),
                        hint: NearestName.of(name.value, among: files.forms.keys.sorted()))
                }
            case .confirm(let name), .respond(let name): use(name, by: what)
            case .action(let action): checkAction(action, in: rule)
            case .set(_, let text): checkText(text)
            }
        }
    }

    /// A built-in action needs what its questions ask for.
    private func checkAction(_ action: Located<Action>, in rule: WrittenRule) {
        let moves = rule.steps.map(\.move)
        func comesFirst(_ wanted: (WrittenStep.Move) -> Bool) -> Bool {
            for move in moves {
                if case .action(let other) = move, other.spot == action.spot { return false }
                if wanted(move) { return true }
            }
            return false
        }
        switch action.value {
        case .findOrder:
            let isAsked = comesFirst { move in
                guard case .form(let name) = move, let form = files.forms[name.value] else {
                    return false
                }
                return form.slots.contains { $0.name == "order_number" }
            }
            if !isAsked {
                log.warning(
                    action.spot,
                    "'find_order' comes before a form that asks for 'order_number' and 'order_proof'"
                )
            }
        case .returnVerdict, .exchangeVerdict:
            let isFound = comesFirst { move in
                if case .action(let other) = move { other.value == .findOrder } else { false }
            }
            if !isFound {
                log.warning(
                    action.spot, "a verdict needs an order; put 'find_order' before it")
            }
        case .searchProducts, .compareProducts, .handOff, .leaveMessage, .close, .rate, .request:
            break
        }
    }

    mutating func checkForm(_ form: WrittenForm) {
        let kinds = entityKinds
        for slot in form.slots {
            let ask = files.askName(of: slot, in: form)
            use(
                Located(value: ask, spot: slot.ask?.spot ?? slot.spot),
                by: "the form '\(form.name)'")
            if let invalid = slot.invalid { use(invalid, by: "the form '\(form.name)'") }
            if let name = files.invalidName(of: slot) { usedResponses.insert(name) }
            for intent in slot.intents { checkIntentName(intent, "the form '\(form.name)'") }
            switch files.source(of: slot) {
            case .text, .yesOrNo: break
            case .entity(let kind):
                if kind == "order_proof" || kinds.contains(kind) { continue }
                log.error(
                    slot.source?.spot ?? slot.spot,
                    "nothing in a line can be the entity '\(kind)'; add a lookup, a regex or "
                        + "annotated examples, or write 'from: text'",
                    hint: NearestName.of(kind, among: kinds.sorted() + ["text"]))
            }
            if let pattern = slot.pattern, let mistake = RegexCheck.mistake(in: pattern.value) {
                log.error(
                    pattern.spot,
                    "'\(pattern.value.shortened)' is no regular expression: \(mistake)")
            }
        }
    }

    func checkConditions(_ conditions: [WrittenCondition]) {
        for (index, condition) in conditions.enumerated() {
            checkVariable(condition.variable)
            guard case .equals(let values) = condition.test else { continue }
            let name = condition.variable.value
            let known = KnownVariables.valuesByVariable[name] ?? []
            if !known.isEmpty {
                for value in values where !known.contains(value) {
                    log.error(
                        condition.variable.spot, "'\(name)' is never '\(value.shortened)'",
                        allowed: known, hint: NearestName.of(value, among: known))
                }
            }
            for other in conditions[..<index] where other.variable.value == name {
                if case .equals(let others) = other.test, Set(others).isDisjoint(with: values) {
                    log.error(
                        condition.variable.spot,
                        "'\(name)' cannot be '\(values[0].shortened)' and "
                            + "'\(others[0].shortened)' at once")
                }
            }
        }
    }

    func checkText(_ text: WrittenText) {
        for variable in text.variables { checkVariable(variable) }
    }

    func checkVariable(_ variable: Located<String>) {
        let parts = variable.value.split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        guard parts.count == 2 else {
            guard !slotNames.contains(variable.value) else { return }
            return log.error(
                variable.spot,
                "there is no slot '\(variable.value)'; no form asks for it and no rule sets it",
                hint: NearestName.of(variable.value, among: slotNames.sorted()))
        }
        if parts[0] == "policy" {
            guard !policyNames.contains(parts[1]) else { return }
            return log.error(
                variable.spot,
                "the policy of \(shop.id) has no value '\(parts[1])'; add it under 'values:' in "
                    + "\(shop.id)/policy.yml",
                hint: NearestName.of(parts[1], among: policyNames).map { "policy.\($0)" })
        }
        guard let names = KnownVariables.namesByGroup[parts[0]] else {
            let groups = KnownVariables.namesByGroup.keys.sorted() + ["policy"]
            return log.error(
                variable.spot, "there are no values '\(parts[0]).…'", allowed: groups.sorted(),
                hint: NearestName.of(parts[0], among: groups).map { "\($0).\(parts[1])" })
        }
        if !names.contains(parts[1]), !parts[1].hasPrefix("attr_") {
            log.error(
                variable.spot, "there is no value '\(variable.value)'", allowed: names,
                hint: NearestName.of(parts[1], among: names).map { "\(parts[0]).\($0)" })
        }
    }
}
