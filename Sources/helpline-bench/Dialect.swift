import Glibc

/// How a server is talked to and how its answers are told right from wrong.
enum Dialect: Equatable {
    /// The line comes back as it was.
    case echo
    /// The line protocol's JSON mode: an `ack` with the line's id, then a message of the bot.
    case helpline(shop: String?)
    /// The same objects as text frames of a WebSocket.
    case socket(shop: String?)
    /// Any other server: `{text}`, `{id}` and `{n}` are filled in; a turn is over after so many lines,
    /// and one of them has to contain `mark`.
    case template(line: String, replyLineCount: Int, mark: String)

    /// What every connection begins with; nil for nothing.
    var opening: [UInt8]? {
        guard case .socket = self else { return nil }
        let lines = [
            "GET /chat HTTP/1.1", "Host: helpline-bench", "Upgrade: websocket",
            "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ]
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// What a conversation begins with; nil for nothing.
    var greeting: [UInt8]? {
        switch self {
        case .echo, .template: return nil
        case .helpline(let shop): return Array(Self.hello(shop).utf8) + [UInt8(ascii: "\n")]
        case .socket(let shop):
            var bytes: [UInt8] = []
            Self.appendFrame(Array(Self.hello(shop).utf8), to: &bytes)
            return bytes
        }
    }

    private static func hello(_ shop: String?) -> String {
        guard let shop else { return #"{"op":"hello","v":1}"# }
        return #"{"op":"hello","v":1,"shop":"\#(shop)"}"#
    }

    /// Appends one text frame. Its mask is zero, which costs the generator nothing and the server as
    /// much as any other.
    private static func appendFrame(_ payload: [UInt8], to buffer: inout [UInt8]) {
        if payload.count < 126 {
            buffer += [0x81, 0x80 | UInt8(payload.count)]
        } else {
            buffer += [0x81, 0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        }
        buffer += [0, 0, 0, 0]
        buffer += payload
    }

    /// Appends the line that asks `question`.
    ///
    /// - Parameter number: 1 for the first line of a connection.
    func append(_ question: [UInt8], number: Int, to buffer: inout [UInt8]) {
        switch self {
        case .echo: buffer += question
        case .helpline: Self.say(question, number: number, to: &buffer)
        case .socket:
            var line: [UInt8] = []
            Self.say(question, number: number, to: &line)
            return Self.appendFrame(line, to: &buffer)
        case .template(let line, _, _):
            let text = String(decoding: question, as: UTF8.self)
            let filled = line.replacing("{text}", with: text)
                .replacing("{id}", with: "c\(number)").replacing("{n}", with: String(number))
            buffer += filled.utf8
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    private static func say(_ question: [UInt8], number: Int, to bytes: inout [UInt8]) {
        bytes += opening
        append(number, to: &bytes)
        bytes += middle
        bytes += question
        bytes += closing
    }

    private static let opening = Array("{\"op\":\"say\",\"id\":\"c".utf8)
    private static let middle = Array("\",\"text\":\"".utf8)
    private static let closing = Array("\"}".utf8)

    /// Appends the digits of a number that is not negative.
    static func append(_ number: Int, to bytes: inout [UInt8]) {
        var unit = 1
        while number / unit >= 10 { unit *= 10 }
        while unit > 0 {
            bytes.append(0x30 + UInt8(number / unit % 10))
            unit /= 10
        }
    }

    private static func lineEnd(in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress,
                let found = memchr(start, 0x0A, buffer.count)
            else { return nil }
            return bytes.startIndex + (UnsafeRawPointer(found) - start)
        }
    }

    /// Cuts the next reply off what has arrived.
    ///
    /// - Parameter isOpened: False while the answer to `opening` has not been read.
    /// - Returns: nil until one is whole; an empty one is nothing to judge.
    func nextReply(
        _ rest: inout ArraySlice<UInt8>, isOpened: inout Bool
    ) throws -> ArraySlice<UInt8>? {
        guard case .socket = self else {
            guard let end = Self.lineEnd(in: rest) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
        guard isOpened else {
            guard let end = rest.firstRange(of: [13, 10, 13, 10])?.upperBound else { return nil }
            guard rest.starts(with: "HTTP/1.1 101 ".utf8) else {
                throw BenchError(
                    "no WebSocket: \(String(decoding: rest.prefix(60), as: UTF8.self))")
            }
            isOpened = true
            rest = rest[end...]
            return []
        }
        let start = rest.startIndex
        guard rest.count >= 2 else { return nil }
        let short = Int(rest[start + 1])
        let headCount = short == 126 ? 4 : short == 127 ? 10 : 2
        guard rest.count >= headCount else { return nil }
        let count =
            short < 126
            ? short : rest[(start + 2)..<(start + headCount)].reduce(0) { $0 << 8 | Int($1) }
        guard rest.count >= headCount + count else { return nil }
        defer { rest = rest[(start + headCount + count)...] }
        switch rest[start] {
        case 0x81: return rest[(start + headCount)..<(start + headCount + count)]
        case 0x89: return []
        default: throw BenchError("the server sent a frame that begins with \(rest[start])")
        }
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
    /// Room for what an `ack` has to hold.
    private var wanted: [UInt8] = []

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
        case .helpline, .socket: return line.isEmpty ? .goesOn : judgeHelpline(line)
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
            wanted.removeAll(keepingCapacity: true)
            wanted += Self.identity
            Dialect.append(ackedNumber + 1, to: &wanted)
            wanted.append(UInt8(ascii: "\""))
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

    private static let identity = Array("\"id\":\"c".utf8)
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
