import JSONText
import Vocabulary

extension EntryCodec {
    // Keys and names are stored: never rename, never use one for something else.

    static func write(_ entry: Entry, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("seq")
        writer.integer(entry.sequence)
        writer.key("at")
        writer.integer(entry.at.milliseconds)
        writer.key("type")
        writer.string(EntryType(of: entry.body).rawValue)
        write(entry.body, to: &writer)
        if let memory = entry.memory {
            writer.key("memory")
            write(memory, to: &writer)
        }
        writer.endObject()
    }

    private static func write(_ body: Entry.Body, to writer: inout JSONWriter) {
        switch body {
        case .opened(let opening): write(opening, to: &writer)
        case .customerSaid(let line):
            writer.member("text", line.text)
            writer.member("client_id", line.clientID)
        case .botSaid(let line): write(line, to: &writer)
        case .systemSaid(let text): writer.member("text", text)
        case .agentSaid(let agent, let name, let text, let clientID):
            writer.member("agent", agent.name)
            writer.member("name", name)
            writer.member("text", text)
            writer.member("client_id", clientID)
        case .noted(let agent, let text):
            writer.member("agent", agent.name)
            writer.member("text", text)
        case .queued(let queue, let reason):
            writer.member("queue", queue)
            writer.member("reason", reason.rawValue)
        case .dequeued(let reason): writer.member("reason", reason.rawValue)
        case .routed(let agent, let reason):
            writer.member("agent", agent.name)
            writer.member("text", reason)
        case .tagged(let agent, let tag):
            writer.member("agent", agent.name)
            writer.member("text", tag)
        case .paused(let agent, let pause, let until):
            writer.member("agent", agent.name)
            writer.member("name", pause.rawValue)
            if let until {
                writer.key("until")
                writer.integer(until.milliseconds)
            }
        case .unpaused(let agent): writer.member("agent", agent.name)
        case .prioritised(let agent, let priority):
            writer.member("agent", agent.name)
            writer.member("name", priority.rawValue)
        case .agentJoined(let agent, let name), .agentLeft(let agent, let name),
            .steppedIn(let agent, let name):
            writer.member("agent", agent.name)
            writer.member("name", name)
        case .rated(let score):
            writer.key("score")
            writer.integer(score)
        case .messageLeft(let text, let contact):
            writer.member("text", text)
            writer.member("contact", contact)
        case .requested(let name, let slots):
            writer.member("name", name)
            write(slots, to: &writer)
        case .languageSet(let language): writer.member("language", language.code)
        case .resumed(let token): writer.member("token", token.hexadecimal)
        case .closed(let disposition): writer.member("disposition", disposition.name)
        }
    }

    private static func write(_ opening: Entry.Opening, to writer: inout JSONWriter) {
        writer.member("shop", opening.shop.name)
        writer.member("language", opening.language.code)
        writer.member("name", opening.name)
        writer.member("token", opening.token.hexadecimal)
        writer.member("text", opening.greeting)
    }

    private static func write(_ line: Entry.BotLine, to writer: inout JSONWriter) {
        writer.member("text", line.text)
        writer.member("intent", line.intent?.name)
        writer.member("confidence", line.confidence)
        if !line.menu.isEmpty {
            writer.key("menu")
            writer.beginArray()
            for item in line.menu {
                writer.beginObject()
                writer.key("n")
                writer.integer(item.number)
                writer.member("text", item.text)
                writer.endObject()
            }
            writer.endArray()
        }
        if let why = line.why {
            writer.key("why")
            write(why, to: &writer)
        }
    }

    /// One object; finished transcripts hold it in the same form.
    static func write(_ why: Entry.Why, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("bundle", why.bundle)
        if let runnerUp = why.runnerUp {
            writer.key("runner_up")
            writer.beginObject()
            writer.member("intent", runnerUp.intent.name)
            writer.member("confidence", runnerUp.confidence)
            writer.endObject()
        }
        writer.member("threshold", why.threshold)
        writer.member("margin", why.margin)
        writer.endObject()
    }

    /// An array of pairs, since slots have an order; nothing for none.
    static func write(_ slots: [Slot], to writer: inout JSONWriter) {
        guard !slots.isEmpty else { return }
        writer.key("slots")
        writer.beginArray()
        for slot in slots {
            writer.beginArray()
            writer.string(slot.name.name)
            writer.string(slot.value)
            writer.endArray()
        }
        writer.endArray()
    }
}

extension JSONWriter {
    mutating func member(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        self.key(key)
        string(text)
    }

    mutating func member(_ key: StaticString, _ number: Float?) {
        guard let number else { return }
        self.key(key)
        self.number(number)
    }

    /// Writes the member unless it is zero.
    mutating func member(_ key: StaticString, count: Int) {
        guard count != 0 else { return }
        self.key(key)
        integer(count)
    }
}

extension TokenDigest {
    /// 32 digits.
    var hexadecimal: String {
        String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<32 {
                let half = index < 16 ? high : low
                let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4)) & 15
                buffer[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 32
        }
    }

    /// - Returns: nil if `text` is not 32 hexadecimal digits.
    init?(hexadecimal text: String) {
        guard text.utf8.count == 32, text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
            let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.init(high: high, low: low)
    }
}
