import Vocabulary

extension EntryCodec {
    static func entry(from reader: inout RecordReader) throws(EntryCodecError) -> Entry {
        var fields = EntryFields()
        try reader.members { (reader, key) throws(EntryCodecError) in
            try fields.read(key, from: &reader)
        }
        let offset = reader.position
        guard fields.sequence >= 1 else {
            throw EntryCodecError(offset: offset, problem: .invalid(key: "seq"))
        }
        do throws(EntryCodecError.Problem) {
            return Entry(
                sequence: fields.sequence, at: WallTime(milliseconds: fields.at),
                body: try fields.body(), memory: fields.memory)
        } catch {
            throw EntryCodecError(offset: offset, problem: error)
        }
    }

    static func menu(
        from reader: inout RecordReader
    ) throws(EntryCodecError) -> [Notice.MenuItem] {
        var menu: [Notice.MenuItem] = []
        try reader.elements { (reader) throws(EntryCodecError) in
            var item = Notice.MenuItem(number: 0, text: "")
            try reader.members { (reader, key) throws(EntryCodecError) in
                switch key {
                case Word("n"): item.number = try reader.count()
                case Word("text"): item.text = try reader.string()
                default: try reader.skip()
                }
            }
            menu.append(item)
        }
        return menu
    }

    static func why(from reader: inout RecordReader) throws(EntryCodecError) -> Entry.Why {
        var why = Entry.Why(bundle: "", runnerUp: nil, threshold: 0, margin: 0)
        try reader.members { (reader, key) throws(EntryCodecError) in
            switch key {
            case Word("bundle"): why.bundle = try reader.string()
            case Word("runner_up"): why.runnerUp = try candidate(from: &reader)
            case Word("threshold"): why.threshold = try reader.float() ?? 0
            case Word("margin"): why.margin = try reader.float() ?? 0
            default: try reader.skip()
            }
        }
        return why
    }

    private static func candidate(
        from reader: inout RecordReader
    ) throws(EntryCodecError) -> IntentMatch.Candidate {
        var intent = ""
        var confidence: Float = 0
        try reader.members { (reader, key) throws(EntryCodecError) in
            switch key {
            case Word("intent"): intent = try reader.string()
            case Word("confidence"): confidence = try reader.float() ?? 0
            default: try reader.skip()
            }
        }
        return IntentMatch.Candidate(intent: IntentName(intent), confidence: confidence)
    }

    static func slots(from reader: inout RecordReader) throws(EntryCodecError) -> [Slot] {
        var slots: [Slot] = []
        try reader.elements { (reader) throws(EntryCodecError) in
            var parts: [String] = []
            try reader.elements { (reader) throws(EntryCodecError) in
                parts.append(try reader.string())
            }
            guard parts.count == 2 else { throw reader.problem(.invalid(key: "slots")) }
            slots.append(Slot(name: SlotName(parts[0]), value: parts[1]))
        }
        return slots
    }
}

extension EntryFields {
    /// - Throws: What the type needs and is not there.
    func body() throws(EntryCodecError.Problem) -> Entry.Body {
        switch type {
        case Word("customer_said"):
            .customerSaid(
                Entry.CustomerLine(text: try need(text, "text"), clientID: clientID))
        case Word("bot_said"):
            .botSaid(
                Entry.BotLine(
                    text: try need(text, "text"), intent: intent.map(IntentName.init),
                    confidence: confidence, menu: menu, why: why))
        case Word("system_said"): .systemSaid(text: try need(text, "text"))
        case Word("agent_said"):
            .agentSaid(
                try agentID(), name: name ?? "", text: try need(text, "text"), clientID: clientID)
        case Word("noted"): .noted(try agentID(), text: try need(text, "text"))
        case Word("opened"): .opened(try opening())
        case Word("closed"): .closed(Disposition(try need(disposition, "disposition")))
        case Word("queued"):
            .queued(queue: try need(queue, "queue"), reason: try known(reason, "reason"))
        case Word("dequeued"): .dequeued(try known(reason, "reason"))
        case Word("routed"): .routed(try agentID(), reason: try need(text, "text"))
        case Word("tagged"): .tagged(try agentID(), tag: try need(text, "text"))
        case Word("paused"): .paused(try agentID(), try known(name, "name"), until: until)
        case Word("unpaused"): .unpaused(try agentID())
        case Word("prioritised"): .prioritised(try agentID(), try known(name, "name"))
        case Word("stepped_in"): .steppedIn(try agentID(), name: name ?? "")
        case Word("agent_joined"): .agentJoined(try agentID(), name: name ?? "")
        case Word("agent_left"): .agentLeft(try agentID(), name: name ?? "")
        case Word("rated"): .rated(score: try need(score, "score"))
        case Word("message_left"):
            .messageLeft(text: try need(text, "text"), contact: contact ?? "")
        case Word("requested"): .requested(name: try need(name, "name"), slots: slots)
        case Word("language_set"): .languageSet(try languageOfEntry())
        case Word("resumed"): .resumed(try digest())
        default: throw .unknownType
        }
    }

    private func need<Value>(
        _ value: Value?, _ key: String
    ) throws(EntryCodecError.Problem) -> Value {
        guard let value else { throw .missing(key: key) }
        return value
    }

    /// A word that has to be one of few.
    private func known<Value: RawRepresentable>(
        _ word: String?, _ key: String
    ) throws(EntryCodecError.Problem) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try need(word, key)) else { throw .invalid(key: key) }
        return value
    }

    private func opening() throws(EntryCodecError.Problem) -> Entry.Opening {
        guard let shop = ShopID(try need(shop, "shop")) else { throw .invalid(key: "shop") }
        return Entry.Opening(
            shop: shop, language: try languageOfEntry(), name: name, token: try digest(),
            greeting: text ?? "")
    }

    private func agentID() throws(EntryCodecError.Problem) -> AgentID {
        guard let agent = AgentID(try need(agent, "agent")) else { throw .invalid(key: "agent") }
        return agent
    }

    private func languageOfEntry() throws(EntryCodecError.Problem) -> Language {
        guard let language = Language(try need(language, "language")) else {
            throw .invalid(key: "language")
        }
        return language
    }

    private func digest() throws(EntryCodecError.Problem) -> TokenDigest {
        guard let token = TokenDigest(hexadecimal: try need(token, "token")) else {
            throw .invalid(key: "token")
        }
        return token
    }
}
