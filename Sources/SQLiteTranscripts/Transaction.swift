import GRDB
import Ports
import Vocabulary

/// One transaction: turns, and marks of what was filed.
enum Transaction {
    /// Returns once everything is on the disk.
    ///
    /// - Parameter outboxEnd: Rows of the outbox up to this turn are removed, not too many at once.
    /// - Returns: Whether none of those rows is left.
    /// - Throws: Why not; then it was rolled back, or it is unknown whether it was.
    static func save(
        _ batch: Batch, _ filings: [FilingRequest], outboxEnd: Int64?, in database: Database
    ) throws(StoreError) -> Bool {
        guard !batch.turns.isEmpty || !filings.isEmpty else { return false }
        try RawStatement("BEGIN IMMEDIATE", database).run("beginning a transaction")
        do throws(StoreError) {
            try insert(batch, in: database)
            for filing in filings { try mark(filing, in: database) }
            let isAllRemoved = try outboxEnd.map { end throws(StoreError) in
                try Outbox.remove(through: end, in: database)
            }
            try RawStatement("COMMIT", database).run("committing")
            return isAllRemoved ?? false
        } catch {
            // After some errors SQLite has rolled back already, and says so by another error.
            try? RawStatement("ROLLBACK", database).run("rolling back")
            throw error
        }
    }

    private static func insert(_ batch: Batch, in database: Database) throws(StoreError) {
        guard !batch.turns.isEmpty else { return }
        let insertTurn = try RawStatement(
            """
            INSERT INTO turn (number, conversation, previous, first_sequence, entry_count, at,
                entries, hash)
            VALUES (?1, ?2, nullif(?3, 0), ?4, ?5, ?6, ?7, ?8)
            """, database)
        let outcome = batch.bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(StoreError) in
                for turn in batch.turns {
                    if let shop = turn.opening { try open(turn, shop, in: database) }
                    try insert(turn, bytes, with: insertTurn)
                    if let outbox = turn.outbox {
                        try Outbox.insert(turn.number, outbox.shop, outbox.events, in: database)
                    }
                    if let disposition = turn.closing { try close(turn, disposition, in: database) }
                }
            }
        }
        try outcome.get()
    }

    private static func insert(
        _ turn: Batch.Turn, _ bytes: UnsafeBufferPointer<UInt8>, with statement: RawStatement
    ) throws(StoreError) {
        statement.bind(1, turn.number)
        statement.bind(2, turn.conversation)
        statement.bind(3, turn.previous)
        statement.bind(4, Int64(turn.firstSequence))
        statement.bind(5, Int64(turn.entryCount))
        statement.bind(6, turn.firstAt.milliseconds)
        statement.bind(7, text: UnsafeBufferPointer(rebasing: bytes[turn.entries]))
        let outcome = turn.hash.withBytes { hash in
            statement.bind(8, blob: hash)
            return Result { () throws(StoreError) in try statement.run("saving a turn") }
        }
        try outcome.get()
    }

    private static func open(
        _ turn: Batch.Turn, _ shop: ShopID, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            INSERT INTO conversation (id, shop, opened_at, first_turn) VALUES (?1, ?2, ?3, ?4)
            """, database)
        statement.bind(1, turn.conversation)
        statement.bind(2, shop.name)
        statement.bind(3, turn.firstAt.milliseconds)
        statement.bind(4, turn.number)
        try statement.run("opening a conversation")
    }

    private static func close(
        _ turn: Batch.Turn, _ disposition: Disposition, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE conversation SET closed_at = ?2, disposition = ?3, last_turn = ?4,
                entry_count = ?5, head = ?6
            WHERE id = ?1
            """, database)
        statement.bind(1, turn.conversation)
        statement.bind(2, turn.lastAt.milliseconds)
        statement.bind(3, disposition.name)
        statement.bind(4, turn.number)
        statement.bind(5, Int64(turn.firstSequence + turn.entryCount - 1))
        let outcome = turn.hash.withBytes { hash in
            statement.bind(6, blob: hash)
            return Result { () throws(StoreError) in try statement.run("closing a conversation") }
        }
        try outcome.get()
    }

    private static func mark(
        _ filing: FilingRequest, in database: Database
    ) throws(StoreError) {
        let conversation = try RawStatement(
            "UPDATE conversation SET filed_in = ?2 WHERE id = ?1 AND closed_at IS NOT NULL",
            database)
        for id in filing.conversations {
            conversation.bind(1, id.number)
            conversation.bind(2, filing.file)
            try conversation.run("marking a conversation as filed")
        }
        let file = try RawStatement(
            """
            INSERT INTO transcript_file (name, bytes) VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes
            """, database)
        file.bind(1, filing.file)
        file.bind(2, filing.bytes)
        try file.run("marking how far a file is filed")
    }
}
