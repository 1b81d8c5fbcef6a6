/// How a server is talked to and how its answers are told right from wrong.
enum Dialect: Equatable {
    /// The line comes back as it was.
    case echo
    /// The line protocol's JSON mode: an `ack` with the line's id, then a message of the bot.
    case helpline(shop: String?)
    /// Any other server: `{text}`, `{id}` and `{n}` are filled in; a turn is over after so many lines,
    /// and one of them has to contain `mark`.
    case template(line: String, replyLineCount: Int, mark: String)

    /// What is sent once after connecting; nil for nothing.
    var greeting: String? {
        switch self {
        case .echo, .template: nil
        case .helpline(let shop?): "{\"op\":\"hello\",\"v\":1,\"shop\":\"\(shop)\"}\n"
        case .helpline(nil): "{\"op\":\"hello\",\"v\":1}\n"
        }
    }

    /// Appends the line that asks `question`.
    ///
    /// - Parameter number: 1 for the first line of a connection.
    func append(_ question: [UInt8], number: Int, to buffer: inout [UInt8]) {
        switch self {
        case .echo: buffer += question
        case .helpline:
            buffer += "{\"op\":\"say\",\"id\":\"c".utf8
            buffer += String(number).utf8
            buffer += "\",\"text\":\"".utf8
            buffer += question
            buffer += "\"}".utf8
        case .template(let line, _, _):
            let text = String(decoding: question, as: UTF8.self)
            let filled = line.replacing("{text}", with: text)
                .replacing("{id}", with: "c\(number)").replacing("{n}", with: String(number))
            buffer += filled.utf8
        }
        buffer.append(UInt8(ascii: "\n"))
    }
}

/// Reads one connection's replies, and says when a turn is over. Asks and answers are numbered from 1.
struct ReplyJudge {
    enum Verdict: Equatable {
        case goesOn
        case turnDone
        case wrong(String)
    }

    let dialect: Dialect
    private(set) var isWelcome: Bool
    private var doneCount = 0
    private var ackedNumber = 0
    private var ackedSequence = 0
    private var linesOfTurn = 0
    private var isMarked = false

    init(dialect: Dialect) {
        self.dialect = dialect
        isWelcome = dialect.greeting == nil
    }

    /// - Parameters:
    ///   - line: Without its line end.
    ///   - asked: The question that the answer is waited for first.
    mutating func judge(_ line: ArraySlice<UInt8>, asked: [UInt8]) -> Verdict {
        switch dialect {
        case .echo:
            guard line.elementsEqual(asked) else { return wrong(line, "not what was sent") }
            doneCount += 1
            return .turnDone
        case .helpline: return judgeHelpline(line)
        case .template(_, let lineCount, let mark):
            linesOfTurn += 1
            isMarked = isMarked || mark.isEmpty || contains(line, Array(mark.utf8))
            guard linesOfTurn == lineCount else { return .goesOn }
            guard isMarked else { return wrong(line, "a reply without '\(mark)'") }
            (linesOfTurn, isMarked) = (0, false)
            return .turnDone
        }
    }

    /// An `ack` for the next line, numbered above the last; then, for the turn to be done, a message of
    /// the bot that is numbered above the `ack`.
    private mutating func judgeHelpline(_ line: ArraySlice<UInt8>) -> Verdict {
        if starts(line, Self.ack) {
            let wanted = Array("\"id\":\"c\(ackedNumber + 1)\"".utf8)
            guard contains(line, wanted) else {
                return wrong(line, "not the ack of line \(ackedNumber + 1)")
            }
            guard let sequence = number(after: Self.sequence, in: line), sequence > ackedSequence
            else {
                return wrong(line, "an ack without a higher number")
            }
            ackedNumber += 1
            ackedSequence = sequence
            return .goesOn
        }
        if starts(line, Self.message) {
            guard contains(line, Self.bot), let sequence = number(after: Self.sequence, in: line)
            else {
                return .goesOn
            }
            guard sequence > ackedSequence, ackedNumber > doneCount else { return .goesOn }
            doneCount += 1
            return .turnDone
        }
        if starts(line, Self.welcome) {
            isWelcome = true
            return .goesOn
        }
        if starts(line, Self.error) { return wrong(line, "an error") }
        if starts(line, Self.closed) { return wrong(line, "the conversation was closed") }
        return .goesOn
    }

    private func wrong(_ line: ArraySlice<UInt8>, _ what: String) -> Verdict {
        .wrong("\(what): \(String(decoding: line.prefix(300), as: UTF8.self))")
    }

    private static let ack = Array("{\"ev\":\"ack\"".utf8)
    private static let message = Array("{\"ev\":\"message\"".utf8)
    private static let welcome = Array("{\"ev\":\"welcome\"".utf8)
    private static let error = Array("{\"ev\":\"error\"".utf8)
    private static let closed = Array("{\"ev\":\"closed\"".utf8)
    private static let bot = Array("\"role\":\"bot\"".utf8)
    private static let sequence = Array("\"seq\":".utf8)
}

private func starts(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool { line.starts(with: mark) }

private func place(of mark: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    line.withUnsafeBufferPointer { line in
        guard let first = mark.first, line.count >= mark.count else { return nil }
        for start in 0...(line.count - mark.count) where line[start] == first {
            var length = 1
            while length < mark.count, line[start + length] == mark[length] { length += 1 }
            if length == mark.count { return start }
        }
        return nil
    }
}

private func contains(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    place(of: mark, in: line) != nil
}

private func number(after mark: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
    guard let start = place(of: mark, in: line) else { return nil }
    var value: Int?
    for byte in line[(line.startIndex + start + mark.count)...] {
        guard (0x30...0x39).contains(byte) else { break }
        value = (value ?? 0) &* 10 &+ Int(byte - 0x30)
    }
    return value
}
