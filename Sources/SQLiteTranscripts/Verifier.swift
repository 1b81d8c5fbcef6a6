import GRDB
import Ports
import Transcribing
import Vocabulary

/// Follows every chain from its start, in the order in which turns were committed.
struct Verifier {
    private(set) var report = VerifyReport()

    /// What is known of a conversation while its turns go by.
    private struct Thread {
        var row: Row
        var lastTurn: Int64 = 0
        var lastSequence = 0
        /// What is stored as the hash of the turn before, and what it was computed to be: they differ
        /// where one of the two is damaged, and then either may continue the chain.
        var storedHash = Digest256.zero
        var computedHash = Digest256.zero
        var closing: (at: WallTime, disposition: Disposition)?
        var erasedTurnCount = 0
        var turnCount = 0
    }

    /// A row of the table of conversations.
    private struct Row {
        let shop: String
        let openedAt: Int64
        let firstTurn: Int64
        let closedAt: Int64?
        let disposition: String?
        let lastTurn: Int64?
        let entryCount: Int64?
        let head: Digest256?
        /// True if it is closed and has a file.
        let isFiled: Bool
    }

    private var threads: [Int64: Thread] = [:]
    private var lastNumber: Int64 = 0
    private var scratch: [UInt8] = []

    mutating func run(in database: Database, progress: (Int, Int) -> Void) {
        do throws(StoreError) {
            try checkFile(in: database)
            try readConversations(in: database)
            try checkTurns(in: database, progress: progress)
        } catch {
            note(nil, nil, "reading went no further: \(error)")
        }
        for id in threads.keys.sorted() { checkEnd(of: id) }
    }

    private mutating func note(_ conversation: Int64?, _ sequence: Int?, _ details: String) {
        report.problemCount += 1
        guard report.problems.count < VerifyReport.problemCountMax else { return }
        report.problems.append(
            VerifyReport.Problem(
                conversation: conversation.map(ConversationID.init), sequence: sequence,
                details: details))
    }
}

extension Verifier {
    /// SQLite's own check of pages, trees and indices, and the definitions of the tables.
    private mutating func checkFile(in database: Database) throws(StoreError) {
        let statement = try RawStatement("PRAGMA integrity_check(100)", database)
        defer { statement.reset() }
        while try statement.nextRow("checking the file") {
            let line = statement.text(0)
            if line != "ok" { note(nil, nil, "SQLite says: \(line)") }
        }
        do {
            if try Schema.statements(of: database) != Schema.expectedStatements() {
                note(nil, nil, "the tables are not defined as this version of Helpline makes them")
            }
        } catch {
            throw StoreError(error, "reading the definitions of the tables")
        }
    }

    private mutating func readConversations(in database: Database) throws(StoreError) {
        let statement = try RawStatement(
            """
            SELECT id, shop, opened_at, first_turn, closed_at, disposition, last_turn, entry_count,
                head, filed_in
            FROM conversation
            """, database)
        defer { statement.reset() }
        func integer(_ column: Int32) -> Int64? {
            statement.isNull(column) ? nil : statement.integer(column)
        }
        while try statement.nextRow("reading the conversations") {
            report.conversationCount += 1
            let row = Row(
                shop: statement.text(1), openedAt: statement.integer(2),
                firstTurn: statement.integer(3), closedAt: integer(4),
                disposition: statement.isNull(5) ? nil : statement.text(5), lastTurn: integer(6),
                entryCount: integer(7), head: Digest256(statement.bytes(8)),
                isFiled: !statement.isNull(9))
            threads[statement.integer(0)] = Thread(row: row)
        }
    }

    private mutating func checkTurns(
        in database: Database, progress: (Int, Int) -> Void
    ) throws(StoreError) {
        let turnCountAll = Int(try Rows.lastTurn(in: database))
        let statement = try RawStatement(
            """
            SELECT number, conversation, previous, first_sequence, entry_count, at, entries, hash,
                erased
            FROM turn ORDER BY number
            """, database)
        defer { statement.reset() }
        while try statement.nextRow("reading the turns") {
            report.turnCount += 1
            report.entryCount += Int(statement.integer(4))
            let number = statement.integer(0)
            if number != lastNumber + 1 {
                note(nil, nil, "turns \(lastNumber + 1) to \(number - 1) are missing")
            }
            lastNumber = number
            checkTurn(statement)
            if report.turnCount % 4_096 == 0 { progress(report.turnCount, turnCountAll) }
        }
        progress(report.turnCount, turnCountAll)
    }
}

