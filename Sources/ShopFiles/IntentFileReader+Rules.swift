import Dialogue
import Vocabulary

extension IntentFileReader {
    static let moveKeys = ["form", "action", "confirm", "respond", "set"]
    /// Said of rules that do not begin with an intent alone.
    static let dependsOnState = "depends on a state; it is left aside"
    /// Steps of Rasa's rules that are the server's own business here.
    private static let stepKeysOfRasa = ["active_loop", "slot_was_set", "checkpoint", "or"]
    private static let actionsOfRasa = [
        "action_listen", "action_default_fallback", "action_restart", "action_session_start",
        "action_deactivate_loop", "action_back", "action_default_ask_affirmation",
        "action_default_ask_rephrase", "action_two_stage_fallback",
    ]

    mutating func readRules(_ items: [YAMLNode]) {
        for item in items {
            guard
                let table = TableReader(
                    item, "a rule", allowed: ["rule", "steps"],
                    ignored: [
                        "condition", "conversation_start", "wait_for_user_input", "metadata",
                    ],
                    in: yaml, log: log),
                let name = table.needed("rule")
            else { continue }
            if table.has("condition") || table.has("conversation_start") {
                log.note(name.spot, "the rule '\(name.value)' \(Self.dependsOnState)")
                continue
            }
            readSteps(of: name, table)
        }
    }

    private mutating func readSteps(of name: Located<String>, _ table: TableReader) {
        let steps = table.list("steps")
        guard let first = steps.first else {
            return log.error(name.spot, "the rule '\(name.value)' needs 'steps'")
        }
        guard
            let head = TableReader(
                first, "the first step", allowed: ["intent"],
                ignored: ["user", "entities", "or"] + Self.moveKeys, in: yaml, log: log)
        else { return }
        guard let intent = head.text("intent") else {
            return log.error(
                head.spot, "the rule '\(name.value)' begins with '- intent: …'", allowed: ["intent"]
            )
        }
        var read: [WrittenStep] = []
        for node in steps.dropFirst() {
            guard let step = step(node) else { continue }
            read.append(step)
        }
        if read.isEmpty {
            return log.warning(name.spot, "the rule '\(name.value)' does nothing after its intent")
        }
        if read.count > Self.stepCountMax {
            log.error(
                name.spot,
                "the rule '\(name.value)' has \(read.count) steps; "
                    + "at most \(Self.stepCountMax)")
        }
        file.rules.append(
            WrittenRule(name: name.value, spot: name.spot, intent: intent, steps: read))
    }

    private static let stepCountMax = 64

    private func step(_ node: YAMLNode) -> WrittenStep? {
        guard
            let table = TableReader(
                node, "a step", allowed: Self.moveKeys + ["if"], ignored: Self.stepKeysOfRasa,
                in: yaml, log: log)
        else { return nil }
        let named = Self.moveKeys.filter(table.has)
        guard named.count == 1 else {
            // A step with Rasa's keys alone has made its note already.
            if !Self.stepKeysOfRasa.contains(where: table.has) {
                log.error(
                    table.spot, "a step does exactly one of these", allowed: Self.moveKeys)
            }
            return nil
        }
        guard let move = move(named[0], table) else { return nil }
        return WrittenStep(
            spot: table.spot, conditions: conditions(of: table.items("if")), move: move)
    }

    private func move(_ key: String, _ table: TableReader) -> WrittenStep.Move? {
        switch key {
        case "form": return table.needed(key).map { .form($0) }
        case "confirm": return table.needed(key).map { .confirm($0) }
        case "respond": return table.needed(key).map { .respond($0) }
        case "set": return assignment(table)
        default: return table.needed(key).flatMap(action)
        }
    }

    private func assignment(_ table: TableReader) -> WrittenStep.Move? {
        let pairs = table.table("set")
        guard let pair = pairs.first, pairs.count == 1 else {
            log.error(table.spot(ofKey: "set"), "'set' names one slot and its value: {slot: value}")
            return nil
        }
        return WrittenText(pair.value, in: yaml, log: log).map {
            .set(Located(value: pair.key, spot: yaml.spot(pair)), $0)
        }
    }

    private func action(_ name: Located<String>) -> WrittenStep.Move? {
        if let action = Action(named: name.value) {
            return .action(Located(value: action, spot: name.spot))
        }
        // Rasa's way of writing answers and forms.
        if name.value.hasPrefix("utter_") { return .respond(name) }
        if Self.actionsOfRasa.contains(name.value) {
            log.note(name.spot, "'\(name.value)' has no meaning here and is left aside")
            return nil
        }
        if name.value.hasPrefix("action_") || name.value.hasPrefix("validate_") {
            log.warning(
                name.spot,
                "'\(name.value)' is code outside the files, which is not run; "
                    + "use a built-in action or 'request_…'", allowed: Action.names)
            return nil
        }
        if name.value.hasSuffix("_form") { return .form(name) }
        log.error(
            name.spot, "there is no action '\(name.value)'", allowed: Action.names,
            hint: NearestName.of(name.value, among: Action.names))
        return nil
    }
}

extension Action {
    /// As authors write them; `request_…` stands for all that begin so.
    static let names = [
        "find_order", "return_verdict", "exchange_verdict", "search_products", "compare_products",
        "hand_off",
        "leave_message", "close", "rate", "request_…",
    ]

    /// - Returns: nil if there is no such action.
    init?(named name: String) {
        switch name {
        case "find_order": self = .findOrder
        case "return_verdict": self = .returnVerdict
        case "exchange_verdict": self = .exchangeVerdict
        case "search_products": self = .searchProducts
        case "compare_products": self = .compareProducts
        case "hand_off": self = .handOff
        case "leave_message": self = .leaveMessage
        case "close": self = .close
        case "rate": self = .rate
        default:
            guard name.hasPrefix("request_"), name.utf8.count > "request_".utf8.count,
                IntentFileReader.isName(name)
            else { return nil }
            self = .request(name: name)
        }
    }
}
