import Dialogue
import FrontOffice
import Ports
import Vocabulary
import Webhooks

/// One floor with its record: decides a batch, saves it, and only then says what may be told.
///
/// Owned by one thread (or by a simulation); reads no clock and starts nothing. When a batch cannot be
/// saved, nothing of it is told but "not saved": the conversations it touched are read back from the
/// record, as if the batch had never come.
public final class FloorDriver {
    public private(set) var floor: Floor
    let store: any TranscriptStore
    private let mint: TokenMint
    private var timers = TimerHeap<FloorTimer>()
    let tally: FloorTally
    private let endpoints: EndpointShelf
    private let systems: (any ShopSystems)?
    let reasons: (any MatchExplaining)?
    /// Events that are dealt with but for the answer of a shop's own system.
    private var owed: [SessionID: Int] = [:]
    /// The record could not be reopened since the last failure; tried again with every batch.
    private var isCutOff = false
    private var waits = WaitBook()
    /// The wall clock minus the monotonic one; it changes when somebody sets the clock.
    private var clockOffset: Duration
    /// Smaller steps are the clock's own way of staying right.
    private static let clockJumpMin = Duration.seconds(2)
    /// Conversations whose place on the floor is not known to be as the record has it.
    private var doubtful: Set<ConversationID> = []

    /// Reads the open conversations back from the record.
    ///
    /// - Parameters:
    ///   - store: Not used by anybody else for writing.
    ///   - systems: Whom conversations ask what only their shops know; nil where no shop has one.
    ///   - reasons: Whom agents' questions for the reasons of an answer go to; nil where nobody knows
    ///     more than is on record.
    ///   - monotonic: Now, on the clock that timers are measured with.
    /// - Throws: What the store threw; then there is no floor to start.
    public init(
        store: any TranscriptStore, shops: [Shop], mint: TokenMint, random: SeededRandom,
        tally: FloorTally, systems: (any ShopSystems)? = nil,
        endpoints: EndpointShelf = EndpointShelf(), reasons: (any MatchExplaining)? = nil,
        at now: WallTime,
        monotonic: Duration
    ) throws(StoreError) {
        self.store = store
        self.endpoints = endpoints
        self.mint = mint
        self.tally = tally
        self.systems = systems
        self.reasons = reasons
        floor = Floor(
            shops: shops, lastConversation: try store.lastConversationID(), random: random)
        var timersWanted: [FloorEffect] = []
        var (restored, waits) = (floor, waits)
        try store.forEachOpenConversation { id, entries in
            if case .opened(let opening)? = entries.first?.body {
                _ = waits.take(entries, of: id, with: opening.shop)
            }
            if let timer = restored.restore(id, from: entries, at: now) {
                timersWanted.append(timer)
            }
        }
        floor = restored
        self.waits = waits
        clockOffset = Self.offset(now, monotonic)
        for case .setTimer(let timer, let wait) in timersWanted {
            timers.insert(timer, at: monotonic + wait)
        }
    }

    /// Whether some conversations could not be read back since a failed commit.
    public var isInDoubt: Bool { isCutOff || !doubtful.isEmpty || floor.hasPending }

    /// When something is due next on the monotonic clock, nil if nothing is.
    public var nextDeadline: Duration? {
        floor.hasPending && !isCutOff && doubtful.isEmpty ? .zero : timers.nextDeadline
    }

    /// Decides and saves everything that has come and everything that is due.
    ///
    /// - Parameter events: At most `Limits.batchEventCountMax`, in their order.
    /// - Returns: What the sessions are told now, one release a session.
    public func run(
        _ events: [FloorEvent], at now: WallTime, monotonic: Duration
    ) -> [Release] {
        while floor.spareTokenCount < events.count + Limits.batchEventCountMax {
            floor.stock(mint.token())
        }
        noteClock(now, monotonic)
        var due: [FloorEvent] = []
        while due.count < Limits.batchEventCountMax, let timer = timers.popDue(at: monotonic) {
            due.append(.timerFired(timer))
        }
        if isCutOff || !doubtful.isEmpty, !readBack(at: now, monotonic: monotonic) {
            for case .timerFired(let timer) in due {
                timers.insert(timer, at: monotonic + .seconds(1))
            }
            return refused(events)
        }
        var batch = Batch(endpoints: endpoints)
        floor.beginBatch()
        if floor.hasPending { batch.add(floor.carryOutPending(at: now)) }
        for event in due { batch.add(floor.handle(event, at: now)) }
        for event in events { batch.add(floor.handle(event, at: now)) }
        do throws(StoreError) {
            if !batch.commits.isEmpty { try store.commit(batch.commits) }
        } catch {
            tally.commitFailed(error)
            isCutOff = true
            floor.undoSeating(at: now)
            doubtful.formUnion(batch.commits.map(\.conversation))
            floor.showOffersAgain()
            // Who was to be sent away was not told yet.
            for case .timerFired(.login(let session)) in due {
                timers.insert(.login(session), at: monotonic + .seconds(1))
            }
            // The desk goes on from where it is: what it waits for, it still has to be told.
            for case .setTimer(.desk(let timer), let wait) in batch.effects {
                timers.insert(.desk(timer), at: monotonic + wait)
            }
            _ = readBack(at: now, monotonic: monotonic)
            return refused(events)
        }
        tally.committed(turnCount: batch.commits.count, hasEvents: batch.hasEvents)
        for commit in batch.commits {
            for wait in waits.take(commit.entries, of: commit.conversation, with: commit.shop) {
                tally.waited(wait)
            }
        }
        return releases(of: batch, for: events, monotonic: monotonic)
    }

