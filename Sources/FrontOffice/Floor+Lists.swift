import AgentDesk
import Dialogue
import Vocabulary

/// Lists and the board.
extension Floor {
    func list(_ what: String?, _ seat: AgentSeat, at now: WallTime) -> [FloorEffect] {
        let agent = seat.account.id
        let mine = desk.cases(of: agent)
        let waiting = (try? desk.waitingCases(for: agent))?.map(\.conversation) ?? []
        let ids: [ConversationID]
        switch what?.lowercased() {
        case "mine": ids = mine
        case "wait", "waiting": ids = waiting
        case "all":
            let others = (try? desk.board(for: agent, at: now))?.agents.flatMap(\.cases) ?? []
            ids = waiting + mine + others.filter { !mine.contains($0) }
        case nil: ids = waiting + mine
        default:
            return [
                .tell(
                    seat.session,
                    .failure(
                        Notice.Failure(
                            code: .usage, text: "'\(what ?? "")' is no list",
                            hint: "/list wait, /list mine or /list all")))
            ]
        }
        let rows = ids.compactMap { row(of: $0, waiting, at: now) }
        return [.tell(seat.session, .desk(.list(rows)))]
    }

    private func row(
        of id: ConversationID, _ waiting: [ConversationID], at now: WallTime
    ) -> DeskNotice.CaseRow? {
        guard let conversation = seats[id]?.conversation, let tag = tag(of: id) else { return nil }
        let owner = conversation.owner
        var state = DeskNotice.CaseState.waiting
        if let owner {
            switch desk.presence(of: owner) {
            case .lost: state = .orphaned
            case .off, .on, .onBreak:
                switch conversation.pause {
                case .hold: state = .held
                case .snooze: state = .snoozed
                case nil: state = .active
                }
            }
        }
        return DeskNotice.CaseRow(
            tag: tag, state: state, queue: conversation.queue ?? "",
            language: conversation.language, customer: conversation.name, agent: owner,
            ageSeconds: age(of: conversation, at: now),
            position: owner == nil ? waiting.firstIndex(of: id).map { $0 + 1 } : nil)
    }

    func presence(of agent: AgentID, _ capacity: Int) -> DeskNotice.Presence {
        presence(desk.presence(of: agent), desk.cases(of: agent).count, capacity)
    }

    private func presence(
        _ presence: Presence, _ caseCount: Int, _ capacity: Int
    ) -> DeskNotice.Presence {
        let (state, reason): (AgentPresence, String?) =
            switch presence {
            case .off: (.off, nil)
            case .on: (.on, nil)
            case .onBreak(let reason): (.onBreak, reason.isEmpty ? nil : reason)
            case .lost: (.lost, nil)
            }
        return DeskNotice.Presence(
            state: state, reason: reason, caseCount: caseCount, capacity: capacity)
    }

    func board(_ seat: AgentSeat, at now: WallTime) throws(DeskRefusal) -> [FloorEffect] {
        let snapshot = try desk.board(for: seat.account.id, at: now)
        let queues = snapshot.queues.map { line in
            var row = DeskNotice.QueueRow(
                shop: line.queue.shop, queue: line.queue.skill.name,
                waitingCount: line.waitingCount,
                longestWaitSeconds: Int((line.longestWait ?? .zero).milliseconds / 1_000),
                staffCount: line.presentAgentCount, isPaused: line.isPaused)
            row.assignedCount = line.assignedCount
            row.atRiskCount = line.promiseAtRiskCount
            row.lateCount = line.promiseBrokenCount
            return row
        }
        let people = snapshot.agents.map { line in
            DeskNotice.AgentRow(
                agent: line.agent, name: line.name,
                presence: presence(line.presence, line.cases.count, line.capacity),
                sinceSeconds: max(0, Int(now.since(line.since).milliseconds / 1_000)))
        }
        let troubles = endpointTroubles.filter { seat.account.shops.includes($0.shop) }
        let board = DeskNotice.Board(
            queues: queues, agents: people,
            alarms: snapshot.alarms.map(\.text) + troubles.map(\.text))
        return [.tell(seat.session, .desk(.board(board)))]
    }

    /// Why a case is where it is, and what each agent is to it.
    func explain(
        _ id: ConversationID, _ seat: AgentSeat, at now: WallTime
    ) throws(DeskRefusal) -> [FloorEffect] {
        let found = try desk.explain(id, for: seat.account.id, at: now)
        var rows = [
            DeskNotice.CardRow("queue", "\(found.queue), \(found.language)"),
            DeskNotice.CardRow("priority", found.priority.rawValue),
            DeskNotice.CardRow("waiting since", found.waitingSince.description),
            DeskNotice.CardRow("place", Self.text(of: found.place)),
        ]
        if let reason = found.reason {
            rows.append(DeskNotice.CardRow("decided", reason.description))
        }
        for candidate in found.candidates {
            rows.append(
                DeskNotice.CardRow(candidate.agent.name, Self.text(of: candidate.verdict)))
        }
        return card(.explain, rows, of: id, to: seat)
    }

    private static func text(of place: Explanation.Place) -> String {
        switch place {
        case .waiting(let position): "number \(position) in line"
        case .heldFor(let agent, let until): "kept for \(agent) until \(until)"
        case .offered(let agent): "offered to \(agent)"
        case .withAgent(let agent): "with \(agent)"
        case .snoozed(let agent, let until): "rests with \(agent) until \(until)"
        case .resting(let until): "rests until \(until)"
        }
    }

    private static func text(of verdict: Explanation.Verdict) -> String {
        switch verdict {
        case .eligible: "would be asked now"
        case .eligibleAfter(let wait):
            "comes into question after \(wait.milliseconds / 1_000) s of waiting"
        case .lacksSkill: "lacks the skill"
        case .lacksLanguage: "does not speak the language"
        case .siteNotAsked: "their site is not asked"
        case .full: "is full"
        case .away(let presence): "is \(presence.word)"
        case .passed: "skipped it or let it expire"
        }
    }

    func timeline(
        of agent: AgentID, _ seat: AgentSeat
    ) throws(DeskRefusal) -> [FloorEffect] {
        let lines = try desk.timeline(of: agent, for: seat.account.id)
        return card(
            .timeline,
            lines.map { DeskNotice.CardRow($0.at.description, text(of: $0.what)) }, to: seat)
    }

    private func text(of what: TimelineLine.What) -> String {
        func chat(_ id: ConversationID) -> String {
            caseBook.number(of: id).map { "#\($0)" } ?? "\(id)"
        }
        switch what {
        case .cameOn: return "on"
        case .wentOnBreak(let reason):
            return reason.isEmpty ? "on break" : "on break: \(reason)"
        case .wentOff: return "off"
        case .connectionLost: return "connection lost"
        case .cameBack: return "back"
        case .offered(let id): return "offered \(chat(id))"
        case .offerSkipped(let id): return "skipped \(chat(id))"
        case .offerExpired(let id): return "let \(chat(id)) expire"
        case .tookOver(let id): return "took \(chat(id))"
        case .letGo(let id): return "let go of \(chat(id))"
        case .wrapUpEnded: return "wrap-up ended"
        case .forced(let agent): return "presence set by \(agent)"
        }
    }
}
