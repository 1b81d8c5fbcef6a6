import Dialogue
import Engine
import FrontOffice
import Ports
import Vocabulary

/// What must always hold, each with words of its own.
extension SimulatedWorld {
    mutating func violate(_ what: String) {
        guard violations.count < 10 else { return }
        violations.append("\(what) (SIM_SEED=\(seed))")
    }

    /// Every answer seen is on record, none is missing before it, none is shown twice.
    mutating func check(_ seen: ScriptedCustomer.Seen, of index: Int) {
        let who = "customer \(customers[index].number)"
        if case .spoken(let text) = seen.sight { return checkSpoken(text, seen.token, who) }
        if case .refused("not_saved", _) = seen.sight { counts.notSaved += 1 }
        guard let id = seen.conversation else { return }
        let record = disk.record(of: id)
        switch seen.sight {
        case .welcome(_, let sequence):
            if sequence > record.count { violate("\(who) was welcomed to what is not on record") }
            if sequence > 1 { counts.resumes += 1 }
        case .message(let sequence?, _, let text):
            counts.answers += 1
            let entry = sequence <= record.count ? record[sequence - 1] : nil
            if Self.text(of: entry) != text {
                violate("\(who) saw '\(text)' as number \(sequence) of \(id), not on record")
            }
            if !customers[index].unsure.contains(id) {
                checkNothingSkipped(record, before: sequence, seen, who)
            }
            if seen.isRepeated { violate("\(who) was shown number \(sequence) of \(id) twice") }
        case .ack(let clientID, let sequence):
            counts.acks += 1
            guard sequence <= record.count,
                case .customerSaid(let line) = record[sequence - 1].body, line.clientID == clientID
            else { return violate("\(who): line \(clientID) was acknowledged, not on record") }
            if !customers[index].unsure.contains(id) {
                checkNothingSkipped(record, before: sequence, seen, who)
            }
        case .closed(let sequence):
            guard sequence == record.count, case .closed? = record.last?.body else {
                return violate("\(who) was told of an end that is not on record")
            }
        case .message, .refused, .spoken, .other: break
        }
    }

    private mutating func checkNothingSkipped(
        _ record: [Entry], before sequence: Int, _ seen: ScriptedCustomer.Seen, _ who: String
    ) {
        guard seen.lastSeenBefore + 1 < sequence else { return }
        for entry in record[seen.lastSeenBefore..<min(sequence - 1, record.count)] {
            switch entry.body {
            // A timer's batch that failed and is on record all the same had nobody to be told.
            case .systemSaid where diskMayFail: break
            // Nor had one in which people handed the conversation back.
            case .botSaid where diskMayFail && isBehindPeople(entry, in: record): break
            case .botSaid, .systemSaid:
                violate("\(who) saw number \(sequence) but never number \(entry.sequence)")
            case .opened, .customerSaid, .agentSaid, .noted, .queued, .dequeued, .routed, .tagged,
                .paused, .unpaused, .prioritised, .steppedIn, .agentJoined, .agentLeft,
                .rated, .messageLeft, .requested, .languageSet, .resumed, .closed:
                break
            }
        }
    }

    /// Whether people left the conversation just before this entry.
    private func isBehindPeople(_ entry: Entry, in record: [Entry]) -> Bool {
        record[..<(entry.sequence - 1)].suffix(2).contains { before in
            switch before.body {
            case .agentLeft, .dequeued: true
            case .opened, .customerSaid, .botSaid, .systemSaid, .agentSaid, .noted, .queued,
                .routed, .agentJoined, .rated, .messageLeft, .requested, .languageSet, .tagged,
                .paused, .unpaused, .prioritised, .steppedIn, .resumed, .closed:
                false
            }
        }
    }

