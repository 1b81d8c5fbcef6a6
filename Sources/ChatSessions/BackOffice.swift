import ChatWire
import Dispatch
import NIOCore
import Vocabulary

/// Who may log in on the line ports, and what supervisors may ask of the server itself. Handed in by
/// whoever starts the listener; called away from the loops, since both may take their time.
public struct BackOffice: Sendable {
    /// Judges a name and a password; nil refuses, with the same words and after the same time for
    /// unknown names.
    public var logIn: @Sendable (AgentID, String) -> WireSpeaker?
    /// Reads the shops' files again, or only looks whether that would work; what to tell.
    public var reload: @Sendable (_ isCheckOnly: Bool) -> Notice

    public init(
        logIn: @escaping @Sendable (AgentID, String) -> WireSpeaker?,
        reload: @escaping @Sendable (_ isCheckOnly: Bool) -> Notice
    ) {
        self.logIn = logIn
        self.reload = reload
    }
}

extension CustomerLineHandler {
    func logIn(_ name: AgentID, _ password: String) {
        guard let office = commons.backOffice else {
            return tell(
                Notice.Failure(
                    code: .loginRefused, text: "nobody can log in to this server",
                    hint: "set HELPLINE_OPERATOR_PASSWORD and log in as operator"))
        }
        ask(
            { office.logIn(name, password) },
            then: { handler, speaker in
                guard let speaker else {
                    return handler.tell(
                        Notice.Failure(
                            code: .loginRefused, text: "name and password do not belong together",
                            hint: nil))
                }
                handler.wire.loggedIn(as: speaker)
                handler.say(.remark("logged in as \(name)"))
            })
    }

    func command(_ command: WireCommand.SupervisorCommand) {
        switch command {
        case .reload(let isCheckOnly):
            guard let office = commons.backOffice else { return }
            ask(
                { office.reload(isCheckOnly) },
                then: { handler, notice in handler.say(notice) })
        case .board, .watch, .whisper, .barge, .assign, .forceOff: refuseDeskCommand()
        }
    }

    func refuseDeskCommand() {
        tell(
            Notice.Failure(
                code: .notAllowed, text: "there is no desk on this server yet",
                hint: "customers are offered to leave a message"))
    }

    /// Has something done away from the loop. Lines behind it wait, and the connection does not end
    /// before the answer is said.
    private func ask<Answer: Sendable>(
        _ question: @escaping @Sendable () -> Answer,
        then take: @escaping @Sendable (CustomerLineHandler, Answer) -> Void
    ) {
        unsettledCount += 1
        flags.insert(.waitsForOffice)
        let bound = NIOLoopBound(self, eventLoop: loop.eventLoop)
        let promise = loop.eventLoop.makePromise(of: Answer.self)
        DispatchQueue.global().async { promise.succeed(question()) }
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

extension Notice {
    /// A sentence of the server's own that is not part of any conversation.
    fileprivate static func remark(_ text: String) -> Notice {
        .message(Message(sequence: nil, role: .system, name: "", text: text))
    }
}
