/// Finds single bytes eight at a time.
enum ByteSearch {
    /// - Returns: Where the next LF or CR stands, or the count.
    static func lineEnd(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count {
            let eight = load(bytes, at: index)
            if hasZero(eight ^ everyByte * 0x0A) || hasZero(eight ^ everyByte * 0x0D) { break }
            index += 8
        }
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
        return index
    }

    /// - Returns: Where the next IAC stands, or the count.
    static func telnetCommand(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= bytes.count, !hasZero(~load(bytes, at: index)) { index += 8 }
        while index < bytes.count, bytes[index] != 0xFF { index += 1 }
        return index
    }

    private static let everyByte: UInt64 = 0x0101_0101_0101_0101

    private static func load(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt64 {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self)
    }

    /// The borrow out of a zero byte sets its top bit; the mask keeps those that were not set.
    private static func hasZero(_ eight: UInt64) -> Bool {
        (eight &- everyByte) & ~eight & (everyByte * 0x80) != 0
    }
}
