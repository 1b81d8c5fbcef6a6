import Dispatch
import Ports
import Synchronization
import Vocabulary

/// A store that notes when each conversation's wish for a person was on the disk.
final class TimedStore: TranscriptStore {
    private let store: any TranscriptStore
    private let queuedAt = Mutex<[ConversationID: UInt64]>([:])

    init(_ store: any TranscriptStore) { self.store = store }

    /// Nanoseconds of the monotonic clock; nil until then.
    func savedAt(_ id: ConversationID) -> UInt64? { queuedAt.withLock { $0[id] } }

    func commit(_ batch: [TurnCommit]) throws(StoreError) {
        try store.commit(batch)
        let now = DispatchTime.now().uptimeNanoseconds
        queuedAt.withLock { queuedAt in
            for turn in batch {
                for entry in turn.entries {
                    if case .queued = entry.body { queuedAt[turn.conversation] = now }
                }
            }
        }
    }

    func reopen() throws(StoreError) { try store.reopen() }

    func forEachOpenConversation(
        _ body: (ConversationID, [Entry]) -> Void
    ) throws(StoreError) { try store.forEachOpenConversation(body) }

    func lastConversationID() throws(StoreError) -> ConversationID {
        try store.lastConversationID()
    }

    func entries(
        of conversation: ConversationID, after sequence: Int
    ) throws(StoreError) -> [Entry] { try store.entries(of: conversation, after: sequence) }

    func plannedTurns(after number: Int64, limit: Int) throws(StoreError) -> [PlannedTurn] {
        try store.plannedTurns(after: number, limit: limit)
    }

    func forgetPlanned(through number: Int64) { store.forgetPlanned(through: number) }

    func erase(_ conversations: [ConversationID]) throws(StoreError) {
        try store.erase(conversations)
    }

    func unfiled(limit: Int) throws(StoreError) -> [ConversationSummary] {
        try store.unfiled(limit: limit)
    }

    func filedBytes(of file: String) throws(StoreError) -> Int64 {
        try store.filedBytes(of: file)
    }

    func markFiled(
        _ conversations: [ConversationID], in file: String, bytes: Int64
    ) throws(StoreError) { try store.markFiled(conversations, in: file, bytes: bytes) }
}
