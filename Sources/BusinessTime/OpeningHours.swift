import Vocabulary

/// When a shop's people or an agents' site are there: spans for each weekday, holidays, one zone.
///
/// A span belongs to the day on which it begins, so Friday's 22:00–02:00 stays open into a Saturday
/// that is a holiday. Overlapping and touching spans count once.
public struct OpeningHours: Hashable, Sendable {
    /// How far ahead an opening is looked for, in days.
    public static let lookAheadDayCountMax = 400

    /// Seven lists, Monday first; each by its beginning.
    public let weekdays: [[OpeningSpan]]
    /// Closed days with their names, save where `specialDays` gives them hours.
    public let holidays: [CivilDay: String]
    /// Days with hours of their own, in place of those of the weekday.
    public let specialDays: [CivilDay: [OpeningSpan]]
    public let zone: TimeZoneRules

    /// - Parameter weekdays: Seven lists, Monday first.
    public init(
        weekdays: [[OpeningSpan]], holidays: [CivilDay: String] = [:],
        specialDays: [CivilDay: [OpeningSpan]] = [:], zone: TimeZoneRules
    ) {
        precondition(weekdays.count == 7, "opening hours need seven days, not \(weekdays.count)")
        self.weekdays = weekdays.map { $0.sorted() }
        self.holidays = holidays
        self.specialDays = specialDays.mapValues { $0.sorted() }
        self.zone = zone
    }

    /// Open at every moment.
    public static func always(in zone: TimeZoneRules) -> OpeningHours {
        let wholeDay = OpeningSpan(opensAtMinute: 0, closesAtMinute: 1_440).map { [$0] } ?? []
        return OpeningHours(weekdays: Array(repeating: wholeDay, count: 7), zone: zone)
    }

    /// The spans that begin on `day`; none if it is closed.
    public func spans(on day: CivilDay) -> [OpeningSpan] {
        if let special = specialDays[day] { return special }
        return holidays[day] == nil ? weekdays[day.weekday - 1] : []
    }

    /// - Returns: The holiday's name, also where it has hours of its own.
    public func holidayName(on day: CivilDay) -> String? { holidays[day] }

    public func isOpen(at time: WallTime) -> Bool {
        let today = zone.day(of: time)
        return [today.adding(days: -1), today].contains { day in
            stretches(on: day).contains { $0.contains(time.milliseconds) }
        }
    }

    /// When the doors open next, after `time`.
    ///
    /// - Returns: While open, the next opening after the coming closing; nil if there is none within
    ///   `lookAheadDayCountMax` days.
    public func nextOpening(after time: WallTime) -> WallTime? {
        var openUntil = Int64.min
        let yesterday = zone.day(of: time).adding(days: -1)
        for offset in 0...Self.lookAheadDayCountMax {
            for stretch in stretches(on: yesterday.adding(days: offset)) {
                if stretch.lowerBound > time.milliseconds && stretch.lowerBound > openUntil {
                    return WallTime(milliseconds: stretch.lowerBound)
                }
                openUntil = max(openUntil, stretch.upperBound)
            }
        }
        return nil
    }

    /// When the doors close that are open at `time`.
    ///
    /// - Returns: nil if they are closed then, or do not close within `lookAheadDayCountMax` days.
    public func nextClosing(after time: WallTime) -> WallTime? {
        guard isOpen(at: time) else { return nil }
        var openUntil = time.milliseconds
        let yesterday = zone.day(of: time).adding(days: -1)
        for offset in 0...Self.lookAheadDayCountMax {
            for stretch in stretches(on: yesterday.adding(days: offset))
            where stretch.upperBound > openUntil {
                if stretch.lowerBound > openUntil { return WallTime(milliseconds: openUntil) }
                openUntil = stretch.upperBound
            }
        }
        return nil
    }

    /// How long it was open between two moments: the business clock of promised reply times.
    ///
    /// - Returns: Zero if `end` is not after `start`.
    public func businessDuration(from start: WallTime, to end: WallTime) -> Duration {
        var milliseconds: Int64 = 0
        walk(from: start) { stretch in
            guard stretch.lowerBound < end.milliseconds else { return false }
            milliseconds += min(stretch.upperBound, end.milliseconds) - stretch.lowerBound
            return true
        } while: {
            zone.startOfDay($0) < end
        }
        return .milliseconds(milliseconds)
    }

    /// When `duration` of open time has passed since `start`.
    ///
    /// - Returns: `start` itself for no duration; nil if it takes over `lookAheadDayCountMax` days.
    public func time(after duration: Duration, of start: WallTime) -> WallTime? {
        var left = duration.milliseconds
        guard left > 0 else { return start }
        var found: WallTime?
        let lastDay = zone.day(of: start).adding(days: Self.lookAheadDayCountMax)
        walk(from: start) { stretch in
            let length = stretch.upperBound - stretch.lowerBound
            if length >= left {
                found = WallTime(milliseconds: stretch.lowerBound + left)
                return false
            }
            left -= length
            return true
        } while: {
            $0 <= lastDay
        }
        return found
    }

    /// The first business day on or after `day`: a day with at least one span.
    public func businessDay(onOrAfter day: CivilDay) -> CivilDay {
        var candidate = day
        for _ in 0...Self.lookAheadDayCountMax {
            if !spans(on: candidate).isEmpty { return candidate }
            candidate = candidate.adding(days: 1)
        }
        return day
    }

    /// The `count`-th business day after `day`, which itself is not counted.
    public func businessDay(_ count: Int, after day: CivilDay) -> CivilDay {
        var candidate = day
        for _ in 0..<max(0, count) { candidate = businessDay(onOrAfter: candidate.adding(days: 1)) }
        return candidate
    }

    /// Gives `take` each stretch after `start` once, in order and without overlaps, until it says no.
    private func walk(
        from start: WallTime, _ take: (Range<Int64>) -> Bool, while wanted: (CivilDay) -> Bool
    ) {
        var openUntil = start.milliseconds
        var day = zone.day(of: start).adding(days: -1)
        while wanted(day) {
            for stretch in stretches(on: day) where stretch.upperBound > openUntil {
                guard take(max(stretch.lowerBound, openUntil)..<stretch.upperBound) else { return }
                openUntil = stretch.upperBound
            }
            day = day.adding(days: 1)
        }
    }

    /// The spans of a day as milliseconds; empty ones, which clocks jumped over, are left out.
    private func stretches(on day: CivilDay) -> [Range<Int64>] {
        spans(on: day).compactMap { span in
            let opens = zone.time(on: day, minute: span.opensAtMinute).milliseconds
            let closes = zone.time(on: day, minute: span.closesAtMinute).milliseconds
            return opens < closes ? opens..<closes : nil
        }
    }
}
