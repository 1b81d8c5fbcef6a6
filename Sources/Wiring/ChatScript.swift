import Vocabulary

/// A conversation that must go as written: a `.chat` file as a value.
public struct ChatScript: Equatable, Sendable {
    /// The shop, the language and the time it is played in.
    public var shop: String?
    public var language: String?
    public var now: String?
    /// Where order look-ups are recorded: a file of the shop, or `down`.
    public var orders: String?
    public var steps: [Step] = []

    public struct Step: Equatable, Sendable {
        public var line: Int
        public var move: Move
    }

    public enum Move: Equatable, Sendable {
        case customer(String)
        case bot(Expectation)
        /// bot, waiting, agent or closed.
        case state(String)
        /// From here on it is this time.
        case now(String)
        /// What was asked to be done since the last such line; `none` for nothing.
        case action(Expectation)
        /// From here on the shop's own systems answer, or are `down`.
        case orders(String)
    }

    /// What a bot's line is held against.
    public enum Expectation: Equatable, Sendable, CustomStringConvertible {
        case contains(String)
        case equals(String)
        case matches(String)
        case intent(String)

        public var description: String {
            switch self {
            case .contains(let text): "~ \(text)"
            case .equals(let text): "= \(text)"
            case .matches(let pattern): "/\(pattern)/"
            case .intent(let name): "[\(name)]"
            }
        }
    }

    /// Why a script cannot be read.
    public struct Mistake: Error, Equatable, Sendable, CustomStringConvertible {
        public let line: Int
        public let message: String
        public var description: String { "\(line): \(message)" }
    }

    /// Reads a script. Empty lines and what follows a `#` after two blanks are left out.
    public init(parsing text: String) throws(Mistake) {
        for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let line = Self.withoutComment(String(raw))
            guard !line.isEmpty else { continue }
            try read(line, number: index + 1)
        }
        guard !steps.isEmpty else { throw Mistake(line: 1, message: "there is nothing to play") }
    }

    private mutating func read(_ line: String, number: Int) throws(Mistake) {
        guard let colon = line.firstIndex(of: ":") else {
            throw Mistake(
                line: number,
                message: "'\(line)' has no speaker; write customer: …, bot: … or state: …")
        }
        let key = String(line[..<colon])
        let rest = Self.trimmed(String(line[line.index(after: colon)...]))
        switch key {
        case "shop": try readHead(line, number)
        case "language": language = rest
        case "now" where steps.isEmpty: now = rest
        case "now": steps.append(Step(line: number, move: .now(rest)))
        case "orders" where steps.isEmpty: orders = rest
        case "orders": steps.append(Step(line: number, move: .orders(rest)))
        case "action":
            steps.append(Step(line: number, move: .action(try Self.expectation(rest, number))))
        case "customer": steps.append(Step(line: number, move: .customer(rest)))
        case "bot":
            steps.append(Step(line: number, move: .bot(try Self.expectation(rest, number))))
        case "state": steps.append(Step(line: number, move: .state(rest)))
        default:
            throw Mistake(
                line: number,
                message:
                    "'\(key)' is no speaker; there are shop, language, now, orders, customer, bot, "
                    + "action, state")
        }
    }

    /// `shop: juniper  language: en  now: 2026-03-10T10:00  orders: orders.csv`.
    private mutating func readHead(_ line: String, _ number: Int) throws(Mistake) {
        var words = line.split(separator: " ").map(String.init)[...]
        while let key = words.popFirst() {
            guard key.hasSuffix(":"), let value = words.popFirst() else {
                throw Mistake(line: number, message: "'\(key)' is not 'name: value'")
            }
            switch key {
            case "shop:": shop = value
            case "language:": language = value
            case "now:": now = value
            case "orders:": orders = value
            default:
                throw Mistake(
                    line: number,
                    message: "'\(key)' is not known; there are shop: language: now: orders:")
            }
        }
    }

    private static func expectation(_ text: String, _ line: Int) throws(Mistake) -> Expectation {
        if text.hasPrefix("~") { return .contains(trimmed(String(text.dropFirst()))) }
        if text.hasPrefix("=") { return .equals(trimmed(String(text.dropFirst()))) }
        if text.hasPrefix("["), text.hasSuffix("]") {
            return .intent(String(text.dropFirst().dropLast()))
        }
        if text.hasPrefix("/"), text.hasSuffix("/"), text.count > 2 {
            let pattern = String(text.dropFirst().dropLast())
            guard (try? Regex(pattern)) != nil else {
                throw Mistake(line: line, message: "/\(pattern)/ is no regular expression")
            }
            return .matches(pattern)
        }
        guard !text.isEmpty else {
            throw Mistake(
                line: line,
                message: "write what the bot says: ~ contains, = exact, /regex/, [intent]")
        }
        return .contains(text)
    }

    private static func withoutComment(_ line: String) -> String {
        let trimmed = trimmed(line)
        guard !trimmed.hasPrefix("#") else { return "" }
        guard let mark = trimmed.range(of: "  #") else { return trimmed }
        return Self.trimmed(String(trimmed[..<mark.lowerBound]))
    }

    private static func trimmed(_ text: String) -> String {
        var part = Substring(text)
        while let first = part.first, first.isWhitespace { part = part.dropFirst() }
        while let last = part.last, last.isWhitespace { part = part.dropLast() }
        return String(part)
    }
}
