extension RecordReader {
    /// Puts characters in the place of escapes.
    func unescaped(
        _ run: UnsafeBufferPointer<UInt8>, endingAt end: Int
    ) throws(EntryCodecError) -> String {
        let mistake = EntryCodecError(offset: end, problem: .badEscape)
        var text: [UInt8] = []
        text.reserveCapacity(run.count)
        var index = 0
        while index < run.count {
            guard run[index] == UInt8(ascii: "\\") else {
                text.append(run[index])
                index += 1
                continue
            }
            guard index + 1 < run.count else { throw mistake }
            if run[index + 1] == UInt8(ascii: "u") {
                guard let (scalar, length) = Self.scalar(in: run, at: index) else { throw mistake }
                text.append(contentsOf: Array(String(scalar).utf8))
                index += length
            } else {
                guard let byte = Self.byte(escapedAs: run[index + 1]) else { throw mistake }
                text.append(byte)
                index += 2
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func byte(escapedAs letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        default: nil
        }
    }

    /// Reads `\uXXXX`, or two of them that are one scalar. - Returns: nil if it is neither.
    private static func scalar(
        in run: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (Unicode.Scalar, length: Int)? {
        guard let first = hexDigits(in: run, at: index + 2) else { return nil }
        if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
        guard index + 7 < run.count, run[index + 6] == UInt8(ascii: "\\"),
            run[index + 7] == UInt8(ascii: "u"), let second = hexDigits(in: run, at: index + 8),
            (0xD800...0xDBFF).contains(first), (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { return nil }
        return (scalar, 12)
    }

    private static func hexDigits(in run: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= run.count else { return nil }
        var number: UInt32 = 0
        for byte in run[index..<(index + 4)] {
            switch byte {
            case 0x30...0x39: number = number << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: number = number << 4 | UInt32(byte - 0x37)
            case 0x61...0x66: number = number << 4 | UInt32(byte - 0x57)
            default: return nil
            }
        }
        return number
    }
}

/// Digits and the place of the point, as in `0.8125`: numbers of this shape are read without a
/// `String`.
struct Decimal {
    private var digits: UInt64 = 0
    private var fractionDigitCount = 0
    private var isNegative = false

    /// - Returns: nil if there is an exponent, or more than 15 digits, or anything else.
    init?(_ run: UnsafeBufferPointer<UInt8>) {
        var digitCount = 0
        var isAfterPoint = false
        for (index, byte) in run.enumerated() {
            switch byte {
            case 0x30...0x39:
                digits = digits * 10 + UInt64(byte - 0x30)
                digitCount += 1
                if isAfterPoint { fractionDigitCount += 1 }
            case UInt8(ascii: ".") where !isAfterPoint && index > 0: isAfterPoint = true
            case UInt8(ascii: "-") where index == 0: isNegative = true
            default: return nil
            }
            guard digitCount <= 15 else { return nil }
        }
        guard digitCount > 0 else { return nil }
    }

    /// The nearest `Float`; nil in the rare case where rounding twice could miss it.
    ///
    /// Digits and power are exact as `Double`, so their quotient is the nearest `Double`; rounding
    /// that one again can go wrong only if it lies exactly between two `Float`s.
    var float: Float? {
        let number = Double(digits) / Self.powers[fractionDigitCount]
        guard number == 0 || number > 1e-30, number.bitPattern & 0x1FFF_FFFF != 0x1000_0000 else {
            return nil
        }
        return Float(isNegative ? -number : number)
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]
}
