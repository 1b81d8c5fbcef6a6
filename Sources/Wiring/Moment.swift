import BusinessTime
import Vocabulary

/// A time as people write it, on the command line and in scripts.
public enum Moment {
    /// Reads `2026-03-10T10:00` or `2026-03-10` (noon) in `zone`, or RFC 3339 in UTC.
    ///
    /// - Returns: nil if it is none of them, or a day that does not exist.
    public static func read(_ text: String, in zone: TimeZoneRules) -> WallTime? {
        if let time = WallTime(text) { return time }
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let day = parts.first.flatMap({ CivilDay(String($0)) }) else { return nil }
        guard parts.count == 2 else { return zone.time(on: day, minute: 12 * 60) }
        let clock = parts[1].split(separator: ":").map { Int($0) ?? -1 }
        guard (2...3).contains(clock.count), (0..<24).contains(clock[0]),
            (0..<60).contains(clock[1])
        else { return nil }
        return zone.time(on: day, minute: clock[0] * 60 + clock[1])
    }
}
