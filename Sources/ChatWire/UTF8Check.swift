/// Checks UTF-8 byte by byte, however the bytes are cut, and fails at the first byte that cannot be
/// part of it.
///
/// Source: table 3-7 of the Unicode Standard, well-formed byte sequences.
public struct UTF8Check: Equatable, Sendable {
    /// Continuation bytes still missing, 0…3.
    private var missingCount: UInt8 = 0
    /// What the next continuation byte may be.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    public init() {}

    /// True between characters: here a text may end.
    public var isComplete: Bool { missingCount == 0 }

    /// - Returns: false if what came so far is the beginning of no UTF-8 text; then do not go on.
    public mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in bytes {
            if missingCount == 0, byte < 0x80 { continue }
            guard take(byte) else { return false }
        }
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        if missingCount > 0 {
            guard (lowest...highest).contains(byte) else { return false }
            missingCount -= 1
            (lowest, highest) = (0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missingCount = 1
        case 0xE0: (missingCount, lowest) = (2, 0xA0)
        case 0xED: (missingCount, highest) = (2, 0x9F)
        case 0xE1...0xEF: missingCount = 2
        case 0xF0: (missingCount, lowest) = (3, 0x90)
        case 0xF1...0xF3: missingCount = 3
        case 0xF4: (missingCount, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
