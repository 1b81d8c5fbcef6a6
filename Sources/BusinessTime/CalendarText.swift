import Vocabulary

/// How days and hours are written in a language; ISO 8601 where a language is not known.
///
/// Languages: en, de, es, fr, it, nl, pt.
public enum CalendarText {
    /// - Returns: Twelve names as they stand within a sentence; nil for an unknown language.
    public static func monthNames(in language: Language) -> [String]? {
        monthsByCode[language.code]
    }

    /// - Returns: Seven short names, Monday first; English ones for an unknown language.
    public static func shortWeekdayNames(in language: Language) -> [String] {
        weekdaysByCode[language.code] ?? englishWeekdays
    }

    private static let englishWeekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    private static let monthsByCode: [String: [String]] = [
        "en": [
            "January", "February", "March", "April", "May", "June", "July", "August", "September",
            "October", "November", "December",
        ],
        "de": [
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
            "Oktober", "November", "Dezember",
        ],
        "es": [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
            "octubre", "noviembre", "diciembre",
        ],
        "fr": [
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
            "octobre", "novembre", "décembre",
        ],
        "it": [
            "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
            "settembre", "ottobre", "novembre", "dicembre",
        ],
        "nl": [
            "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
            "oktober", "november", "december",
        ],
        "pt": [
            "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto",
            "setembro", "outubro", "novembro", "dezembro",
        ],
    ]

    private static let weekdaysByCode: [String: [String]] = [
        "en": englishWeekdays,
        "de": ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        "es": ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
        "fr": ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"],
        "it": ["lun", "mar", "mer", "gio", "ven", "sab", "dom"],
        "nl": ["ma", "di", "wo", "do", "vr", "za", "zo"],
        "pt": ["seg", "ter", "qua", "qui", "sex", "sáb", "dom"],
    ]
}

extension CivilDay {
    /// For people: `5 April 2026`, `5. April 2026`, `5 de abril de 2026`; else `2026-04-05`.
    public func text(in language: Language) -> String {
        guard let names = CalendarText.monthNames(in: language) else { return description }
        let name = names[month - 1]
        switch language.code {
        case "de": return "\(day). \(name) \(year)"
        case "es", "pt": return "\(day) de \(name) de \(year)"
        case "fr", "it":
            return day == 1
                ? "\(language.code == "fr" ? "1er" : "1º") \(name) \(year)"
                : "\(day) \(name) \(year)"
        default: return "\(day) \(name) \(year)"
        }
    }
}

extension OpeningHours {
    /// Days of the week that follow one another and have the same hours.
    public struct WeeklyLine: Hashable, Sendable {
        /// 1 is Monday, 7 is Sunday.
        public let days: ClosedRange<Int>
        /// Empty if these days are closed.
        public let spans: [OpeningSpan]

        public init(days: ClosedRange<Int>, spans: [OpeningSpan]) {
            self.days = days
            self.spans = spans
        }
    }

    /// The week from Monday in as few lines as it takes, holidays aside.
    public var weeklySummary: [WeeklyLine] {
        var lines: [WeeklyLine] = []
        for (index, spans) in weekdays.enumerated() {
            if let last = lines.last, last.spans == spans {
                lines[lines.count - 1] = WeeklyLine(
                    days: last.days.lowerBound...index + 1, spans: spans)
            } else {
                lines.append(WeeklyLine(days: index + 1...index + 1, spans: spans))
            }
        }
        return lines
    }

    /// The open days in one line, for example `Mon–Fri 09:00–18:00, Sat 10:00–14:00`.
    public func weeklyText(in language: Language) -> String {
        let names = CalendarText.shortWeekdayNames(in: language)
        return weeklySummary.filter { !$0.spans.isEmpty }.map { line in
            let (first, last) = (names[line.days.lowerBound - 1], names[line.days.upperBound - 1])
            let days = line.days.count == 1 ? first : "\(first)–\(last)"
            return "\(days) \(line.spans.map(\.description).joined(separator: " + "))"
        }.joined(separator: ", ")
    }
}
