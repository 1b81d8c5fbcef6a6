import Vocabulary

/// Reads the `Retry-After` header of RFC 9110 (10.2.3): seconds, or a date.
public enum RetryAfter {
    /// How long the endpoint wants to be left alone, held within one second and a day.
    ///
    /// - Parameter now: What a date is counted from.
    /// - Returns: nil for a header that is neither seconds nor a date of HTTP.
    public static func wait(_ header: String, at now: WallTime) -> Duration? {
        let text = trimmed(header)
        let digits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let wait: Duration
        if digits, !text.isEmpty {
            // Longer than any number of seconds that fits is as long as may be.
            wait = Int64(text).map { .seconds(min($0, 1 << 32)) } ?? WebhookLimits.retryAfterMax
        } else if let date = date(text) {
            wait = date.since(now)
        } else {
            return nil
        }
        return min(max(wait, WebhookLimits.retryAfterMin), WebhookLimits.retryAfterMax)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The one form that may be sent, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
    static func date(_ text: String) -> WallTime? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
            let day = Int(parts[1]), let month = months.firstIndex(of: String(parts[2])),
            let year = Int(parts[3]), let civil = CivilDay(year: year, month: month + 1, day: day)
        else { return nil }
        return WallTime("\(civil)T\(parts[4])Z")
    }

    private static func trimmed(_ text: String) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let tail = text.drop(while: isBlank)
        return String(tail.reversed().drop(while: isBlank).reversed())
    }
}
