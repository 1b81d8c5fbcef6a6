import BusinessTime
import Vocabulary

/// How a customer who does not wait at the line is to be reached when it is their turn.
public struct CallbackWish: Equatable, Sendable {
    /// A phone number or an e-mail address, as the customer wrote it.
    public var contact: String
    /// When, in the customer's words; nil: as soon as it is their turn.
    public var when: String?
    /// The same as a moment, where it could be understood; before it nobody is asked to call.
    public var notBefore: WallTime?

    /// The request under which a wish is on record. Stored: never rename.
    static let name = "callback"

    /// A line such as `+49 30 1234567 after 15:00` or `ana@example.com tomorrow`.
    ///
    /// - Parameter hours: Of the shop, whose zone the clock is read in.
    /// - Returns: nil if there is neither a number of six digits or more nor an e-mail address in it.
    init?(_ line: String, hours: OpeningHours, at now: WallTime) {
        let (moment, rest) = CallbackTime.taken(from: line, hours: hours, at: now)
        guard let contact = Self.email(in: rest) ?? Self.phone(in: rest) else { return nil }
        self.contact = contact
        let words = line.replacing(contact, with: " ").split { $0.isWhitespace || $0 == "," }
        when = words.isEmpty ? nil : String(words.joined(separator: " ").prefix(Self.whenMax))
        notBefore = moment
    }

    /// Characters kept of when.
    private static let whenMax = 80

    private static let parting: Set<Character> = [",", ";", "<", ">", "(", ")"]

    private static func email(in text: String) -> String? {
        text.split { $0.isWhitespace || parting.contains($0) }.first { word in
            let parts = word.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains { $0 == "." }
                && parts[1].first != "." && parts[1].last != "."
        }.map(String.init)
    }

    /// The first run of digits and what people put between them.
    private static func phone(in text: String) -> String? {
        let between: Set<Character> = ["+", "-", "/", "(", ")", ".", " "]
        let runs = text.split { !($0.isASCII && $0.isNumber) && !between.contains($0) }
        let run = runs.first { (6...17).contains($0.count { $0.isNumber }) }
        guard let run else { return nil }
        let edges: Set<Character> = [" ", "-", "/", "."]
        var trimmed = run.drop { edges.contains($0) }
        while let last = trimmed.last, edges.contains(last) { trimmed.removeLast() }
        return String(trimmed)
    }
}

extension CallbackWish {
    /// As a request keeps it.
    var slots: [Slot] {
        [
            Slot(name: .contact, value: contact),
            when.map { Slot(name: .when, value: $0) },
            notBefore.map { Slot(name: .notBefore, value: $0.description) },
        ].compactMap { $0 }
    }

    /// What a request keeps; an erased one has lost how to reach the customer.
    init(_ slots: [Slot]) {
        func value(_ name: SlotName) -> String? { slots.first { $0.name == name }?.value }
        contact = value(.contact) ?? ""
        when = value(.when)
        notBefore = value(.notBefore).flatMap { WallTime($0) }
    }

    /// For whoever calls back.
    public var text: String { [contact, when].compactMap { $0 }.joined(separator: ", ") }
}

extension SlotName {
    fileprivate static let contact = SlotName("contact")
    fileprivate static let when = SlotName("when")
    fileprivate static let notBefore = SlotName("not_before")
}

/// Reads when somebody wants to be called: a time of day, `in 30 min`, or tomorrow.
enum CallbackTime {
    private static let tomorrow: Set<String> = ["tomorrow", "morgen", "mañana"]
    private static let minutes: Set<String> = [
        "min", "mins", "minute", "minutes", "minuten", "minutos",
    ]
    private static let hours: Set<String> = [
        "h", "hour", "hours", "stunde", "stunden", "hora", "horas",
    ]

    /// - Returns: The moment, nil where none is understood, and the line without the words of it.
    static func taken(
        from line: String, hours shopHours: OpeningHours, at now: WallTime
    ) -> (moment: WallTime?, rest: String) {
        var words = line.split { $0.isWhitespace || $0 == "," }.map(String.init)
        let isTomorrow = words.contains { tomorrow.contains($0.lowercased()) }
        words.removeAll { tomorrow.contains($0.lowercased()) }
        if let index = words.indices.dropLast().first(where: { isSpan(words[$0], words[$0 + 1]) }),
            let count = Int(words[index])
        {
            let isHours = hours.contains(words[index + 1].lowercased())
            words.removeSubrange(index...(index + 1))
            return (now + .seconds(count * (isHours ? 3_600 : 60)), words.joined(separator: " "))
        }
        let zone = shopHours.zone
        let today = zone.day(of: now)
        let day = isTomorrow ? today.adding(days: 1) : today
        if let index = words.firstIndex(where: { minuteOfDay($0) != nil }),
            let minute = minuteOfDay(words[index])
        {
            words.remove(at: index)
            var moment = zone.time(on: day, minute: minute)
            if moment <= now, !isTomorrow {
                moment = zone.time(on: today.adding(days: 1), minute: minute)
            }
            return (moment, words.joined(separator: " "))
        }
        let morning = isTomorrow ? shopHours.nextOpening(after: zone.endOfDay(today)) : nil
        return (
            isTomorrow ? morning ?? zone.endOfDay(today) : nil, words.joined(separator: " ")
        )
    }

    private static func isSpan(_ count: String, _ unit: String) -> Bool {
        guard let number = Int(count), (1...2_880).contains(number) else { return false }
        let unit = unit.lowercased()
        return minutes.contains(unit) || (hours.contains(unit) && number <= 48)
    }

    /// `15:00`, `9.30h`; minutes after midnight.
    private static func minuteOfDay(_ word: String) -> Int? {
        var word = Substring(word.lowercased())
        if word.hasSuffix("h") { word.removeLast() }
        let parts = word.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour),
            (0...59).contains(minute)
        else { return nil }
        return hour * 60 + minute
    }
}
