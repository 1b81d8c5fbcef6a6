import Dialogue
import Vocabulary

extension IntentFileReader {
    private static let slotKeys = [
        "slot", "from", "pattern", "choices", "max_length", "ask", "invalid",
    ]

    mutating func readForm(_ pair: YAMLPair) {
        let ignored = ["ignored_intents"]
        guard
            let table = TableReader(
                pair.value, "the form '\(pair.key)'", allowed: ["required_slots", "tries"],
                ignored: ignored, in: yaml, log: log)
        else { return }
        guard let required = table.node("required_slots") else {
            return log.error(
                yaml.spot(pair), "the form '\(pair.key)' needs 'required_slots'")
        }
        var slots: [WrittenSlot] = []
        switch required.content {
        case .list(let items): slots = items.compactMap { slot($0) }
        case .table(let pairs): slots = pairs.map { slotOfRasa2($0) }
        case .scalar:
            log.error(
                yaml.spot(required), "'required_slots' is a list of slots, not \(required.kindName)"
            )
        }
        for (index, slot) in slots.enumerated()
        where slots[..<index].contains(where: { $0.name == slot.name }) {
            log.error(slot.spot, "the form '\(pair.key)' asks for '\(slot.name)' twice")
        }
        if slots.isEmpty, case .list = required.content {
            log.error(yaml.spot(required), "the form '\(pair.key)' asks for nothing")
        }
        file.forms.append(
            WrittenForm(
                name: pair.key, spot: yaml.spot(pair), slots: slots,
                tries: table.integer("tries", in: 1...9)?.value))
    }

    private func slot(_ node: YAMLNode) -> WrittenSlot? {
        if let name = node.text { return WrittenSlot(name: name, spot: yaml.spot(node)) }
        guard
            let table = TableReader(
                node, "a required slot", allowed: Self.slotKeys, in: yaml, log: log),
            let name = table.needed("slot")
        else { return nil }
        var slot = WrittenSlot(name: name.value, spot: name.spot)
        readSource(table, into: &slot)
        slot.pattern = table.text("pattern")
        slot.choices = table.texts("choices").map(\.value)
        if let most = table.integer("max_length", in: 1...2_000) { slot.bytesMax = most.value }
        slot.ask = table.text("ask")
        slot.invalid = table.text("invalid")
        return slot
    }

    /// `from: postcode`, `from: text`, `from: yes_or_no`, or `from: {intent: {yes: affirm, no: deny}}`,
    /// also written as one text `intent: {yes: affirm, no: deny}`.
    private func readSource(_ table: TableReader, into slot: inout WrittenSlot) {
        guard let node = table.node("from") else { return }
        let spot = table.spot(of: node)
        if let text = node.text {
            if text == "text" {
                slot.source = Located(value: .text, spot: spot)
            } else if text == "yes_or_no" || text.hasPrefix("intent") {
                slot.source = Located(value: .yesOrNo, spot: spot)
            } else {
                slot.source = Located(value: .entity(kind: text), spot: spot)
            }
            return
        }
        guard
            let from = TableReader(node, "'from'", allowed: ["intent"], in: yaml, log: log)
        else { return }
        slot.source = Located(value: .yesOrNo, spot: spot)
        guard let intents = from.reader("intent", allowed: ["yes", "no"]) else { return }
        slot.intents = ["yes", "no"].compactMap { intents.needed($0) }
    }

    /// Rasa 2 writes a table from slots to lists of mappings.
    private func slotOfRasa2(_ pair: YAMLPair) -> WrittenSlot {
        var slot = WrittenSlot(name: pair.key, spot: yaml.spot(pair))
        if case .list(let mappings) = pair.value.content, let first = mappings.first,
            let source = Self.source(ofMapping: first, slot: pair.key)
        {
            slot.source = Located(value: source, spot: yaml.spot(first))
        }
        return slot
    }

    /// What a slot's mapping of a Rasa domain means here; nil for mappings without a counterpart.
    static func source(ofMapping mapping: YAMLNode, slot: String) -> Form.RequiredSlot.Source? {
        switch mapping["type"]?.text {
        case "from_entity": .entity(kind: mapping["entity"]?.text ?? slot)
        case "from_text": .text
        case "from_intent": .yesOrNo
        default: nil
        }
    }

    /// Slots and entities that a Rasa domain declares.
    mutating func readDomain(_ table: TableReader) {
        for pair in table.table("slots") {
            var source: Form.RequiredSlot.Source?
            if case .list(let mappings) = pair.value["mappings"]?.content {
                source =
                    mappings.lazy.compactMap { Self.source(ofMapping: $0, slot: pair.key) }.first
            }
            file.declaredSlots[pair.key] = .some(source)
        }
        for item in table.items("entities") {
            switch item.content {
            case .scalar(let scalar): file.declaredEntities.append(scalar.text)
            case .table(let pairs): file.declaredEntities += pairs.map(\.key)
            case .list: log.error(yaml.spot(item), "an entity is a name")
            }
        }
    }
}
