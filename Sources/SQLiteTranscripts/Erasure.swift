import GRDB
import Ports
import Transcribing
import Vocabulary

/// Takes the words out of closed conversations and leaves their frame.
///
/// A turn keeps its hash, which can be computed no more, so that the next turn is still tied to it; what is
/// left of its entries gets a hash of its own in `erased`, made like the first with `hash` in the
/// place of the turn before.
enum Erasure {
    /// Returns once the change is in the log and synced; to be followed by emptying the log, which
    /// still has the old pages.
    ///
    /// - Returns: How many conversations were changed.
    static func run(
        _ conversations: [ConversationID], in database: Database
    ) throws(StoreError) -> Int {
        // What is freed is overwritten with zeros, as long as this connection is told so.
        try pragma("PRAGMA secure_delete = ON", database)
        try RawStatement("BEGIN IMMEDIATE", database).run("beginning an erasure")
        do throws(StoreError) {
            var count = 0
            for id in conversations where try erase(id, in: database) { count += 1 }
            try RawStatement("COMMIT", database).run("committing an erasure")
            try pragma("PRAGMA secure_delete = OFF", database)
            return count
        } catch {
            // After some errors SQLite has rolled back already, and says so by another error.
            try? RawStatement("ROLLBACK", database).run("rolling back")
            throw error
        }
    }

    /// A pragma answers with a row.
    private static func pragma(_ sql: String, _ database: Database) throws(StoreError) {
        let statement = try RawStatement(sql, database)
        defer { statement.reset() }
        while try statement.nextRow("setting how the file is erased") {}
    }

    private static func erase(
        _ id: ConversationID, in database: Database
    ) throws(StoreError) -> Bool {
        let last = try RawStatement("SELECT last_turn FROM conversation WHERE id = ?1", database)
        last.bind(1, id.number)
        guard try last.nextRow("looking a conversation up") else {
            last.reset()
            return false
        }
        var next = last.integer(0)
        last.reset()
        let turn = try RawStatement(
            """
            SELECT conversation, previous, first_sequence, entry_count, entries, hash FROM turn
            WHERE number = ?1 AND erased IS NULL
            """, database)
        var hasChanged = false
        while next > 0 {
            turn.bind(1, next)
            defer { turn.reset() }
            guard try turn.nextRow("reading a turn"), turn.integer(0) == id.number,
                turn.integer(1) < next
            else { return hasChanged }
            let left = try remains(of: turn, id)
            let previous = turn.integer(1)
            turn.reset()
            try replace(next, by: left, in: database)
            hasChanged = true
            next = previous
        }
        return hasChanged
    }

    /// The bytes that stay and their hash.
    private static func remains(
        of turn: RawStatement, _ id: ConversationID
    ) throws(StoreError) -> (bytes: [UInt8], seal: Digest256) {
        var entries: [Entry] = []
        try Rows.read(
            turn.bytes(4), of: id, firstSequence: turn.integer(2), appendingTo: &entries)
        guard let hash = Digest256(turn.bytes(5)) else {
            throw StoreError(.corrupt, "conversation \(id): a turn has no hash")
        }
        var bytes: [UInt8] = []
        ChainLink.appendHeader(
            after: hash, conversation: id.number, firstSequence: Int(turn.integer(2)),
            entryCount: Int(turn.integer(3)), to: &bytes)
        EntryCodec.append(entries.map(\.erased), to: &bytes)
        let seal = bytes.withUnsafeBytes { Digest256(hashing: $0) }
        return (Array(bytes.dropFirst(ChainLink.headerBytes)), seal)
    }

    private static func replace(
        _ number: Int64, by left: (bytes: [UInt8], seal: Digest256), in database: Database
    ) throws(StoreError) {
        let update = try RawStatement(
            "UPDATE turn SET entries = ?2, erased = ?3 WHERE number = ?1", database)
        update.bind(1, number)
        let outcome = left.bytes.withUnsafeBufferPointer { bytes in
            update.bind(2, text: bytes)
            return left.seal.withBytes { seal in
                update.bind(3, blob: seal)
                return Result { () throws(StoreError) in try update.run("erasing a turn") }
            }
        }
        try outcome.get()
    }
}
