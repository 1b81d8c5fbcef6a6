import Vocabulary

extension JSONValue {
    /// Values that one JSON text may hold in all, unless the caller says otherwise.
    public static let valueCountMaxDefault = 262_144
    /// Digits, sign, point and exponent of one number.
    public static let numberBytesMax = 128
    /// Deepest nesting that a caller may ask for; what keeps the stack bounded.
    public static let depthCeiling = 256

    /// Reads one JSON text, strictly as RFC 8259 has it; white space around it is allowed.
    ///
    /// - Parameters:
    ///   - depthMax: Arrays and objects inside one another, at most `depthCeiling`.
    ///   - valueCountMax: Values in all.
    /// - Throws: The first mistake with its byte offset. Nothing is repaired or guessed.
    public init(
        parsing bytes: UnsafeBufferPointer<UInt8>, depthMax: Int = Limits.jsonDepthMax,
        valueCountMax: Int = JSONValue.valueCountMaxDefault
    ) throws(JSONError) {
        var parser = JSONParser(
            bytes: bytes, depthMax: min(depthMax, Self.depthCeiling), valuesLeft: valueCountMax,
            valueCountMax: valueCountMax)
        self = try parser.document()
    }

    /// Reads one JSON text; see the initializer for a buffer.
    public init(
        parsing bytes: [UInt8], depthMax: Int = Limits.jsonDepthMax,
        valueCountMax: Int = JSONValue.valueCountMaxDefault
    ) throws(JSONError) {
        let value = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(JSONError) in
                try JSONValue(parsing: buffer, depthMax: depthMax, valueCountMax: valueCountMax)
            }
        }
        self = try value.get()
    }

    /// Reads one JSON text; see the initializer for a buffer.
    public init(
        parsing bytes: some Sequence<UInt8>, depthMax: Int = Limits.jsonDepthMax,
        valueCountMax: Int = JSONValue.valueCountMaxDefault
    ) throws(JSONError) {
        let contiguous = bytes.withContiguousStorageIfAvailable { buffer in
            Result { () throws(JSONError) in
                try JSONValue(parsing: buffer, depthMax: depthMax, valueCountMax: valueCountMax)
            }
        }
        if let contiguous {
            self = try contiguous.get()
        } else {
            try self.init(
                parsing: Array(bytes), depthMax: depthMax, valueCountMax: valueCountMax)
        }
    }

    /// Reads one JSON text; see the initializer for a buffer.
    public init(
        parsing text: String, depthMax: Int = Limits.jsonDepthMax,
        valueCountMax: Int = JSONValue.valueCountMaxDefault
    ) throws(JSONError) {
        try self.init(parsing: text.utf8, depthMax: depthMax, valueCountMax: valueCountMax)
    }
}

/// Goes once through the bytes, from the first to the last; lives no longer than they do.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    let depthMax: Int
    var valuesLeft: Int
    let valueCountMax: Int
    /// The next byte to read.
    var position = 0
    /// Arrays and objects that are open.
    private var depth = 0

    init(
        bytes: UnsafeBufferPointer<UInt8>, depthMax: Int, valuesLeft: Int, valueCountMax: Int
    ) {
        self.bytes = bytes
        self.depthMax = depthMax
        self.valuesLeft = valuesLeft
        self.valueCountMax = valueCountMax
    }

    mutating func document() throws(JSONError) -> JSONValue {
        skipSpace()
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw problem(.trailingBytes) }
        return value
    }

    func problem(_ problem: JSONError.Problem) -> JSONError {
        JSONError(offset: position, problem: problem)
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard valuesLeft > 0 else { throw problem(.tooManyValues(countMax: valueCountMax)) }
        valuesLeft -= 1
        guard position < bytes.count else { throw problem(.endedEarly) }
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw problem(.unexpectedByte(byte, expected: "a JSON value"))
        }
    }

    private mutating func word(
        _ word: StaticString, _ meaning: JSONValue
    ) throws(JSONError) -> JSONValue {
        for index in 0..<word.utf8CodeUnitCount {
            guard position < bytes.count else { throw problem(.endedEarly) }
            guard bytes[position] == word.utf8Start[index] else {
                throw problem(
                    .unexpectedByte(bytes[position], expected: "true, false or null"))
            }
            position += 1
        }
        return meaning
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        try open()
        var members: [JSONObject.Member] = []
        var keys = SeenKeys()
        if try !closes(with: UInt8(ascii: "}")) {
            members.reserveCapacity(8)
            repeat {
                let keyStart = position
                try expect(UInt8(ascii: "\""), "a key in double quotes", consumes: false)
                let key = try string()
                guard keys.insert(key, into: members) else {
                    throw JSONError(offset: keyStart, problem: .keyRepeated(key))
                }
                skipSpace()
                try expect(UInt8(ascii: ":"), "':'")
                skipSpace()
                members.append(JSONObject.Member(key: key, value: try value()))
            } while try goesOn(before: UInt8(ascii: "}"), "',' or '}'")
        }
        depth -= 1
        return JSONObject(members: members)
    }

    private mutating func array() throws(JSONError) -> [JSONValue] {
        try open()
        var elements: [JSONValue] = []
        if try !closes(with: UInt8(ascii: "]")) {
            repeat {
                elements.append(try value())
            } while try goesOn(before: UInt8(ascii: "]"), "',' or ']'")
        }
        depth -= 1
        return elements
    }

    /// Steps over `{` or `[`.
    private mutating func open() throws(JSONError) {
        guard depth < depthMax else { throw problem(.tooDeep(depthMax: depthMax)) }
        depth += 1
        position += 1
        skipSpace()
    }

    /// Steps over `end`, if it comes at once.
    private mutating func closes(with end: UInt8) throws(JSONError) -> Bool {
        guard position < bytes.count else { throw problem(.endedEarly) }
        guard bytes[position] == end else { return false }
        position += 1
        return true
    }

    /// Steps over a comma and returns true, or over `end` and returns false.
    private mutating func goesOn(
        before end: UInt8, _ expected: String
    ) throws(JSONError) -> Bool {
        skipSpace()
        guard position < bytes.count else { throw problem(.endedEarly) }
        let byte = bytes[position]
        guard byte == UInt8(ascii: ",") || byte == end else {
            throw problem(.unexpectedByte(byte, expected: expected))
        }
        position += 1
        if byte == end { return false }
        skipSpace()
        return true
    }

    private mutating func expect(
        _ byte: UInt8, _ expected: String, consumes: Bool = true
    ) throws(JSONError) {
        guard position < bytes.count else { throw problem(.endedEarly) }
        guard bytes[position] == byte else {
            throw problem(.unexpectedByte(bytes[position], expected: expected))
        }
        if consumes { position += 1 }
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }
}

/// Tells repeated keys: by comparison while there are few, by a set from then on, so that an object
/// of a million keys costs no square of it.
private struct SeenKeys {
    private static let comparedCountMax = 16
    private var keys: Set<String> = []

    /// - Returns: false if `members` has the key already.
    mutating func insert(_ key: String, into members: [JSONObject.Member]) -> Bool {
        if members.count < Self.comparedCountMax {
            return !members.contains { $0.key == key }
        }
        if keys.isEmpty { keys = Set(members.lazy.map(\.key)) }
        return keys.insert(key).inserted
    }
}
