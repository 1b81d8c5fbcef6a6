import BusinessTime
import Vocabulary

extension OpeningHours {
    /// The week in words for texts: `Monday to Friday 09:00–18:00, Saturday 10:00–14:00`.
    ///
    /// - Returns: nil if it is never open; days are shortened in languages without names here.
    func sentence(in language: Language) -> String? {
        let lines = weeklySummary.filter { !$0.spans.isEmpty }
        guard !lines.isEmpty else { return nil }
        guard let words = Self.words[language.code] else { return weeklyText(in: language) }
        return lines.map { line in
            let first = words.days[line.days.lowerBound - 1]
            let last = words.days[line.days.upperBound - 1]
            let days: String
            switch line.days.count {
            case 1: days = first
            case 2: days = "\(first) \(words.and) \(last)"
            case 7: days = words.daily
            default: days = "\(first) \(words.to) \(last)"
            }
            let spans = line.spans.map(\.description).joined(separator: " \(words.and) ")
            return "\(days) \(spans)"
        }.joined(separator: ", ")
    }

    private struct Words {
        let days: [String]
        let to: String
        let and: String
        let daily: String
    }

    private static let words: [String: Words] = [
        "en": Words(
            days: [
                "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
            ], to: "to", and: "and", daily: "every day"),
        "de": Words(
            days: [
                "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag",
            ], to: "bis", and: "und", daily: "täglich"),
        "es": Words(
            days: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
            to: "a", and: "y", daily: "todos los días"),
        "fr": Words(
            days: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
            to: "à", and: "et", daily: "tous les jours"),
        "it": Words(
            days: ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
            to: "a", and: "e", daily: "tutti i giorni"),
        "nl": Words(
            days: [
                "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
            ], to: "t/m", and: "en", daily: "elke dag"),
        "pt": Words(
            days: ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
            to: "a", and: "e", daily: "todos os dias"),
    ]
}
