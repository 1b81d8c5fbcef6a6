import Ports
import Synchronization
import Transcribing
import Vocabulary

/// A store in memory that keeps the promises of one on a disk, and breaks down when told to.
///
/// It holds what is on record as plain values, refuses whatever does not fit it, and after a failure
/// does nothing more until it is opened anew. A write is one call to the disk, a sync another, a read
/// a third: any of them can be made to fail. What a failed sync leaves behind is decided by the seed,
/// as with a real disk it is by chance.
public final class SimulatedDisk: TranscriptStore {
    fileprivate struct Conversation {
        var shop: ShopID
        var entries: [Entry]
        var file: String?

        var disposition: Disposition? {
            guard case .closed(let disposition)? = entries.last?.body else { return nil }
            return disposition
        }
    }

    fileprivate struct State {
        var conversations: [ConversationID: Conversation] = [:]
        var fileBytes: [String: Int64] = [:]
        var turnCount: Int64 = 0
        var outbox: [PlannedTurn] = []
        var random: SeededRandom
        /// Calls to the disk until one fails; nil for never.
        var callsUntilFailure: Int?
        /// One call in this many fails, by chance; nil for none.
        var failsOneIn: Int?
        var callCount = 0
        var isFull = false
        var needsReopening = false
    }

    private let state: Mutex<State>

    public init(seed: UInt64 = 0) { state = Mutex(State(random: SeededRandom(seed: seed))) }

    /// Makes one call to the disk fail: 1 is the next. Reads, writes and syncs count.
    public func failCall(_ number: Int) { state.withLock { $0.callsUntilFailure = number } }

    /// Makes calls fail by chance, one in `count`; nil for none.
    public func failCalls(oneIn count: Int?) { state.withLock { $0.failsOneIn = count } }

    /// While true every write is refused as on a full disk.
    public func setFull(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

    /// The process died. What is on record stays; `reopen()` is the next process starting.
    public func crash() { state.withLock { $0.needsReopening = true } }

    /// Calls to the disk so far.
    public var callCount: Int { state.withLock { $0.callCount } }

    /// What the bot has said in a conversation, as far as it is on record.
    public func answers(in conversation: ConversationID) -> [String] {
        record(of: conversation).compactMap { entry in
            guard case .botSaid(let line) = entry.body else { return nil }
            return line.text
        }
    }

    /// Every entry on record, whatever state the store is in.
    public func record(of conversation: ConversationID) -> [Entry] {
        state.withLock { $0.conversations[conversation]?.entries ?? [] }
    }

    /// Every conversation on record, by id.
    public var conversationIDs: [ConversationID] {
        state.withLock { $0.conversations.keys.sorted() }
    }

    /// Which conversation is in which transcript file, by id.
    public var filed: [(conversation: ConversationID, file: String)] {
        state.withLock { state in
            state.conversations.sorted { $0.key < $1.key }.compactMap { id, conversation in
                conversation.file.map { (id, $0) }
            }
        }
    }

    // MARK: TranscriptStore

    public func commit(_ batch: [TurnCommit]) throws(StoreError) {
        guard !batch.isEmpty else { return }
        try state.withLock { (state) throws(StoreError) in
            try state.requireOpen()
            try state.check(batch)
            try state.save { state in
                for turn in batch {
                    state.conversations[
                        turn.conversation, default: Conversation(shop: turn.shop, entries: [])
                    ].entries += turn.entries
                    state.turnCount += 1
                    if !turn.events.isEmpty {
                        state.outbox.append(PlannedTurn(number: state.turnCount, commit: turn))
                    }
                }
            }
        }
    }

    public func reopen() throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            try state.call("opening")
            state.needsReopening = false
        }
    }

    public func forEachOpenConversation(
        _ body: (ConversationID, [Entry]) -> Void
    ) throws(StoreError) {
        let open = try read { state in
            state.conversations.filter { $0.value.disposition == nil }
                .sorted { $0.key < $1.key }
        }
        for (id, conversation) in open { body(id, conversation.entries) }
    }

    public func lastConversationID() throws(StoreError) -> ConversationID {
        try read { $0.conversations.keys.max() ?? ConversationID(0) }
    }

    public func entries(
        of conversation: ConversationID, after sequence: Int
    ) throws(StoreError) -> [Entry] {
        try read { state in
            Array(
                (state.conversations[conversation]?.entries ?? []).drop { $0.sequence <= sequence })
        }
    }

    public func unfiled(limit: Int) throws(StoreError) -> [ConversationSummary] {
        try read { state in
            let summaries = state.conversations.compactMap { id, conversation in
                conversation.file == nil ? Self.summary(id, conversation) : nil
            }
            let sorted = summaries.sorted { left, right in
                left.closedAt == right.closedAt
                    ? left.id < right.id
                    : (left.closedAt ?? left.openedAt)
                        < (right.closedAt ?? right.openedAt)
            }
            return Array(sorted.prefix(limit))
        }
    }

    public func filedBytes(of file: String) throws(StoreError) -> Int64 {
        try read { $0.fileBytes[file] ?? 0 }
    }

    public func markFiled(
        _ conversations: [ConversationID], in file: String, bytes: Int64
    ) throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            try state.requireOpen()
            try state.save { state in
                for id in conversations where state.conversations[id]?.disposition != nil {
                    state.conversations[id]?.file = file
                }
                state.fileBytes[file] = bytes
            }
        }
    }

    public func erase(_ conversations: [ConversationID]) throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            try state.requireOpen()
            try state.save { state in
                for id in conversations {
                    guard let stored = state.conversations[id], stored.disposition != nil else {
                        continue
                    }
                    state.conversations[id]?.entries = stored.entries.map(\.erased)
                }
            }
        }
    }

    public func plannedTurns(
        after number: Int64, limit: Int
    ) throws(StoreError) -> [PlannedTurn] {
        try read { Array($0.outbox.filter { $0.number > number }.prefix(limit)) }
    }

    public func forgetPlanned(through number: Int64) {
        state.withLock { state in state.outbox.removeAll { $0.number <= number } }
    }

    private func read<Value: Sendable>(
        _ body: (State) -> Value
    ) throws(StoreError) -> Value {
        try state.withLock { (state) throws(StoreError) in
            try state.requireOpen()
            try state.call("reading")
            return body(state)
        }
    }

    /// - Returns: nil for a conversation that is open.
    private static func summary(
        _ id: ConversationID, _ conversation: Conversation
    ) -> ConversationSummary? {
        guard let first = conversation.entries.first, let last = conversation.entries.last,
            let disposition = conversation.disposition
        else { return nil }
        return ConversationSummary(
            id: id, shop: conversation.shop, openedAt: first.at, closedAt: last.at,
            disposition: disposition, entryCount: last.sequence)
    }
}