    private func noteClock(_ now: WallTime, _ monotonic: Duration) {
        let jump = Self.offset(now, monotonic) - clockOffset
        guard jump > Self.clockJumpMin || jump < .zero - Self.clockJumpMin else { return }
        clockOffset += jump
        floor.wallClockJumped(by: jump)
    }

    private static func offset(_ now: WallTime, _ monotonic: Duration) -> Duration {
        .milliseconds(now.milliseconds) - monotonic
    }

    /// Opens the record anew and puts the conversations of a failed batch back as it has them.
    ///
    /// - Returns: false if the record cannot be read yet.
    private func readBack(at now: WallTime, monotonic: Duration) -> Bool {
        do throws(StoreError) {
            if isCutOff {
                try store.reopen()
                isCutOff = false
            }
            for id in doubtful.sorted() {
                let entries = try store.entries(of: id, after: 0)
                if case .setTimer(let timer, let wait)? = floor.restore(id, from: entries, at: now)
                {
                    timers.insert(timer, at: monotonic + wait)
                }
                doubtful.remove(id)
            }
            return true
        } catch {
            tally.commitFailed(error)
            return false
        }
    }

    private func releases(
        of batch: Batch, for events: [FloorEvent], monotonic: Duration
    ) -> [Release] {
        var book = ReleaseBook()
        for effect in batch.effects {
            switch effect {
            case .save: break
            case .tell(let session, let notice): book.add(notice, to: session)
            case .endSession(let session): book.close(session)
            case .setTimer(let timer, let wait): timers.insert(timer, at: monotonic + wait)
            case .showRecord(let session, let id, let after, let last):
                show(id, after: after, upTo: last, to: session, in: &book)
            case .showCase(let session, let tag, let after, let last, let countMax):
                show(tag, after: after, upTo: last, lineCountMax: countMax, to: session, in: &book)
            case .explain(let session, let tag, let rows):
                explain(tag, behind: rows, to: session, in: &book)
            case .find(let session, let tags, let text):
                find(text, in: tags, for: session, in: &book)
            case .ask(let id, let shop, let question, let number):
                systems?.ask(
                    ShopInquiry(
                        conversation: id, shop: shop, question: question, number: number))
            case .finished: tally.conversationFinished()
            }
        }
        settle(events, in: &book)
        return book.releases
    }

    /// An event is dealt with once its answer is told, which for a question to a shop's own system is
    /// later than its turn: a peer that has sent its last byte is still waited for.
    private func settle(_ events: [FloorEvent], in book: inout ReleaseBook) {
        for event in events {
            if case .disconnected(let session) = event { owed[session] = nil }
            guard let session = event.sender else { continue }
            if floor.awaitsShop(session) {
                owed[session, default: 0] += 1
            } else {
                book.settle(session)
            }
        }
        guard !owed.isEmpty else { return }
        for session in owed.keys.sorted(by: { $0.number < $1.number })
        where !floor.awaitsShop(session) {
            for _ in 0..<(owed.removeValue(forKey: session) ?? 0) { book.settle(session) }
        }
    }

    /// The senders of a batch that could not be saved hear so, each of their lines by its id.
    private func refused(_ events: [FloorEvent]) -> [Release] {
        var book = ReleaseBook()
        for event in events {
            guard let session = event.sender else { continue }
            switch event {
            case .said(_, let said):
                for line in said.lines { book.add(.notSaved(line.clientID), to: session) }
            case .agentSaid(_, let line): book.add(.notSaved(line.clientID), to: session)
            case .opened, .commanded, .resumed, .agentCommanded, .supervisorCommanded:
                book.add(.notSaved(nil), to: session)
            // Half logged in is not logged in: the client comes again.
            case .agentConnected, .agentLoggedOut:
                book.cutOff(session, saying: .notSaved(nil))
            case .disconnected, .timerFired, .signed, .shopAnswered, .accountsReplaced,
                .endpointsDisabled,
                .rulesReplaced, .shopsReplaced:
                break
            }
            book.settle(session)
        }
        return book.releases
    }

    /// What the events of one batch want done.
    private struct Batch {
        let endpoints: EndpointShelf
        var commits: [TurnCommit] = []
        var effects: [FloorEffect] = []
        var hasEvents = false

        mutating func add(_ more: [FloorEffect]) {
            for effect in more {
                guard case .save(let id, let shop, let entries) = effect else {
                    effects.append(effect)
                    continue
                }
                let events = EventPlan.events(
                    of: entries, for: endpoints.subscriptions(of: shop))
                if !events.isEmpty { hasEvents = true }
                commits.append(
                    TurnCommit(conversation: id, shop: shop, entries: entries, events: events))
            }
        }
    }
}
