/// Masks the numbers of payment cards, so that none is ever stored.
///
/// A number is masked that has 12 to 19 digits, an issuer's beginning and length, and the right check
/// digit; it may be written in groups with spaces, hyphens, points or invisible characters between
/// them, and in full-width or Arabic digits. Spared are bar codes, bank accounts (IBAN), telephone
/// numbers with a plus, and numbers that are part of a word, such as `JP-10432`.
public enum CardMask {
    private static let digitCountMin = 12
    private static let digitCountMax = 19

    /// `text` with every card number as `•••• •••• •••• 1234`. A text with fewer than 12 digits costs
    /// one look at each byte and comes back as it is.
    public static func masked(_ text: String) -> String {
        let masked = text.utf8.withContiguousStorageIfAvailable { maskedText($0) }
        if let masked { return masked ?? text }
        return Array(text.utf8).withUnsafeBufferPointer { maskedText($0) } ?? text
    }

    /// Where card numbers stand in `bytes`, which are UTF-8; ascending, without overlap.
    public static func byteRanges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        guard mayHoldNumber(bytes) else { return [] }
        var found: [Range<Int>] = []
        var scan = DigitScan(bytes: bytes)
        while let sequence = scan.nextSequence(digitCountMin: digitCountMin) {
            appendCards(of: sequence, in: bytes, to: &found)
        }
        return found
    }

    private static func maskedText(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let ranges = byteRanges(in: bytes)
        guard !ranges.isEmpty else { return nil }
        var masked: [UInt8] = []
        masked.reserveCapacity(bytes.count + 32)
        var copiedEnd = 0
        for range in ranges {
            masked.append(contentsOf: bytes[copiedEnd..<range.lowerBound])
            masked.append(contentsOf: "•••• •••• •••• ".utf8)
            masked.append(contentsOf: DigitScan.lastFour(of: bytes, in: range))
            copiedEnd = range.upperBound
        }
        masked.append(contentsOf: bytes[copiedEnd...])
        return String(decoding: masked, as: UTF8.self)
    }

    /// False if fewer than 12 digits stand anywhere without a letter or a sentence's mark between.
    private static func mayHoldNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard bytes.count >= digitCountMin else { return false }
        var digitCount = 0
        // Above 0x7F one look is enough to leave it to the second count.
        for byte in bytes { digitCount &+= byte &- 0x30 < 10 || byte >= 0xD8 ? 1 : 0 }
        guard digitCount >= digitCountMin else { return false }
        var countInRow = 0
        for byte in bytes {
            if isDigitOrOther(byte) {
                countInRow += 1
                if countInRow >= digitCountMin { return true }
            } else if byte < 0x80, byte != 0x20, byte != 0x2D, byte != 0x2E {
                countInRow = 0
            }
        }
        return false
    }

    /// Digits of other scripts have one of these bytes each; a few too many do no harm.
    private static func isDigitOrOther(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte == 0xD9 || byte == 0xDB || byte == 0xE0 || byte == 0xEF
    }

    /// Tries runs of whole groups, longest first, from each group on.
    private static func appendCards(
        of sequence: DigitSequence, in bytes: UnsafeBufferPointer<UInt8>,
        to found: inout [Range<Int>]
    ) {
        guard !CardSurroundings.isBankAccount(sequence, in: bytes) else { return }
        var first = 0
        if CardSurroundings.isPartOfWord(sequence, in: bytes) { first = 1 }
        while first < sequence.groups.count {
            if let last = lastGroup(of: sequence, from: first) {
                let range =
                    sequence.groups[first].bytes.lowerBound..<sequence.groups[last].bytes.upperBound
                found.append(range)
                first = last + 1
            } else {
                first += 1
            }
        }
    }

    private static func lastGroup(of sequence: DigitSequence, from first: Int) -> Int? {
        let groups = sequence.groups
        let start = groups[first].digits.lowerBound
        var best: Int?
        for last in first..<groups.count {
            let digits = start..<groups[last].digits.upperBound
            guard digits.count <= digitCountMax else { break }
            if digits.count >= digitCountMin, isShapely(groups[first...last]),
                CardNumber.isPlausible(sequence.digits[digits])
            {
                best = last
            }
        }
        return best
    }

    /// Cards are written in one piece, in fours, as 4-6-5 and 4-6-4, or digit by digit: all groups of
    /// four or more, or all but the last equally long. Addresses and telephone numbers seldom are.
    private static func isShapely(_ groups: ArraySlice<DigitSequence.Group>) -> Bool {
        guard let size = groups.first?.digits.count else { return false }
        if groups.count == 1 { return true }
        let digitCount = groups.reduce(0) { $0 + $1.digits.count }
        guard digitCount > digitCountMin else { return false }
        let areEven = groups.dropLast().allSatisfy { $0.digits.count == size }
        let lastFits = groups.last.map { $0.digits.count <= size } ?? false
        return areEven && lastFits || groups.dropLast().allSatisfy { $0.digits.count >= 4 }
    }
}
