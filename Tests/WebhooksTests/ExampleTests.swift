import Foundation
import JSONText
import Testing
import Vocabulary
import Webhooks

/// Goal: what integrators are shown is what they get.
/// Method: an event of each type is written as it would be sent, and compared with the file of examples
/// and with its schema. `HELPLINE_WRITE_EXAMPLES=1` writes the files anew.
@Suite struct ExampleTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/Webhooks/Webhooks.docc").standardizedFileURL

    @Test(arguments: WebhookEventType.allCases)
    func theExampleIsWhatIsSent(type: WebhookEventType) throws {
        let body = try event(type).body(in: .standard)
        let file = Self.folder.appendingPathComponent("examples/\(type.rawValue).json")
        if ProcessInfo.processInfo.environment["HELPLINE_WRITE_EXAMPLES"] != nil {
            try Data(body + [0x0A]).write(to: file)
        }
        let example = try JSONValue(parsing: Array(try Data(contentsOf: file)))
        #expect(try JSONValue(parsing: body) == example)
    }

    @Test(arguments: WebhookEventType.allCases)
    func theSchemaHolds(type: WebhookEventType) throws {
        let file = Self.folder.appendingPathComponent("schemas/\(type.rawValue).schema.json")
        let schema = try JSONValue(parsing: Array(try Data(contentsOf: file)))
        let value = try JSONValue(parsing: try event(type).body(in: .standard))
        #expect(faults(value, schema, "") == [])
        // A check that cannot fail is none.
        #expect(faults(.object(JSONObject()), schema, "").count == 3)
        var wrong = try #require(value.object)
        wrong["type"] = .string("other")
        #expect(!faults(.object(wrong), schema, "").isEmpty)
    }

    @Test(arguments: WebhookEventType.allCases, WebhookFormat.allCases)
    func everyFormatIsOneObjectBelowTwentyKilobytes(
        type: WebhookEventType, format: WebhookFormat
    ) throws {
        let body = try event(type).body(in: format)
        #expect(body.count < 20_000)
        let object = try #require(try JSONValue(parsing: body).object)
        switch format {
        case .standard: #expect(object["type"]?.string == type.rawValue)
        case .slack: #expect(object["text"]?.string?.hasPrefix("`juniper`") == true)
        case .chatwoot: #expect(object["event"]?.string?.contains("_") == true)
        case .cloudevents:
            for key in ["specversion", "id", "source", "type", "time", "subject", "data"] {
                #expect(object[key] != nil, "\(key)")
            }
            #expect(object["specversion"]?.string == "1.0")
        }
    }

    @Test func aLongTranscriptIsALink() throws {
        let long = JSONValue.string(String(repeating: "x", count: WebhookLimits.transcriptBytesMax))
        let body = try event(.transcriptReady, transcript: long).body(
            in: .standard, transcriptsURL: "https://care.example/t/")
        let data = try JSONValue(parsing: body)["data"]
        #expect(data?["transcript"] == nil)
        #expect(data?["link"]?.string?.hasPrefix("https://care.example/t/juniper/") == true)
        #expect(data?["bytes"]?.integer == Int64(WebhookLimits.transcriptBytesMax + 2))
    }

    @Test func whatPeopleSayCannotFormatASlackLine() throws {
        let line = Entry.CustomerLine(text: "<!channel> & <@U1>")
        let body = try event(.messageCreated, saying: .customerSaid(line)).body(in: .slack)
        let text = try JSONValue(parsing: body)["text"]?.string ?? ""
        #expect(text.hasSuffix("Customer: &lt;!channel&gt; &amp; &lt;@U1&gt;"))
    }

    private func event(
        _ type: WebhookEventType, saying said: Entry.Body? = nil, transcript: JSONValue? = nil
    ) throws -> WebhookEvent {
        let maria = try #require(AgentID("maria"))
        let shop = try #require(ShopID("juniper"))
        let body: Entry.Body =
            switch type {
            case .conversationOpened:
                .opened(
                    .init(
                        shop: shop, language: .english, name: "Ana",
                        token: TokenDigest(high: 1, low: 2), greeting: "Hello, I'm Juno."))
            case .conversationEscalated: .queued(queue: "returns", reason: .asked)
            case .conversationAssigned: .agentJoined(maria, name: "Maria")
            case .conversationTransferred: .queued(queue: "billing", reason: .transferred)
            case .conversationReturnedToBot: .agentLeft(maria, name: "Maria")
            case .conversationRated: .rated(score: 5)
            case .conversationClosed, .transcriptReady: .closed(.resolved)
            case .messageCreated:
                .botSaid(
                    .init(
                        text: "Your order was delivered on 6 March 2026.",
                        intent: IntentName("order_status"), confidence: 0.93,
                        menu: [.init(number: 1, text: "Return something")]))
            case .messageLeft: .messageLeft(text: "Please call me.", contact: "ana@example.com")
            case .returnRequested:
                .requested(
                    name: "return",
                    slots: [Slot(name: SlotName("order_number"), value: "JP-10432")])
            case .requestCreated:
                .requested(
                    name: "change_address",
                    slots: [Slot(name: SlotName("order_number"), value: "JP-10432")])
            }
        let entry = Entry(
            sequence: 14, at: try #require(WallTime("2026-03-10T10:00:00.000Z")),
            body: said ?? body)
        let planned = PlannedEvent(type: type, sequence: 14, ordinal: 1, endpoints: ["crm"])
        return WebhookEvent(
            planned, of: try #require(ConversationID("1jn8tg72erh40")), shop: shop, entry: entry,
            transcript: WebhookEvent.needsTranscript(type)
                ? try transcript ?? JSONValue(parsing: Self.transcript) : .null)
    }

    private static let transcript = """
        {"format":1,"id":"1jn8tg72erh40","shop":"juniper","language":"en",\
        "opened_at":"2026-03-10T09:50:00.000Z","closed_at":"2026-03-10T10:00:00.000Z",\
        "disposition":"resolved","rating":5,"resolution_state":"confirmed_resolution",\
        "entries":[{"seq":1,"at":"2026-03-10T09:50:00.000Z","role":"bot","type":"opened",\
        "text":"Hello, I'm Juno."}],"statistics":{"time_to_first_close":600,"count_bot_replies":6}}
        """

    /// The part of JSON Schema that these schemas use.
    private func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        var faults: [String] = []
        if let type = schema["type"]?.string, !value.isOfType(type) {
            faults.append("\(path): is no \(type)")
        }
        if let wanted = schema["const"], wanted != value { faults.append("\(path): another value") }
        if let choices = schema["enum"]?.array, !choices.contains(value) {
            faults.append("\(path): none of the values")
        }
        for key in schema["required"]?.array ?? [] where value[key.string ?? ""] == nil {
            faults.append("\(path): no \(key.string ?? "")")
        }
        for member in schema["properties"]?.object?.members ?? [] {
            guard let own = value[member.key] else { continue }
            faults += self.faults(own, member.value, "\(path)/\(member.key)")
        }
        if let items = schema["items"] {
            for item in value.array ?? [] { faults += self.faults(item, items, "\(path)/[]") }
        }
        if let choices = schema["oneOf"]?.array {
            let count = choices.count { self.faults(value, $0, path).isEmpty }
            if count != 1 { faults.append("\(path): fits \(count) of the choices") }
        }
        return faults
    }
}

extension JSONValue {
    fileprivate func isOfType(_ type: String) -> Bool {
        switch type {
        case "object": object != nil
        case "array": array != nil
        case "string": string != nil
        case "integer": integer != nil
        case "number": number != nil
        default: false
        }
    }
}
