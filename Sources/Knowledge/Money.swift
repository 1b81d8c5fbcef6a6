/// An amount in one currency, exact to its smallest coin. Never a floating-point number.
///
/// Amounts of different currencies do not mix: arithmetic and comparison stop the program. Records
/// with several currencies are refused where they are read.
public struct Money: Hashable, Comparable, Sendable {
    /// The largest amount that is read from a file, either way, in minor units.
    public static let readMinorUnitsMax: Int64 = 10_000_000_000

    /// Cents, for currencies with cents; negative amounts are owed the other way.
    public let minorUnits: Int64
    public let currency: Currency

    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    public static func zero(_ currency: Currency) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    public var isZero: Bool { minorUnits == 0 }

    public static func + (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "\(left.currency) plus \(right.currency)")
        return Money(minorUnits: left.minorUnits + right.minorUnits, currency: left.currency)
    }

    public static func - (left: Money, right: Money) -> Money {
        precondition(left.currency == right.currency, "\(left.currency) minus \(right.currency)")
        return Money(minorUnits: left.minorUnits - right.minorUnits, currency: left.currency)
    }

    public static func * (money: Money, count: Int) -> Money {
        Money(minorUnits: money.minorUnits * Int64(count), currency: money.currency)
    }

    public static func < (left: Money, right: Money) -> Bool {
        precondition(left.currency == right.currency, "\(left.currency) against \(right.currency)")
        return left.minorUnits < right.minorUnits
    }

    /// The part that `percentage` is of this amount, to the nearest minor unit.
    public func share(_ percentage: Percentage, rounding: Rounding) -> Money {
        portion(Int64(percentage.hundredths), of: 10_000, rounding: rounding)
    }

    /// `numerator` / `denominator` of this amount, to the nearest minor unit.
    ///
    /// - Parameter denominator: 1 or more; `numerator` is not negative and at most `denominator`.
    public func portion(_ numerator: Int64, of denominator: Int64, rounding: Rounding) -> Money {
        precondition(
            denominator > 0 && (0...denominator).contains(numerator),
            "\(numerator)/\(denominator) is no portion")
        let product = minorUnits.magnitude.multipliedFullWidth(by: UInt64(numerator))
        let divisor = UInt64(denominator)
        var (quotient, rest) = divisor.dividingFullWidth(product)
        let isAbove = rest > divisor - rest
        let isHalf = rest == divisor - rest
        switch rounding {
        case .halfUp: if isAbove || isHalf { quotient += 1 }
        case .halfEven: if isAbove || (isHalf && quotient % 2 == 1) { quotient += 1 }
        case .down: rest = 0
        }
        let signed = minorUnits < 0 ? -Int64(quotient) : Int64(quotient)
        return Money(minorUnits: signed, currency: currency)
    }

    /// How halves of a minor unit are rounded; always said, never assumed.
    public enum Rounding: String, Sendable, CaseIterable {
        /// Half a cent becomes a cent (away from zero), as on most invoices.
        case halfUp = "half_up"
        /// Half a cent goes to the even cent: banker's rounding.
        case halfEven = "half_even"
        /// Parts of a cent are dropped: never more than the exact amount.
        case down
    }
}

/// A percentage to two decimals, exact: 12.5 % is 1,250 hundredths.
public struct Percentage: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 0 to 10,000.
    public let hundredths: Int

    /// - Returns: nil if it is not 0 to 100 %.
    public init?(hundredths: Int) {
        guard (0...10_000).contains(hundredths) else { return nil }
        self.hundredths = hundredths
    }

    /// Reads `15`, `15%`, `7.5 %`, `7,25%`. - Returns: nil for anything else, or over 100 %.
    public init?(_ text: String) {
        var plain = text.filter { !$0.isWhitespace }
        if plain.hasSuffix("%") { plain.removeLast() }
        let parts = plain.replacing(",", with: ".").split(
            separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...3).contains(parts[0].utf8.count),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0])
        else { return nil }
        var hundredths = whole * 100
        if parts.count == 2 {
            guard (1...2).contains(parts[1].utf8.count), let decimals = Int(parts[1]) else {
                return nil
            }
            hundredths += parts[1].utf8.count == 1 ? decimals * 10 : decimals
        }
        self.init(hundredths: hundredths)
    }

    public static func < (left: Percentage, right: Percentage) -> Bool {
        left.hundredths < right.hundredths
    }

    /// For example `15%` or `7.5%`.
    public var description: String {
        let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
        if rest == 0 { return "\(whole)%" }
        return rest % 10 == 0
            ? "\(whole).\(rest / 10)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
