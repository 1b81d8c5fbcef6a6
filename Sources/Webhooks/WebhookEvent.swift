import JSONText
import Vocabulary

/// Something that happened in a conversation, with everything an endpoint is told of it.
public struct WebhookEvent: Equatable, Sendable {
    public let id: String
    public let type: WebhookEventType
    /// When it happened, not when it is sent.
    public let at: WallTime
    public let shop: ShopID
    public let conversation: ConversationID
    /// The number of the entry that it tells of: what came later has a larger one.
    public let sequence: Int
    /// The entry that it tells of.
    let entry: Entry
    /// `transcript` for the closing events; null for others.
    let transcript: JSONValue

    /// - Parameters:
    ///   - entry: The one that `planned` names.
    ///   - transcript: The finished conversation as its file has it, for `conversation.closed` and
    ///     `transcript.ready`; null for others.
    public init(
        _ planned: PlannedEvent, of conversation: ConversationID, shop: ShopID, entry: Entry,
        transcript: JSONValue = .null
    ) {
        precondition(entry.sequence == planned.sequence, "an event tells of its own entry")
        id = planned.id(in: conversation)
        type = planned.type
        at = entry.at
        self.shop = shop
        self.conversation = conversation
        sequence = planned.sequence
        self.entry = entry
        self.transcript = transcript
    }

    /// Whether the transcript has to be at hand to write this event.
    public static func needsTranscript(_ type: WebhookEventType) -> Bool {
        type == .conversationClosed || type == .transcriptReady
    }

    /// The members of `data`, the same in `standard` and `cloudevents`.
    ///
    /// - Parameter transcriptsURL: What a link to a large transcript begins with; nil for none.
    func data(transcriptsURL: String?) -> JSONObject {
        var data = JSONObject()
        data["shop"] = .string(shop.name)
        data["conversation"] = .string(conversation.description)
        data["sequence"] = .integer(Int64(sequence))
        for member in details(transcriptsURL).members { data[member.key] = member.value }
        return data
    }

    private func details(_ transcriptsURL: String?) -> JSONObject {
        switch entry.body {
        case .opened(let opening):
            .of([
                ("language", .string(opening.language.code)),
                ("customer", .object(.of([("name", opening.name.map(JSONValue.string))]))),
                ("greeting", .string(opening.greeting)),
            ])
        case .customerSaid, .botSaid, .systemSaid, .agentSaid:
            .of([("message", message.map(JSONValue.object))])
        case .queued(let queue, let reason):
            .of([("queue", .string(queue)), ("reason", .string(reason.rawValue))])
        case .agentJoined(let id, let name), .agentLeft(let id, let name):
            .of([("agent", .object(.of([("id", .string(id.name)), ("name", .string(name))])))])
        case .rated(let score): .of([("score", .integer(Int64(score)))])
        case .messageLeft(let text, let contact):
            .of([("text", .string(text)), ("contact", .string(contact))])
        case .requested(let name, let slots):
            .of([
                ("request", .string(name)),
                (
                    "slots",
                    .object(.of(slots.map { ($0.name.name, JSONValue.string($0.value)) }))
                ),
            ])
        case .closed(let disposition): closing(disposition, transcriptsURL)
        case .dequeued(let reason): .of([("reason", .string(reason.rawValue))])
        case .noted, .routed, .tagged, .paused, .unpaused, .prioritised, .steppedIn, .languageSet,
            .resumed:
            JSONObject()
        }
    }

    private func closing(_ disposition: Disposition, _ transcriptsURL: String?) -> JSONObject {
        guard type == .transcriptReady else {
            return .of([
                ("disposition", .string(disposition.name)), ("opened_at", transcript["opened_at"]),
                ("closed_at", .string(at.description)), ("language", transcript["language"]),
                ("rating", transcript["rating"]),
                ("resolution_state", transcript["resolution_state"]),
                ("statistics", transcript["statistics"]),
            ])
        }
        var writer = JSONWriter()
        writer.value(transcript)
        let count = writer.bytes.count
        guard count > WebhookLimits.transcriptBytesMax else {
            return .of([("transcript", transcript)])
        }
        let link = "\(shop)/\(conversation)"
        return .of([
            ("link", .string(transcriptsURL.map { $0 + link } ?? link)),
            ("bytes", .integer(Int64(count))),
        ])
    }

    /// What was said; nil where the event is of something else.
    var message: JSONObject? {
        switch entry.body {
        case .customerSaid(let line):
            return .of([
                ("role", .string("customer")), ("text", .string(line.text)),
                ("client_id", line.clientID.map(JSONValue.string)),
            ])
        case .botSaid(let line):
            let menu = line.menu.map { item in
                JSONValue.object(
                    .of([("n", .integer(Int64(item.number))), ("text", .string(item.text))]))
            }
            return .of([
                ("role", .string("bot")), ("text", .string(line.text)),
                ("intent", line.intent.map { .string($0.name) }),
                ("confidence", line.confidence.map { .number(Double($0.description) ?? 0) }),
                ("menu", menu.isEmpty ? nil : .array(menu)),
            ])
        case .systemSaid(let text):
            return .of([("role", .string("system")), ("text", .string(text))])
        case .agentSaid(let agent, let name, let text, _):
            return .of([
                ("role", .string("agent")), ("agent", .string(agent.name)),
                ("name", .string(name)), ("text", .string(text)),
            ])
        case .opened, .noted, .queued, .dequeued, .routed, .tagged, .paused, .unpaused,
            .prioritised, .steppedIn,
            .agentJoined, .agentLeft, .rated, .messageLeft, .requested,
            .languageSet, .resumed, .closed:
            return nil
        }
    }
}

extension JSONObject {
    /// An object of these members, those without a value left out; of two with one key the last counts.
    static func of(_ members: [(String, JSONValue?)]) -> JSONObject {
        var object = JSONObject()
        for (key, value) in members where value != nil { object[key] = value }
        return object
    }
}
