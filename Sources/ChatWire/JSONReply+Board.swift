import JSONText
import Vocabulary

extension JSONReply {
    static func append(_ board: DeskNotice.Board, to writer: inout JSONWriter) {
        begin("board", &writer)
        writer.key("queues")
        writer.beginArray()
        for row in board.queues {
            writer.beginObject()
            member("shop", row.shop.name, &writer)
            member("queue", row.queue, &writer)
            member("waiting", row.waitingCount, &writer)
            member("longest_wait_seconds", row.longestWaitSeconds, &writer)
            member("agents", row.staffCount, &writer)
            member("assigned", row.assignedCount, &writer)
            member("at_risk", row.atRiskCount, &writer)
            member("late", row.lateCount, &writer)
            writer.key("paused")
            writer.bool(row.isPaused)
            writer.endObject()
        }
        writer.endArray()
        writer.key("agents")
        writer.beginArray()
        for row in board.agents {
            writer.beginObject()
            member("agent", row.agent.name, &writer)
            member("name", row.name, &writer)
            append(row.presence, &writer)
            member("since_seconds", row.sinceSeconds, &writer)
            writer.endObject()
        }
        writer.endArray()
        append(board.alarms, as: "alarms", to: &writer)
    }

    static func append(
        _ rows: [DeskNotice.CaseRow], as key: StaticString, to writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.beginArray()
        for row in rows {
            writer.beginObject()
            append(row.tag, &writer)
            member("state", row.state.rawValue, &writer)
            member("queue", row.queue, &writer)
            member("lang", row.language.code, &writer)
            if let customer = row.customer { member("customer", customer, &writer) }
            if let agent = row.agent { member("agent", agent.name, &writer) }
            member("age_seconds", row.ageSeconds, &writer)
            if let position = row.position { member("position", position, &writer) }
            writer.endObject()
        }
        writer.endArray()
    }

    static func append(
        _ rows: [DeskNotice.CardRow], as key: StaticString, to writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.beginArray()
        for row in rows {
            writer.beginObject()
            member("name", row.name, &writer)
            member("value", row.value, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    static func append(
        _ texts: [String], as key: StaticString, to writer: inout JSONWriter
    ) {
        writer.key(key)
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }

    static func append(_ presence: DeskNotice.Presence, _ writer: inout JSONWriter) {
        member("state", presence.state.rawValue, &writer)
        if let reason = presence.reason { member("reason", reason, &writer) }
        member("cases", presence.caseCount, &writer)
        member("capacity", presence.capacity, &writer)
    }

    static func append(_ tag: DeskNotice.CaseTag, _ writer: inout JSONWriter) {
        member("case", tag.number, &writer)
        member("conv", tag.conversation.description, &writer)
        member("shop", tag.shop.name, &writer)
    }

    static func member(_ key: StaticString, _ text: String, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.string(text)
    }

    static func member(_ key: StaticString, _ number: Int, _ writer: inout JSONWriter) {
        writer.key(key)
        writer.integer(number)
    }
}
