import JSONText

/// Something in the files of a shop that its author should look at, with the place and a way out.
///
/// Made by `ShopFolder.load` and shown by `check`; nothing else is thrown for bad content.
public struct ShopFileProblem: Error, Equatable, Sendable {
    /// How bad it is. The order is the order of the cases.
    public enum Severity: String, Comparable, Sendable, CaseIterable {
        /// Understood and without a meaning here; nothing to do.
        case note
        /// Works, but probably not as it was meant.
        case warning
        /// The shop is not served before this is mended.
        case error

        public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .note: 0
            case .warning: 1
            case .error: 2
            }
        }
    }

    public let severity: Severity
    /// Relative to `Intents/`, for example `juniper/en/returns.yml`.
    public let file: String
    /// The first line is 1.
    public let line: Int
    /// In characters of Unicode; the first is 1.
    public let column: Int
    /// What was found, and what to do about it.
    public let message: String
    /// What may stand at this place; empty where that is no short list.
    public let allowed: [String]
    /// What was probably meant, as it would be written.
    public let hint: String?

    public init(
        severity: Severity, file: String, line: Int, column: Int, message: String,
        allowed: [String] = [], hint: String? = nil
    ) {
        self.severity = severity
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.allowed = allowed
        self.hint = hint
    }
}

extension ShopFileProblem: CustomStringConvertible {
    /// One line as compilers write it, so that editors can jump to the place.
    public var description: String {
        var text = "\(file):\(line):\(column): \(severity.rawValue): \(message)"
        if let hint { text += "; did you mean '\(hint)'?" }
        if !allowed.isEmpty { text += " (allowed: \(allowed.joined(separator: ", ")))" }
        return text
    }

    /// The fields of the problem by their names, for programs.
    public var jsonObject: JSONObject {
        var members = [
            JSONObject.Member(key: "severity", value: .string(severity.rawValue)),
            JSONObject.Member(key: "file", value: .string(file)),
            JSONObject.Member(key: "line", value: .integer(Int64(line))),
            JSONObject.Member(key: "column", value: .integer(Int64(column))),
            JSONObject.Member(key: "message", value: .string(message)),
        ]
        if !allowed.isEmpty {
            let names = allowed.map { JSONValue.string($0) }
            members.append(JSONObject.Member(key: "allowed", value: .array(names)))
        }
        if let hint { members.append(JSONObject.Member(key: "hint", value: .string(hint))) }
        return JSONObject(members: members)
    }
}

extension ShopFileProblem: Comparable {
    /// By file, line and column; at one place the worse comes first.
    public static func < (left: ShopFileProblem, right: ShopFileProblem) -> Bool {
        if left.file != right.file { return left.file < right.file }
        if left.line != right.line { return left.line < right.line }
        if left.column != right.column { return left.column < right.column }
        if left.severity != right.severity { return left.severity > right.severity }
        return left.message < right.message
    }
}
