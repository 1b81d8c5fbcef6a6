import ChatWire
import Dispatch
import NIOCore
import Vocabulary

/// Who may log in on the line ports, and what supervisors may ask of the server itself. Handed in by
/// whoever starts the listener; called away from the loops, since both may take their time.
public struct BackOffice: Sendable {
    /// Judges a log-in and answers later, on any thread; the same words and the same time for unknown
    /// names as for wrong passwords.
    public var logIn: @Sendable (LoginRequest, @escaping @Sendable (LoginOutcome) -> Void) -> Void
    /// Reads the shops' files again, or only looks whether that would work; what to tell.
    public var reload: @Sendable (_ isCheckOnly: Bool) -> Notice

    public init(
        logIn:
            @escaping @Sendable (
                LoginRequest, @escaping @Sendable (LoginOutcome) -> Void
            ) -> Void,
        reload: @escaping @Sendable (_ isCheckOnly: Bool) -> Notice
    ) {
        self.logIn = logIn
        self.reload = reload
    }

    /// What somebody is told whose log-in was not accepted; nil if it was.
    public static func failure(of outcome: LoginOutcome) -> Notice.Failure? {
        switch outcome {
        case .accepted: nil
        case .refused:
            Notice.Failure(
                code: .loginRefused, text: "name and password do not belong together", hint: nil)
        case .tooMany(let seconds):
            Notice.Failure(
                code: .rateLimited, text: "too many wrong passwords",
                hint: "try again in \(seconds) s")
        case .busy:
            Notice.Failure(
                code: .busy, text: "many people log in at this moment",
                hint: "try again in a moment")
        }
    }
}

extension CustomerLineHandler {
    func logIn(_ name: AgentID, _ password: String) {
        guard let office = commons.backOffice else {
            return tell(
                Notice.Failure(
                    code: .loginRefused, text: "nobody can log in to this server",
                    hint: "make an account with 'helpline agents add'"))
        }
        guard socket?.origin == nil else {
            return tell(
                Notice.Failure(
                    code: .notAllowed, text: "nobody logs in from a page of another site",
                    hint: "the desk is at /desk"))
        }
        let request = LoginRequest(
            name: name, password: password, address: addressKey?.description ?? "")
        ask({ office.logIn(request, $0) }, then: { $0.take($1) })
    }

    private func take(_ outcome: LoginOutcome) {
        if let failure = BackOffice.failure(of: outcome) { return tell(failure) }
        guard case .accepted(let login) = outcome else { return }
        wire.loggedIn(login.account.id, as: login.account.role)
        flags.formUnion([.isOfTheDesk, .isKnownToFloor, .waitsForDesk])
        inbox = commons.directory.inbox(for: shop)
        put(.agentConnected(id, login))
    }

    func reload(isCheckOnly: Bool) {
        guard let office = commons.backOffice else { return }
        ask(
            { answer in DispatchQueue.global().async { answer(office.reload(isCheckOnly)) } },
            then: { handler, notice in handler.say(notice) })
    }

    /// Has something done away from the loop. Lines behind it wait, and the connection does not end
    /// before the answer is said.
    private func ask<Answer: Sendable>(
        _ question: (@escaping @Sendable (Answer) -> Void) -> Void,
        then take: @escaping @Sendable (CustomerLineHandler, Answer) -> Void
    ) {
        unsettledCount += 1
        flags.insert(.waitsForOffice)
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let eventLoop = loop.eventLoop
        let promise = eventLoop.makePromise(of: Answer.self)
        // An answer that is there at once is taken later all the same: this line is still being read.
        question { answer in eventLoop.execute { promise.succeed(answer) } }
        promise.futureResult.whenSuccess { answer in
            let handler = bound.value
            handler.unsettledCount -= 1
            handler.flags.remove(.waitsForOffice)
            guard handler.context != nil, !handler.flags.contains(.isClosed) else { return }
            take(handler, answer)
            handler.takeHeldLines()
        }
    }
}
