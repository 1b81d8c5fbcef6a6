import AgentDesk
import Dialogue
import Vocabulary

/// What agents ask about cases, shops and themselves.
extension Floor {
    func card(
        _ topic: DeskNotice.Card.Topic, _ rows: [DeskNotice.CardRow], of id: ConversationID? = nil,
        to seat: AgentSeat
    ) -> [FloorEffect] {
        let card = DeskNotice.Card(topic: topic, tag: id.flatMap { tag(of: $0) }, rows: rows)
        return [.tell(seat.session, .desk(.card(card)))]
    }

    func whoIsThere(_ seat: AgentSeat, at now: WallTime) -> [FloorEffect] {
        let colleagues = agents.values.filter { other in
            shops.keys.contains {
                seat.account.shops.includes($0) && other.account.shops.includes($0)
            }
        }.sorted { $0.account.id < $1.account.id }
        let rows = colleagues.map { other in
            let presence = presence(of: other.account.id, other.account.capacity)
            let skills = other.account.skills.map { "\($0.name) \($0.level)" }
            let parts =
                [
                    presence.state.rawValue, presence.reason ?? "",
                    "\(presence.caseCount) of \(presence.capacity)",
                    other.account.role.rawValue,
                ] + skills + other.account.languages.map(\.code)
            return DeskNotice.CardRow(
                "\(other.account.id)", parts.filter { !$0.isEmpty }.joined(separator: ", "))
        }
        return card(.who, rows, to: seat)
    }

    mutating func who(
        _ id: ConversationID, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        guard let conversation = mayLookAt(id, seat) else {
            return refuse(seat, .notYours(id, owner: desk.owner(of: id)))
        }
        var rows = [
            DeskNotice.CardRow("customer", conversation.name ?? "gave no name"),
            DeskNotice.CardRow("language", conversation.language.code),
            DeskNotice.CardRow("since", conversation.openedAt.description),
            DeskNotice.CardRow(
                "connection", seats[id]?.session == nil ? "lost" : "there"),
        ]
        if let order = conversation.memory.verifiedOrder {
            rows.append(DeskNotice.CardRow("order", order))
        }
        if !conversation.tags.isEmpty {
            rows.append(DeskNotice.CardRow("tags", conversation.tags.joined(separator: ", ")))
        }
        if let agent = desk.owner(of: id) { rows.append(DeskNotice.CardRow("agent", agent.name)) }
        return card(.who, rows, of: id, to: seat)
    }

    /// The conversation, if this person may see what is said in it.
    func mayLookAt(_ id: ConversationID, _ seat: AgentSeat) -> Conversation? {
        let agent = seat.account.id
        let isOffered = desk.offers(to: agent).contains { $0.conversation == id }
        guard desk.maySee(id, agent) || isOffered || seats[id]?.guests.contains(agent) == true
        else { return nil }
        return seats[id]?.conversation
    }

    func show(_ id: ConversationID, _ seat: AgentSeat) -> [FloorEffect] {
        guard let conversation = mayLookAt(id, seat), let tag = tag(of: id) else {
            return refuse(seat, .notYours(id, owner: desk.owner(of: id)))
        }
        return [
            .showCase(
                seat.session, tag, after: 0, upTo: conversation.lastSequence, lineCountMax: 500)
        ]
    }

    func why(_ id: ConversationID, _ seat: AgentSeat, at now: WallTime) -> [FloorEffect] {
        guard let conversation = mayLookAt(id, seat) else {
            return refuse(seat, .notYours(id, owner: desk.owner(of: id)))
        }
        var rows: [DeskNotice.CardRow] = []
        if let reason = conversation.queueReason {
            rows.append(DeskNotice.CardRow("waits because", reason.rawValue))
        }
        if let queue = conversation.queue { rows.append(DeskNotice.CardRow("queue", queue)) }
        if let routing = conversation.routing {
            rows.append(DeskNotice.CardRow("routed", routing))
        }
        for candidate in seats[id]?.lastMatch?.candidates.prefix(3) ?? [] {
            let share = Int((min(max(candidate.confidence, 0), 1) * 100).rounded())
            rows.append(DeskNotice.CardRow("understood", "\(candidate.intent) \(share) %"))
        }
        guard let tag = tag(of: id) else { return card(.why, rows, of: id, to: seat) }
        return [.explain(seat.session, tag, rows: rows)]
    }

