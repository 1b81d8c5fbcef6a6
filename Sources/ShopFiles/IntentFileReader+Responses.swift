import Dialogue
import Vocabulary

extension IntentFileReader {
    /// Answers and questions, names of intents for people, and terms put into other texts.
    private static let prefixes = ["utter_", "title_", "word_"]
    private static let variantKeys = ["text", "condition", "buttons"]
    private static let variantKeysOfRasa = [
        "channel", "image", "attachment", "custom", "metadata", "id", "quick_replies", "elements",
        "button_type",
    ]

    mutating func readResponse(_ pair: YAMLPair) {
        let spot = yaml.spot(pair)
        guard Self.prefixes.contains(where: pair.key.hasPrefix) else {
            let written = String(pair.key.prefix { $0 != "_" }) + "_"
            let prefix = NearestName.of(written, among: Self.prefixes)
            let name = prefix.map { $0 + pair.key.dropFirst(written.count) } ?? "utter_\(pair.key)"
            return log.error(
                spot,
                "'\(pair.key.shortened)' is no name for a response; it begins with one of these",
                allowed: Self.prefixes, hint: name)
        }
        let items: [YAMLNode]
        switch pair.value.content {
        case .list(let list): items = list
        case .scalar, .table: items = [pair.value]
        }
        let variants = items.compactMap { item in variant(item, of: pair.key) }
        if items.isEmpty || pair.value.isNull {
            return log.error(spot, "'\(pair.key)' has no text; give it '- text: \"…\"'")
        }
        file.responses.append(WrittenResponse(name: pair.key, spot: spot, variants: variants))
    }

    private func variant(_ node: YAMLNode, of name: String) -> WrittenVariant? {
        // A plain text is short for a table with only a text.
        if node.text != nil {
            return WrittenText(node, in: yaml, log: log).map {
                WrittenVariant(spot: yaml.spot(node), conditions: [], text: $0, buttons: [])
            }
        }
        guard
            let table = TableReader(
                node, "a text of '\(name)'", allowed: Self.variantKeys,
                ignored: Self.variantKeysOfRasa, in: yaml, log: log)
        else { return nil }
        guard let textNode = table.node("text") else {
            if table.has("custom") || table.has("image") {
                log.note(table.spot, "'\(name)' has an entry without text; it is left aside")
            } else {
                log.error(table.spot, "an entry of '\(name)' needs 'text'")
            }
            return nil
        }
        let buttons = table.list("buttons").compactMap(button)
        if buttons.count > Limits.menuOptionCountMax {
            log.error(
                table.spot(ofKey: "buttons"),
                "\(buttons.count) buttons; a menu has at most \(Limits.menuOptionCountMax)")
        }
        let conditions = conditions(of: table.items("condition"))
        guard let text = WrittenText(textNode, in: yaml, log: log) else { return nil }
        return WrittenVariant(
            spot: table.spot, conditions: conditions, text: text, buttons: buttons)
    }

    private func button(_ node: YAMLNode) -> WrittenButton? {
        guard
            let table = TableReader(
                node, "a button", allowed: ["title", "payload"], ignored: ["type", "content_type"],
                in: yaml, log: log),
            table.needed("title") != nil, let titleNode = table.node("title"),
            let title = WrittenText(titleNode, in: yaml, log: log)
        else { return nil }
        // Without a payload a button says its own title.
        let payload = table.text("payload") ?? Located(value: title.source, spot: title.spot)
        guard payload.value.hasPrefix("/") else {
            return WrittenButton(
                title: title, payload: Located(value: .text(payload.value), spot: payload.spot))
        }
        let name = payload.value.dropFirst().prefix { $0 != "{" && !$0.isWhitespace }
        if name.count + 1 < payload.value.count {
            log.note(
                payload.spot, "a button sets no slots; '\(payload.value)' is read as '/\(name)'")
        }
        let intent = IntentName(String(name))
        return WrittenButton(
            title: title, payload: Located(value: .intent(intent), spot: payload.spot))
    }

    /// Conditions of a text or of a rule's step.
    func conditions(of items: [YAMLNode]) -> [WrittenCondition] {
        items.compactMap { item in
            guard
                let table = TableReader(
                    item, "a condition", allowed: ["type", "name", "value", "present"], in: yaml,
                    log: log)
            else { return nil }
            if let type = table.text("type"), type.value != "slot" {
                log.error(
                    type.spot, "a condition cannot look at '\(type.value)'", allowed: ["slot"],
                    hint: NearestName.of(type.value, among: ["slot"]))
            }
            guard let name = table.needed("name") else { return nil }
            guard table.has("value") != table.has("present") else {
                log.error(table.spot, "a condition has either 'value' or 'present'")
                return nil
            }
            if table.has("present") {
                guard let present = truth(table, "present") else { return nil }
                return WrittenCondition(variable: name, test: .isPresent(present))
            }
            guard table.node("value") != nil else {
                // Rasa's `value: null`: the slot is not set.
                return WrittenCondition(variable: name, test: .isPresent(false))
            }
            let values = table.texts("value").map(\.value)
            guard !values.isEmpty else {
                log.error(table.spot(ofKey: "value"), "'value' names nothing to compare with")
                return nil
            }
            return WrittenCondition(variable: name, test: .equals(values))
        }
    }

    private func truth(_ table: TableReader, _ key: String) -> Bool? {
        guard let text = table.text(key) else {
            log.error(table.spot(ofKey: key), "'\(key)' is true or false")
            return nil
        }
        switch text.value.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            log.error(
                text.spot, "'\(key)' is true or false, not '\(text.value.shortened)'",
                allowed: ["true", "false"])
            return nil
        }
    }
}
