/// One stretch of opening hours, in minutes of the day on which it begins.
public struct OpeningSpan: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 0 to 1,439.
    public let opensAtMinute: Int
    /// After `opensAtMinute`, by a day at the most; above 1,440 it is on the next day.
    public let closesAtMinute: Int

    /// - Returns: nil if the span is empty, longer than a day, or begins after its day.
    public init?(opensAtMinute: Int, closesAtMinute: Int) {
        guard (0..<1_440).contains(opensAtMinute), closesAtMinute > opensAtMinute,
            closesAtMinute - opensAtMinute <= 1_440
        else { return nil }
        self.opensAtMinute = opensAtMinute
        self.closesAtMinute = closesAtMinute
    }

    /// Reads `09:00-18:00`, `9-18`, `22:00–02:00` (across midnight), `00:00-24:00` and `24h`.
    ///
    /// - Returns: nil if `text` is anything else.
    public init?(_ text: String) {
        let plain = text.filter { $0 != " " }.replacing("–", with: "-").lowercased()
        if plain == "24h" {
            self.init(opensAtMinute: 0, closesAtMinute: 1_440)
            return
        }
        let ends = plain.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let opens = Self.minute(ends[0]), let closes = Self.minute(ends[1])
        else { return nil }
        self.init(
            opensAtMinute: opens, closesAtMinute: closes <= opens ? closes + 1_440 : closes)
    }

    public static func < (left: OpeningSpan, right: OpeningSpan) -> Bool {
        (left.opensAtMinute, left.closesAtMinute) < (right.opensAtMinute, right.closesAtMinute)
    }

    /// For example `09:00–18:00`; a span until midnight ends at `24:00`.
    public var description: String {
        let closes = closesAtMinute == 1_440 ? closesAtMinute : closesAtMinute % 1_440
        return "\(Self.clock(opensAtMinute))–\(Self.clock(closes))"
    }

    /// Minutes as a clock shows them: 545 is `09:05`.
    public static func clock(_ minute: Int) -> String {
        let (hours, minutes) = minute.quotientAndRemainder(dividingBy: 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }

    private static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hours = Int(parts[0]), let minutes = parts.count == 2 ? Int(parts[1]) : 0,
            minutes < 60, hours * 60 + minutes <= 1_440
        else { return nil }
        return hours * 60 + minutes
    }
}
