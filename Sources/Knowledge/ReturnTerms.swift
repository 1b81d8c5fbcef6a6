import Vocabulary

/// A sentence of a shop's policy that a verdict rests on.
public struct Clause: Hashable, Sendable {
    /// The shop's own, for example `R2`; it stands in answers and in the record.
    public let id: String
    public let sentences: [Language: String]

    public init(id: String, sentences: [Language: String]) {
        (self.id, self.sentences) = (id, sentences)
    }

    /// In that language; else in English; else in the first that there is.
    public func sentence(in language: Language) -> String {
        sentences[language] ?? sentences[.english]
            ?? sentences.min { $0.key < $1.key }?.value ?? ""
    }
}

/// What the customer gets for the goods. Stored: never rename.
public enum Remedy: String, Hashable, Sendable, CaseIterable {
    case refund
    case exchange
    case replacement
    case storeCredit = "store_credit"
    case repair

    /// Better remedies for the customer have higher ranks.
    var rank: Int {
        switch self {
        case .refund: 5
        case .exchange: 4
        case .replacement: 3
        case .storeCredit: 2
        case .repair: 1
        }
    }
}

/// How the money goes back. Stored: never rename.
public enum RefundMethod: String, Hashable, Sendable, CaseIterable {
    case originalPayment = "original_payment"
    case storeCredit = "store_credit"
    case giftCard = "gift_card"
    case bankTransfer = "bank_transfer"
}

/// Who pays for the way back.
public enum ReturnShipping: Hashable, Sendable {
    /// The shop gives a label or has it fetched.
    case free
    /// The customer sends it at their own cost.
    case ownCost
    /// The shop gives a label and takes its price off the refund.
    case label(Money)
}

/// Whether the shipping that was paid comes back. Stored: never rename.
public enum OutboundShipping: String, Hashable, Sendable, CaseIterable {
    case never
    /// Only if everything of the order comes back.
    case wholeOrder = "whole_order"
    case always
}

/// What is taken off a refund for putting the goods back on the shelf.
public enum RestockingFee: Hashable, Sendable {
    case none
    case percentage(Percentage)
    /// For each piece, never more than it cost.
    case perPiece(Money)
    /// Once, never more than the goods cost.
    case once(Money)
}

/// How long a refund takes.
public struct RefundTime: Hashable, Sendable {
    /// What its days are counted from. Stored: never rename.
    public enum Start: String, Hashable, Sendable, CaseIterable {
        /// The goods are back.
        case received
        /// The customer said that they send it back.
        case notified
    }

    public let days: Int
    /// Days on which the shop's people work, or all days.
    public let isBusinessDays: Bool
    public let start: Start

    public init(days: Int, isBusinessDays: Bool = false, start: Start = .received) {
        (self.days, self.isBusinessDays, self.start) = (days, isBusinessDays, start)
    }
}

/// The terms of a return; nil where another level says it: window, then policy, then `fallback`.
public struct ReturnTerms: Hashable, Sendable {
    public var method: RefundMethod?
    public var refundTime: RefundTime?
    public var returnShipping: ReturnShipping?
    public var outboundShipping: OutboundShipping?
    public var restocking: RestockingFee?

    public init(
        method: RefundMethod? = nil, refundTime: RefundTime? = nil,
        returnShipping: ReturnShipping? = nil, outboundShipping: OutboundShipping? = nil,
        restocking: RestockingFee? = nil
    ) {
        (self.method, self.refundTime, self.returnShipping) = (method, refundTime, returnShipping)
        (self.outboundShipping, self.restocking) = (outboundShipping, restocking)
    }

    /// These terms with the gaps filled from `base`.
    public func over(_ base: ReturnTerms) -> ReturnTerms {
        ReturnTerms(
            method: method ?? base.method, refundTime: refundTime ?? base.refundTime,
            returnShipping: returnShipping ?? base.returnShipping,
            outboundShipping: outboundShipping ?? base.outboundShipping,
            restocking: restocking ?? base.restocking)
    }

    /// What holds where a shop says nothing: original payment within 14 days of receipt, the
    /// customer sends it back at their own cost, shipping stays paid, no fee.
    public static let fallback = ReturnTerms(
        method: .originalPayment, refundTime: RefundTime(days: 14), returnShipping: .ownCost,
        outboundShipping: .never, restocking: RestockingFee.none)

    /// What the law of the EU says of a withdrawal: shipping comes back with the whole order, no fee,
    /// 14 days from the notice.
    public static let statutoryFallback = ReturnTerms(
        method: .originalPayment, refundTime: RefundTime(days: 14, start: .notified),
        returnShipping: .ownCost, outboundShipping: .wholeOrder, restocking: RestockingFee.none)
}
