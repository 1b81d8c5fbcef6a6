import JSONText
import Vocabulary

extension TranscriptDocument {
    // Keys and names are stored: never rename, never use one for something else. Members that say
    // nothing are left out, but for the statistics, which are all there, `null` where they have no value.

    /// What every written document begins with: a line that does not was written by somebody else.
    public static let firstBytes = Array("{\"format\":\(format),\"id\":\"".utf8)

    /// Appends the document as one line of JSON with its line feed.
    public func append(to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { writer in
            writer.beginObject()
            writer.key("format")
            writer.integer(Self.format)
            writer.member("id", id.description)
            writer.member("shop", shop.name)
            writer.member("language", language.code)
            writer.member("opened_at", openedAt.description)
            writer.member("closed_at", closedAt?.description)
            writer.member("disposition", disposition?.name)
            writer.member("customer_name", customerName)
            if let rating {
                writer.key("rating")
                writer.integer(rating)
            }
            writer.member("resolution_state", statistics.resolutionState?.rawValue)
            writer.key("entries")
            writer.beginArray()
            for line in entries { line.write(to: &writer) }
            writer.endArray()
            writer.key("statistics")
            statistics.write(to: &writer)
            writer.endObject()
            writer.endLine()
        }
    }

    /// The document as one line of JSON with its line feed.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }
}

extension TranscriptDocument.Line {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("seq")
        writer.integer(sequence)
        writer.member("at", at.description)
        writer.member("role", role.rawValue)
        writer.member("type", type.rawValue)
        if isPrivate {
            writer.key("private")
            writer.bool(true)
        }
        writer.member("name", name)
        writer.member("agent", agent?.name)
        writer.member("text", text)
        writer.member("client_id", clientID)
        writer.member("intent", intent?.name)
        writer.member("confidence", confidence)
        writeMenu(to: &writer)
        if let why {
            writer.key("why")
            EntryCodec.write(why, to: &writer)
        }
        writer.member("queue", queue)
        writer.member("reason", reason)
        writer.member("until", until?.description)
        if let score {
            writer.key("score")
            writer.integer(score)
        }
        writer.member("contact", contact)
        writer.member("request", request)
        writeSlots(to: &writer)
        writer.member("language", language?.code)
        writer.member("disposition", disposition?.name)
        writer.endObject()
    }

    private func writeMenu(to writer: inout JSONWriter) {
        guard !menu.isEmpty else { return }
        writer.key("menu")
        writer.beginArray()
        for item in menu {
            writer.beginObject()
            writer.key("n")
            writer.integer(item.number)
            writer.member("text", item.text)
            writer.endObject()
        }
        writer.endArray()
    }

    private func writeSlots(to writer: inout JSONWriter) {
        guard !slots.isEmpty else { return }
        writer.key("slots")
        writer.beginArray()
        for slot in slots {
            writer.beginObject()
            writer.member("name", slot.name.name)
            writer.member("value", slot.value)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension ConversationStatistics {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (key, number) in numbers {
            writer.key(key)
            if let number { writer.integer(number) } else { writer.null() }
        }
        for (key, time) in times {
            writer.key(key)
            if let time { writer.string(time.description) } else { writer.null() }
        }
        writer.key("last_closed_by_id")
        if let lastClosedBy { writer.string(lastClosedBy.name) } else { writer.null() }
        writer.endObject()
    }

    /// Durations in seconds and counts by their written names.
    private var numbers: [(StaticString, Int?)] {
        [
            ("time_to_assignment", timeToAssignment), ("time_to_admin_reply", timeToAdminReply),
            ("time_to_first_close", timeToFirstClose),
            ("median_time_to_reply", medianTimeToReply), ("handling_time", handlingTime),
            ("adjusted_handling_time", adjustedHandlingTime), ("queue_time", queueTime),
            ("count_conversation_parts", countConversationParts),
            ("count_assignments", countAssignments), ("count_reopens", countReopens),
            ("count_contact_replies", countContactReplies),
            ("count_bot_replies", countBotReplies), ("count_admin_replies", countAdminReplies),
        ]
    }

    private var times: [(StaticString, WallTime?)] {
        [
            ("first_contact_reply_at", firstContactReplyAt),
            ("first_assignment_at", firstAssignmentAt),
            ("first_admin_reply_at", firstAdminReplyAt), ("first_close_at", firstCloseAt),
            ("last_assignment_at", lastAssignmentAt),
            ("last_contact_reply_at", lastContactReplyAt),
            ("last_admin_reply_at", lastAdminReplyAt), ("last_close_at", lastCloseAt),
        ]
    }
}
