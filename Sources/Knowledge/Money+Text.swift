import Vocabulary

extension Money {
    /// Reads an amount as people and files write it: `49.90`, `1.299,00`, `€49.90`, `49,90 EUR`.
    ///
    /// The last `.` or `,` is the decimal mark if it comes once and as many digits follow as the
    /// currency has decimals, or one; otherwise `.`, `,`, `'` and spaces must cut groups of three.
    /// So `1.299` is one thousand two hundred and ninety-nine euros.
    ///
    /// - Parameters:
    ///   - text: Digits, with a sign or code of a currency before or after, or without.
    ///   - currency: Used where the text names none; must agree where it does.
    /// - Returns: nil if it is no amount, of another currency, or above `readMinorUnitsMax`.
    public init?(_ text: String, currency: Currency?) {
        var rest = PlainText.trimmed(text)[...]
        let isNegative = rest.first == "-" || rest.first == "−"
        if isNegative { rest.removeFirst() }
        let before = rest.prefix { !isDigit($0) }
        rest = rest.dropFirst(before.count)
        guard let lastDigit = rest.lastIndex(where: isDigit) else { return nil }
        let after = rest[rest.index(after: lastDigit)...]
        let name = PlainText.trimmed(String(before)) + PlainText.trimmed(String(after))
        let named = Currency(name) ?? Currency(symbol: name)
        guard name.isEmpty || named != nil, let found = named ?? currency,
            currency == nil || currency == found,
            let units = Self.minorUnits(String(rest[...lastDigit]), exponent: found.exponent),
            units <= Self.readMinorUnitsMax
        else { return nil }
        self.init(minorUnits: isNegative ? -units : units, currency: found)
    }

    private static func minorUnits(_ text: String, exponent: Int) -> Int64? {
        guard text.count <= 24 else { return nil }
        let marks = text.filter { !isDigit($0) }
        var whole = text
        var decimals = ""
        if let mark = marks.last, mark == "." || mark == ",",
            marks.count(where: { $0 == mark }) == 1, let place = text.lastIndex(of: mark)
        {
            let after = text[text.index(after: place)...]
            if exponent > 0 && (after.count == exponent || after.count == 1) {
                (whole, decimals) = (String(text[..<place]), String(after))
            } else if exponent == 0 && (after.count < 3) {
                guard after.allSatisfy({ $0 == "0" }) else { return nil }
                whole = String(text[..<place])
            }
        }
        guard let units = grouped(whole) else { return nil }
        let padded = decimals + String(repeating: "0", count: exponent - decimals.count)
        guard let rest = padded.isEmpty ? 0 : Int64(padded) else { return nil }
        let scale: Int64 = exponent == 0 ? 1 : exponent == 2 ? 100 : 1_000
        let (product, overflow) = units.multipliedReportingOverflow(by: scale)
        return overflow ? nil : product + rest
    }

    /// Digits, either plain or in groups of three cut by one and the same mark: `.`, `,`, `'` or space.
    private static func grouped(_ text: String) -> Int64? {
        guard let mark = text.first(where: { !isDigit($0) }) else { return Int64(text) }
        let groups = text.split(separator: mark, omittingEmptySubsequences: false)
        guard ".,'’".contains(mark) || mark.isWhitespace, (1...3).contains(groups[0].count),
            groups.dropFirst().allSatisfy({ $0.count == 3 }),
            groups.allSatisfy({ $0.allSatisfy(isDigit) })
        else { return nil }
        return Int64(groups.joined())
    }

    /// For people: `€1,299.00`, `$12.00`, `1.299,00 €`, `1299,00 €` (es), `€ 1.299,00` (nl).
    ///
    /// - Returns: `1299.00 EUR` for a language not known: en, de, es, fr, it, nl, pt.
    public func text(in language: Language) -> String {
        let sign = minorUnits < 0 ? "-" : ""
        switch language.code {
        case "en":
            let number = number(group: ",", fromDigits: 4, decimal: ".")
            let gap = currency.symbol.last?.isLetter == true ? " " : ""
            return "\(sign)\(currency.symbol)\(gap)\(number)"
        case "de", "it": return "\(sign)\(number(group: ".", fromDigits: 4)) \(currency.symbol)"
        case "es": return "\(sign)\(number(group: ".", fromDigits: 5)) \(currency.symbol)"
        case "fr": return "\(sign)\(number(group: " ", fromDigits: 4)) \(currency.symbol)"
        case "pt": return "\(sign)\(number(group: " ", fromDigits: 5)) \(currency.symbol)"
        case "nl": return "\(currency.symbol) \(sign)\(number(group: ".", fromDigits: 4))"
        default: return description
        }
    }

    private func number(group: String, fromDigits: Int, decimal: String = ",") -> String {
        let (units, rest) = minorUnits.magnitude.quotientAndRemainder(
            dividingBy: UInt64(currency.minorUnitsPerUnit))
        var text = String(units)
        if text.utf8.count >= fromDigits {
            var groups: [Substring] = []
            while text.utf8.count > 3 {
                groups.insert(text.suffix(3), at: 0)
                text = String(text.dropLast(3))
            }
            text = ([text[...]] + groups).joined(separator: group)
        }
        guard currency.exponent > 0 else { return text }
        let decimals = String(rest)
        let zeros = String(repeating: "0", count: currency.exponent - decimals.utf8.count)
        return "\(text)\(decimal)\(zeros)\(decimals)"
    }
}

extension Money: CustomStringConvertible {
    /// As entities and files write it: `49.90 EUR`.
    public var description: String {
        let sign = minorUnits < 0 ? "-" : ""
        return "\(sign)\(number(group: "", fromDigits: 99, decimal: ".")) \(currency.code)"
    }
}

private func isDigit(_ character: Character) -> Bool {
    character.utf8.count == 1 && character.isNumber
}
