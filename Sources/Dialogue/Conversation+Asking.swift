import Knowledge
import Vocabulary

extension Conversation {
    /// How long the shop's system is waited for at the most. The request itself ends sooner; this is
    /// for answers that are lost on the way, as in a crash.
    public static let shopAnswerLimit: Duration = .seconds(6)
    /// After this the customer hears that it takes a moment.
    private static let patience: Duration = .milliseconds(1_500)

    /// Asks the shop's system and waits.
    ///
    /// - Returns: false: the task goes on with the answer.
    mutating func ask(_ question: ShopQuestion, in turn: inout Turn) -> Bool {
        let number = lastSequence
        memory.expectation = .shopAnswer
        memory[.pendingQuestion] = "\(number) \(turn.now.milliseconds)"
        turn.effects.append(.ask(question, number: number))
        turn.effects.append(.setTimer(.shopAnswer, after: Self.patience))
        return false
    }

    /// The number of the question that waits for an answer, and since when; nil if none does.
    private var pendingQuestion: (number: Int, since: WallTime)? {
        guard memory.expectation == .shopAnswer, let pending = memory[.pendingQuestion] else {
            return nil
        }
        let parts = pending.split(separator: " ")
        guard parts.count == 2, let number = Int(parts[0]), let since = Int64(parts[1]) else {
            return nil
        }
        return (number, WallTime(milliseconds: since))
    }

    private mutating func stopWaiting() {
        memory.expectation = .nothing
        memory[.pendingQuestion] = nil
    }

    /// Goes on with what the shop's system said.
    ///
    /// - Parameter number: Which question it answers; an answer that comes late, or twice, does nothing.
    mutating func take(_ answer: ShopAnswer, to number: Int, in turn: inout Turn) {
        guard botMaySpeak, pendingQuestion?.number == number else { return }
        stopWaiting()
        switch answer {
        case .order(let order, let isProven): take(order, isProven: isProven, in: &turn)
        case .noSuchOrder: _ = refuseOrder(in: &turn)
        case .done(let reference):
            turn.facts["action.reference"] = reference
            goOn(with: "done", in: &turn)
        case .refused: goOn(with: "refused", in: &turn)
        case .unavailable: giveUpWaiting(in: &turn)
        }
    }

    private mutating func take(_ order: Order, isProven: Bool, in turn: inout Turn) {
        let number = memory[.orderNumber] ?? ""
        let proof = memory[.orderProof] ?? ""
        let wasProved = memory.verifiedOrder == number && proof.isEmpty
        let agrees =
            isProven && !proof.isEmpty || IdentityCheck.agrees(order, proof: proof) || wasProved
        guard OrderNumber(number) == order.number, agrees,
            wasProved || turn.shop.settings.secondProof.allows(proof)
        else {
            _ = refuseOrder(in: &turn)
            return
        }
        accept(order)
        run(in: &turn)
    }

    /// The action's step is behind us; the texts that follow say how it went.
    private mutating func goOn(with result: String, in turn: inout Turn) {
        turn.facts["action.result"] = result
        memory.task?.stepIndex += 1
        run(in: &turn)
    }

    /// A look-up without an answer ends the task honestly. An action is on record as a request, so a
    /// person does it.
    private mutating func giveUpWaiting(in turn: inout Turn) {
        switch waitingMove(in: turn) {
        case .action(.request)?: goOn(with: "requested", in: &turn)
        case .action, .form, .confirm, .respond, .set, nil: ordersAreDown(in: &turn)
        }
    }

    mutating func ordersAreDown(in turn: inout Turn) {
        endTask()
        say(.ordersUnavailable, in: &turn)
        memory.expectation = .personOffer
    }

    private func waitingMove(in turn: Turn) -> Rule.Move? {
        guard let task = memory.task, let rule = turn.script.rules[task.rule],
            rule.steps.indices.contains(task.stepIndex)
        else { return nil }
        return rule.steps[task.stepIndex].move
    }

    /// Looks after a question: says that it takes a moment, and in the end stops waiting.
    mutating func checkAnswer(in turn: inout Turn) {
        guard let pending = pendingQuestion, botMaySpeak else { return }
        let waited = turn.now.since(pending.since)
        if waited >= Self.shopAnswerLimit {
            stopWaiting()
            giveUpWaiting(in: &turn)
        } else if waited >= Self.patience {
            say(.lookingUp, in: &turn)
            memory.expectation = .shopAnswer
            turn.effects.append(.setTimer(.shopAnswer, after: Self.shopAnswerLimit - waited))
        }
        // Else it was set for an earlier question; this one has a timer of its own.
    }

    /// Asks again what was asked before the conversation was read back from the record.
    mutating func askAgain(in turn: inout Turn) {
        let idle = idleDelay(turn.shop.settings, at: turn.now)
        turn.effects.append(.setTimer(.idle, after: idle))
        guard let pending = pendingQuestion, botMaySpeak else { return }
        guard turn.now.since(pending.since) < Self.shopAnswerLimit,
            let question = waitingQuestion(pending.number, in: turn)
        else {
            stopWaiting()
            return giveUpWaiting(in: &turn)
        }
        turn.effects.append(.ask(question, number: pending.number))
        turn.effects.append(.setTimer(.shopAnswer, after: Self.shopAnswerLimit))
    }

    /// The question that was asked under this number, made again from what is remembered.
    private func waitingQuestion(_ number: Int, in turn: Turn) -> ShopQuestion? {
        switch waitingMove(in: turn) {
        case .action(.findOrder)?:
            .order(number: memory[.orderNumber] ?? "", proof: memory[.orderProof] ?? "")
        case .action(.request(let name))?: question(for: name, recordedAs: number)
        case .action, .form, .confirm, .respond, .set, nil: nil
        }
    }

    /// - Parameter sequence: The number of the request's entry, which with the conversation's id names
    ///   the action for ever.
    func question(for action: String, recordedAs sequence: Int) -> ShopQuestion {
        .action(
            name: action, slots: requestSlots(), order: memory.verifiedOrder,
            key: "\(id)-\(sequence)")
    }

    /// A line that comes while the shop's system is asked.
    ///
    /// - Returns: true: it was dealt with.
    mutating func waitOn(_ keyword: Keyword?, in turn: inout Turn) -> Bool {
        switch keyword {
        case .cancel, .back:
            stopWaiting()
            endTask()
            say(.cancelled, in: &turn)
        case .bye:
            stopWaiting()
            endTask()
            sayGoodbye(in: &turn)
        case .human, .help, .menu, .yes, .no, .skip, .callback, nil:
            say(.lookingUp, in: &turn)
            memory.expectation = .shopAnswer
        }
        return true
    }

    /// What a conversation read back from the record waits for first.
    public func timerWanted(
        _ settings: DialogueSettings, at now: WallTime
    ) -> (timer: ConversationTimer, after: Duration) {
        pendingQuestion == nil
            ? (.idle, idleDelay(settings, at: now)) : (.askAgain, .milliseconds(50))
    }
}

extension SlotName {
    /// Number and time of the question that the shop's system was asked; no value of a form.
    static let pendingQuestion = SlotName("pending_question")
}
