import Ports
import Synchronization
import Vocabulary

/// The record as the floor of a simulation sees it: the simulated disk, watched, and on demand with a
/// planted bug, so that tests can show that the invariants notice it.
final class WatchedStore: TranscriptStore {
    /// What is wrong with this store; an honest one has nothing.
    enum Bug: Equatable, Sendable {
        /// Says that a batch was saved, one time in so many, and drops it.
        case forgetsBatch(oneIn: Int)
        /// Says that a batch was saved before it is: saves it with the next one.
        case savesLate
        /// Keeps customers' lines without their ids.
        case losesClientIDs
        /// Does not tell the last entry of a conversation when asked for it.
        case readsShort
    }

    private struct State {
        var commits: [TurnCommit] = []
        var mistakes: [String] = []
        var late: [TurnCommit] = []
        var random: SeededRandom
    }

    private let disk: SimulatedDisk
    private let bug: Bug?
    private let state: Mutex<State>

    init(disk: SimulatedDisk, bug: Bug?, seed: UInt64) {
        self.disk = disk
        self.bug = bug
        state = Mutex(State(random: SeededRandom(seed: seed)))
    }

    /// Turns that the floor was told are saved, since the last call.
    func takeCommits() -> [TurnCommit] {
        state.withLock { state in
            defer { state.commits = [] }
            return state.commits
        }
    }

    /// What the floor asked for and should never ask for.
    var mistakes: [String] { state.withLock { $0.mistakes } }

    func commit(_ batch: [TurnCommit]) throws(StoreError) {
        do throws(StoreError) {
            try save(batch)
        } catch {
            if error.kind == .conflict {
                state.withLock { $0.mistakes.append("a batch that does not fit: \(error)") }
            }
            throw error
        }
        state.withLock { $0.commits += batch }
    }

    private func save(_ batch: [TurnCommit]) throws(StoreError) {
        switch bug {
        case .forgetsBatch(let count)? where state.withLock({ $0.random.oneIn(count) }): return
        case .savesLate?:
            let late = state.withLock { state in
                defer { state.late = batch }
                return state.late
            }
            try disk.commit(late)
        case .losesClientIDs?: try disk.commit(batch.map(Self.withoutIDs))
        case .forgetsBatch?, .readsShort?, nil: try disk.commit(batch)
        }
    }

    private static func withoutIDs(_ turn: TurnCommit) -> TurnCommit {
        TurnCommit(
            conversation: turn.conversation, shop: turn.shop,
            entries: turn.entries.map { entry in
                guard case .customerSaid(let line) = entry.body else { return entry }
                return Entry(
                    sequence: entry.sequence, at: entry.at,
                    body: .customerSaid(Entry.CustomerLine(text: line.text)), memory: entry.memory)
            })
    }

    func reopen() throws(StoreError) { try disk.reopen() }

    func forEachOpenConversation(
        _ body: (ConversationID, [Entry]) -> Void
    ) throws(StoreError) {
        try disk.forEachOpenConversation { id, entries in
            body(id, bug == .readsShort && entries.count > 3 ? entries.dropLast() : entries)
        }
    }

    func lastConversationID() throws(StoreError) -> ConversationID {
        try disk.lastConversationID()
    }

    func entries(
        of conversation: ConversationID, after sequence: Int
    ) throws(StoreError) -> [Entry] {
        try disk.entries(of: conversation, after: sequence)
    }

    func unfiled(limit: Int) throws(StoreError) -> [ConversationSummary] {
        try disk.unfiled(limit: limit)
    }

    func filedBytes(of file: String) throws(StoreError) -> Int64 {
        try disk.filedBytes(of: file)
    }

    func erase(_ conversations: [ConversationID]) throws(StoreError) {
        try disk.erase(conversations)
    }

    func plannedTurns(after number: Int64, limit: Int) throws(StoreError) -> [PlannedTurn] {
        try disk.plannedTurns(after: number, limit: limit)
    }

    func forgetPlanned(through number: Int64) { disk.forgetPlanned(through: number) }

    func markFiled(
        _ conversations: [ConversationID], in file: String, bytes: Int64
    ) throws(StoreError) { try disk.markFiled(conversations, in: file, bytes: bytes) }
}
