import Vocabulary

extension Conversation {
    /// Begins a conversation: the greeting and the token are its first entry.
    ///
    /// - Parameter isGreeted: The session saw the greeting before its first line; it is recorded, and
    ///   not shown twice.
    public static func open(
        id: ConversationID, shop: Shop, language: Language?, name: String?, token: FreshToken,
        isGreeted: Bool, at now: WallTime
    ) -> (conversation: Conversation, effects: [Effect]) {
        let language = shop.language(asked: language)
        let greeting = shop.greeting(in: language, at: now)
        let entry = Entry(
            sequence: 1, at: now,
            body: .opened(
                Entry.Opening(
                    shop: shop.id, language: language, name: name, token: token.digest,
                    greeting: greeting)))
        guard let conversation = Conversation(id: id, opening: entry) else {
            preconditionFailure("an opening that opens nothing")
        }
        let welcome = Notice.Welcome(
            shop: shop.id, language: language, conversation: id, token: token.text, sequence: 1,
            text: isGreeted ? "" : greeting)
        return (
            conversation,
            [
                .record(entry), .tell(.welcome(welcome)),
                .setTimer(.idle, after: shop.settings.idleWarning),
            ]
        )
    }

    /// Decides one event.
    ///
    /// - Parameters:
    ///   - shop: The shop of this conversation, as its files are now.
    ///   - desk: Whether people are there.
    ///   - view: What is known besides the shop's files and the record.
    /// - Returns: What has to be done, in order; the entries among it have been taken into the state.
    public mutating func handle(
        _ event: ConversationEvent, shop: Shop, desk: DeskView,
        view: ConversationView = ConversationView(), at now: WallTime
    ) -> [Effect] {
        let before = memory
        var view = view
        var (match, text) = (nil as IntentMatch?, "")
        switch event {
        case .customerSaid(let lines, let found):
            match = found
            text = lines.count == 1 ? lines[0].text : lines.map(\.text).joined(separator: "\n")
        case .shopAnswered(let answer, _): if case .order = answer { view.lastAnswer = answer }
        default: break
        }
        var turn = Turn(
            shop: shop, script: shop.script(in: language), now: now, desk: desk, view: view,
            match: match, text: text)
        switch event {
        case .customerSaid(let lines, let match): hear(lines, match, in: &turn)
        case .customerCommanded(let command): obey(command, in: &turn)
        case .people(let event): obey(event, in: &turn)
        case .timerFired(.shopAnswer): checkAnswer(in: &turn)
        case .timerFired(.askAgain): askAgain(in: &turn)
        case .shopAnswered(let answer, let number): take(answer, to: number, in: &turn)
        // These two ask for nothing that the memory would have to keep.
        case .resumed(let token, let after):
            resume(with: token, after: after, in: &turn)
            return turn.effects
        case .timerFired(.idle):
            checkIdle(in: &turn)
            return turn.effects
        }
        seal(&turn, before: before)
        return turn.effects
    }

    /// When this conversation next looks whether its customer is still there; for a floor that was
    /// rebuilt from the record.
    public func idleDelay(_ settings: DialogueSettings, at now: WallTime) -> Duration {
        if closingAs != nil, memory.expectation == .rating, let peopleLeftAt {
            return max(.zero, Self.ratingPatience - now.since(peopleLeftAt))
        }
        let wait = isIdleWarned ? settings.idleClose : settings.idleWarning
        return max(.zero, wait - now.since(heardAt))
    }

    private mutating func hear(
        _ lines: [Entry.CustomerLine], _ match: IntentMatch, in turn: inout Turn
    ) {
        var isNews = false
        for line in lines {
            if let clientID = line.clientID, let known = sequenceOfClientID[clientID] {
                turn.tell(.ack(clientID: clientID, sequence: known))
                continue
            }
            isNews = true
            let sequence = record(.customerSaid(line), in: &turn)
            if let clientID = line.clientID {
                turn.tell(.ack(clientID: clientID, sequence: sequence))
            }
        }
        guard isNews else { return }
        switch phase {
        case .withBot:
            answer(match, in: &turn)
        case .waiting: hearWaiting(in: &turn)
        // A person reads it; the bot says nothing.
        case .withAgent: break
        case .closed: preconditionFailure("a floor opens a new conversation instead")
        }
    }

    private mutating func resume(with token: FreshToken, after: Int?, in turn: inout Turn) {
        let seen = min(after ?? 0, lastSequence)
        let sequence = record(.resumed(token.digest), in: &turn)
        turn.tell(
            .welcome(
                Notice.Welcome(
                    shop: shop, language: language, conversation: id, token: token.text,
                    sequence: sequence, text: "")))
        turn.effects.append(.showRecord(after: seen))
    }

    private mutating func checkIdle(in turn: inout Turn) {
        let settings = turn.shop.settings
        let silence = turn.now.since(heardAt)
        if closeUnrated(in: &turn) { return }
        switch phase {
        case .closed: return
        case .waiting, .withAgent:
            turn.effects.append(.setTimer(.idle, after: settings.idleWarning))
        case .withBot where isIdleWarned && silence >= settings.idleClose:
            say(.idleClosed, in: &turn)
            close(.idle, in: &turn)
            turn.effects.append(.endSession)
        case .withBot where !isIdleWarned && silence >= settings.idleWarning:
            let warning = rendered(SystemText.idleWarning.rawValue, in: turn)?.text ?? ""
            let sequence = record(.systemSaid(text: warning), in: &turn)
            turn.tell(
                .message(
                    Notice.Message(sequence: sequence, role: .system, name: "", text: warning)))
            let rest = settings.idleClose - silence
            turn.effects.append(.setTimer(.idle, after: max(rest, .seconds(1))))
        case .withBot:
            turn.effects.append(.setTimer(.idle, after: idleDelay(settings, at: turn.now)))
        }
    }
}
