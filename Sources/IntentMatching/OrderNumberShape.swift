import Vocabulary

/// How a shop writes its order numbers, and how its customers do: `JP-#####` is found in `jp 10432`,
/// `JP10432`, `#10432` and `10432`.
struct OrderNumberShape: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        /// A letter, small.
        case letter(UInt8)
        case digit
        /// Anything else, which customers leave out or replace.
        case mark(UInt8)
    }

    private let parts: [Part]
    /// Where the digits begin that may stand alone; nil where letters follow them.
    private let bareStart: Int?
    /// Fewest digits of a number that stands alone and is not taken for a quantity.
    private static let bareDigitCountMin = 4

    init(_ shape: String) {
        parts = shape.utf8.map { byte in
            if byte == UInt8(ascii: "#") { return .digit }
            return (byte | 0x20) &- 0x61 < 26 ? .letter(byte | 0x20) : .mark(byte)
        }
        let lastLetter = parts.lastIndex {
            if case .letter = $0 { true } else { false }
        }
        let start = (lastLetter ?? -1) + 1
        let digits = parts[start...].count { $0 == .digit }
        bareStart = digits > 0 && parts.prefix(start).allSatisfy({ $0 != .digit }) ? start : nil
    }

    /// Reads a number that begins at `at`.
    ///
    /// - Parameter isBare: Whether only its digits are there: `#10432`, `10432`.
    /// - Returns: The number as the shop writes it, and where it ends.
    func read(_ bytes: [UInt8], at start: Int, isBare: Bool) -> (value: String, end: Int)? {
        guard isBare else {
            return read(bytes, at: start, from: 0).map { (value(bytes[start..<$0]), $0) }
        }
        guard let bareStart else { return nil }
        let hasSign = bytes[start] == UInt8(ascii: "#")
        let digitCount = parts[bareStart...].count { $0 == .digit }
        guard hasSign || digitCount >= Self.bareDigitCountMin,
            let end = read(bytes, at: hasSign ? start + 1 : start, from: bareStart)
        else { return nil }
        return (value(bytes[start..<end]), end)
    }

    private func read(_ bytes: [UInt8], at start: Int, from first: Int) -> Int? {
        var at = start
        var hasRead = false
        for part in parts[first...] {
            switch part {
            case .mark:
                while hasRead, at < bytes.count, Self.isMark(bytes[at]), at - start < 40 { at += 1 }
            case .letter(let letter):
                guard at < bytes.count, bytes[at] | 0x20 == letter, bytes[at] < 0x80 else {
                    return nil
                }
                at += 1
                hasRead = true
            case .digit:
                // A blank or a dash where the shape has none: `jp 10432` for `JP#####`.
                if hasRead, at < bytes.count, Self.isMark(bytes[at]),
                    !EntityPage.isDigit(bytes[at - 1])
                {
                    at += 1
                }
                guard at < bytes.count, EntityPage.isDigit(bytes[at]) else { return nil }
                at += 1
                hasRead = true
            }
        }
        return hasRead ? at : nil
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "."),
            UInt8(ascii: "#"), UInt8(ascii: ":"):
            true
        default: false
        }
    }

    private func value(_ typed: ArraySlice<UInt8>) -> String {
        var digits = typed.filter { EntityPage.isDigit($0) }[...]
        let written = parts.map { part in
            switch part {
            case .digit: digits.popFirst() ?? 0x30
            case .letter(let letter): letter - 0x20
            case .mark(let mark): mark
            }
        }
        return String(decoding: written, as: UTF8.self)
    }
}

extension EntityPage {
    /// Marks order numbers. Digits alone are one only where none stands whole in the line: in
    /// "JP-10432, 10115" the second is the postcode that was asked for with it.
    mutating func findOrderNumbers(_ shapes: [OrderNumberShape]) {
        guard !shapes.isEmpty, hasDigits else { return }
        for isBare in [false, true] {
            guard !findOrderNumbers(shapes, isBare: isBare) else { return }
        }
    }

    /// - Returns: Whether there was one.
    private mutating func findOrderNumbers(_ shapes: [OrderNumberShape], isBare: Bool) -> Bool {
        var isFound = false
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            guard isStart(at), Self.isLetterOrDigit(byte) || byte == UInt8(ascii: "#"), byte < 0x80
            else {
                at += 1
                continue
            }
            let found = orderNumber(shapes, at: at, isBare: isBare)
            if let found, !isPartOfNumber(at, found.end), !isAfterPostcodeWord(at) {
                claim(Entity.Kind.orderNumber, found.value, at..<found.end)
                isFound = true
                at = found.end
            } else {
                at += 1
            }
        }
        return isFound
    }

    private func orderNumber(
        _ shapes: [OrderNumberShape], at: Int, isBare: Bool
    ) -> (value: String, end: Int)? {
        for shape in shapes {
            if let found = shape.read(bytes, at: at, isBare: isBare), isEnd(found.end) {
                return found
            }
        }
        return nil
    }

    /// Whether digits or a currency go on beyond a decimal point, as in `10432.50` or `€10432`.
    private func isPartOfNumber(_ start: Int, _ end: Int) -> Bool {
        if end + 1 < bytes.count, [0x2E, 0x2C].contains(bytes[end]), Self.isDigit(bytes[end + 1]) {
            return true
        }
        if start > 1, [0x2E, 0x2C, 0x2B].contains(bytes[start - 1]), Self.isDigit(bytes[start - 2])
        {
            return true
        }
        return start > 0 && (bytes[start - 1] == UInt8(ascii: "$") || bytes[start - 1] == 0x2B)
    }

    private func isAfterPostcodeWord(_ at: Int) -> Bool {
        guard let word = line.words.firstIndex(where: { Int($0.byteStart) >= at }), word > 0 else {
            return false
        }
        return (max(0, word - 2)..<word).contains { words.postcodes.contains(hash(of: $0)) }
    }
}