    /// The verified order of a case, or any order of its shop by number: agents are trusted with both.
    func showOrder(
        _ number: String?, _ id: ConversationID, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        guard var conversation = mayLookAt(id, seat), let shop = shops[conversation.shop] else {
            return refuse(seat, .notYours(id, owner: desk.owner(of: id)))
        }
        if let number {
            guard let order = shop.facts.orders?.order(number) else {
                return [
                    .tell(
                        seat.session,
                        .failure(
                            Notice.Failure(
                                code: .usage, text: "\(shop.id) has no order '\(number)'",
                                hint: "check the number with the customer")))
                ]
            }
            conversation = conversation.showing(order: order.number.text)
        }
        let rows =
            conversation.orderRows(of: shop, at: now)
            + conversation.verdictRows(of: shop, at: now)
            .map { DeskNotice.CardRow("return \($0.name)", $0.value) }
        return card(.order, rows, of: id, to: seat)
    }

    func policy(_ id: ConversationID, _ seat: AgentSeat) -> [FloorEffect] {
        guard let conversation = mayLookAt(id, seat), let shop = shops[conversation.shop] else {
            return refuse(seat, .notYours(id, owner: desk.owner(of: id)))
        }
        let values = shop.facts.values[conversation.language] ?? [:]
        let rows = values.keys.sorted().filter { $0.hasPrefix("policy.") }.map { key in
            DeskNotice.CardRow(String(key.dropFirst("policy.".count)), values[key] ?? "")
        }
        return card(.policy, rows, of: id, to: seat)
    }

    func suggest(
        _ id: ConversationID, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        guard let conversation = mayLookAt(id, seat), let shop = shops[conversation.shop],
            let tag = tag(of: id)
        else { return refuse(seat, .notYours(id, owner: desk.owner(of: id))) }
        guard let match = seats[id]?.lastMatch,
            let found = conversation.suggestion(for: match, shop: shop, at: now)
        else {
            return [
                .tell(
                    seat.session,
                    .failure(
                        Notice.Failure(
                            code: .noSuchText, text: "the bot has no answer to the last line",
                            hint: "/s lists the prepared texts")))
            ]
        }
        return [
            .tell(
                seat.session,
                .desk(
                    .suggestion(
                        tag, intent: found.intent, confidence: found.confidence, text: found.text))
            )
        ]
    }

    func listCanned(
        of shop: Shop, _ conversation: Conversation, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        let rows = shop.cannedTexts.map { canned in
            DeskNotice.CardRow(
                canned.name,
                conversation.text(of: canned, by: seat.account.name, shop: shop, at: now)
                    ?? "(lacks a value here)")
        }
        return card(.canned, rows, of: conversation.id, to: seat)
    }

    /// Lines of the agent's own cases that hold the text.
    func find(_ text: String, _ seat: AgentSeat) -> [FloorEffect] {
        let tags = desk.cases(of: seat.account.id).compactMap { tag(of: $0) }
        return [.find(seat.session, tags, text: text)]
    }

    func stats(_ seat: AgentSeat, at now: WallTime) -> [FloorEffect] {
        let agent = seat.account.id
        guard let lines = try? desk.timeline(of: agent, for: agent) else { return [] }
        func count(_ isCounted: (TimelineLine.What) -> Bool) -> String {
            String(lines.count { isCounted($0.what) })
        }
        let rows = [
            DeskNotice.CardRow("taken", count { if case .tookOver = $0 { true } else { false } }),
            DeskNotice.CardRow("let go", count { if case .letGo = $0 { true } else { false } }),
            DeskNotice.CardRow(
                "skipped", count { if case .offerSkipped = $0 { true } else { false } }),
            DeskNotice.CardRow(
                "expired", count { if case .offerExpired = $0 { true } else { false } }),
            DeskNotice.CardRow("now", String(desk.cases(of: agent).count)),
        ]
        return card(.stats, rows, to: seat)
    }
}
