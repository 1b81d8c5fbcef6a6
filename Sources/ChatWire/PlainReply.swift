import CleanText
import Vocabulary

/// Writes replies as lines for people: `bot: …`, `Maria: …`, `* …` from the server, `! …` refusals.
///
/// Every text and name goes through `TerminalText`, and each line of a text has its speaker before
/// it, so that nobody's text looks like somebody else's.
enum PlainReply {
    static func append(_ reply: WireReply, _ words: WireWords, to buffer: inout [UInt8]) {
        switch reply {
        case .notice(let notice): append(notice, words, to: &buffer)
        case .pong: serverLine(words.here, to: &buffer)
        case .mode(.plain): serverLine(words.plainMode, to: &buffer)
        case .mode(.json): serverLine(words.jsonMode, to: &buffer)
        case .passwordPrompt(let agent):
            serverLine("\(words.passwordFor) \(agent.name):", to: &buffer)
        case .howToLeave: serverLine(words.howToLeave, to: &buffer)
        }
    }

    private static func append(_ notice: Notice, _ words: WireWords, to buffer: inout [UInt8]) {
        switch notice {
        case .welcome(let welcome):
            if !welcome.text.isEmpty { spoken(welcome.text, after: .bot, to: &buffer) }
            serverLine("\(words.toComeBack): /resume \(welcome.token)", to: &buffer)
        // A person sees the answer; the number is for programs, and so are signs.
        case .ack, .signed: break
        case .message(let message): append(message, words, to: &buffer)
        case .queue(let position, let waitSeconds):
            serverLine(words.queue(position, waitSeconds), to: &buffer)
        case .joined(_, let name):
            serverLine("\(TerminalText.oneLine(name)) \(words.hasJoined)", to: &buffer)
        case .left(_, let name):
            serverLine("\(TerminalText.oneLine(name)) \(words.hasLeft)", to: &buffer)
        case .closed: serverLine(words.closed, to: &buffer)
        case .failure(let failure):
            let hint = failure.hint.map { "; " + $0 } ?? ""
            spoken(failure.text + hint, after: .refusal, to: &buffer)
        case .desk(let notice): append(notice, to: &buffer)
        }
    }

    private static func append(
        _ message: Notice.Message, _ words: WireWords, to buffer: inout [UInt8]
    ) {
        if !message.text.isEmpty {
            spoken(message.text, after: prefix(of: message, words), to: &buffer)
        }
        for item in message.menu {
            buffer.append(contentsOf: "  \(item.number)) ".utf8)
            TerminalText.append(item.text, newLine: [UInt8(ascii: " ")], to: &buffer)
            endLine(&buffer)
        }
    }

    private static func prefix(of message: Notice.Message, _ words: WireWords) -> LinePrefix {
        switch message.role {
        case .bot: .bot
        case .system: .server
        case .customer where message.name.isEmpty: .named(words.you)
        case .customer, .agent: .named(message.name.isEmpty ? words.agent : message.name)
        case .supervisor: .named("\(message.name) (\(words.supervisor))")
        }
    }

    static func serverLine(_ text: String, to buffer: inout [UInt8]) {
        spoken(text, after: .server, to: &buffer)
    }

    static func spoken(
        _ text: String, after prefix: LinePrefix, to buffer: inout [UInt8]
    ) {
        buffer.append(contentsOf: prefix.newLine.dropFirst(2))
        TerminalText.append(text, newLine: prefix.newLine, to: &buffer)
        endLine(&buffer)
    }

    private static func endLine(_ buffer: inout [UInt8]) {
        buffer.append(0x0D)
        buffer.append(0x0A)
    }
}

/// What stands before each line of a text: who speaks.
struct LinePrefix {
    /// CR LF and the prefix.
    let newLine: [UInt8]

    private init(_ prefix: String) { newLine = [0x0D, 0x0A] + Array(prefix.utf8) }

    static let bot = LinePrefix("bot: ")
    static let server = LinePrefix("* ")
    static let refusal = LinePrefix("! ")
    static let quoted = LinePrefix("  ")

    static func named(_ name: String) -> LinePrefix {
        LinePrefix(TerminalText.oneLine(name) + ": ")
    }
}
