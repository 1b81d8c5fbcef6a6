import BusinessTime
import Vocabulary

extension Conversation {
    /// A response with its variables filled in.
    ///
    /// Of the variants whose conditions hold and whose variables all have values, the first one with
    /// conditions is taken. Where there is none, the number of the last entry chooses among those
    /// without, so that the same conversation is answered in the same words again.
    ///
    /// - Returns: nil if there is no such response, or none of its variants can be said now.
    func rendered(_ name: String, in turn: Turn) -> Rendered? {
        guard let variants = turn.script.responses[name]?.variants else { return nil }
        // A function and not a stored closure: nothing of the turn is copied for it.
        func value(_ name: String) -> String? { self.value(name, in: turn) }
        var plainCount = 0
        for variant in variants {
            guard !variant.conditions.isEmpty else {
                plainCount += 1
                continue
            }
            guard variant.conditions.allSatisfy({ $0.holds(with: value) }) else { continue }
            if let filled = Self.filled(variant, value) { return filled }
        }
        guard plainCount > 0 else { return nil }
        let plain = plainCount == variants.count ? variants : variants.filter(\.conditions.isEmpty)
        for offset in plain.indices {
            let variant = plain[(lastSequence + offset) % plainCount]
            if let filled = Self.filled(variant, value) { return filled }
        }
        return nil
    }

    private static func filled(
        _ variant: Response.Variant, _ value: (String) -> String?
    ) -> Rendered? {
        guard let text = variant.text.text(with: value) else { return nil }
        let options = variant.buttons.prefix(Limits.menuOptionCountMax).compactMap { button in
            button.title.text(with: value).map {
                DialogueMemory.MenuOption(title: $0, payload: button.payload)
            }
        }
        return Rendered(text: text, options: options)
    }

    /// What a variable of a text stands for: a slot, a fact of the shop, of the found order, of the
    /// verdict on it, or one computed in this turn.
    ///
    /// - Returns: nil where it has no value.
    func value(_ name: String, in turn: Turn) -> String? {
        if !turn.facts.isEmpty, let fact = turn.facts[name] { return fact }
        if let slot = memory[SlotName(name)], !slot.isEmpty { return slot }
        // Bytes are enough to find the point, and cost a tenth of characters.
        let family = Substring(name.utf8.prefix { $0 != UInt8(ascii: ".") })
        let member = Substring(name.utf8.dropFirst(family.utf8.count + 1))
        switch family {
        case "order": return orderValue(String(member), in: turn)
        case "verdict": return verdictValue(String(member), in: turn)
        case "product":
            return productValue(member, in: turn) ?? turn.shop.facts.values[language]?[name]
        case "agent": return name == "agent.name" ? agentName : nil
        case "customer": return name == "customer.name" ? self.name : nil
        case "shop": return turn.shop.value(name, in: language, at: turn.now)
        default: return turn.shop.facts.values[language]?[name]
        }
    }
}

extension Conversation {
    /// As customers see them; nil while no agent has the conversation.
    private var agentName: String? {
        guard case .withAgent(_, let name) = phase, !name.isEmpty else { return nil }
        return name
    }
}

extension Shop {
    /// The greeting as it is shown on a plain connection and recorded as the opening.
    public func greeting(in language: Language, at now: WallTime) -> String {
        let variant = script(in: language).responses[SystemText.greeting.rawValue]?.variants.first
        return variant?.text.text { value($0, in: language, at: now) } ?? name
    }

    /// What a plain connection is shown first; it does not change with the hour.
    public func banner(in language: Language) -> String {
        greeting(in: language, at: WallTime(milliseconds: 0))
    }

    /// A fact that holds for everybody who talks to the shop.
    func value(_ name: String, in language: Language, at now: WallTime) -> String? {
        switch name {
        case "shop.name": self.name
        case "shop.assistant": assistant
        case "shop.back_at": backAt(in: language, at: now)
        case "shop.is_open": hours.isOpen(at: now) ? "true" : "false"
        default: facts.values[language]?[name]
        }
    }

    /// When people are there again, with the day in words; nil where they never are.
    private func backAt(in language: Language, at now: WallTime) -> String? {
        guard let opening = hours.nextOpening(after: now) else { return nil }
        let day = hours.zone.day(of: opening)
        let clock = OpeningSpan.clock(hours.zone.minuteOfDay(of: opening))
        return "\(CalendarText.shortWeekdayNames(in: language)[day.weekday - 1]) "
            + "\(day.text(in: language)), \(clock)"
    }
}
