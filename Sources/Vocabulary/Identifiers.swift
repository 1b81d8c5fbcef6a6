/// The short name of a shop; the name of its folder below `Intents/`.
///
/// Lower-case letters, digits and hyphens, 1 to 32 of them, beginning with a letter, so that it can
/// stand in a file name, a URL and a log line as it is. Stored: never rename.
public struct ShopID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String

    /// - Returns: nil if `name` is not 1 to 32 of `a–z 0–9 -` beginning with a letter.
    public init?(_ name: String) {
        guard isShortName(name) else { return nil }
        self.name = name
    }

    public var description: String { name }
    public static func < (left: ShopID, right: ShopID) -> Bool { left.name < right.name }
}

/// The log-in name of an agent, unique over the whole server. Stored: never rename.
public struct AgentID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String

    /// - Returns: nil if `name` is not 1 to 32 of `a–z 0–9 -` beginning with a letter.
    public init?(_ name: String) {
        guard isShortName(name) else { return nil }
        self.name = name
    }

    public var description: String { name }
    public static func < (left: AgentID, right: AgentID) -> Bool { left.name < right.name }
}

/// What a customer wants, as the author of the intent file named it, for example `order_status`.
public struct IntentName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }
    public static func < (left: IntentName, right: IntentName) -> Bool { left.name < right.name }
}

/// A value that a dialogue needs, for example `order_number`.
public struct SlotName: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }
    public static func < (left: SlotName, right: SlotName) -> Bool { left.name < right.name }
}

/// A language by its ISO 639-1 code, for example `en`. Stored: never rename.
public struct Language: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let code: String

    /// - Returns: nil if `code` is not two or three lower-case letters.
    public init?(_ code: String) {
        let bytes = code.utf8
        guard (2...3).contains(bytes.count), bytes.allSatisfy({ (0x61...0x7A).contains($0) }) else {
            return nil
        }
        self.code = code
    }

    private init(known code: String) { self.code = code }
    public static let english = Language(known: "en")
    public var description: String { code }
    public static func < (left: Language, right: Language) -> Bool { left.code < right.code }
}

/// A live connection of a customer or an agent. Unique while the server process lives; never stored.
public struct SessionID: Hashable, Sendable, CustomStringConvertible {
    public let number: UInt64
    public init(_ number: UInt64) { self.number = number }
    public var description: String { String(number) }
}

/// Letters of a name that has to stand in file names, URLs and log lines as it is.
private func isShortName(_ name: String) -> Bool {
    let bytes = name.utf8
    guard (1...32).contains(bytes.count), let first = bytes.first, (0x61...0x7A).contains(first)
    else {
        return false
    }
    return bytes.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
}
