/// Writes numbers, texts and lists one after the other, little-endian.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ number: UInt32) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ number: Float) { write(number.bitPattern) }
    mutating func write(_ flag: Bool) { write(flag ? UInt32(1) : 0) }
    mutating func write(count: Int) { write(UInt32(count)) }
    mutating func write(raw: [UInt8]) { bytes.append(contentsOf: raw) }

    mutating func write(_ text: String) {
        write(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func write(_ texts: [String]) {
        write(count: texts.count)
        for text in texts { write(text) }
    }

    /// Numbers as they lie in memory; the format is for little-endian machines, which all ours are.
    mutating func write<Number: BitwiseCopyable>(numbers: [Number]) {
        write(count: numbers.count)
        numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
}

/// Reads what a `ByteWriter` wrote. No count in the bytes is believed before it is checked.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var at: Int
    private let end: Int

    init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        at = start
        self.end = end ?? bytes.count
    }

    var isAtEnd: Bool { at == end }

    mutating func readNumber() throws(ModelError) -> UInt32 {
        guard end - at >= 4 else { throw .damaged }
        let number = bytes.withUnsafeBytes {
            UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        }
        at += 4
        return number
    }

    mutating func readFloat() throws(ModelError) -> Float { Float(bitPattern: try readNumber()) }
    mutating func readFlag() throws(ModelError) -> Bool { try readNumber() != 0 }

    /// A count of things of at least `byteCountEach` bytes each that can still follow.
    mutating func readCount(byteCountEach: Int = 1) throws(ModelError) -> Int {
        let count = Int(try readNumber())
        guard count <= (end - at) / byteCountEach else { throw .damaged }
        return count
    }

    mutating func readText() throws(ModelError) -> String {
        let count = try readCount()
        let text = String(decoding: bytes[at..<(at + count)], as: UTF8.self)
        at += count
        return text
    }

    mutating func readTexts() throws(ModelError) -> [String] {
        let count = try readCount(byteCountEach: 4)
        var texts: [String] = []
        texts.reserveCapacity(count)
        for _ in 0..<count { texts.append(try readText()) }
        return texts
    }

    mutating func readNumbers<Number: BitwiseCopyable>(
        of type: Number.Type, zero: Number
    ) throws(ModelError) -> [Number] {
        let size = MemoryLayout<Number>.stride
        let count = try readCount(byteCountEach: size)
        var numbers = [Number](repeating: zero, count: count)
        numbers.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: source[at..<(at + count * size)]))
            }
        }
        at += count * size
        return numbers
    }
}