extension SimulatedDisk.State {
    fileprivate func requireOpen() throws(StoreError) {
        guard !needsReopening else {
            throw StoreError(.other, "a call failed; the disk has to be opened anew first")
        }
    }

    /// - Throws: `.inputOutput` if this call is one that fails.
    fileprivate mutating func call(_ what: String) throws(StoreError) {
        callCount += 1
        var fails = failsOneIn.map { random.oneIn($0) } ?? false
        if let left = callsUntilFailure {
            callsUntilFailure = left > 1 ? left - 1 : nil
            fails = fails || left <= 1
        }
        guard fails else { return }
        throw StoreError(.inputOutput, "\(what): the disk failed at call \(callCount)")
    }

    /// Writes, then syncs.
    fileprivate mutating func save(_ change: (inout Self) -> Void) throws(StoreError) {
        do throws(StoreError) {
            guard !isFull else { throw StoreError(.full, "writing: the disk is full") }
            try call("writing")
        } catch {
            needsReopening = true
            throw error
        }
        do throws(StoreError) {
            try call("syncing")
        } catch {
            needsReopening = true
            if random.oneIn(2) { change(&self) }
            throw error
        }
        change(&self)
    }

    /// - Throws: `.conflict` unless every turn fits what is on record and what comes before it.
    fileprivate func check(_ batch: [TurnCommit]) throws(StoreError) {
        var ends: [ConversationID: (sequence: Int, isClosed: Bool)] = [:]
        for turn in batch {
            let id = turn.conversation
            let stored = conversations[id].map { stored in
                (stored.entries.count, stored.disposition != nil)
            }
            var end = ends[id] ?? stored ?? (0, false)
            guard !turn.entries.isEmpty else {
                throw StoreError(.conflict, "conversation \(id): a turn without entries")
            }
            for entry in turn.entries {
                guard !end.isClosed, entry.sequence == end.sequence + 1,
                    Self.canStand(entry, in: turn)
                else { throw StoreError(.conflict, "conversation \(id): \(entry.sequence)") }
                if case .closed = entry.body { end.isClosed = true }
                end.sequence = entry.sequence
            }
            ends[id] = end
        }
    }

    private static func canStand(_ entry: Entry, in turn: TurnCommit) -> Bool {
        switch entry.body {
        case .opened(let opening): entry.sequence == 1 && opening.shop == turn.shop
        case .customerSaid, .botSaid, .systemSaid, .agentSaid, .noted, .queued, .dequeued,
            .routed, .tagged, .paused, .unpaused, .prioritised, .steppedIn, .agentJoined,
            .agentLeft, .rated, .messageLeft, .requested, .languageSet, .resumed, .closed:
            entry.sequence > 1
        }
    }
}
