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
        guard let response = turn.script.responses[name] else { return nil }
        var value: (String) -> String? { { self.value($0, in: turn) } }
        let fitting = response.variants.filter { variant in
            variant.conditions.allSatisfy { $0.holds(with: value) }
        }
        let particular = fitting.filter { !$0.conditions.isEmpty }
        return Self.choose(from: particular, 0, value)
            ?? Self.choose(from: fitting.filter(\.conditions.isEmpty), lastSequence, value)
    }

    private static func choose(
        from variants: [Response.Variant], _ number: Int, _ value: (String) -> String?
    ) -> Rendered? {
        guard !variants.isEmpty else { return nil }
        for offset in variants.indices {
            let variant = variants[(number + offset) % variants.count]
            guard let text = variant.text.text(with: value) else { continue }
            let options = variant.buttons.compactMap { button in
                button.title.text(with: value).map {
                    DialogueMemory.MenuOption(title: $0, payload: button.payload)
                }
            }
            return Rendered(text: text, options: Array(options.prefix(Limits.menuOptionCountMax)))
        }
        return nil
    }

    /// What a variable of a text stands for: a slot, a fact of the shop, of the found order, of the
    /// verdict on it, or one computed in this turn.
    ///
    /// - Returns: nil where it has no value.
    func value(_ name: String, in turn: Turn) -> String? {
        if let fact = turn.facts[name] { return fact }
        if let slot = memory[SlotName(name)], !slot.isEmpty { return slot }
        switch name.prefix(while: { $0 != "." }) {
        case "order": return orderValue(String(name.dropFirst("order.".count)), in: turn)
        case "verdict": return verdictValue(String(name.dropFirst("verdict.".count)), in: turn)
        case "customer": return name == "customer.name" ? self.name : nil
        case "shop": return turn.shop.value(name, in: language, at: turn.now)
        default: return turn.shop.facts.values[language]?[name]
        }
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
