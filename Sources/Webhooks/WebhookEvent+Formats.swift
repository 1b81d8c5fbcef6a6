import JSONText
import Vocabulary

extension WebhookEvent {
    /// The body as it is posted, in one format.
    ///
    /// - Parameter transcriptsURL: What a link to a large transcript begins with; nil for none.
    public func body(in format: WebhookFormat, transcriptsURL: String? = nil) -> [UInt8] {
        var writer = JSONWriter()
        switch format {
        case .standard: writer.value(.object(standard(transcriptsURL)))
        case .cloudevents: writer.value(.object(cloudEvent(transcriptsURL)))
        case .slack: writer.value(.object(.of([("text", .string(sentence))])))
        case .chatwoot: writer.value(.object(chatwoot))
        }
        return writer.bytes
    }

    private func standard(_ transcriptsURL: String?) -> JSONObject {
        .of([
            ("type", .string(type.rawValue)), ("timestamp", .string(at.description)),
            ("data", .object(data(transcriptsURL: transcriptsURL))),
        ])
    }

    /// `sequence` is the extension of that name: a text whose order is the order of the events of one
    /// source and subject, so its digits are filled up.
    private func cloudEvent(_ transcriptsURL: String?) -> JSONObject {
        let digits = String(sequence)
        let padding = String(repeating: "0", count: max(0, 10 - digits.count))
        return .of([
            ("specversion", .string("1.0")), ("id", .string(id)),
            ("source", .string("/helpline/\(shop)")),
            ("type", .string("helpline.\(type.rawValue)")),
            ("time", .string(at.description)), ("subject", .string(conversation.description)),
            ("datacontenttype", .string("application/json")),
            ("sequence", .string(padding + digits)),
            ("data", .object(data(transcriptsURL: transcriptsURL))),
        ])
    }

    /// One line for people, with the characters escaped that Slack gives a meaning to.
    private var sentence: String {
        let place = "`\(shop)` `\(conversation)`"
        let text =
            switch entry.body {
            case .opened(let opening):
                "A conversation began" + (opening.name.map { " with \(Self.escaped($0))" } ?? "")
            case .customerSaid(let line): "Customer: \(Self.escaped(line.text))"
            case .botSaid(let line): "Bot: \(Self.escaped(line.text))"
            case .systemSaid(let text): "System: \(Self.escaped(text))"
            case .agentSaid(_, let name, let text, _):
                "\(Self.escaped(name)): \(Self.escaped(text))"
            case .queued(let queue, let reason):
                "Waiting for a person in \(Self.escaped(queue)) (\(reason.rawValue))"
            case .agentJoined(_, let name): "\(Self.escaped(name)) has taken it"
            case .agentLeft(_, let name): "\(Self.escaped(name)) gave it back to the bot"
            case .rated(let score): "Rated \(score) of 5"
            case .messageLeft(let text, let contact):
                "Message left by \(Self.escaped(contact)): \(Self.escaped(text))"
            case .requested(let name, let slots):
                "To do: \(Self.escaped(name)) "
                    + slots.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: ", ")
            case .closed(let disposition):
                type == .transcriptReady
                    ? "The transcript is ready" : "Closed: \(Self.escaped(disposition.name))"
            case .dequeued(let reason): "Waits no more (\(reason.rawValue)); back to the bot"
            case .noted, .routed, .tagged, .paused, .unpaused, .prioritised, .steppedIn,
                .languageSet, .resumed:
                type.rawValue
            }
        return "\(place) \(text)"
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}

extension WebhookEvent {
    /// Chatwoot's names: what its own receivers look for, and nothing they would trip over.
    private var chatwoot: JSONObject {
        let message = message
        var body = JSONObject.of([("event", .string(chatwootEvent))])
        if let message {
            let role = message["role"]?.string
            for (key, value) in [
                ("id", JSONValue.integer(Int64(sequence))), ("content", message["text"] ?? .null),
                ("message_type", .string(role == "customer" ? "incoming" : "outgoing")),
                ("content_type", .string("text")), ("content_attributes", .object(JSONObject())),
                ("private", .bool(false)), ("created_at", .string(at.description)),
                ("sender", .object(sender(role))),
            ] { body[key] = value }
            body["conversation"] = .object(chatwootConversation)
        } else {
            for member in chatwootConversation.members { body[member.key] = member.value }
            body["custom_attributes"] = .object(data(transcriptsURL: nil))
        }
        body["account"] = .object(.of([("id", .integer(1)), ("name", .string(shop.name))]))
        body["inbox"] = .object(.of([("id", .integer(1)), ("name", .string("Helpline"))]))
        return body
    }

    private func sender(_ role: String?) -> JSONObject {
        let name = message?["name"]?.string ?? role ?? ""
        let type =
            switch role {
            case "customer": "contact"
            case "agent": "user"
            default: "agent_bot"
            }
        return .of([("type", .string(type)), ("name", .string(name))])
    }

    private var chatwootEvent: String {
        switch type {
        case .messageCreated: "message_created"
        case .conversationOpened: "conversation_created"
        case .conversationEscalated, .conversationReturnedToBot, .conversationClosed:
            "conversation_status_changed"
        case .conversationAssigned, .conversationTransferred, .conversationRated, .transcriptReady,
            .messageLeft, .returnRequested, .requestCreated:
            "conversation_updated"
        }
    }

    /// Chatwoot's ids are numbers: this one is the upper 53 bits of ours, which every JSON reader keeps
    /// exact; `identifier` is the whole id.
    private var chatwootConversation: JSONObject {
        let number = JSONValue.integer(conversation.number >> 10)
        return .of([
            ("id", number), ("display_id", number),
            ("identifier", .string(conversation.description)),
            ("status", .string(chatwootStatus)), ("timestamp", .integer(at.milliseconds / 1_000)),
        ])
    }

    private var chatwootStatus: String {
        switch type {
        case .conversationClosed, .transcriptReady: "resolved"
        case .conversationEscalated, .conversationAssigned, .conversationTransferred: "open"
        case .conversationOpened, .conversationReturnedToBot, .conversationRated, .messageCreated,
            .messageLeft, .returnRequested, .requestCreated:
            "pending"
        }
    }
}
