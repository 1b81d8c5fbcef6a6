import GRDB
import Ports
import Transcribing
import Vocabulary

/// Rows to values.
enum Rows {
    /// The end of the chain of an open conversation.
    ///
    /// - Throws: `.conflict` if there is no such conversation or it is closed.
    static func head(
        of conversation: ConversationID, in database: Database
    ) throws(StoreError) -> WriterState.Head {
        guard let place = try place(of: conversation, in: database) else {
            throw StoreError(.conflict, "conversation \(conversation) is not on record")
        }
        guard !place.isClosed else {
            throw StoreError(.conflict, "conversation \(conversation) is closed")
        }
        let statement = try RawStatement(
            "SELECT first_sequence + entry_count - 1, hash FROM turn WHERE number = ?1", database)
        defer { statement.reset() }
        statement.bind(1, place.lastTurn)
        guard try statement.nextRow("reading the end of a conversation"),
            let hash = Digest256(statement.bytes(1))
        else {
            throw StoreError(.corrupt, "conversation \(conversation): its last turn is not whole")
        }
        return WriterState.Head(
            lastSequence: Int(statement.integer(0)), lastTurn: place.lastTurn, hash: hash)
    }

    /// Where the last turn of a conversation is; nil if it is not on record.
    private static func place(
        of conversation: ConversationID, in database: Database
    ) throws(StoreError) -> (lastTurn: Int64, isClosed: Bool)? {
        let what: StaticString = "looking a conversation up"
        let row = try RawStatement(
            "SELECT first_turn, last_turn FROM conversation WHERE id = ?1", database)
        defer { row.reset() }
        row.bind(1, conversation.number)
        guard try row.nextRow(what) else { return nil }
        if !row.isNull(1) { return (row.integer(1), true) }
        let last = try RawStatement(
            """
            SELECT max(number) FROM turn INDEXED BY turn_owner
            WHERE number >= ?1 AND conversation = ?2
            """, database)
        defer { last.reset() }
        last.bind(1, row.integer(0))
        last.bind(2, conversation.number)
        _ = try last.nextRow(what)
        return (last.integer(0), false)
    }

    /// Entries above `sequence`, in sequence.
    ///
    /// - Parameter lastTurn: The number of its last turn if the caller knows it.
    static func entries(
        of conversation: ConversationID, after sequence: Int, lastTurn known: Int64?,
        in database: Database
    ) throws(StoreError) -> [Entry] {
        var next = known ?? 0
        if known == nil, let place = try place(of: conversation, in: database) {
            next = place.lastTurn
        }
        let statement = try RawStatement(
            "SELECT conversation, previous, first_sequence, entries FROM turn WHERE number = ?1",
            database)
        // The last turn comes first.
        var turns: [(firstSequence: Int64, bytes: [UInt8])] = []
        while next > 0, turns.last.map({ $0.firstSequence > sequence + 1 }) ?? true {
            statement.bind(1, next)
            defer { statement.reset() }
            guard try statement.nextRow("reading a conversation"),
                statement.integer(0) == conversation.number, statement.integer(1) < next
            else {
                throw StoreError(
                    .corrupt, "conversation \(conversation): turn \(next) is not whole")
            }
            turns.append((statement.integer(2), Array(statement.bytes(3))))
            next = statement.integer(1)
        }
        var entries: [Entry] = []
        for turn in turns.reversed() {
            let outcome = turn.bytes.withUnsafeBufferPointer { bytes in
                Result { () throws(StoreError) in
                    try read(
                        bytes, of: conversation, firstSequence: turn.firstSequence,
                        appendingTo: &entries)
                }
            }
            try outcome.get()
        }
        return Array(entries.drop { $0.sequence <= sequence })
    }

    /// The number of the last turn on record; 0 if there is none.
    static func lastTurn(in database: Database) throws(StoreError) -> Int64 {
        let statement = try RawStatement("SELECT max(number) FROM turn", database)
        defer { statement.reset() }
        _ = try statement.nextRow("reading the last turn's number")
        return statement.integer(0)
    }

    /// Reads the stored text of one turn.
    ///
    /// - Throws: `.corrupt`, naming the turn.
    static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, of conversation: ConversationID, firstSequence: Int64,
        appendingTo entries: inout [Entry]
    ) throws(StoreError) {
        do throws(EntryCodecError) {
            try EntryCodec.read(bytes, appendingTo: &entries)
        } catch {
            throw StoreError(
                .corrupt, "conversation \(conversation), turn from \(firstSequence): \(error)")
        }
    }

    static func unfiled(
        limit: Int, in database: Database
    ) throws(StoreError) -> [ConversationSummary] {
        let statement = try RawStatement(
            """
            SELECT id, shop, opened_at, closed_at, disposition, entry_count FROM conversation
            WHERE closed_at IS NOT NULL AND filed_in IS NULL ORDER BY closed_at, id LIMIT ?1
            """, database)
        defer { statement.reset() }
        statement.bind(1, Int64(limit))
        var summaries: [ConversationSummary] = []
        while try statement.nextRow("reading the unfiled conversations") {
            summaries.append(try summary(statement))
        }
        return summaries
    }

    /// Columns: id, shop, opened_at, closed_at, disposition, entry_count.
    static func summary(_ row: RawStatement) throws(StoreError) -> ConversationSummary {
        let id = ConversationID(row.integer(0))
        guard let shop = ShopID(row.text(1)) else {
            throw StoreError(.corrupt, "conversation \(id): '\(row.text(1))' is no shop's id")
        }
        return ConversationSummary(
            id: id, shop: shop, openedAt: WallTime(milliseconds: row.integer(2)),
            closedAt: row.isNull(3) ? nil : WallTime(milliseconds: row.integer(3)),
            disposition: row.isNull(4) ? nil : Disposition(row.text(4)),
            entryCount: Int(row.integer(5)))
    }
}
