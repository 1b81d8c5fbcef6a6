import JSONText
import Vocabulary

extension TranscriptDocument {
    init(_ members: Members) throws(Members.Problem) {
        let format = try members.required("format", "a number") { $0.integer.map(Int.init) }
        guard format == Self.format else { throw .unknownFormat(format) }
        let time = "a time such as 2026-03-10T09:00:00.000Z"
        self.init(
            id: try members.required("id", "a conversation's id") {
                $0.string.flatMap(ConversationID.init)
            },
            shop: try members.required("shop", "a shop's id") { $0.string.flatMap(ShopID.init) },
            language: try members.required("language", "a language") {
                $0.string.flatMap(Language.init)
            },
            openedAt: try members.required("opened_at", time) { $0.string.flatMap(WallTime.init) },
            statistics: try ConversationStatistics(
                Members(
                    try members.required("statistics", "an object") { $0 },
                    at: members.path("statistics"))))
        closedAt = try members.time("closed_at")
        disposition = try members.text("disposition").map(Disposition.init)
        customerName = try members.text("customer_name")
        rating = try members.integer("rating")
        statistics.resolutionState = try members.optional("resolution_state", "a known state") {
            $0.string.flatMap(ConversationStatistics.ResolutionState.init)
        }
        for line in try members.objects("entries") { entries.append(try Line(line)) }
    }
}

extension TranscriptDocument.Line {
    fileprivate init(_ members: Members) throws(Members.Problem) {
        self.init(
            sequence: try members.required("seq", "a number") { $0.integer.map(Int.init) },
            at: try members.required("at", "a time") { $0.string.flatMap(WallTime.init) },
            role: try members.required("role", "a known role") { $0.string.flatMap(Role.init) },
            type: try members.required("type", "a known type") {
                $0.string.flatMap(EntryType.init)
            })
        isPrivate = try members.optional("private", "true or false", \.bool) ?? false
        text = try members.text("text")
        name = try members.text("name")
        agent = try members.optional("agent", "an agent's id") { $0.string.flatMap(AgentID.init) }
        clientID = try members.text("client_id")
        intent = try members.text("intent").map(IntentName.init)
        confidence = try members.float("confidence")
        why = try members.optional("why", "an object") { $0 }.map {
            (value) throws(Members.Problem) in
            try Self.why(Members(value, at: members.path("why")))
        }
        for item in try members.objects("menu") {
            menu.append(
                Notice.MenuItem(
                    number: try item.integer("n") ?? 0, text: try item.text("text") ?? ""))
        }
        queue = try members.text("queue")
        reason = try members.text("reason")
        until = try members.time("until")
        score = try members.integer("score")
        contact = try members.text("contact")
        request = try members.text("request")
        for slot in try members.objects("slots") {
            slots.append(
                Slot(
                    name: SlotName(try slot.text("name") ?? ""),
                    value: try slot.text("value") ?? ""))
        }
        language = try members.optional("language", "a language") {
            $0.string.flatMap(Language.init)
        }
        disposition = try members.text("disposition").map(Disposition.init)
    }

    private static func why(_ members: Members) throws(Members.Problem) -> Entry.Why {
        var why = Entry.Why(
            bundle: try members.text("bundle") ?? "", runnerUp: nil,
            threshold: try members.float("threshold") ?? 0,
            margin: try members.float("margin") ?? 0)
        if let value = try members.optional("runner_up", "an object", { $0 }) {
            let candidate = try Members(value, at: members.path("runner_up"))
            why.runnerUp = IntentMatch.Candidate(
                intent: IntentName(try candidate.text("intent") ?? ""),
                confidence: try candidate.float("confidence") ?? 0)
        }
        return why
    }
}

extension ConversationStatistics {
    fileprivate init(_ members: Members) throws(Members.Problem) {
        self.init()
        timeToAssignment = try members.integer("time_to_assignment")
        timeToAdminReply = try members.integer("time_to_admin_reply")
        timeToFirstClose = try members.integer("time_to_first_close")
        medianTimeToReply = try members.integer("median_time_to_reply")
        handlingTime = try members.integer("handling_time") ?? 0
        adjustedHandlingTime = try members.integer("adjusted_handling_time") ?? 0
        queueTime = try members.integer("queue_time") ?? 0
        countConversationParts = try members.integer("count_conversation_parts") ?? 0
        countAssignments = try members.integer("count_assignments") ?? 0
        countReopens = try members.integer("count_reopens") ?? 0
        countContactReplies = try members.integer("count_contact_replies") ?? 0
        countBotReplies = try members.integer("count_bot_replies") ?? 0
        countAdminReplies = try members.integer("count_admin_replies") ?? 0
        firstContactReplyAt = try members.time("first_contact_reply_at")
        firstAssignmentAt = try members.time("first_assignment_at")
        firstAdminReplyAt = try members.time("first_admin_reply_at")
        firstCloseAt = try members.time("first_close_at")
        lastAssignmentAt = try members.time("last_assignment_at")
        lastContactReplyAt = try members.time("last_contact_reply_at")
        lastAdminReplyAt = try members.time("last_admin_reply_at")
        lastCloseAt = try members.time("last_close_at")
        lastClosedBy = try members.optional("last_closed_by_id", "an agent's id") {
            $0.string.flatMap(AgentID.init)
        }
    }
}
