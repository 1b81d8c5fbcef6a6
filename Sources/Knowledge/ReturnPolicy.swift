import BusinessTime
import Vocabulary

/// What a window's days are counted from. Stored: never rename.
public enum ReturnClock: String, Hashable, Sendable, CaseIterable {
    case ordered
    case shipped
    /// Bought in a store, goods are delivered on the day they are bought.
    case delivered
    case boughtInStore = "bought_in_store"
}

/// How long a window stays open.
public enum WindowLength: Hashable, Sendable {
    /// Until the end of the n-th day after the one that starts the clock.
    case days(Int)
    /// Until the end of the same day n months later, or of that month's last day.
    case months(Int)
    case years(Int)
    case lifetime
    /// Not at all: final sale, personalised goods.
    case never

    /// - Returns: The last day; nil for `lifetime` and `never`.
    func lastDay(from start: CivilDay) -> CivilDay? {
        switch self {
        case .days(let count): return start.adding(days: count)
        case .months(let count): return start.adding(months: count)
        case .years(let count): return start.adding(months: count * 12)
        case .lifetime, .never: return nil
        }
    }
}

/// A part of a window with a remedy of its own: 30 days refund, until day 60 store credit.
public struct WindowStage: Hashable, Sendable {
    /// Counted from the window's clock, not from the stage before.
    public var length: WindowLength
    public var remedy: Remedy
    /// Nil: the window's clause.
    public var clause: Clause?
    public var terms: ReturnTerms

    public init(
        length: WindowLength, remedy: Remedy = .refund, clause: Clause? = nil,
        terms: ReturnTerms = ReturnTerms()
    ) {
        (self.length, self.remedy, self.clause, self.terms) = (length, remedy, clause, terms)
    }
}

/// One clause about how long something can be returned.
public struct ReturnWindow: Hashable, Sendable {
    public var clause: Clause
    public var conditions: ReturnConditions
    public var clock: ReturnClock
    /// One or more, each longer than the one before.
    public var stages: [WindowStage]
    public var terms: ReturnTerms

    public init(
        clause: Clause, conditions: ReturnConditions = .always, clock: ReturnClock = .delivered,
        stages: [WindowStage], terms: ReturnTerms = ReturnTerms()
    ) {
        (self.clause, self.conditions, self.clock) = (clause, conditions, clock)
        (self.stages, self.terms) = (stages, terms)
    }

    /// A window of one stage.
    public init(
        clause: Clause, conditions: ReturnConditions = .always, clock: ReturnClock = .delivered,
        length: WindowLength, remedy: Remedy = .refund, terms: ReturnTerms = ReturnTerms()
    ) {
        self.init(
            clause: clause, conditions: conditions, clock: clock,
            stages: [WindowStage(length: length, remedy: remedy)], terms: terms)
    }
}

/// Bought in this season, it can be returned until that day at least.
public struct HolidayExtension: Hashable, Sendable {
    public var clause: Clause
    public var conditions: ReturnConditions
    public var boughtBetween: Season
    public var returnUntil: SeasonDay

    public init(
        clause: Clause, conditions: ReturnConditions = .always, boughtBetween: Season,
        returnUntil: SeasonDay
    ) {
        (self.clause, self.conditions) = (clause, conditions)
        (self.boughtBetween, self.returnUntil) = (boughtBetween, returnUntil)
    }
}

/// A shop's rules of returns and refunds as a value; `verdict(for:at:)` applies them.
///
/// Each list of windows is read from the top: the first one whose conditions hold decides, so special
/// cases stand before general ones; `problems` names those that can never be reached. What the shop
/// grants, what the law grants and what a warranty grants are looked up apart, and the customer has
/// the best of them.
public struct ReturnPolicy: Hashable, Sendable {
    /// In whose zone days begin and end.
    public var zone: TimeZoneRules
    /// For refunds that take business days; Monday to Friday where it is nil.
    public var businessHours: OpeningHours?
    /// Taken for orders that do not say where they went; upper case.
    public var homeCountry: String?
    /// The shop's own terms for all windows.
    public var terms: ReturnTerms
    public var windows: [ReturnWindow]
    public var extensions: [HolidayExtension]
    /// Rights by law; their conditions name countries, and clauses with `never` the exceptions.
    public var statutory: [ReturnWindow]
    /// For goods that are faulty, wrong or damaged.
    public var warranty: [ReturnWindow]
    /// Until when something can be exchanged, where that differs from returns.
    public var exchanges: [ReturnWindow]
    /// Days that a parcel needs back to the shop, for the day the money comes.
    public var transitDays: Int
    /// How fees are rounded.
    public var rounding: Money.Rounding

    public init(
        zone: TimeZoneRules, businessHours: OpeningHours? = nil, homeCountry: String? = nil,
        terms: ReturnTerms = ReturnTerms(), windows: [ReturnWindow],
        extensions: [HolidayExtension] = [], statutory: [ReturnWindow] = [],
        warranty: [ReturnWindow] = [], exchanges: [ReturnWindow] = [], transitDays: Int = 4,
        rounding: Money.Rounding = .halfUp
    ) {
        (self.zone, self.businessHours, self.homeCountry) = (zone, businessHours, homeCountry)
        (self.terms, self.windows, self.extensions) = (terms, windows, extensions)
        (self.statutory, self.warranty, self.exchanges) = (statutory, warranty, exchanges)
        (self.transitDays, self.rounding) = (transitDays, rounding)
    }
}

extension CivilDay {
    /// The same day of the month later, or the month's last day where it has no such day.
    func adding(months: Int) -> CivilDay {
        let index = year * 12 + month - 1 + months
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        let last = CivilDay.dayCount(ofMonth: newMonth, year: newYear)
        return CivilDay(year: newYear, month: newMonth, day: min(day, last)) ?? self
    }
}
