import AgentDesk
import Dialogue
import Vocabulary

/// What agents type.
extension Floor {
    mutating func obey(
        _ session: SessionID, _ command: AgentCommand, about number: Int?, at now: WallTime
    ) -> [FloorEffect] {
        guard let agent = agentOfSession[session], let seat = agents[agent] else {
            return [notLoggedIn(session)]
        }
        switch command {
        case .on: return order(.presenceChosen(.on, by: agent), at: now)
        case .pause(let reason):
            return order(.presenceChosen(.onBreak(reason: reason ?? ""), by: agent), at: now)
        case .off: return order(.presenceChosen(.off, by: agent), at: now)
        case .take(let other): return take(other ?? number, seat, at: now)
        case .skip:
            guard let offer = offer(to: agent, number) else { return refuse(seat, .offerGone) }
            return order(.offerSkipped(offer.id, by: agent), at: now)
        case .list(let what): return list(what, seat, at: now)
        case .stats: return stats(seat, at: now)
        case .who(nil) where number == nil: return whoIsThere(seat, at: now)
        case .find(let text): return find(text, seat)
        case .to(let other): return turn(seat, to: other, at: now)
        case .who(let other): return ask(other ?? number, seat) { $0.who($1, seat, at: now) }
        case .show(let other): return ask(other ?? number, seat) { $0.show($1, seat) }
        case .why(let other): return ask(other ?? number, seat) { $0.why($1, seat, at: now) }
        case .order(let name):
            return ask(number, seat) { $0.showOrder(name, $1, seat, at: now) }
        case .policy: return ask(number, seat) { $0.policy($1, seat) }
        case .suggest: return ask(number, seat) { $0.suggest($1, seat, at: now) }
        case .note(let text): return ask(number, seat) { $0.note(text, $1, seat, at: now) }
        case .canned(let name):
            return ask(number, seat) { $0.sayCanned(name, $1, seat, at: now) }
        case .transfer, .bot, .tag, .priority, .hold, .snooze, .close:
            return ask(number, seat) { floor, id in
                guard let event = floor.deskEvent(command, id, by: agent, at: now) else {
                    return floor.refuse(command, seat)
                }
                return floor.order(event, at: now, note: command.transferNote, seat)
            }
        }
    }

    /// Has the desk carry out an order.
    ///
    /// - Parameter note: Put on record before it, if it is carried out.
    mutating func order(
        _ event: DeskEvent, at now: WallTime, note: String? = nil, _ seat: AgentSeat? = nil
    ) -> [FloorEffect] {
        let orders = desk.handle(event, at: now)
        var effects: [FloorEffect] = []
        if let note, let seat, case .caseTransferred(let id, _, _) = event,
            !orders.contains(where: \.isRefusal)
        {
            effects += tell(
                id, .people(.noted(seat.account.id, text: note)), at: now, isOfTheDesk: true)
        }
        return effects + carryOut(orders, at: now)
    }

    /// Finds the case that a command is about and does something with it.
    mutating func ask(
        _ number: Int?, _ seat: AgentSeat,
        _ body: (inout Floor, ConversationID) -> [FloorEffect]
    ) -> [FloorEffect] {
        switch visibleCase(number, of: seat.account.id) {
        case .success(let id): return body(&self, id)
        case .failure(let refusal): return [.tell(seat.session, .failure(refusal.notice))]
        }
    }

    func refuse(_ seat: AgentSeat, _ refusal: DeskRefusal) -> [FloorEffect] {
        [.tell(seat.session, .failure(failure(of: refusal)))]
    }

    /// The order that a command gives about a case; nil where its words mean nothing.
    private func deskEvent(
        _ command: AgentCommand, _ id: ConversationID, by agent: AgentID, at now: WallTime
    ) -> DeskEvent? {
        switch command {
        case .transfer(let name, _):
            return target(name, of: id).map { .caseTransferred(id, to: $0, by: agent) }
        case .bot: return .caseHandedToBot(id, by: agent)
        case .tag(let tag): return .caseTagged(id, tag: tag, by: agent)
        case .priority(let word):
            return Priority(rawValue: word).map { .priorityChanged(id, $0, by: agent) }
        case .hold(nil): return .caseHeld(id, until: nil, by: agent)
        case .hold(let word?):
            return TimeWord.duration(word).map { .caseHeld(id, until: now + $0, by: agent) }
        case .snooze(let word):
            return TimeWord.duration(word ?? "1h").map {
                .caseSnoozed(id, until: now + $0, by: agent)
            }
        case .close(let disposition): return .caseClosed(id, disposition, by: agent)
        case .on, .off, .skip, .policy, .stats, .suggest, .pause, .list, .take, .to, .who, .show,
            .why, .order, .canned, .find, .note:
            return nil
        }
    }

    /// Whom a transfer names: an agent who is there, a skill of the shop, a language of it; else an
    /// agent who is not there, so that the refusal says so.
    private func target(_ name: String, of id: ConversationID) -> TransferTarget? {
        let word = name.lowercased().drop { $0 == "@" }
        let agent = AgentID(String(word))
        if let agent, agents[agent] != nil { return .agent(agent) }
        guard let shop = seats[id]?.conversation.shop, let rules = desk.rules.shops[shop] else {
            return nil
        }
        if rules.queues[Skill(String(word))] != nil { return .skill(Skill(String(word))) }
        if let language = Language(String(word)), rules.languages.contains(language) {
            return .language(language)
        }
        return nil
    }