    /// A person sees no numbers: what the bot said stands somewhere in their conversation.
    private mutating func checkSpoken(_ text: String, _ token: String?, _ who: String) {
        guard let token else { return }
        let digest = TokenMint.digest(of: token)
        guard let id = driver?.floor.conversations.first(where: { $0.token == digest })?.id else {
            return
        }
        counts.answers += 1
        let said = disk.record(of: id).compactMap { Self.text(of: $0) }
        if !said.contains(text), text != SimulatedShop.greeting {
            violate("\(who) saw '\(text)', not on record in \(id)")
        }
    }

    private static func text(of entry: Entry?) -> String? {
        switch entry?.body {
        case .opened(let opening): opening.greeting
        case .customerSaid(let line): line.text
        case .botSaid(let line): line.text
        case .systemSaid(let text): text
        case .agentSaid(_, _, let text, _): text
        case .noted, .queued, .dequeued, .routed, .tagged, .paused, .unpaused, .prioritised,
            .steppedIn, .agentJoined,
            .agentLeft,
            .rated, .messageLeft, .requested,
            .languageSet, .resumed, .closed, nil:
            nil
        }
    }

    /// A turn as it was saved: limits hold, and who asks for a person is told within it.
    mutating func check(_ turn: TurnCommit) {
        counts.turns += 1
        trace(turn.conversation.description.utf8)
        trace([UInt8(truncatingIfNeeded: turn.entries.count)])
        let replyCount = turn.entries.count { entry in
            if case .botSaid = entry.body { true } else { false }
        }
        if replyCount > Limits.repliesPerTurnMax { violate("a turn with \(replyCount) replies") }
        let asks = turn.entries.contains { entry in
            guard case .customerSaid(let line) = entry.body else { return false }
            return SimulatedShop.humanWords.contains(line.text.lowercased())
        }
        let record = disk.record(of: turn.conversation)
        guard asks, let first = turn.entries.first, let last = turn.entries.last,
            record.count >= last.sequence,
            let before = Conversation(
                id: turn.conversation, replaying: Array(record.prefix(first.sequence - 1))),
            let after = Conversation(
                id: turn.conversation, replaying: Array(record.prefix(last.sequence)))
        else { return }
        guard case .withBot = before.phase else { return }
        counts.humanTurns += 1
        if case .waiting = after.phase { return }
        if after.memory.expectation != .messageOffer {
            violate("a person was asked for in \(turn.conversation), neither queue nor offer came")
        }
    }

    /// What was acknowledged is on record once, under its number; nothing was acted on twice; numbers
    /// have no gaps.
    mutating func checkLedger(_ moment: String) {
        var countOfID: [ConversationID: [String: Int]] = [:]
        for id in disk.conversationIDs {
            var counts: [String: Int] = [:]
            for (index, entry) in disk.record(of: id).enumerated() {
                if entry.sequence != index + 1 {
                    violate("a gap before \(entry.sequence) of \(id)")
                }
                guard case .customerSaid(let line) = entry.body, let clientID = line.clientID else {
                    continue
                }
                counts[clientID, default: 0] += 1
                if counts[clientID] == 2 { violate("line \(clientID) was acted on twice in \(id)") }
            }
            countOfID[id] = counts
        }
        for customer in customers {
            for (id, acked) in customer.acked {
                for clientID in acked.keys where countOfID[id]?[clientID] != 1 {
                    violate("\(moment) acknowledged line \(clientID) is not on record in \(id)")
                }
            }
        }
    }

    /// The floor equals what its record replays to, conversation by conversation.
    mutating func checkReplay() {
        guard let driver else { return }
        let live = driver.floor.conversations
        let open = disk.conversationIDs.compactMap { id in
            Conversation(id: id, replaying: disk.record(of: id))
        }.filter { !$0.isClosed }
        if live.map(\.id) != open.map(\.id) {
            violate("the floor has \(live.count) conversations, the record \(open.count) open ones")
        }
        for (live, replayed) in zip(live, open) where live != replayed {
            violate("conversation \(live.id) is not what its record replays to")
        }
    }
}
