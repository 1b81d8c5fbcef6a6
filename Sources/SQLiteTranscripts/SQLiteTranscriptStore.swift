import Foundation
import GRDB
import Ports
import Synchronization
import Vocabulary

/// The record of all conversations in one SQLite file: the default store.
///
/// A floor's thread owns it and is the only one to call `commit` and `reopen`. Reading, and
/// `markFiled`, may come from any thread: reads have connections of their own and see what was
/// committed before they began; a mark travels with the floor's next transaction, or makes one of its
/// own when no commit is under way, so the floor waits for one sync of another thread at most.
///
/// The file is in WAL mode with `synchronous=FULL`: what `commit` returned from survives a power cut.
/// While the store lives it holds a lock that keeps a second server away; programs that only read
/// are welcome. What is given to `forEachOpenConversation` is called in the middle of a read and must not
/// call the store.
public final class SQLiteTranscriptStore: TranscriptStore {
    /// The file.
    public let path: String

    private let lock: FileLock
    let pool: SharedPool
    private let writer: Mutex<WriterState>
    private let filings = Mutex<[FilingRequest]>([])
    /// The turn up to which the outbox can be emptied; 0 for none.
    private let outboxEnd = Atomic<Int64>(0)

    /// Opens the file, makes it if it is missing, and brings it to the newest schema.
    ///
    /// - Parameter path: Its folder must exist.
    /// - Throws: `.locked` if another server has it; any other kind with what to do.
    public init(path: String) throws(StoreError) {
        self.path = path
        lock = try FileLock(for: path)
        let (pool, lastTurn) = try StoreFile.open(path)
        self.pool = SharedPool(pool)
        writer = Mutex(WriterState(lastTurn: lastTurn))
    }

    deinit { try? pool.current.close() }

    public func commit(_ batch: [TurnCommit]) throws(StoreError) {
        guard !batch.isEmpty else { return }
        try writer.withLock { (state) throws(StoreError) in
            try save(batch, with: &state)
        }
    }

    public func reopen() throws(StoreError) {
        try writer.withLock { (state) throws(StoreError) in
            let brokenBy = state.brokenBy
            state.breakOff(brokenBy ?? .other)
            try pool.exchange { (old) throws(StoreError) in
                // Errors of closing change nothing: what counts is what the new connection reads.
                try? old.close()
                let (opened, lastTurn) = try StoreFile.open(path)
                if let brokenBy, brokenBy != .full {
                    try StoreFile.moveLogIntoDatabase(opened, path)
                }
                state = WriterState(lastTurn: lastTurn)
                return opened
            }
        }
    }

    /// Ends the work in order: everything is in the one file then, and the log beside it is empty.
    /// Nothing can be saved afterwards. A disk that refuses leaves it as after a crash, which is
    /// sound too.
    public func close() {
        writer.withLock { state in
            state.breakOff(.other)
            do throws(StoreError) {
                try pool.exchange { (pool) throws(StoreError) in
                    do throws(StoreError) {
                        try StoreFile.moveLogIntoDatabase(pool, path)
                    } catch {}
                    try? pool.close()
                    return pool
                }
            } catch {}
        }
    }

    public func forEachOpenConversation(
        _ body: (ConversationID, [Entry]) -> Void
    ) throws(StoreError) {
        let heads = try read("reading the open conversations") { database throws(StoreError) in
            try OpenConversations(in: database).forEach(in: database, body)
        }
        writer.withLock { state in
            if state.brokenBy == nil { state.heads.merge(heads) { known, _ in known } }
        }
    }

    public func lastConversationID() throws(StoreError) -> ConversationID {
        try read("reading the last conversation's id") { database throws(StoreError) in
            let statement = try RawStatement("SELECT max(id) FROM conversation", database)
            defer { statement.reset() }
            _ = try statement.nextRow("reading the last conversation's id")
            return ConversationID(statement.integer(0))
        }
    }

    public func entries(
        of conversation: ConversationID, after sequence: Int
    ) throws(StoreError) -> [Entry] {
        let lastTurn = writer.withLock { $0.heads[conversation]?.lastTurn }
        return try read("reading a conversation") { database throws(StoreError) in
            try Rows.entries(
                of: conversation, after: sequence, lastTurn: lastTurn, in: database)
        }
    }

    public func unfiled(limit: Int) throws(StoreError) -> [ConversationSummary] {
        try read("reading the unfiled conversations") { database throws(StoreError) in
            try Rows.unfiled(limit: limit, in: database)
        }
    }

