import CleanText
import Vocabulary

extension PlainReply {
    /// Writes what people of the desk read. Every line says which chat it belongs to.
    static func append(_ notice: DeskNotice, to buffer: inout [UInt8]) {
        switch notice {
        case .signedIn(let account): serverLine(sentence(on: account), to: &buffer)
        case .presence(let presence):
            serverLine("you are \(sentence(on: presence))", to: &buffer)
        case .offer(let offer): serverLine(sentence(on: offer), to: &buffer)
        case .offerEnded(let tag, let why):
            serverLine("the offer of #\(tag.number) is over: \(words(for: why))", to: &buffer)
        case .assigned(let assignment): append(assignment, to: &buffer)
        case .history(_, let lines): for line in lines { append(line, to: &buffer) }
        case .said(let tag, let message): append(message, in: tag, to: &buffer)
        case .note(let note):
            let kind = note.kind == .whisper ? "whisper from" : "note by"
            spoken(
                note.text, after: .named("\(name(of: note.tag)) [\(kind) \(note.author)]"),
                to: &buffer)
        case .released(let tag, let why):
            serverLine("#\(tag.number) is yours no more: \(words(for: why))", to: &buffer)
        case .customer(let tag, let isThere):
            let what = isThere ? "is back" : "has lost the connection; what you write is kept"
            serverLine("the customer of #\(tag.number) \(what)", to: &buffer)
        // The prompt shows it.
        case .front, .signed: break
        case .list(let rows): append(rows, to: &buffer)
        case .board(let board): append(board, to: &buffer)
        case .card(let card): append(card, to: &buffer)
        case .suggestion(let tag, let intent, let confidence, let text):
            serverLine(
                "the bot would answer #\(tag.number) (\(intent) \(percent(confidence))):",
                to: &buffer)
            spoken(text, after: .quoted, to: &buffer)
        case .broadcast(let from, let text):
            spoken(text, after: .named("* \(from) to all"), to: &buffer)
        case .alert(let shop, let text): serverLine("[alert] \(shop): \(text)", to: &buffer)
        }
    }

    private static func name(of tag: DeskNotice.CaseTag) -> String { "\(tag.shop)#\(tag.number)" }

    private static func sentence(on account: AgentAccount) -> String {
        var shops = "every shop"
        if case .only(let ids) = account.shops {
            shops = ids.isEmpty ? "no shop" : ids.map(\.name).joined(separator: ", ")
        }
        let skills = account.skills.map { "\($0.name) \($0.level)" }.joined(separator: ", ")
        let languages = account.languages.map(\.code).joined(separator: " ")
        return [
            "logged in as \(account.id) (\(account.role.rawValue)): \(shops)", skills, languages,
            "up to \(account.capacity) chats", "/on to begin, /help for more",
        ].filter { !$0.isEmpty }.joined(separator: " | ")
    }

    static func sentence(on presence: DeskNotice.Presence) -> String {
        let reason = presence.reason.map { " (\($0))" } ?? ""
        let state =
            switch presence.state {
            case .on: "on"
            case .onBreak: "on break"
            case .wrapUp: "writing up"
            case .off: "off"
            case .lost: "lost"
            }
        return "\(state)\(reason), \(presence.caseCount) of \(presence.capacity) chats"
    }

    private static func sentence(on offer: DeskNotice.Offer) -> String {
        var parts = [
            "offer #\(offer.tag.number) \(offer.tag.shop)/\(offer.queue) \(offer.language)",
            offer.customer ?? "", "waited \(DeskPrompt.clock(offer.waitedSeconds))",
            words(for: offer.reason),
        ].filter { !$0.isEmpty }
        // Out of hours nobody is late before the shop opens.
        if let left = offer.serviceSecondsLeft, left < 3_600 {
            parts.append(left < 0 ? "late" : "\(DeskPrompt.clock(left)) left to answer in time")
        }
        if let line = offer.lastLine { parts.append("“\(TerminalText.oneLine(line))”") }
        return parts.joined(separator: ", ") + "; /take or /skip (\(offer.expirySeconds) s)"
    }

    private static func append(_ assignment: DeskNotice.Assignment, to buffer: inout [UInt8]) {
        let heading = [
            "#\(assignment.tag.number) \(assignment.tag.shop)", assignment.customer ?? "no name",
            assignment.language.code, assignment.queue,
            "waited \(DeskPrompt.clock(assignment.waitedSeconds))",
            assignment.reason.map { words(for: $0) } ?? "",
        ]
        serverLine(heading.filter { !$0.isEmpty }.joined(separator: " | "), to: &buffer)
        append(assignment.order, titled: "order", to: &buffer)
        append(assignment.verdict, titled: "return", to: &buffer)
        let slots = assignment.slots.map { DeskNotice.CardRow($0.name.name, $0.value) }
        append(slots, titled: "known", to: &buffer)
        if let understood = assignment.understood {
            serverLine("understood: \(understood)", to: &buffer)
        }
        serverLine("why you: \(assignment.routing)", to: &buffer)
    }

    private static func append(
        _ rows: [DeskNotice.CardRow], titled title: String, to buffer: inout [UInt8]
    ) {
        guard !rows.isEmpty else { return }
        let text = rows.map { "\($0.name) \(TerminalText.oneLine($0.value))" }
            .joined(separator: ", ")
        serverLine("\(title): \(text)", to: &buffer)
    }

    private static func append(_ line: DeskNotice.HistoryLine, to buffer: inout [UInt8]) {
        let speaker =
            switch line.role {
            case .bot: "bot"
            case .system: "*"
            case .customer: line.name.isEmpty ? "customer" : line.name
            case .agent, .supervisor: line.name
            }
        let mark = line.isPrivate ? " [note]" : ""
        let clock = line.at.description.dropFirst(11).prefix(5)
        spoken(line.text, after: .named("| \(clock) \(speaker)\(mark)"), to: &buffer)
    }

    private static func append(
        _ message: Notice.Message, in tag: DeskNotice.CaseTag, to buffer: inout [UInt8]
    ) {
        let speaker =
            switch message.role {
            case .bot: "bot"
            case .system: "*"
            case .customer: message.name.isEmpty ? "customer" : message.name
            case .agent, .supervisor: message.name
            }
        spoken(message.text, after: .named("\(name(of: tag)) \(speaker)"), to: &buffer)
    }
}
