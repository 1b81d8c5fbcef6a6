/// Why some bytes are not a JSON text that we take, and where.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    public enum Problem: Equatable, Sendable {
        /// The text ends where something should follow.
        case endedEarly
        /// A byte that cannot stand here.
        case unexpectedByte(UInt8, expected: String)
        /// Something other than white space follows the value.
        case trailingBytes
        /// A control character inside a string; JSON wants it escaped.
        case controlCharacter(UInt8)
        /// A backslash followed by something that is no escape.
        case badEscape
        /// `\uD800`–`\uDFFF` without its other half.
        case loneSurrogate
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// A number with a leading zero, a bare point, no digits after the exponent, …
        case badNumber
        /// A number too large for 64-bit floating point.
        case numberOutOfRange
        /// A number of more bytes than `max`.
        case numberTooLong(bytesMax: Int)
        /// The same key twice in one object.
        case keyRepeated(String)
        /// Arrays and objects inside one another more than `max` deep.
        case tooDeep(depthMax: Int)
        /// More values in all than `max`.
        case tooManyValues(countMax: Int)
    }

    /// The byte at which it went wrong; the first is 0.
    public let offset: Int
    public let problem: Problem

    public init(offset: Int, problem: Problem) {
        self.offset = offset
        self.problem = problem
    }

    public var description: String { "byte \(offset): \(problem.sentence)" }
}

extension JSONError.Problem {
    /// What went wrong and what is allowed, in words.
    var sentence: String {
        switch self {
        case .endedEarly: "the JSON text ends too early"
        case .unexpectedByte(let byte, let expected):
            "found \(Self.shown(byte)), expected \(expected)"
        case .trailingBytes: "something follows the JSON value; one value a line is allowed"
        case .controlCharacter(let byte):
            "control character \(Self.shown(byte)) in a string; write it as an escape"
        case .badEscape: #"no such escape; allowed are \" \\ \/ \b \f \n \r \t \uXXXX"#
        case .loneSurrogate: "half of a surrogate pair; write both halves"
        case .invalidUTF8: "not UTF-8"
        case .badNumber: "not a JSON number"
        case .numberOutOfRange: "number too large"
        case .numberTooLong(let bytesMax): "number of more than \(bytesMax) bytes"
        case .keyRepeated(let key): "key '\(key.prefix(40))' is there twice; keep one"
        case .tooDeep(let depthMax): "arrays and objects more than \(depthMax) deep"
        case .tooManyValues(let countMax): "more than \(countMax) values"
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
        let digits = String(byte, radix: 16)
        return "0x" + (digits.count < 2 ? "0" : "") + digits
    }
}
