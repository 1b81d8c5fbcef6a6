import Vocabulary

/// A day of one year, or of every year.
public enum SeasonDay: Hashable, Sendable, CustomStringConvertible {
    case on(CivilDay)
    /// 29 February is 28 February in years without it.
    case everyYear(month: Int, day: Int)

    /// Reads `2026-11-01` or `11-01`. - Returns: nil for anything else, or no such day.
    public init?(_ text: String) {
        if let day = CivilDay(text) {
            self = .on(day)
        } else if let day = CivilDay("2024-\(text)") {
            self = .everyYear(month: day.month, day: day.day)
        } else {
            return nil
        }
    }

    /// The first such day on or after `start`; nil if it was only once, and before.
    public func day(onOrAfter start: CivilDay) -> CivilDay? {
        switch self {
        case .on(let day): return day >= start ? day : nil
        case .everyYear:
            let thisYear = day(inYear: start.year)
            return thisYear >= start ? thisYear : day(inYear: start.year + 1)
        }
    }

    /// The day in a year: a single day stays what it is.
    public func day(inYear year: Int) -> CivilDay {
        switch self {
        case .on(let day): return day
        case .everyYear(let month, let day):
            let last = CivilDay.dayCount(ofMonth: month, year: year)
            return CivilDay(year: year, month: month, day: min(day, last))
                ?? CivilDay(sinceEpoch: 0)
        }
    }

    public var description: String {
        switch self {
        case .on(let day): day.description
        case .everyYear: String(day(inYear: 2024).description.dropFirst(5))
        }
    }
}

/// Days from one to another, both included, once or every year; may run over the end of the year.
public struct Season: Hashable, Sendable, CustomStringConvertible {
    public let first: SeasonDay
    public let last: SeasonDay

    /// - Returns: nil if one day is of one year and the other of every year, or they are reversed.
    public init?(first: SeasonDay, last: SeasonDay) {
        switch (first, last) {
        case (.on(let start), .on(let end)): guard start <= end else { return nil }
        case (.everyYear, .everyYear): break
        case (.on, .everyYear), (.everyYear, .on): return nil
        }
        (self.first, self.last) = (first, last)
    }

    public func contains(_ day: CivilDay) -> Bool {
        let (start, end) = (first.day(inYear: day.year), last.day(inYear: day.year))
        return start <= end ? start <= day && day <= end : day >= start || day <= end
    }

    public var description: String { "\(first)…\(last)" }
}
