/// Digits that stand together with nothing but separators between them.
struct DigitSequence {
    /// Digits without anything between them.
    struct Group {
        /// Indices into the sequence's `digits`.
        let digits: Range<Int>
        /// Where they stand in the text.
        let bytes: Range<Int>
    }

    /// Values, 0 to 9.
    var digits: [UInt8] = []
    var groups: [Group] = []
}

/// Goes once through a text and finds its sequences of digits.
struct DigitScan {
    let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next sequence of at least so many digits; nil at the end of the text.
    mutating func nextSequence(digitCountMin: Int) -> DigitSequence? {
        while position < bytes.count {
            guard Self.digit(in: bytes, at: position) != nil else {
                position += PlainBytes.scalar(in: bytes, at: position).length
                continue
            }
            let sequence = takeSequence()
            if sequence.digits.count >= digitCountMin { return sequence }
        }
        return nil
    }

    private mutating func takeSequence() -> DigitSequence {
        var sequence = DigitSequence()
        while true {
            let start = position
            let digitStart = sequence.digits.count
            while let (digit, length) = Self.digit(in: bytes, at: position) {
                sequence.digits.append(digit)
                position += length
            }
            sequence.groups.append(
                DigitSequence.Group(
                    digits: digitStart..<sequence.digits.count, bytes: start..<position))
            guard let next = startOfNextGroup() else { return sequence }
            position = next
        }
    }

    /// Steps over at most three separators, if digits follow.
    private func startOfNextGroup() -> Int? {
        var index = position
        for _ in 0..<3 {
            guard index < bytes.count else { return nil }
            let (scalar, length) = PlainBytes.scalar(in: bytes, at: index)
            guard Self.isSeparator(scalar) else { return nil }
            index += length
            if Self.digit(in: bytes, at: index) != nil { return index }
        }
        return nil
    }

    private static func isSeparator(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20, 0x2D, 0x2E, 0xA0, 0x2000...0x200A, 0x2010...0x2015, 0x202F, 0x205F, 0x3000: true
        default: Invisible.contains(scalar)
        }
    }

    /// The digit at `index` and its length in bytes: ASCII, Arabic, Persian, Devanagari, full-width.
    static func digit(
        in bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) -> (digit: UInt8, length: Int)? {
        guard index < bytes.count else { return nil }
        let byte = bytes[index]
        if byte < 0x80 { return byte &- 0x30 < 10 ? (byte - 0x30, 1) : nil }
        guard byte == 0xD9 || byte == 0xDB || byte == 0xE0 || byte == 0xEF else { return nil }
        let (scalar, length) = PlainBytes.scalar(in: bytes, at: index)
        for zero: UInt32 in [0x0660, 0x06F0, 0x0966, 0xFF10] where scalar &- zero < 10 {
            return (UInt8(scalar - zero), length)
        }
        return nil
    }

    /// The last four digits within `range`, as ASCII.
    static func lastFour(of bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> [UInt8] {
        var digits: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if let (digit, _) = digit(in: bytes, at: index) { digits.append(0x30 + digit) }
            index += PlainBytes.scalar(in: bytes, at: index).length
        }
        return Array(digits.suffix(4))
    }
}

/// What stands before a sequence of digits and says that it is no card's number.
enum CardSurroundings {
    /// Words after which a card's number may follow at once, as in `card4111…`.
    private static let cardWords: Set<String> = [
        "card", "visa", "mastercard", "amex", "maestro", "cc", "mc", "pan", "no", "nr", "number",
        "num", "is",
    ]

    /// True for `JP-10432`, `A868842996` and `+49 …`: the first group belongs to something else.
    static func isPartOfWord(
        _ sequence: DigitSequence, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let start = sequence.groups.first?.bytes.lowerBound, start > 0 else { return false }
        if bytes[start - 1] == UInt8(ascii: "+") { return true }
        let isHyphened = bytes[start - 1] == UInt8(ascii: "-")
        let word = word(before: isHyphened ? start - 1 : start, in: bytes)
        guard !word.isEmpty, !cardWords.contains(word.lowercased()) else { return false }
        return !isHyphened || (word.utf8.count <= 4 && word == word.uppercased())
    }

    /// True for the digits of an IBAN, written in one piece or in fours: two letters and two digits
    /// begin it, and groups of four letters or digits may stand between.
    static func isBankAccount(
        _ sequence: DigitSequence, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard var tokenStart = sequence.groups.first?.bytes.lowerBound else { return false }
        var tokenEnd = tokenStart
        while tokenEnd < bytes.count, isLetterOrDigit(bytes[tokenEnd]) { tokenEnd += 1 }
        for _ in 0..<8 {
            while tokenStart > 0, isLetterOrDigit(bytes[tokenStart - 1]) { tokenStart -= 1 }
            if startsAsIBAN(bytes, tokenStart..<tokenEnd) { return true }
            let hasBefore = tokenStart > 1 && bytes[tokenStart - 1] == UInt8(ascii: " ")
            guard hasBefore, isLetterOrDigit(bytes[tokenStart - 2]) else { return false }
            tokenEnd = tokenStart - 1
            tokenStart = tokenEnd
        }
        return false
    }

    private static func startsAsIBAN(
        _ bytes: UnsafeBufferPointer<UInt8>, _ token: Range<Int>
    ) -> Bool {
        guard token.count == 4 || token.count >= 15 else { return false }
        let start = token.lowerBound
        return isLetter(bytes[start]) && isLetter(bytes[start + 1])
            && bytes[start + 2] &- 0x30 < 10 && bytes[start + 3] &- 0x30 < 10
    }

    private static func word(
        before end: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> String {
        var start = end
        while start > 0, isLetter(bytes[start - 1]) { start -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- 0x30 < 10
    }
}
