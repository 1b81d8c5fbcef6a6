/// A key or a name of the stored form, up to 16 bytes of ASCII in two machine words, so that finding
/// out which one it is takes a few comparisons and no `String`.
struct Word: Equatable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    static let bytesMax = 16

    init() {}

    /// - Parameter text: At most `bytesMax` bytes.
    @inline(__always)
    init(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { set(text.utf8Start[index], at: index) }
    }

    /// - Parameter bytes: What is longer than `bytesMax` equals no word made from a text.
    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= Self.bytesMax else {
            (low, high) = (.max, .max)
            return
        }
        for index in 0..<bytes.count { set(bytes[index], at: index) }
    }

    @inline(__always)
    private mutating func set(_ byte: UInt8, at index: Int) {
        if index < 8 {
            low |= UInt64(byte) << UInt64(truncatingIfNeeded: index * 8)
        } else {
            high |= UInt64(byte) << UInt64(truncatingIfNeeded: index * 8 - 64)
        }
    }
}
