import JSONText
import Vocabulary

/// Writes replies as objects of the wire protocol. Sent: never rename.
enum JSONReply {
    static func append(_ reply: WireReply, to buffer: inout [UInt8]) {
        JSONWriter.append(to: &buffer) { writer in
            switch reply {
            case .notice(let notice): append(notice, to: &writer)
            case .pong:
                begin("pong", &writer)
                end(&writer)
            case .mode(let mode):
                begin("mode", &writer)
                writer.key("mode")
                writer.string(mode.rawValue)
                end(&writer)
            // Programs log in with an op of their own and are not interrupted.
            case .passwordPrompt, .howToLeave: break
            }
        }
    }

    private static func append(_ notice: Notice, to writer: inout JSONWriter) {
        switch notice {
        case .welcome(let welcome): append(welcome, to: &writer)
        case .ack(let clientID, let sequence):
            begin("ack", &writer)
            writer.key("id")
            writer.string(clientID)
            append(sequence: sequence, &writer)
        case .message(let message): append(message, to: &writer)
        case .queue(let position, let waitSeconds):
            begin("queue", &writer)
            writer.key("position")
            writer.integer(position)
            if let waitSeconds {
                writer.key("wait_seconds")
                writer.integer(waitSeconds)
            }
        case .joined(let sequence, let name):
            begin("joined", &writer)
            append(sequence: sequence, &writer)
            writer.key("name")
            writer.string(name)
        case .left(let sequence, let name):
            begin("left", &writer)
            append(sequence: sequence, &writer)
            writer.key("name")
            writer.string(name)
        case .closed(let sequence, let disposition):
            begin("closed", &writer)
            append(sequence: sequence, &writer)
            writer.key("disposition")
            writer.string(disposition.name)
        case .signed(let sign, let name):
            begin(sign, &writer)
            writer.key("name")
            writer.string(name)
        case .failure(let failure): append(failure, to: &writer)
        case .desk(let notice): append(notice, to: &writer)
        }
        end(&writer)
    }

    /// Begins `typing`, or `seen` with its number.
    static func begin(_ sign: ChatSign, _ writer: inout JSONWriter) {
        switch sign {
        case .typing: begin("typing", &writer)
        case .seen(let sequence):
            begin("seen", &writer)
            append(sequence: sequence, &writer)
        }
    }

    private static func append(_ welcome: Notice.Welcome, to writer: inout JSONWriter) {
        begin("welcome", &writer)
        writer.key("v")
        writer.integer(WireRequest.version)
        writer.key("shop")
        writer.string(welcome.shop.name)
        writer.key("lang")
        writer.string(welcome.language.code)
        writer.key("conv")
        writer.string(welcome.conversation.description)
        writer.key("token")
        writer.string(welcome.token)
        append(sequence: welcome.sequence, &writer)
        append(text: welcome.text, &writer)
    }

    private static func append(_ message: Notice.Message, to writer: inout JSONWriter) {
        begin("message", &writer)
        appendBody(of: message, to: &writer)
    }

    /// What is said, behind what it belongs to.
    static func appendBody(of message: Notice.Message, to writer: inout JSONWriter) {
        if let sequence = message.sequence { append(sequence: sequence, &writer) }
        writer.key("role")
        writer.string(message.role.rawValue)
        if !message.name.isEmpty {
            writer.key("name")
            writer.string(message.name)
        }
        append(text: message.text, &writer)
        if let intent = message.intent {
            writer.key("intent")
            writer.string(intent.name)
        }
        if let confidence = message.confidence {
            writer.key("confidence")
            append(share: confidence, &writer)
        }
        if let asks = message.asks {
            writer.key("ask")
            writer.string(asks.rawValue)
        }
        guard !message.menu.isEmpty else { return }
        writer.key("menu")
        writer.beginArray()
        for item in message.menu {
            writer.beginObject()
            writer.key("n")
            writer.integer(item.number)
            append(text: item.text, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func append(_ failure: Notice.Failure, to writer: inout JSONWriter) {
        begin("error", &writer)
        writer.key("code")
        writer.string(failure.code.rawValue)
        if let clientID = failure.clientID {
            writer.key("id")
            writer.string(clientID)
        }
        append(text: failure.text, &writer)
        if let hint = failure.hint {
            writer.key("hint")
            writer.string(hint)
        }
    }

    /// A likelihood with four digits behind the point; more say nothing.
    static func append(share: Float, _ writer: inout JSONWriter) {
        guard share >= 0, share <= 1 else { return writer.number(share) }
        writer.number(Float(Int(share * 10_000 + 0.5)) / 10_000)
    }

    static func begin(_ event: StaticString, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("ev")
        writer.string(event.description)
    }

    private static func end(_ writer: inout JSONWriter) {
        writer.endObject()
        writer.endLine()
    }

    static func append(sequence: Int, _ writer: inout JSONWriter) {
        writer.key("seq")
        writer.integer(sequence)
    }

    static func append(text: String, _ writer: inout JSONWriter) {
        writer.key("text")
        writer.string(text)
    }
}
