/// Reads the stored form from its bytes, value by value, without building a tree first.
///
/// It takes any JSON: keys in any order, white space, escapes, values it is told to skip. Lives no
/// longer than the bytes it reads.
struct RecordReader {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The next byte to read.
    private(set) var position = 0
    /// Arrays and objects that are open.
    private var depth = 0

    /// Deepest nesting taken; ours is 5.
    static let depthMax = 32

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    func problem(_ problem: EntryCodecError.Problem) -> EntryCodecError {
        EntryCodecError(offset: position, problem: problem)
    }

    /// True once nothing but white space is left.
    mutating func isAtEnd() -> Bool {
        skipSpace()
        return position == bytes.count
    }

    /// Reads an object; `body` must read or skip one value for each key it is called with.
    mutating func members(
        _ body: (inout RecordReader, Word) throws(EntryCodecError) -> Void
    ) throws(EntryCodecError) {
        guard try opens(UInt8(ascii: "{"), until: UInt8(ascii: "}")) else { return }
        repeat {
            let key = try word()
            try take(UInt8(ascii: ":"))
            try body(&self, key)
        } while try goesOn(until: UInt8(ascii: "}"))
    }

    /// Reads an array; `body` must read or skip one value each time.
    mutating func elements(
        _ body: (inout RecordReader) throws(EntryCodecError) -> Void
    ) throws(EntryCodecError) {
        guard try opens(UInt8(ascii: "["), until: UInt8(ascii: "]")) else { return }
        repeat {
            try body(&self)
        } while try goesOn(until: UInt8(ascii: "]"))
    }

    /// Reads a string as one of a fixed set of names.
    @inline(__always)
    mutating func word() throws(EntryCodecError) -> Word {
        let (range, hasEscapes) = try quoted()
        guard !hasEscapes else { return Word() }
        return Word(UnsafeBufferPointer(rebasing: bytes[range]))
    }

    mutating func string() throws(EntryCodecError) -> String {
        let (range, hasEscapes) = try quoted()
        let run = UnsafeBufferPointer(rebasing: bytes[range])
        return hasEscapes
            ? try unescaped(run, endingAt: position) : String(decoding: run, as: UTF8.self)
    }

    mutating func integer() throws(EntryCodecError) -> Int64 {
        skipSpace()
        let isNegative = position < bytes.count && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let start = position
        var magnitude: UInt64 = 0
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
            magnitude = magnitude &* 10 &+ UInt64(bytes[position] - 0x30)
            position += 1
        }
        guard position > start, position - start <= 18 else {
            throw problem(.expected("an integer"))
        }
        return isNegative ? -Int64(magnitude) : Int64(magnitude)
    }

    mutating func count() throws(EntryCodecError) -> Int { Int(try integer()) }

    /// - Returns: nil for `null`.
    mutating func float() throws(EntryCodecError) -> Float? {
        skipSpace()
        let start = position
        while position < bytes.count, Self.isInNumber(bytes[position]) { position += 1 }
        guard position > start else {
            try takeNull()
            return nil
        }
        let run = UnsafeBufferPointer(rebasing: bytes[start..<position])
        if let number = Decimal(run).flatMap(\.float) { return number }
        guard let number = Float(String(decoding: run, as: UTF8.self)) else {
            throw problem(.expected("a number"))
        }
        return number
    }

    /// Steps over one value of any kind.
    mutating func skip() throws(EntryCodecError) {
        skipSpace()
        guard position < bytes.count else { throw problem(.endedEarly) }
        switch bytes[position] {
        case UInt8(ascii: "{"):
            try members { (reader, _) throws(EntryCodecError) in try reader.skip() }
        case UInt8(ascii: "["):
            try elements { (reader) throws(EntryCodecError) in try reader.skip() }
        case UInt8(ascii: "\""): _ = try quoted()
        default:
            let start = position
            while position < bytes.count, Self.isInWordOrNumber(bytes[position]) { position += 1 }
            guard position > start else { throw problem(.expected("a value")) }
        }
    }

    private mutating func opens(_ start: UInt8, until end: UInt8) throws(EntryCodecError) -> Bool {
        try take(start)
        depth += 1
        guard depth <= Self.depthMax else { throw problem(.tooDeep) }
        skipSpace()
        guard position < bytes.count, bytes[position] == end else { return true }
        position += 1
        depth -= 1
        return false
    }

    private mutating func goesOn(until end: UInt8) throws(EntryCodecError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw problem(.endedEarly) }
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: ",") { return true }
        guard byte == end else {
            position -= 1
            throw problem(.expected("a comma or the end"))
        }
        depth -= 1
        return false
    }

    private mutating func take(_ byte: UInt8) throws(EntryCodecError) {
        skipSpace()
        guard position < bytes.count else { throw problem(.endedEarly) }
        guard bytes[position] == byte else {
            throw problem(.expected(String(UnicodeScalar(byte))))
        }
        position += 1
    }

    private mutating func takeNull() throws(EntryCodecError) {
        for byte in "null".utf8 { try take(byte) }
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    /// Steps over a string. - Returns: Where its bytes are, without the quotes.
    @inline(__always)
    private mutating func quoted() throws(EntryCodecError) -> (Range<Int>, hasEscapes: Bool) {
        try take(UInt8(ascii: "\""))
        let start = position
        var index = position
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                position = index + 1
                return (start..<index, hasEscapes)
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                index += 1
            }
            index += 1
        }
        position = bytes.count
        throw problem(.endedEarly)
    }

    private static func isInNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private static func isInWordOrNumber(_ byte: UInt8) -> Bool {
        isInNumber(byte) || (0x61...0x7A).contains(byte)
    }
}
