import CleanText
import Vocabulary

extension PlainReply {
    static func append(_ rows: [DeskNotice.CaseRow], to buffer: inout [UInt8]) {
        guard !rows.isEmpty else { return serverLine("no chats", to: &buffer) }
        for row in rows { serverLine(sentence(on: row), to: &buffer) }
    }

    static func append(_ board: DeskNotice.Board, to buffer: inout [UInt8]) {
        for row in board.queues {
            let paused = row.isPaused ? ", paused" : ""
            serverLine(
                "\(row.shop)/\(row.queue): \(row.waitingCount) waiting, longest "
                    + "\(DeskPrompt.clock(row.longestWaitSeconds)), \(row.assignedCount) with agents, "
                    + "\(row.staffCount) there, \(row.atRiskCount) at risk, \(row.lateCount) late\(paused)",
                to: &buffer)
        }
        for row in board.agents {
            serverLine(
                "\(row.agent) (\(row.name)): \(sentence(on: row.presence)), since "
                    + DeskPrompt.clock(row.sinceSeconds), to: &buffer)
        }
        for alarm in board.alarms { serverLine("[alert] \(alarm)", to: &buffer) }
        if board.queues.isEmpty, board.agents.isEmpty { serverLine("nothing yet", to: &buffer) }
    }

    static func append(_ card: DeskNotice.Card, to buffer: inout [UInt8]) {
        guard !card.rows.isEmpty else {
            return serverLine("nothing is known (\(card.topic.rawValue))", to: &buffer)
        }
        for row in card.rows {
            let text = row.value.isEmpty ? row.name : "\(row.name): \(row.value)"
            serverLine(text, to: &buffer)
        }
    }

    private static func sentence(on row: DeskNotice.CaseRow) -> String {
        let position = row.position.map { "number \($0)" } ?? ""
        return [
            "#\(row.tag.number) \(row.tag.shop)/\(row.queue) \(row.language)", row.customer ?? "",
            row.state.rawValue, row.agent.map { "\($0)" } ?? "", position,
            DeskPrompt.clock(row.ageSeconds),
        ].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    static func percent(_ share: Float) -> String {
        guard share.isFinite else { return "?" }
        return "\(Int((min(max(share, 0), 1) * 100).rounded())) %"
    }

    static func words(for why: DeskNotice.OfferEnd) -> String {
        switch why {
        case .taken: "you took it"
        case .skipped: "you skipped it"
        case .expired: "it ran out"
        case .elsewhere: "somebody else has it"
        case .withdrawn: "the customer does not wait any more"
        }
    }

    static func words(for why: DeskNotice.CaseEnd) -> String {
        switch why {
        case .closed: "closed"
        case .transferred: "transferred"
        case .handedBack: "back with the bot"
        case .customerLeft: "the customer ended it"
        case .reassigned: "a supervisor gave it to somebody else"
        case .relieved: "it waited too long for you and went back to the queue"
        case .snoozed: "it rests"
        }
    }

    static func words(for reason: QueueReason) -> String {
        switch reason {
        case .asked: "asked for a person"
        case .notUnderstood: "was not understood"
        case .formGivenUp: "could not give what was asked"
        case .rule: "handed over by a rule"
        case .transferred: "transferred"
        case .agentLost: "lost their agent"
        }
    }
}
