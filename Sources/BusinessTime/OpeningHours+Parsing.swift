import Vocabulary

/// One mistake in opening hours, for the person who wrote them.
public struct OpeningHoursProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where in the hours, for example `hours.mon-fri[0]` or `holidays.2026-02-30`.
    public let path: String
    public let message: String
    /// What may stand there.
    public let allowed: String
    /// What was probably meant.
    public let hint: String?

    public init(path: String, message: String, allowed: String, hint: String? = nil) {
        (self.path, self.message, self.allowed, self.hint) = (path, message, allowed, hint)
    }

    public var description: String {
        "\(path): \(message); allowed: \(allowed)" + (hint.map { "; did you mean \($0)?" } ?? "")
    }
}

/// Every mistake found in one set of opening hours; at least one.
public struct OpeningHoursProblems: Error, Equatable, Sendable {
    public let problems: [OpeningHoursProblem]
}

extension OpeningHours {
    /// Reads hours as authors write them.
    ///
    /// - Parameters:
    ///   - hours: Days (`mon-fri`, `sat`, `sat,sun`, `daily`, `weekdays`, `weekend`) and their spans
    ///     (`09:00-18:00`, `24h`); `closed` or no span means closed. Days not named are closed.
    ///   - holidays: Days (`2026-12-25`) and names.
    ///   - specialDays: Days with hours of their own.
    ///   - zone: An IANA name.
    /// - Throws: All mistakes at once.
    public init(
        parsing hours: [(days: String, spans: [String])],
        holidays: [(day: String, name: String)] = [],
        specialDays: [(day: String, spans: [String])] = [], zone: String
    ) throws(OpeningHoursProblems) {
        var reader = HoursReader()
        for entry in hours { reader.readHours(entry.days, entry.spans) }
        for entry in holidays { reader.readHoliday(entry.day, entry.name) }
        for entry in specialDays { reader.readSpecialDay(entry.day, entry.spans) }
        let rules = TimeZoneRules(identifier: zone)
        if rules == nil {
            reader.problems.append(
                OpeningHoursProblem(
                    path: "zone", message: "'\(zone)' is not a known time zone",
                    allowed: "an IANA name such as Europe/Berlin",
                    hint: TimeZoneRules.suggestion(for: zone)))
        }
        guard let rules, reader.problems.isEmpty else {
            throw OpeningHoursProblems(problems: reader.problems)
        }
        self.init(
            weekdays: reader.weekdays, holidays: reader.holidays,
            specialDays: reader.specialDays, zone: rules)
    }
}

/// Gathers days and mistakes while hours are read.
private struct HoursReader {
    static let dayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    static let fullNames = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    var weekdays: [[OpeningSpan]] = Array(repeating: [], count: 7)
    var namedBy: [String?] = Array(repeating: nil, count: 7)
    var holidays: [CivilDay: String] = [:]
    var specialDays: [CivilDay: [OpeningSpan]] = [:]
    var problems: [OpeningHoursProblem] = []

    mutating func readHours(_ days: String, _ texts: [String]) {
        let path = "hours.\(days)"
        let spans = readSpans(texts, path: path)
        guard let indexes = dayIndexes(days) else {
            return report(
                path, "'\(days)' is not a day or a range of days",
                allowed: "mon tue wed thu fri sat sun, ranges as mon-fri, daily, weekdays, weekend")
        }
        for index in indexes {
            if let earlier = namedBy[index] {
                report(
                    path, "\(Self.dayNames[index]) has hours already under '\(earlier)'",
                    allowed: "each day once")
            }
            namedBy[index] = days
            weekdays[index] = spans
        }
    }

    mutating func readHoliday(_ day: String, _ name: String) {
        guard let found = readDay(day, path: "holidays.\(day)") else { return }
        if let other = holidays[found] {
            report("holidays.\(day)", "this day is already '\(other)'", allowed: "each day once")
        }
        holidays[found] = name
    }

    mutating func readSpecialDay(_ day: String, _ texts: [String]) {
        let path = "special_days.\(day)"
        let spans = readSpans(texts, path: path)
        if let found = readDay(day, path: path) { specialDays[found] = spans }
    }

    private mutating func readDay(_ text: String, path: String) -> CivilDay? {
        let day = CivilDay(text)
        if day == nil {
            report(path, "'\(text)' is not a day", allowed: "a day that exists, as yyyy-mm-dd")
        }
        return day
    }

    private mutating func readSpans(_ texts: [String], path: String) -> [OpeningSpan] {
        if texts.count == 1, texts[0].lowercased() == "closed" { return [] }
        var spans: [OpeningSpan] = []
        for (index, text) in texts.enumerated() {
            guard let span = OpeningSpan(text) else {
                report(
                    "\(path)[\(index)]", "'\(text)' is not a span of hours",
                    allowed: "09:00-18:00, 22:00-02:00 across midnight, 24h, or closed")
                continue
            }
            if let other = spans.first(where: {
                $0.opensAtMinute < span.closesAtMinute && span.opensAtMinute < $0.closesAtMinute
            }) {
                report(
                    "\(path)[\(index)]", "\(span) overlaps \(other)",
                    allowed: "spans that follow one another")
            }
            spans.append(span)
        }
        return spans
    }

    private func dayIndexes(_ text: String) -> [Int]? {
        let plain = text.lowercased().filter { $0 != " " }.replacing("–", with: "-")
        switch plain {
        case "daily": return Array(0..<7)
        case "weekdays": return Array(0..<5)
        case "weekend": return [5, 6]
        default: break
        }
        var indexes: [Int] = []
        for part in plain.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(dayIndex)
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1]
            else { return nil }
            // A range may run over the end of the week: sat-mon.
            let count = (last - first + 7) % 7 + 1
            indexes += (0..<count).map { (first + $0) % 7 }
        }
        return indexes
    }

    private func dayIndex(_ name: Substring) -> Int? {
        Self.dayNames.firstIndex(of: String(name)) ?? Self.fullNames.firstIndex(of: String(name))
    }

    private mutating func report(_ path: String, _ message: String, allowed: String) {
        problems.append(OpeningHoursProblem(path: path, message: message, allowed: allowed))
    }
}
