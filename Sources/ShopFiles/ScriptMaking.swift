import Dialogue
import IntentMatching
import Vocabulary

extension LanguageFiles {
    /// The texts, forms and rules as the dialogue wants them.
    ///
    /// - Parameter tries: Questions per slot where a form says nothing else.
    func script(tries: Int) -> Script {
        var titles: [IntentName: String] = [:]
        var made: [String: Response] = [:]
        for response in responses.values {
            let prefix = "title_"
            if response.name.hasPrefix(prefix) {
                let intent = IntentName(String(response.name.dropFirst(prefix.count)))
                titles[intent] = response.variants.first?.text.source
            } else {
                made[response.name] = Response(variants: response.variants.map(\.variant))
            }
        }
        return Script(
            responses: made, titles: titles, topics: topics,
            forms: forms.mapValues { form($0, tries: tries) },
            rules: rules.mapValues { rule in
                Rule(
                    name: rule.name, intent: IntentName(rule.intent.value),
                    steps: rule.steps.map(\.step))
            },
            ruleOfIntent: Dictionary(
                ruleByIntent.map { (IntentName($0.key), $0.value.name) },
                uniquingKeysWith: { first, _ in first }),
            keywords: keywords.mapValues(\.keyword))
    }

    private func form(_ form: WrittenForm, tries: Int) -> Form {
        Form(
            name: form.name,
            slots: form.slots.map { slot in
                Form.RequiredSlot(
                    name: SlotName(slot.name), source: source(of: slot), choices: slot.choices,
                    pattern: slot.valuePattern, bytesMax: slot.bytesMax,
                    ask: askName(of: slot, in: form),
                    invalid: invalidName(of: slot))
            }, tries: form.tries ?? tries)
    }

    /// Where the value of a slot comes from: what the form says, what a Rasa domain says, or an entity
    /// of the slot's own name.
    func source(of slot: WrittenSlot) -> Form.RequiredSlot.Source {
        slot.source?.value ?? declaredSlots[slot.name].flatMap(\.self) ?? .entity(kind: slot.name)
    }

    /// The response that asks for a slot: the one that is named, `utter_ask_<form>_<slot>`, or
    /// `utter_ask_<slot>`.
    func askName(of slot: WrittenSlot, in form: WrittenForm) -> String {
        if let ask = slot.ask { return ask.value }
        let particular = "utter_ask_\(form.name)_\(slot.name)"
        return responses[particular] != nil ? particular : "utter_ask_\(slot.name)"
    }

    /// The response that says that a value does not fit; nil where there is none.
    func invalidName(of slot: WrittenSlot) -> String? {
        if let invalid = slot.invalid { return invalid.value }
        let name = "utter_invalid_\(slot.name)"
        return responses[name] != nil ? name : nil
    }
}

extension WrittenSlot {
    /// What a value of this slot has to look like; nil where the form does not say, or where it says
    /// something that `check` has refused.
    fileprivate var valuePattern: ValuePattern? {
        guard let source = pattern?.value else { return nil }
        do throws(PatternError) {
            // The whole value: an author's ".*[0-9].*" must not hold for a part of it alone.
            let regex = try LinearRegex("^(?:\(source))$")
            return ValuePattern(source: source) { regex.isIn($0) }
        } catch {
            return nil
        }
    }
}

extension WrittenCondition {
    var condition: Condition {
        let wanted: Condition.Test =
            switch test {
            case .isPresent(let isPresent): .isPresent(isPresent)
            case .equals(let values): values.count == 1 ? .equals(values[0]) : .isOneOf(values)
            }
        return Condition(variable: variable.value, test: wanted)
    }
}

extension WrittenVariant {
    fileprivate var variant: Response.Variant {
        Response.Variant(
            conditions: conditions.map(\.condition), text: text.template,
            buttons: buttons.map {
                Response.Button(title: $0.title.template, payload: $0.payload.value)
            })
    }
}

extension WrittenStep {
    fileprivate var step: Rule.Step {
        Rule.Step(conditions: conditions.map(\.condition), move: move.move)
    }
}

extension WrittenStep.Move {
    var move: Rule.Move {
        switch self {
        case .form(let name): .form(name.value)
        case .action(let action): .action(action.value)
        case .confirm(let name): .confirm(response: name.value)
        case .respond(let name): .respond(response: name.value)
        case .set(let slot, let text): .set(SlotName(slot.value), text.template)
        }
    }
}
