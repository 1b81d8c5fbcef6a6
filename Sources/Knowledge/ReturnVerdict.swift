import Vocabulary

/// What one clause grants for one item, as of a moment.
public struct Entitlement: Hashable, Sendable {
    /// Where a right comes from. Stored: never rename.
    public enum Source: String, Hashable, Sendable, CaseIterable {
        case shop
        case statutory
        case warranty
        case exchange
    }

    /// How the days stand. Stored: never rename.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Within its days.
        case open
        /// Its clock starts when the goods are sent or arrive.
        case notStarted = "not_started"
        /// Its last day is over.
        case over
        /// The clause excludes it.
        case excluded
    }

    public let source: Source
    public let clause: Clause
    public let state: State
    public let remedy: Remedy
    public let clock: ReturnClock
    /// The day that started the clock; nil while it has not started.
    public let startDay: CivilDay?
    /// Nil for a lifetime, an exclusion, or a clock that has not started.
    public let lastDay: CivilDay?
    /// The clause that moved the last day, if one did.
    public let extendedBy: Clause?
    /// Complete: nothing in it is nil.
    public let terms: ReturnTerms

    public var isOpen: Bool { state == .open || state == .notStarted }
}

/// What comes back in money, line by line. Never more than was paid.
public struct RefundAmount: Hashable, Sendable {
    /// Goods of one item, less their part of the order's discount.
    public struct Line: Hashable, Sendable {
        public let sku: SKU?
        public let name: String
        public let quantity: Int
        public let amount: Money
    }

    public let lines: [Line]
    /// Shipping that comes back.
    public let shipping: Money
    /// Taken off.
    public let restockingFee: Money
    /// Taken off for the label.
    public let returnLabel: Money
    /// Taken off because it was paid back before.
    public let alreadyRefunded: Money
    public let total: Money

    /// The goods alone.
    public var goods: Money { lines.reduce(.zero(total.currency)) { $0 + $1.amount } }
}

/// The answer for one item.
public struct ItemVerdict: Hashable, Sendable {
    public let item: ReturnItem?
    public let decision: ReturnVerdict.Decision
    public let cause: ReturnVerdict.Cause
    /// The open right that lasts longest; where none is open, the one that lasted longest.
    public let main: Entitlement?
    /// The open right that gives the most money now; nil where none gives any.
    public let best: Entitlement?
    /// All that was looked at.
    public let rights: [Entitlement]
}

/// What else can be offered.
public struct ReturnAlternative: Hashable, Sendable {
    /// Stored: never rename.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case exchange
        /// The goods are faulty, or would be covered if they were.
        case warranty
        /// It has not left yet: cancel it.
        case cancelOrder = "cancel_order"
        /// The parcel is lost: a person looks into it.
        case claimParcel = "claim_parcel"
    }

    public let kind: Kind
    /// Nil where there is no end.
    public let lastDay: CivilDay?
    public let clause: Clause?

    public init(kind: Kind, lastDay: CivilDay? = nil, clause: Clause? = nil) {
        (self.kind, self.lastDay, self.clause) = (kind, lastDay, clause)
    }
}

/// The computed answer to "can I return this", with its reasons.
public struct ReturnVerdict: Hashable, Sendable {
    public enum Decision: Hashable, Sendable {
        case yes
        case no
        /// The answer hangs on these; the first one is to be asked first.
        case needs([Fact])
    }

    /// Why. Stored: never rename.
    public enum Cause: String, Hashable, Sendable, CaseIterable {
        case withinDays = "within_days"
        /// Yes: the days start when it arrives.
        case notArrivedYet = "not_arrived_yet"
        case daysOver = "days_over"
        /// A clause excludes it: final sale, personalised goods.
        case excluded
        /// No clause speaks of it.
        case noClause = "no_clause"
        case factsMissing = "facts_missing"
        case orderCancelled = "order_cancelled"
        case alreadyReturned = "already_returned"
        case parcelLost = "parcel_lost"
    }

    public let decision: Decision
    public let cause: Cause
    /// One for each item asked about.
    public let items: [ItemVerdict]
    /// The last moment, in the shop's zone; nil where there is none or it is not known.
    public let deadline: WallTime?
    public let deadlineDay: CivilDay?
    public let remedy: Remedy?
    /// Nil where no money comes back or no prices are known.
    public let amount: RefundAmount?
    public let returnShipping: ReturnShipping?
    public let method: RefundMethod?
    /// When the money is there if the goods are sent today.
    public let moneyBy: CivilDay?
    /// What the decision and its deadline rest on.
    public let clause: Clause?
    /// What the amount rests on, where that is another clause.
    public let amountClause: Clause?
    public let alternatives: [ReturnAlternative]
    /// The day it was asked, in the shop's zone.
    public let askedOn: CivilDay
    let zoneIdentifier: String
    let order: Order?

    /// Items that cannot be returned although others can.
    public var refusedItems: [ReturnItem] {
        decision == .yes ? items.filter { $0.decision == .no }.compactMap(\.item) : []
    }
}

extension ReturnVerdict {
    /// Facts, clauses and days in the order they were weighed, in English, for agents and authors.
    public var trace: [String] {
        var lines = ["today is \(askedOn) in \(zoneIdentifier)"]
        if let order {
            let days: [(String, CivilDay?)] = [
                ("ordered", order.placedOn), ("shipped", order.shippedOn),
                ("delivered", order.deliveredOn),
            ]
            let dated = days.compactMap { name, day in day.map { "\(name) \($0)" } }
            lines.append(
                "order \(order.number): \(order.status.rawValue), \(dated.joined(separator: ", "))")
        }
        for verdict in items {
            let name = verdict.item.map { $0.sku?.text ?? $0.name } ?? "the goods"
            lines += verdict.rights.map { "\(name): \($0.traceText)" }
            lines.append("\(name): \(verdict.decision.traceText) (\(verdict.cause.rawValue))")
        }
        lines.append("so: \(decision.traceText)")
        return lines
    }
}

extension ReturnVerdict.Decision {
    public var isNeeds: Bool {
        switch self {
        case .needs: true
        case .yes, .no: false
        }
    }

    fileprivate var traceText: String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .needs(let facts): "needs \(facts.map(\.rawValue).joined(separator: ", "))"
        }
    }
}

extension Entitlement {
    fileprivate var traceText: String {
        var text = "\(source.rawValue) clause \(clause.id): \(state.rawValue)"
        if let startDay { text += ", \(clock.rawValue) \(startDay)" }
        if let lastDay { text += ", until \(lastDay)" }
        if let extendedBy { text += " by \(extendedBy.id)" }
        return text + ", \(remedy.rawValue)"
    }
}