extension Verifier {
    /// Compares one row with the chain and its own text; reports the first thing that is wrong.
    private mutating func checkTurn(_ row: RawStatement) {
        let id = row.integer(1)
        let sequence = Int(row.integer(3))
        guard var thread = threads[id] else {
            note(id, sequence, "a turn of a conversation that is not on record")
            return
        }
        let link = Link(
            conversation: id, firstSequence: sequence, entryCount: Int(row.integer(4)),
            stored: Digest256(row.bytes(7)), erased: row.isNull(8) ? nil : Array(row.bytes(8)))
        let (computed, isSound) = hash(link, row.bytes(6), following: thread)
        thread.turnCount += 1
        if link.erased != nil { thread.erasedTurnCount += 1 }
        if sequence != thread.lastSequence + 1 {
            note(id, thread.lastSequence + 1, "the record goes on with entry \(sequence)")
        } else if !isSound {
            note(id, sequence, "the stored bytes are not those that were written (hash differs)")
        } else if row.integer(2) != thread.lastTurn {
            note(id, sequence, "does not name the turn before it")
        } else if let mistake = contradiction(in: row, link, &thread) {
            note(id, sequence, mistake)
        }
        thread.lastTurn = row.integer(0)
        thread.lastSequence = sequence + link.entryCount - 1
        thread.storedHash = link.stored ?? .zero
        thread.computedHash = computed
        threads[id] = thread
    }

    private struct Link {
        let conversation: Int64
        let firstSequence: Int
        let entryCount: Int
        let stored: Digest256?
        /// The hash of what an erasure left; nil for a turn that is whole.
        let erased: [UInt8]?
    }

    /// - Returns: The hash that the turn must have, and whether it has it.
    private mutating func hash(
        _ link: Link, _ entries: UnsafeBufferPointer<UInt8>, following thread: Thread
    ) -> (Digest256, isSound: Bool) {
        var computed = Digest256.zero
        if let erased = link.erased {
            // The words that `hash` was made of are gone; it only ties the next turn to this one.
            let stored = link.stored ?? .zero
            let seal = seal(link, entries, following: stored)
            return (stored, erased.withUnsafeBufferPointer { Digest256($0) == seal })
        }
        for previous in [thread.storedHash, thread.computedHash] {
            computed = seal(link, entries, following: previous)
            if computed == link.stored { return (computed, true) }
        }
        return (computed, false)
    }

    private mutating func seal(
        _ link: Link, _ entries: UnsafeBufferPointer<UInt8>, following previous: Digest256
    ) -> Digest256 {
        scratch.removeAll(keepingCapacity: true)
        ChainLink.appendHeader(
            after: previous, conversation: link.conversation,
            firstSequence: link.firstSequence, entryCount: link.entryCount, to: &scratch)
        scratch.append(contentsOf: entries)
        return scratch.withUnsafeBytes { Digest256(hashing: $0) }
    }

    /// - Returns: What does not fit together within a turn whose hash is right.
    private func contradiction(
        in row: RawStatement, _ link: Link, _ thread: inout Thread
    ) -> String? {
        var entries: [Entry] = []
        do throws(EntryCodecError) {
            try EntryCodec.read(row.bytes(6), appendingTo: &entries)
        } catch {
            return "cannot be read: \(error)"
        }
        guard entries.map(\.sequence) == (0..<link.entryCount).map({ link.firstSequence + $0 })
        else { return "its entries are not numbered as its row says" }
        guard entries.first?.at.milliseconds == row.integer(5) else {
            return "its row tells another time than its first entry"
        }
        if case .opened(let opening)? = entries.first?.body {
            guard opening.shop.name == thread.row.shop else {
                return "the conversation is filed under shop '\(thread.row.shop)', but belongs to "
                    + "'\(opening.shop)'"
            }
            guard row.integer(5) == thread.row.openedAt, row.integer(0) == thread.row.firstTurn
            else { return "the conversation's row tells another beginning" }
        }
        if let last = entries.last, case .closed(let disposition) = last.body {
            thread.closing = (last.at, disposition)
        }
        return nil
    }

    /// Compares the end of a chain with what the conversation's row says of it.
    private mutating func checkEnd(of id: Int64) {
        guard let thread = threads[id] else { return }
        let row = thread.row
        guard thread.lastTurn > 0 else {
            note(id, nil, "it is on record, but none of its entries is")
            return
        }
        if thread.erasedTurnCount == thread.turnCount {
            report.erasedCount += 1
        } else if thread.erasedTurnCount > 0 {
            note(id, nil, "a part of it is erased and a part is not")
        }
        guard row.closedAt != nil || row.disposition != nil || row.lastTurn != nil else {
            if thread.closing != nil { note(id, nil, "it is closed, but its row says it is open") }
            if row.isFiled { note(id, nil, "it is open, but its row says it is in a file") }
            return
        }
        let isWhole =
            thread.closing.map { closing in
                closing.at.milliseconds == row.closedAt
                    && closing.disposition.name == row.disposition
            } ?? false
        guard isWhole, row.lastTurn == thread.lastTurn,
            row.entryCount == Int64(thread.lastSequence),
            row.head == thread.storedHash
        else {
            note(id, thread.lastSequence, "the record does not end as the conversation's row says")
            return
        }
    }
}