    public func erase(_ conversations: [ConversationID]) throws(StoreError) {
        try writer.withLock { (state) throws(StoreError) in
            guard state.brokenBy == nil else {
                throw StoreError(.other, "\(path): a commit failed; it has to be opened anew first")
            }
            let pool = pool.current
            let outcome = pool.writeWithoutTransaction { database in
                Result { () throws(StoreError) in try Erasure.run(conversations, in: database) }
            }
            do throws(StoreError) {
                if try outcome.get() > 0 { state.logHoldsErased = true }
            } catch {
                state.breakOff(error.kind)
                throw error
            }
            emptyLog(pool, &state)
        }
    }

    public func filedBytes(of file: String) throws(StoreError) -> Int64 {
        try read("reading a file's length") { database throws(StoreError) in
            let statement = try RawStatement(
                "SELECT bytes FROM transcript_file WHERE name = ?", database)
            defer { statement.reset() }
            statement.bind(1, file)
            return try statement.nextRow("reading a file's length") ? statement.integer(0) : 0
        }
    }

    public func plannedTurns(
        after number: Int64, limit: Int
    ) throws(StoreError) -> [PlannedTurn] {
        try read("reading the outbox") { database throws(StoreError) in
            try Outbox.turns(after: number, limit: limit, in: database)
        }
    }

    public func forgetPlanned(through number: Int64) {
        outboxEnd.store(number, ordering: .relaxed)
    }

    public func markFiled(
        _ conversations: [ConversationID], in file: String, bytes: Int64
    ) throws(StoreError) {
        let request = FilingRequest(conversations: conversations, file: file, bytes: bytes)
        filings.withLock { $0.append(request) }
        // Whoever has the lock now may have taken the request along already.
        let outcome = writer.withLock { state in
            if request.outcome == nil {
                do throws(StoreError) {
                    try save([], with: &state)
                } catch {
                    filings.withLock { $0.removeAll { $0 === request } }
                    request.end(.failure(error))
                }
            }
            emptyLog(pool.current, &state)
            return request.outcome ?? .success(())
        }
        try outcome.get()
    }
}

extension SQLiteTranscriptStore {
    /// Saves turns and the marks that wait, in one transaction.
    private func save(
        _ batch: [TurnCommit], with state: inout WriterState
    ) throws(StoreError) {
        guard state.brokenBy == nil else {
            throw StoreError(.other, "\(path): a commit failed; it has to be opened anew first")
        }
        let connection = pool.current
        let outcome = connection.writeWithoutTransaction { database in
            Result { () throws(StoreError) in try write(batch, to: database, with: &state) }
        }
        try outcome.get()
    }

    /// Removes what was erased from the log too, unless somebody is reading it: then the next
    /// filing tries again, and the last one is the closing of the file.
    private func emptyLog(_ pool: DatabasePool, _ state: inout WriterState) {
        guard state.logHoldsErased, state.brokenBy == nil else { return }
        state.logHoldsErased = !StoreFile.emptyLogAtOnce(pool)
    }

    private func write(
        _ batch: [TurnCommit], to database: Database, with state: inout WriterState
    ) throws(StoreError) {
        do throws(StoreError) {
            try state.plan(batch, reading: database)
        } catch {
            // A conflict is found before anything is written: all is as it was.
            if error.kind != .conflict { state.breakOff(error.kind) }
            throw error
        }
        let requests = filings.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        do throws(StoreError) {
            let end = outboxEnd.load(ordering: .relaxed)
            let isAllRemoved = try Transaction.save(
                state.batch, requests, outboxEnd: end > state.outboxRemoved ? end : nil,
                in: database)
            if isAllRemoved { state.outboxRemoved = end }
        } catch {
            state.breakOff(error.kind)
            for request in requests { request.end(.failure(error)) }
            throw error
        }
        for request in requests { request.end(.success(())) }
    }

    private func read<Value>(
        _ what: String, _ body: (Database) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        do {
            return try pool.read { try $0.read { try body($0) } }
        } catch {
            throw StoreError(error, "\(path): \(what)")
        }
    }
}

/// Conversations to be marked as filed; ends when the transaction that carried it has ended.
final class FilingRequest: Sendable {
    let conversations: [ConversationID]
    let file: String
    let bytes: Int64
    private let result = Mutex<Result<Void, StoreError>?>(nil)

    init(conversations: [ConversationID], file: String, bytes: Int64) {
        self.conversations = conversations
        self.file = file
        self.bytes = bytes
    }

    /// nil while it waits.
    var outcome: Result<Void, StoreError>? { result.withLock { $0 } }

    func end(_ outcome: Result<Void, StoreError>) { result.withLock { $0 = outcome } }
}
