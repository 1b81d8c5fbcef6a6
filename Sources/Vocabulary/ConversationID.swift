/// One customer's case with one shop. Stored: never renumber.
///
/// A positive 63-bit number: 40 bits of milliseconds since 1 January 2020 UTC and 23 random bits, so
/// that ids made one after another lie close together in an index. It is no secret: what lets a
/// customer come back is a `ResumeToken`.
public struct ConversationID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int64

    public init(_ number: Int64) { self.number = number }

    /// Reads the written form; letters of either case, `i l` as 1 and `o` as 0, as Crockford's
    /// Base32 asks.
    ///
    /// - Returns: nil if `text` is not 13 digits of Crockford's Base32 below 2⁶³.
    public init?(_ text: String) {
        guard text.utf8.count == Self.digitCount else { return nil }
        var number: UInt64 = 0
        for byte in text.utf8 {
            guard let digit = Self.digit(of: byte), number >> 58 == 0 else { return nil }
            number = number << 5 | digit
        }
        self.number = Int64(number)
    }

    /// 13 digits of Crockford's Base32 in lower case, as people and files see it.
    public var description: String {
        var digits: [UInt8] = []
        digits.reserveCapacity(Self.digitCount)
        var shift = (Self.digitCount - 1) * 5
        while shift >= 0 {
            digits.append(Self.alphabet[Int(truncatingIfNeeded: number >> Int64(shift)) & 31])
            shift -= 5
        }
        return String(decoding: digits, as: UTF8.self)
    }

    public static func < (left: ConversationID, right: ConversationID) -> Bool {
        left.number < right.number
    }

    private static let digitCount = 13
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func digit(of byte: UInt8) -> UInt64? {
        let lower = (0x41...0x5A).contains(byte) ? byte + 32 : byte
        switch lower {
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return 1
        case UInt8(ascii: "o"): return 0
        default: return alphabet.firstIndex(of: lower).map(UInt64.init)
        }
    }
}

/// Makes conversation ids that no earlier call of the same mint has made.
public struct IDMint: Equatable, Sendable {
    /// The largest number given out so far, or known from the store.
    private var last: Int64

    /// 1 January 2020 00:00 UTC in milliseconds since 1970.
    private static let epochMilliseconds: Int64 = 1_577_836_800_000

    /// - Parameter last: The largest id in the store; ids to come are larger.
    public init(after last: ConversationID = ConversationID(0)) { self.last = last.number }

    /// - Returns: An id larger than every one before it.
    public mutating func conversationID(
        at now: WallTime, using random: inout SeededRandom
    ) -> ConversationID {
        let milliseconds = max(0, now.milliseconds - Self.epochMilliseconds) & (1 << 40 - 1)
        let drawn = milliseconds << 23 | Int64(random.next() >> 41)
        last = max(drawn, last + 1)
        return ConversationID(last)
    }

    /// Takes note of an id made elsewhere, such as one read from the store.
    public mutating func skip(to id: ConversationID) { last = max(last, id.number) }
}
