import Dialogue
import Vocabulary

/// Writes what was found in a Rasa project as files of a shop.
struct RasaWriter {
    let project: RasaProject
    let language: Language

    func files() -> [RasaImport.File] {
        let made = [("nlu.yml", nlu()), ("responses.yml", responses()), ("rules.yml", rules())]
        return made.compactMap { name, lines in
            guard !lines.isEmpty else { return nil }
            let text = (["version: \"3.1\""] + lines).joined(separator: "\n") + "\n"
            return RasaImport.File(path: "\(language)/\(name)", text: text)
        }
    }

    private func nlu() -> [String] {
        guard !project.entries.isEmpty else { return [] }
        return ["nlu:"]
            + project.entries.flatMap { entry in
                ["- \(entry.key): \(YAMLText.quoted(entry.name))", "  examples: |"]
                    + entry.lines.map { "    - \($0)" }
            }
    }

    private func responses() -> [String] {
        var lines: [String] = []
        var written: Set<String> = []
        for response in project.contents.flatMap(\.responses) where !response.variants.isEmpty {
            guard written.insert(response.name).inserted else {
                project.log.warning(
                    response.spot, "'\(response.name)' comes again; the first one is taken")
                continue
            }
            lines.append("  \(YAMLText.quoted(response.name)):")
            for variant in response.variants { lines += self.lines(of: variant) }
        }
        return lines.isEmpty ? [] : ["responses:"] + lines
    }

    private func lines(of variant: WrittenVariant) -> [String] {
        var lines = ["  - text: \(YAMLText.quoted(variant.text.source))"]
        if !variant.conditions.isEmpty {
            lines.append("    condition:")
            lines += variant.conditions.map { "    - \(Self.condition($0))" }
        }
        if !variant.buttons.isEmpty {
            lines.append("    buttons:")
            lines += variant.buttons.map { button in
                let payload: String
                switch button.payload.value {
                case .intent(let intent): payload = "/\(intent)"
                case .text(let text): payload = text
                }
                return "    - {title: \(YAMLText.quoted(button.title.source)), "
                    + "payload: \(YAMLText.quoted(payload))}"
            }
        }
        return lines
    }

    private static func condition(_ condition: WrittenCondition) -> String {
        let name = YAMLText.quoted(condition.variable.value)
        switch condition.test {
        case .isPresent(let isPresent):
            return "{type: slot, name: \(name), present: \(isPresent)}"
        case .equals(let values):
            let list = values.map(YAMLText.quoted).joined(separator: ", ")
            return "{type: slot, name: \(name), value: [\(list)]}"
        }
    }

    private func rules() -> [String] {
        let forms = project.contents.flatMap(\.forms).flatMap(lines)
        let rules = project.contents.flatMap(\.rules).flatMap(lines)
        return (forms.isEmpty ? [] : ["forms:"] + forms) + (rules.isEmpty ? [] : ["rules:"] + rules)
    }

    private func lines(of form: WrittenForm) -> [String] {
        var declared: [String: Form.RequiredSlot.Source?] = [:]
        for file in project.contents {
            declared.merge(file.declaredSlots) { old, new in new ?? old }
        }
        var lines = ["  \(YAMLText.quoted(form.name)):", "    required_slots:"]
        for slot in form.slots {
            let source = slot.source?.value ?? declared[slot.name].flatMap(\.self)
            lines.append("    - slot: \(YAMLText.quoted(slot.name))")
            switch source {
            case .text: lines.append("      from: text")
            case .yesOrNo: lines.append("      from: yes_or_no")
            case .entity(let kind): lines.append("      from: \(YAMLText.quoted(kind))")
            case nil:
                lines.append("      from: text")
                project.log.warning(
                    slot.spot,
                    "where the slot '\(slot.name)' comes from is code; it takes the whole line now")
            }
        }
        return lines
    }

    private func lines(of rule: WrittenRule) -> [String] {
        var lines = [
            "- rule: \(YAMLText.quoted(rule.name))", "  steps:",
            "  - intent: \(YAMLText.quoted(rule.intent.value))",
        ]
        for step in rule.steps {
            switch step.move {
            case .form(let name):
                lines.append("  - form: \(YAMLText.quoted(name.value))")
                let said = rule.responseNames
                for response in project.afterForm[name.value] ?? [] where !said.contains(response) {
                    lines.append("  - respond: \(YAMLText.quoted(response))")
                }
            case .respond(let name): lines.append("  - respond: \(YAMLText.quoted(name.value))")
            case .confirm(let name): lines.append("  - confirm: \(YAMLText.quoted(name.value))")
            case .set(let slot, let text):
                lines.append(
                    "  - set: {\(YAMLText.quoted(slot.value)): \(YAMLText.quoted(text.source))}")
            case .action(let action):
                if let name = action.value.name { lines.append("  - action: \(name)") }
            }
        }
        return lines
    }
}

extension WrittenRule {
    /// What the rule says.
    fileprivate var responseNames: [String] {
        steps.compactMap { step in
            if case .respond(let name) = step.move { name.value } else { nil }
        }
    }
}

extension Action {
    /// As authors write it.
    fileprivate var name: String? {
        if case .request(let name) = self { return name }
        return Action.names.first { Action(named: $0) == self }
    }
}
