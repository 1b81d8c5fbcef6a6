/// Writes JSON to a growing buffer of bytes, commas and escapes included.
///
/// What it writes stands on one line and is safe to show in a terminal: control characters, U+2028,
/// U+2029, DEL, C1 and the characters that turn the writing direction leave as escapes, so a reader
/// of JSON gets every text back exactly. Calls must nest as JSON does; keys are not checked for
/// repetition.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.key("op")
///     writer.string("ping")
///     writer.endObject()
public struct JSONWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]
    /// True after a value: the next one of the same array or object is set off by a comma.
    private var needsComma = false

    /// - Parameter bytes: Kept as they are; what is written comes after them, in the same storage
    ///   if nobody else holds it.
    public init(reusing bytes: consuming [UInt8] = []) { self.bytes = bytes }

    /// Appends to a buffer of the caller's without a copy of what is in it.
    public static func append(to buffer: inout [UInt8], _ body: (inout JSONWriter) -> Void) {
        var writer = JSONWriter(reusing: [])
        swap(&writer.bytes, &buffer)
        body(&writer)
        swap(&writer.bytes, &buffer)
    }

    public mutating func beginObject() { open(UInt8(ascii: "{")) }
    public mutating func endObject() { close(UInt8(ascii: "}")) }
    public mutating func beginArray() { open(UInt8(ascii: "[")) }
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The key of the next value. It must need no escapes: no quotes, backslashes or controls.
    public mutating func key(_ key: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        key.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// The key of the next value, whatever is in it.
    public mutating func key(named key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    public mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        if text.utf8.withContiguousStorageIfAvailable({ escape($0) }) == nil {
            Array(text.utf8).withUnsafeBufferPointer { escape($0) }
        }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    public mutating func integer(_ integer: Int64) {
        separate()
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = integer.magnitude
        var unit: UInt64 = 1
        while rest / unit >= 10 { unit *= 10 }
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / unit))
            rest %= unit
            unit /= 10
        }
        needsComma = true
    }

    public mutating func integer(_ integer: Int) { self.integer(Int64(integer)) }

    /// The shortest digits that read back as the same number; `null` for what JSON has no word for.
    public mutating func number(_ number: Double) {
        guard number.isFinite else { return null() }
        word(number.description)
    }

    /// The shortest digits that read back as the same number; `null` for what JSON has no word for.
    public mutating func number(_ number: Float) {
        guard number.isFinite else { return null() }
        word(number.description)
    }

    public mutating func bool(_ bool: Bool) { word(bool ? "true" : "false") }
    public mutating func null() { word("null") }

    /// A value that is JSON already, on one line.
    public mutating func raw(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    /// A value as it is; see `JSONValue`.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool): self.bool(bool)
        case .integer(let integer): self.integer(integer)
        case .number(let number): self.number(number)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(named: member.key)
                self.value(member.value)
            }
            endObject()
        }
    }

    /// Ends one JSON text, so that the next one begins on a line of its own.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func word(_ word: String) {
        separate()
        bytes.append(contentsOf: word.utf8)
        needsComma = true
    }
}

extension JSONWriter {
    /// Copies runs that need no escape whole.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var runStart = 0
        var index = 0
        while true {
            index = Self.plainEnd(text, from: index)
            guard index < text.count else { break }
            let byte = text[index]
            let length = Self.lengthOfScalar(startingWith: byte)
            if byte >= 0x80, !Self.isHidden(text, at: index) {
                index += length
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<index]))
            appendEscape(of: text, at: index)
            index += length
            runStart = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[runStart..<text.count]))
    }

    private mutating func appendEscape(of text: UnsafeBufferPointer<UInt8>, at index: Int) {
        switch text[index] {
        case UInt8(ascii: "\""): bytes.append(contentsOf: [0x5C, 0x22])
        case UInt8(ascii: "\\"): bytes.append(contentsOf: [0x5C, 0x5C])
        case UInt8(ascii: "\n"): bytes.append(contentsOf: [0x5C, UInt8(ascii: "n")])
        case UInt8(ascii: "\r"): bytes.append(contentsOf: [0x5C, UInt8(ascii: "r")])
        case UInt8(ascii: "\t"): bytes.append(contentsOf: [0x5C, UInt8(ascii: "t")])
        default: appendHexEscape(Self.codePoint(text, at: index))
        }
    }

    private mutating func appendHexEscape(_ codePoint: UInt16) {
        bytes.append(contentsOf: [0x5C, UInt8(ascii: "u")])
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(truncatingIfNeeded: codePoint >> shift & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
        }
    }

    /// - Returns: The first index from `start` on with a byte that is not to be copied as it is, or
    ///   the count. Eight bytes are looked at together.
    private static func plainEnd(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= text.count {
            let eight = UnsafeRawBufferPointer(text).loadUnaligned(
                fromByteOffset: index, as: UInt64.self)
            let quote = eight ^ everyByte * 0x22
            let backslash = eight ^ everyByte * 0x5C
            let above = eight | (eight &+ everyByte)
            let below = (eight &- everyByte * 0x20) & ~eight
            let marked =
                (quote &- everyByte) & ~quote | (backslash &- everyByte) & ~backslash | above
                | below
            guard marked & (everyByte * 0x80) == 0 else { break }
            index += 8
        }
        while index < text.count, isPlain(text[index]) { index += 1 }
        return index
    }

    private static let everyByte: UInt64 = 0x0101_0101_0101_0101

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func lengthOfScalar(startingWith byte: UInt8) -> Int {
        byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
    }

    /// True for characters beyond ASCII that a terminal would act on instead of showing them: C1,
    /// U+061C, U+200E, U+200F, U+2028–U+202E and U+2066–U+2069.
    private static func isHidden(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        switch text[index] {
        case 0xC2: return text[index + 1] < 0xA0
        case 0xD8: return text[index + 1] == 0x9C
        case 0xE2:
            switch (text[index + 1], text[index + 2]) {
            case (0x80, 0x8E), (0x80, 0x8F), (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9): return true
            default: return false
            }
        default: return false
        }
    }

    /// The scalar at `index`, which is one of those that are escaped: all below U+10000.
    private static func codePoint(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt16 {
        let first = UInt16(text[index])
        if first < 0x80 { return first }
        let second = UInt16(text[index + 1] & 0x3F)
        if first < 0xE0 { return (first & 0x1F) << 6 | second }
        return (first & 0x0F) << 12 | second << 6 | UInt16(text[index + 2] & 0x3F)
    }
}
