/// One JSON value as RFC 8259 defines it, with whole numbers kept exact.
public enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number; always finite.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// The members of a JSON object in the order in which they were written, each key once.
///
/// Looking a key up compares keys one after another: objects on the wire have a handful of them.
public struct JSONObject: Equatable, Sendable {
    /// One key and what it stands for.
    public struct Member: Equatable, Sendable {
        public let key: String
        public var value: JSONValue

        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// In the order written. Whoever sets it keeps each key to one member.
    public var members: [Member]

    public init(members: [Member] = []) { self.members = members }

    /// The value of the member `key`; nil where there is none. Setting nil removes the member,
    /// setting a new key adds it last.
    public subscript(_ key: String) -> JSONValue? {
        get {
            for member in members where member.key == key { return member.value }
            return nil
        }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONValue {
    /// The text, if this is a string.
    public var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, if this is one without a fraction that fits 64 bits (`5` and `5.0` alike).
    public var integer: Int64? {
        switch self {
        case .integer(let integer): integer
        case .number(let number) where number.magnitude < 0x1p63:
            Double(Int64(number)) == number ? Int64(number) : nil
        case .number: nil
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// The number, whole or not.
    public var number: Double? {
        switch self {
        case .integer(let integer): Double(integer)
        case .number(let number): number
        case .null, .bool, .string, .array, .object: nil
        }
    }

    /// True or false, if this is either.
    public var bool: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    /// The elements, if this is an array.
    public var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The members, if this is an object.
    public var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// True for `null` alone.
    public var isNull: Bool { self == .null }

    /// The value of the member `key`, if this is an object that has one.
    public subscript(_ key: String) -> JSONValue? {
        guard case .object(let object) = self else { return nil }
        return object[key]
    }
}
