import Knowledge

/// What a whole line means whatever is going on.
public enum Keyword: String, Equatable, Sendable, CaseIterable {
    case human, help, bye, menu, cancel, yes, no, skip, back, callback

    /// Bytes of a line that may be one.
    static let bytesMax = 48

    /// Whether two lines may have one key: false where both begin with different letters of ASCII.
    static func mayAgree(_ left: String, _ right: String) -> Bool {
        guard let one = left.utf8.first, let other = right.utf8.first else { return true }
        let (small, otherSmall) = (one | 0x20, other | 0x20)
        guard small &- 0x61 < 26, otherSmall &- 0x61 < 26 else { return true }
        return small == otherSmall
    }

    /// The form in which lines are compared: ASCII letters in lower case, punctuation and white space
    /// at the ends dropped, inner white space one blank.
    ///
    /// - Returns: nil for a line too long to be a keyword (over 48 bytes).
    public static func key(of line: String) -> String? {
        withKey(of: line) { bytes, isPlain in
            let text = String(decoding: bytes, as: UTF8.self)
            return isPlain ? text : text.lowercased()
        }
    }

    /// Calls `body` with the bytes of the key, and whether they are all ASCII; others are still to be
    /// put in lower case.
    static func withKey<Result>(
        of line: String, _ body: (UnsafeBufferPointer<UInt8>, Bool) -> Result
    ) -> Result? {
        guard line.utf8.count <= bytesMax else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytesMax) { key in
            var (count, isPlain) = (0, true)
            for byte in line.utf8 {
                switch byte {
                case 0x41...0x5A:
                    key[count] = byte + 32
                    count += 1
                case 0x20, 0x09:
                    guard count > 0, key[count - 1] != 0x20 else { continue }
                    key[count] = 0x20
                    count += 1
                case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ","),
                    UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "\""):
                    continue
                default:
                    if byte >= 0x80 { isPlain = false }
                    key[count] = byte
                    count += 1
                }
            }
            if count > 0, key[count - 1] == 0x20 { count -= 1 }
            return body(UnsafeBufferPointer(rebasing: key[..<count]), isPlain)
        }
    }
}

extension WordTable<Keyword> {
    /// The keyword that a whole line is.
    func keyword(of line: String) -> Keyword? {
        let key = Keyword.withKey(of: line) { bytes, isPlain -> String? in
            guard let first = bytes.first else { return nil }
            guard isPlain else { return String(decoding: bytes, as: UTF8.self).lowercased() }
            guard mayHave(first: first, byteCount: bytes.count) else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
        return (key ?? nil).flatMap { self[$0] }
    }
}
