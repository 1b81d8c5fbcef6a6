import Dialogue
import Dispatch
import Engine
import Foundation
import FrontOffice
import Synchronization
import Vocabulary

/// A floor that takes events from a real inbox on a thread of its own, and answers each at once: an
/// opening with a welcome, lines with an ack each and one answer, `/bye` with a farewell.
///
/// A model, not a mock: it numbers what it records for each session, and refuses what no floor would
/// be told.
package final class TestFloor: Sendable {
    package struct Book {
        package var sequences: [SessionID: Int] = [:]
        /// Lines of each session in the order in which they came.
        package var lines: [[String]] = []
        package var turnCount = 0
        package var disconnectedCount = 0
        package var openings: [OpeningRequest] = []
        package var resumes: [ResumeRequest] = []
        package var mistakes: [String] = []
    }

    package let inbox: FloorInbox
    private let book = Mutex(Book())
    private let isPaused = Mutex(false)
    private let isStopping = Mutex(false)
    private let ended = DispatchSemaphore(value: 0)
    /// What a turn is answered with, before the text itself.
    private let answer: String

    package init(eventCountMax: Int = 1_024, answer: String = "you said: ") {
        inbox = FloorInbox(eventCountMax: eventCountMax)
        self.answer = answer
    }

    package var notes: Book { book.withLock { $0 } }

    /// Takes nothing more until `goOn()`.
    package func pause() { isPaused.withLock { $0 = true } }

    package func goOn() {
        isPaused.withLock { $0 = false }
        inbox.wake()
    }

    /// Never signalled: a pause is looked at again and again.
    private let tick = DispatchSemaphore(value: 0)

    package func start(outlet: any NoticeOutlet) {
        let thread = Thread { [self] in
            var events: [FloorEvent] = []
            while true {
                let hasRefused = inbox.take(into: &events, until: .now() + .milliseconds(50))
                while isPaused.withLock({ $0 }) {
                    _ = tick.wait(timeout: .now() + .milliseconds(1))
                }
                if hasRefused { outlet.inboxHasRoom() }
                let releases = events.compactMap { release(for: $0) }
                if !releases.isEmpty { outlet.deliver(releases) }
                if events.isEmpty, isStopping.withLock({ $0 }) { break }
            }
            ended.signal()
        }
        thread.start()
    }

    package func stop() {
        isStopping.withLock { $0 = true }
        goOn()
        inbox.close()
        ended.wait()
    }

    private func release(for event: FloorEvent) -> Release? {
        book.withLock { book in
            switch event {
            case .opened(let session, let request):
                if book.sequences[session] != nil { book.mistakes.append("opened twice") }
                book.sequences[session] = 1
                book.openings.append(request)
                return Release(
                    session: session, notices: [Self.welcome(request)], settledCount: 1)
            case .resumed(let session, let request):
                book.resumes.append(request)
                let sequence = request.after ?? 0
                book.sequences[session] = sequence
                let text = "resumed \(request.shown.high)"
                return Release(
                    session: session, notices: [Self.bot(text, sequence + 1)], settledCount: 1)
            case .said(let session, let said):
                return answer(said, session, &book)
            case .commanded(let session, .bye):
                let sequence = next(session, &book)
                return Release(
                    session: session,
                    notices: [.closed(sequence: sequence, disposition: .ended)],
                    settledCount: 1, closes: true)
            case .commanded(let session, let command):
                let text = "command: \(command)"
                return Release(
                    session: session, notices: [Self.bot(text, next(session, &book))],
                    settledCount: 1)
            case .disconnected:
                book.disconnectedCount += 1
                return nil
            case .agentConnected(let session, let login):
                return Release(
                    session: session, notices: [.desk(.signedIn(login.account)), Self.front],
                    settledCount: 1)
            case .agentSaid(let session, let line):
                let message = Notice.Message(
                    sequence: nil, role: .agent, name: "you", text: line.text)
                return Release(
                    session: session, notices: [.desk(.said(Self.tag, message))], settledCount: 1)
            case .agentCommanded(let session, _, _), .supervisorCommanded(let session, _),
                .agentLoggedOut(let session), .signed(let session, _, _):
                return Release(session: session, settledCount: 1)
            case .timerFired, .shopAnswered, .accountsReplaced, .endpointsDisabled, .rulesReplaced,
                .shopsReplaced:
                book.mistakes.append("not of a session")
                return nil
            }
        }
    }

    private func answer(
        _ said: SaidLines, _ session: SessionID, _ book: inout Book
    ) -> Release {
        book.turnCount += 1
        book.lines.append(said.lines.map(\.text))
        var notices: [Notice] = []
        for line in said.lines {
            let sequence = next(session, &book)
            if let id = line.clientID { notices.append(.ack(clientID: id, sequence: sequence)) }
        }
        let text = answer + said.lines.map(\.text).joined(separator: " / ")
        notices.append(Self.bot(text, next(session, &book)))
        return Release(session: session, notices: notices, settledCount: 1)
    }

    private func next(_ session: SessionID, _ book: inout Book) -> Int {
        guard let last = book.sequences[session] else {
            book.mistakes.append("said before it was opened")
            return 1
        }
        book.sequences[session] = last + 1
        return last + 1
    }

    private static let tag = DeskNotice.CaseTag(
        number: 118, conversation: ConversationID(7), shop: TestServer.shop)
    private static let front = Notice.desk(.front(tag, ageSeconds: 5))

    private static func welcome(_ request: OpeningRequest) -> Notice {
        .welcome(
            Notice.Welcome(
                shop: request.shop, language: request.language ?? .english,
                conversation: ConversationID(7), token: "t0ken", sequence: 1,
                text: request.isGreeted ? "" : "welcome to \(request.shop)"))
    }

    private static func bot(_ text: String, _ sequence: Int) -> Notice {
        .message(Notice.Message(sequence: sequence, role: .bot, name: "Juno", text: text))
    }
}
