import JSONText
import Vocabulary

extension JSONReply {
    // Names and keys are sent: never rename. `DeskProtocol` in this target's documentation has them.

    /// Writes the members of a desk's event, from `ev` on.
    static func append(_ notice: DeskNotice, to writer: inout JSONWriter) {
        switch notice {
        case .signedIn(let account): append(account, to: &writer)
        case .presence(let presence):
            begin("presence", &writer)
            append(presence, &writer)
        case .offer(let offer): append(offer, to: &writer)
        case .offerEnded(let tag, let why):
            begin("offer_ended", &writer)
            append(tag, &writer)
            member("why", why.rawValue, &writer)
        case .assigned(let assignment): append(assignment, to: &writer)
        case .history(let tag, let lines): append(lines, of: tag, to: &writer)
        case .said(let tag, let message): appendSaid(message, in: tag, to: &writer)
        case .note(let note):
            begin("note", &writer)
            append(note.tag, &writer)
            append(sequence: note.sequence, &writer)
            member("name", note.author.name, &writer)
            member("kind", note.kind.rawValue, &writer)
            append(text: note.text, &writer)
        case .released(let tag, let why):
            begin("released", &writer)
            append(tag, &writer)
            member("why", why.rawValue, &writer)
        case .signed(let tag, let sign):
            begin(sign, &writer)
            append(tag, &writer)
        case .customer(let tag, let isThere):
            begin("customer", &writer)
            append(tag, &writer)
            writer.key("there")
            writer.bool(isThere)
        case .front(let tag, let ageSeconds):
            begin("front", &writer)
            if let tag { append(tag, &writer) }
            member("age_seconds", ageSeconds, &writer)
        case .list(let rows):
            begin("list", &writer)
            append(rows, as: "cases", to: &writer)
        case .board(let board): append(board, to: &writer)
        case .card(let card): append(card, to: &writer)
        case .suggestion(let tag, let intent, let confidence, let text):
            begin("suggestion", &writer)
            append(tag, &writer)
            member("intent", intent.name, &writer)
            writer.key("confidence")
            append(share: confidence, &writer)
            append(text: text, &writer)
        case .broadcast(let from, let text):
            begin("broadcast", &writer)
            member("name", from, &writer)
            append(text: text, &writer)
        case .alert(let shop, let text):
            begin("alert", &writer)
            member("shop", shop.name, &writer)
            append(text: text, &writer)
        }
    }

    private static func append(_ account: AgentAccount, to writer: inout JSONWriter) {
        begin("signed_in", &writer)
        member("agent", account.id.name, &writer)
        member("name", account.name, &writer)
        member("role", account.role.rawValue, &writer)
        // Missing where every shop is theirs.
        if case .only(let shops) = account.shops {
            append(shops.map(\.name), as: "shops", to: &writer)
        }
        writer.key("skills")
        writer.beginObject()
        for skill in account.skills {
            writer.key(named: skill.name)
            writer.integer(skill.level)
        }
        writer.endObject()
        append(account.languages.map(\.code), as: "languages", to: &writer)
        if let site = account.site { member("site", site, &writer) }
        member("capacity", account.capacity, &writer)
    }

    private static func append(_ offer: DeskNotice.Offer, to writer: inout JSONWriter) {
        begin("offer", &writer)
        append(offer.tag, &writer)
        member("queue", offer.queue, &writer)
        member("lang", offer.language.code, &writer)
        if let customer = offer.customer { member("customer", customer, &writer) }
        member("reason", offer.reason.rawValue, &writer)
        member("waited_seconds", offer.waitedSeconds, &writer)
        if let left = offer.serviceSecondsLeft { member("service_seconds_left", left, &writer) }
        member("expiry_seconds", offer.expirySeconds, &writer)
        if let line = offer.lastLine { member("last_line", line, &writer) }
    }

    private static func append(_ assignment: DeskNotice.Assignment, to writer: inout JSONWriter) {
        begin("assigned", &writer)
        append(assignment.tag, &writer)
        if let customer = assignment.customer { member("customer", customer, &writer) }
        member("lang", assignment.language.code, &writer)
        member("queue", assignment.queue, &writer)
        if let reason = assignment.reason { member("reason", reason.rawValue, &writer) }
        member("routing", assignment.routing, &writer)
        member("waited_seconds", assignment.waitedSeconds, &writer)
        if let understood = assignment.understood { member("understood", understood, &writer) }
        let slots = assignment.slots.map { DeskNotice.CardRow($0.name.name, $0.value) }
        append(slots, as: "slots", to: &writer)
        append(assignment.order, as: "order", to: &writer)
        append(assignment.verdict, as: "verdict", to: &writer)
    }

    private static func append(
        _ lines: [DeskNotice.HistoryLine], of tag: DeskNotice.CaseTag, to writer: inout JSONWriter
    ) {
        begin("history", &writer)
        append(tag, &writer)
        writer.key("lines")
        writer.beginArray()
        for line in lines {
            writer.beginObject()
            append(sequence: line.sequence, &writer)
            member("at", line.at.description, &writer)
            member("role", line.role.rawValue, &writer)
            if !line.name.isEmpty { member("name", line.name, &writer) }
            append(text: line.text, &writer)
            if line.isPrivate {
                writer.key("private")
                writer.bool(true)
            }
            writer.endObject()
        }
        writer.endArray()
    }

    /// A message like the customer's own, with the case it belongs to.
    private static func appendSaid(
        _ message: Notice.Message, in tag: DeskNotice.CaseTag, to writer: inout JSONWriter
    ) {
        begin("message", &writer)
        append(tag, &writer)
        appendBody(of: message, to: &writer)
    }

    private static func append(_ card: DeskNotice.Card, to writer: inout JSONWriter) {
        begin("card", &writer)
        member("topic", card.topic.rawValue, &writer)
        if let tag = card.tag { append(tag, &writer) }
        append(card.rows, as: "rows", to: &writer)
    }
}
