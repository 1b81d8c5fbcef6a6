import Foundation
import Vocabulary

/// The offsets from UTC of one time zone, read once into a table: days and hours of a shop, exactly.
///
/// Foundation is asked when the value is made and never again, so look-ups are pure, fast and the same
/// on every machine with the same zone rules. The table reaches from 1990 to 2100; before and after
/// it the nearest offset holds.
public struct TimeZoneRules: Hashable, Sendable {
    /// From `start` on, local time is UTC plus `offset`; both in milliseconds.
    private struct Offset: Hashable, Sendable {
        let start: Int64
        let offset: Int64
    }

    /// The IANA name, for example `Europe/Berlin`.
    public let identifier: String
    /// By start, the first one from the beginning of time; never empty.
    private let offsets: [Offset]

    /// - Returns: nil if no such zone is known; see `suggestion(for:)`.
    public init?(identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        offsets = Self.table(of: zone)
    }

    private init(utc: Void) {
        identifier = "UTC"
        offsets = [Offset(start: .min, offset: 0)]
    }

    /// The zone without offset and without changes.
    public static let utc = TimeZoneRules(utc: ())

    public static func == (left: TimeZoneRules, right: TimeZoneRules) -> Bool {
        left.identifier == right.identifier
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }

    /// The known zone whose name is nearest to `identifier`, for an error's hint.
    ///
    /// - Returns: nil if nothing is near.
    public static func suggestion(for identifier: String) -> String? {
        let wanted = identifier.lowercased().filter { $0.isLetter }
        guard !wanted.isEmpty else { return nil }
        let known = TimeZone.knownTimeZoneIdentifiers.sorted()
        let folded = known.map { name in (name, name.lowercased().filter { $0.isLetter }) }
        if let match = folded.first(where: { $0.1 == wanted }) { return match.0 }
        let city = String(
            identifier.lowercased().split(separator: "/").last?.filter { $0.isLetter } ?? "")
        return folded.first { city.utf8.count > 3 && $0.1.hasSuffix(city) }?.0
    }

    /// The day on the calendar of this zone.
    public func day(of time: WallTime) -> CivilDay {
        CivilDay(sinceEpoch: Int(local(time).floorDivided(by: Self.dayMilliseconds)))
    }

    /// - Returns: 0 to 1,439: whole minutes that the clock of this zone shows after midnight.
    public func minuteOfDay(of time: WallTime) -> Int {
        let shown = local(time)
        let midnight = shown.floorDivided(by: Self.dayMilliseconds) * Self.dayMilliseconds
        return Int((shown - midnight) / 60_000)
    }

    /// The first moment of `day`: usually midnight, later where clocks jump over midnight.
    public func startOfDay(_ day: CivilDay) -> WallTime { time(on: day, minute: 0) }

    /// The last millisecond of `day`. A deadline "until 5 April" ends here.
    public func endOfDay(_ day: CivilDay) -> WallTime {
        WallTime(milliseconds: startOfDay(day.adding(days: 1)).milliseconds - 1)
    }

    /// The moment when the clock shows `minute` on `day`.
    ///
    /// - Parameter minute: Minutes after midnight; 1,440 and more belong to the days after.
    /// - Returns: The first of two where clocks go back; the end of the gap where they jump over it.
    public func time(on day: CivilDay, minute: Int) -> WallTime {
        let shown = Int64(day.daysSinceEpoch) * Self.dayMilliseconds + Int64(minute) * 60_000
        let guess = index(at: shown)
        let near = max(0, guess - 1)...min(offsets.count - 1, guess + 1)
        for index in near {
            let moment = shown - offsets[index].offset
            let end = index + 1 < offsets.count ? offsets[index + 1].start : .max
            if moment >= offsets[index].start && moment < end {
                return WallTime(milliseconds: moment)
            }
            // The clock jumps over this time: the jump itself is the nearest moment after it.
            if moment < offsets[index].start { return WallTime(milliseconds: offsets[index].start) }
        }
        return WallTime(milliseconds: shown - offsets[guess].offset)
    }

    private func local(_ time: WallTime) -> Int64 {
        time.milliseconds + offsets[index(at: time.milliseconds)].offset
    }

    /// The last entry of the table that starts at or before `milliseconds`.
    private func index(at milliseconds: Int64) -> Int {
        var (low, high) = (0, offsets.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if offsets[middle].start <= milliseconds { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

extension TimeZoneRules {
    private static let dayMilliseconds: Int64 = 86_400_000

    /// Looks at the zone every ten days, which no pair of changes fits between, and halves the
    /// distance to each change down to the second.
    private static func table(of zone: TimeZone) -> [Offset] {
        let first: Int64 = 631_152_000  // 1 January 1990
        let last: Int64 = 4_102_444_800  // 1 January 2100
        var offset = seconds(zone, first)
        var offsets = [Offset(start: .min, offset: offset * 1_000)]
        var before = first
        while before < last {
            let after = before + 10 * 86_400
            let next = seconds(zone, after)
            if next != offset {
                var (low, high) = (before, after)
                while high - low > 1 {
                    let middle = (low + high) / 2
                    if seconds(zone, middle) == offset { low = middle } else { high = middle }
                }
                offset = next
                offsets.append(Offset(start: high * 1_000, offset: offset * 1_000))
            }
            before = after
        }
        return offsets
    }

    private static func seconds(_ zone: TimeZone, _ time: Int64) -> Int64 {
        Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time))))
    }
}

extension Int64 {
    fileprivate func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
