/// Where a terminal's control sequence ends (ECMA-48), so that all of it can be left out.
enum EscapeSequence {
    /// Longest sequence taken as a whole. Of a longer one, and of one without an end, only its
    /// introducer goes, so that nobody's text is swallowed.
    private static let bytesMax = 512

    /// - Parameter start: Where ESC or a character of C1 stands.
    /// - Returns: The index after the sequence; always beyond `start`.
    static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard bytes[start] == 0x1B else {
            let after = start + 2
            switch bytes[start + 1] {
            case 0x9B: return endOfControl(bytes, from: after) ?? after
            case 0x90, 0x98, 0x9D, 0x9E, 0x9F: return endOfString(bytes, from: after) ?? after
            default: return after
            }
        }
        let after = start + 1
        guard after < bytes.count else { return after }
        switch bytes[after] {
        case UInt8(ascii: "["):
            return endOfControl(bytes, from: after + 1) ?? after + 1
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
            UInt8(ascii: "_"):
            return endOfString(bytes, from: after + 1) ?? after + 1
        case 0x20...0x2F:
            return endOfEscape(bytes, from: after) ?? after
        case 0x30...0x7E:
            return after + 1
        default:
            return after
        }
    }

    /// Parameters 0x30–0x3F, intermediates 0x20–0x2F, one final byte 0x40–0x7E.
    private static func endOfControl(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        var index = start
        let limit = min(bytes.count, start + bytesMax)
        while index < limit, (0x30...0x3F).contains(bytes[index]) { index += 1 }
        while index < limit, (0x20...0x2F).contains(bytes[index]) { index += 1 }
        guard index < limit, (0x40...0x7E).contains(bytes[index]) else { return nil }
        return index + 1
    }

    /// Intermediates 0x20–0x2F, one final byte 0x30–0x7E.
    private static func endOfEscape(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int? {
        var index = start
        let limit = min(bytes.count, start + bytesMax)
        while index < limit, (0x20...0x2F).contains(bytes[index]) { index += 1 }
        guard index < limit, (0x30...0x7E).contains(bytes[index]) else { return nil }
        return index + 1
    }

    /// Anything up to BEL, ESC \ or U+009C, on one line.
    private static func endOfString(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        let limit = min(bytes.count, start + bytesMax)
        while index < limit {
            switch bytes[index] {
            case 0x07: return index + 1
            case 0x0A, 0x0D: return nil
            case 0x1B:
                let isEnd = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\\")
                return isEnd ? index + 2 : nil
            case 0xC2 where index + 1 < bytes.count && bytes[index + 1] == 0x9C: return index + 2
            default: index += 1
            }
        }
        return nil
    }
}
