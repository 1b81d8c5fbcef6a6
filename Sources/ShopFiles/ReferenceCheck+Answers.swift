import Dialogue
import IntentMatching
import Vocabulary

extension ReferenceCheck {
    mutating func checkResponse(_ response: WrittenResponse) {
        for variant in response.variants {
            checkConditions(variant.conditions)
            checkText(variant.text)
            for button in variant.buttons {
                checkText(button.title)
                guard case .intent(let name) = button.payload.value else { continue }
                checkIntentName(
                    Located(value: name.name, spot: button.payload.spot),
                    "a button of '\(response.name)'")
            }
        }
        checkReachability(of: response)
    }

    /// The first variant whose conditions hold wins, so one that asks for more than an earlier one is
    /// never said; the same text twice is no variant.
    private func checkReachability(of response: WrittenResponse) {
        for (index, variant) in response.variants.enumerated() {
            for earlier in response.variants[..<index] {
                if !earlier.conditions.isEmpty, !variant.conditions.isEmpty,
                    earlier.conditions.allSatisfy({ broad in
                        variant.conditions.contains { $0.implies(broad) }
                    })
                {
                    log.warning(
                        variant.spot,
                        "this text of '\(response.name)' is never chosen: the one at line "
                            + "\(earlier.spot.line) holds whenever it does")
                    break
                }
                if earlier.conditions.isEmpty, variant.conditions.isEmpty,
                    earlier.text.source == variant.text.source
                {
                    log.warning(
                        variant.text.spot,
                        "'\(response.name)' says this at line \(earlier.text.spot.line) already")
                }
            }
        }
    }

    mutating func checkIntents() {
        let chosenByForms = Set(
            files.forms.values.flatMap { $0.slots.flatMap { $0.intents.map(\.value) } })
        for intent in files.intents {
            let name = intent.name
            let hasRule = files.ruleByIntent[name.name] != nil
            let answer = Response.name(for: name)
            let hasAnswer = files.responses[answer] != nil
            // Where a rule speaks for the intent, its answer waits for a rule that names it.
            if !hasRule { usedResponses.insert(answer) }
            if !hasRule, !hasAnswer, !chosenByForms.contains(name.name) {
                log.warning(
                    intent.spot,
                    "the intent '\(name)' leads nowhere: no rule begins with it and there is no "
                        + "'\(answer)'\(inThisShop(intent.spot))")
            }
            checkTitle(of: intent)
            if intent.examples.isEmpty, intent.patterns.isEmpty {
                log.error(intent.spot, "the intent '\(name)' has no examples; give it 15 or more")
            } else if intent.examples.count < AuthoringAdvice.exampleCountWanted,
                intent.patterns.isEmpty
            {
                log.warning(
                    intent.spot,
                    "the intent '\(name)' has \(intent.examples.count) examples, needs "
                        + "\(AuthoringAdvice.exampleCountWanted); add some")
            }
        }
        checkRepeatedExamples()
    }

    private mutating func checkTitle(of intent: WrittenIntent) {
        let title = "title_\(intent.name)"
        usedResponses.insert(title)
        let topic = files.topics[intent.name]
        guard files.responses[title] == nil, let topic, topic != "talk" else { return }
        log.error(
            intent.spot,
            "the intent '\(intent.name)' needs a short title for menus: "
                + "\(title): [{text: \"…\"}]\(inThisShop(intent.spot))",
            hint: NearestName.of(
                title,
                among: files.responses.keys.filter { name in
                    name.hasPrefix("title_")
                        && !files.hasIntent(IntentName(String(name.dropFirst("title_".count))))
                }.sorted()))
    }

    /// The same words cannot mean two things.
    private func checkRepeatedExamples() {
        var firstByText: [String: (intent: IntentName, spot: Spot)] = [:]
        for intent in files.intents {
            for line in intent.examples {
                let key = Self.wordsOnly(line.text)
                guard let first = firstByText[key] else {
                    firstByText[key] = (intent.name, line.spot)
                    continue
                }
                if first.intent != intent.name {
                    log.warning(
                        line.spot,
                        "'\(line.text.shortened)' is an example of '\(first.intent)' at "
                            + "\(first.spot.short) too; keep one")
                }
            }
        }
    }

    /// Letters, digits and blanks of a line, those of ASCII in lower case.
    private static func wordsOnly(_ text: String) -> String {
        let bytes = text.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case 0x41...0x5A: byte + 32
            case 0x61...0x7A, 0x30...0x39, 0x20, 0x80...: byte
            default: nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Warns of the shop's own responses and forms that nothing leads to.
    mutating func checkUnused() {
        for name in files.responses.keys.sorted() where !usedResponses.contains(name) {
            guard let spot = files.responses[name]?.spot, !spot.isShared else { continue }
            if name.hasPrefix("word_") || isAsked(name) { continue }
            log.warning(spot, "nothing says '\(name)'", hint: missingName(near: name))
        }
        for name in files.forms.keys.sorted() where !usedForms.contains(name) {
            guard let spot = files.forms[name]?.spot, !spot.isShared else { continue }
            log.warning(spot, "no rule uses the form '\(name)'")
        }
    }

    /// The response that somebody would say, were it there, whose name is nearest.
    private func missingName(near name: String) -> String? {
        let wanted =
            name.hasPrefix("title_")
            ? files.intentNames.map { "title_\($0)" }
            : files.intentNames.map { "utter_\($0)" } + SystemText.allCases.map(\.rawValue)
        return NearestName.of(name, among: wanted.filter { files.responses[$0] == nil })
    }

    /// The questions of built-in actions, such as `utter_ask_fact_opened`.
    private func isAsked(_ name: String) -> Bool {
        name.hasPrefix("utter_ask_fact_")
            || files.forms.values.contains { form in
                form.slots.contains {
                    name == "utter_ask_\($0.name)" || name == "utter_invalid_\($0.name)"
                        || name == "utter_ask_\(form.name)_\($0.name)"
                }
            }
    }
}

extension WrittenCondition {
    /// Whether `other` holds whenever this does.
    func implies(_ other: WrittenCondition) -> Bool {
        guard variable.value == other.variable.value else { return false }
        switch (test, other.test) {
        case (.equals(let mine), .equals(let theirs)): return Set(mine).isSubset(of: theirs)
        case (.equals, .isPresent(let isPresent)): return isPresent
        case (.isPresent(let mine), .isPresent(let theirs)): return mine == theirs
        case (.isPresent, .equals): return false
        }
    }
}
