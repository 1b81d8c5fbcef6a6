/// How long, as people type it: `90s`, `10m`, `2h`, `1d`, or a bare number of minutes.
enum TimeWord {
    /// - Returns: nil for anything else, for nothing at all, and for more than a year.
    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count > 0, count <= 525_600 else { return nil }
        let seconds: Int
        switch text[digits.endIndex...] {
        case "s": seconds = count
        case "", "m", "min": seconds = count * 60
        case "h": seconds = count * 3_600
        case "d": seconds = count * 86_400
        default: return nil
        }
        return seconds <= 366 * 86_400 ? .seconds(seconds) : nil
    }
}