    /// The command's words mean nothing: says what they may be.
    private func refuse(_ command: AgentCommand, _ seat: AgentSeat) -> [FloorEffect] {
        let failure: Notice.Failure
        switch command {
        case .transfer(let name, _):
            let shop = agents[seat.account.id]?.front.flatMap { seats[$0]?.conversation.shop }
            let skills = shop.flatMap { desk.rules.shops[$0] }.map { rules in
                rules.queues.keys.sorted().map(\.name) + rules.languages.map(\.code)
            }
            let people = agents.keys.sorted().filter { $0 != seat.account.id }.map(\.name)
            failure = Notice.Failure(
                code: .usage, text: "there is no agent, skill or language '\(name)' to transfer to",
                hint: ((skills ?? []) + people).joined(separator: ", "))
        case .priority(let word):
            failure = Notice.Failure(
                code: .usage, text: "'\(word)' is no priority",
                hint: Priority.allCases.map(\.rawValue).joined(separator: ", "))
        case .hold, .snooze, .on, .off, .skip, .policy, .bot, .stats, .suggest, .pause, .list,
            .take, .to, .who, .show, .why, .order, .canned, .find, .note, .tag, .close:
            failure = Notice.Failure(
                code: .usage, text: "that is no time", hint: "write 90s, 10m, 2h or 1d")
        }
        return [.tell(seat.session, .failure(failure))]
    }

    // MARK: Taking and turning

    private func offer(to agent: AgentID, _ number: Int?) -> AgentDesk.Offer? {
        let offers = desk.offers(to: agent)
        guard let number else { return offers.first }
        return offers.first { caseBook.number(of: $0.conversation) == number }
    }

    private mutating func take(
        _ number: Int?, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        let agent = seat.account.id
        if let offer = offer(to: agent, number) {
            return order(.offerAccepted(offer.id, by: agent), at: now)
        }
        guard number != nil else { return refuse(seat, .offerGone) }
        return ask(number, seat) { $0.order(.casePicked($1, by: agent), at: now) }
    }

    private mutating func turn(
        _ seat: AgentSeat, to number: Int, at now: WallTime
    ) -> [FloorEffect] {
        switch ownCase(number, of: seat.account.id) {
        case .success(let id): return setFront(of: seat.account.id, to: id, at: now)
        case .failure(let refusal): return [.tell(seat.session, .failure(refusal.notice))]
        }
    }

    // MARK: Words into a case

    private mutating func note(
        _ text: String, _ id: ConversationID, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        let agent = seat.account.id
        guard desk.maySee(id, agent) || seats[id]?.guests.contains(agent) == true else {
            return refuse(seat, .notYours(id, owner: desk.owner(of: id)))
        }
        var effects = tell(
            id, .people(.noted(agent, text: text)), at: now, isOfTheDesk: true)
        guard let conversation = seats[id]?.conversation, let tag = tag(of: id) else {
            return effects
        }
        let told = hearers(of: id) + [agent]
        for other in Self.mentions(in: text) where !told.contains(other) {
            guard let hearer = agents[other], hearer.account.shops.includes(tag.shop) else {
                continue
            }
            let note = DeskNotice.Note(
                tag: tag, sequence: conversation.lastSequence, author: agent, text: text,
                kind: .mention)
            effects.append(.tell(hearer.session, .desk(.note(note))))
        }
        return effects
    }

    /// Names behind an `@`, each once, in their order.
    static func mentions(in text: String) -> [AgentID] {
        var found: [AgentID] = []
        for word in text.lowercased().split(whereSeparator: { $0.isWhitespace }) {
            guard word.first == "@" else { continue }
            let name = word.dropFirst().prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-")
            }
            guard let agent = AgentID(String(name)), !found.contains(agent) else { continue }
            found.append(agent)
        }
        return found
    }

    private mutating func sayCanned(
        _ name: String?, _ id: ConversationID, _ seat: AgentSeat, at now: WallTime
    ) -> [FloorEffect] {
        guard let conversation = seats[id]?.conversation, let shop = shops[conversation.shop] else {
            return []
        }
        guard let name else { return listCanned(of: shop, conversation, seat, at: now) }
        guard let canned = shop.cannedTexts.first(where: { $0.name == name }) else {
            return refuseCanned(name, shop, seat)
        }
        switch ownCase(caseBook.number(of: id), of: seat.account.id) {
        case .failure(let refusal): return [.tell(seat.session, .failure(refusal.notice))]
        case .success: break
        }
        guard
            let text = conversation.text(of: canned, by: seat.account.name, shop: shop, at: now)
        else {
            return [
                .tell(
                    seat.session,
                    .failure(
                        Notice.Failure(
                            code: .noSuchText, text: "'\(name)' lacks a value in this chat",
                            hint: "ask the author for a fallback, or type it")))
            ]
        }
        return say(text, clientID: nil, in: id, by: seat, isShown: true, at: now)
    }

    /// A canned text of another shop is named as such only to who serves that shop too.
    private func refuseCanned(
        _ name: String, _ shop: Shop, _ seat: AgentSeat
    ) -> [FloorEffect] {
        let owner = shops.values.filter { other in
            other.id != shop.id && seat.account.shops.includes(other.id)
                && other.cannedTexts.contains { $0.name == name }
        }.map(\.id).min()
        let text =
            owner.map { "'\(name)' belongs to \($0); this chat is of \(shop.id)" }
            ?? "\(shop.id) has no canned text '\(name)'"
        let names = shop.cannedTexts.map(\.name).joined(separator: ", ")
        return [
            .tell(
                seat.session,
                .failure(
                    Notice.Failure(
                        code: .noSuchText, text: text, hint: names.isEmpty ? nil : names)))
        ]
    }
}

extension AgentCommand {
    fileprivate var transferNote: String? {
        if case .transfer(_, let note) = self { note } else { nil }
    }
}

extension DeskEffect {
    var isRefusal: Bool { if case .refuse = self { true } else { false } }
}
