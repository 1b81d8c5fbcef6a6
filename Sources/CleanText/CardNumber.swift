/// What tells the number of a payment card from other long numbers.
enum CardNumber {
    /// - Parameter digits: Their values, 0 to 9.
    static func isPlausible(_ digits: ArraySlice<UInt8>) -> Bool {
        hasIssuer(digits) && passesLuhn(digits)
            // A bar code on a product has 13 digits as well; cards have not had so few for long.
            && !(digits.count == 13 && isBarCode(digits))
    }

    /// The check digit of ISO/IEC 7812-1.
    static func passesLuhn(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        var isDoubled = false
        for digit in digits.reversed() {
            let value = isDoubled ? Int(digit) * 2 : Int(digit)
            sum += value > 9 ? value - 9 : value
            isDoubled.toggle()
        }
        return sum % 10 == 0 && digits.contains { $0 != 0 }
    }

    /// The check digit of EAN-13 (GS1).
    private static func isBarCode(_ digits: ArraySlice<UInt8>) -> Bool {
        var sum = 0
        for (index, digit) in digits.enumerated() {
            sum += Int(digit) * (index.isMultiple(of: 2) ? 1 : 3)
        }
        return sum % 10 == 0
    }

    /// True if some scheme issues numbers that begin so and are so long.
    private static func hasIssuer(_ digits: ArraySlice<UInt8>) -> Bool {
        let count = digits.count
        let first = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        switch first {
        case 4_000...4_999: return count == 13 || count == 16 || count == 19
        case 5_100...5_599, 2_221...2_720: return count == 16
        case 3_400...3_499, 3_700...3_799: return count == 15
        case 3_000...3_099, 3_600...3_699, 3_800...3_999: return count == 14 || count == 16
        case 3_500...3_599: return count >= 16
        case 2_131, 1_800: return count == 15
        case 2_200...2_204, 8_100...8_299: return count >= 16
        case 9_792: return count == 16
        case 5_000...5_099, 5_600...5_899, 6_700...6_799: return count >= 12
        case 6_000...6_699, 6_800...6_999: return count >= 16
        default: return false
        }
    }
}
