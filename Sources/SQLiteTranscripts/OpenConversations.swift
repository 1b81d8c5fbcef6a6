import GRDB
import Ports
import Vocabulary

/// Reads all open conversations, for a start: who they are, then where their turns lie, then the turns.
struct OpenConversations {
    private let ids: [ConversationID]
    /// Numbers of turns by conversation, in the order of `ids`; those of one lie in `places[index]`.
    private let numbers: [Int64]
    private let places: [Range<Int>]

    private static let what: StaticString = "reading the open conversations"

    init(in database: Database) throws(StoreError) {
        let (ids, firstTurn) = try Self.ids(in: database)
        self.ids = ids
        let owners = try Self.owners(of: ids, from: firstTurn, in: database)
        // Counted first and placed after, so that two arrays hold what would be one array each.
        var counts = [Int](repeating: 0, count: ids.count)
        for owner in owners { counts[owner.index] += 1 }
        var starts: [Int] = []
        starts.reserveCapacity(ids.count)
        var end = 0
        for count in counts {
            starts.append(end)
            end += count
        }
        places = zip(starts, counts).map { $0..<($0 + $1) }
        var numbers = [Int64](repeating: 0, count: owners.count)
        for owner in owners {
            numbers[starts[owner.index]] = owner.number
            starts[owner.index] += 1
        }
        self.numbers = numbers
    }

    /// Calls `body` for each conversation, by id.
    ///
    /// - Returns: The end of each one's chain.
    func forEach(
        in database: Database, _ body: (ConversationID, [Entry]) -> Void
    ) throws(StoreError) -> [ConversationID: WriterState.Head] {
        let statement = try RawStatement(
            "SELECT first_sequence, entries, hash FROM turn WHERE number = ?1", database)
        defer { statement.reset() }
        var heads: [ConversationID: WriterState.Head] = [:]
        heads.reserveCapacity(ids.count)
        var entries: [Entry] = []
        for (id, place) in zip(ids, places) {
            entries.removeAll(keepingCapacity: true)
            var hash: Digest256?
            for number in numbers[place] {
                statement.bind(1, number)
                guard try statement.nextRow(Self.what) else { break }
                try Rows.read(
                    statement.bytes(1), of: id, firstSequence: statement.integer(0),
                    appendingTo: &entries)
                hash = Digest256(statement.bytes(2))
                statement.reset()
            }
            guard let hash, let last = entries.last, let lastTurn = numbers[place].last else {
                throw StoreError(.corrupt, "conversation \(id): its last turn is not whole")
            }
            heads[id] = WriterState.Head(
                lastSequence: last.sequence, lastTurn: lastTurn, hash: hash)
            body(id, entries)
        }
        return heads
    }

    /// The number of each one's last turn.
    var lastTurns: [ConversationID: Int64] {
        var lastTurns: [ConversationID: Int64] = [:]
        for (id, place) in zip(ids, places) { lastTurns[id] = numbers[place].last }
        return lastTurns
    }

    /// - Returns: The open conversations by id, and the number of the first turn that any of them has.
    private static func ids(
        in database: Database
    ) throws(StoreError) -> ([ConversationID], firstTurn: Int64) {
        let statement = try RawStatement(
            "SELECT id, first_turn FROM conversation WHERE closed_at IS NULL ORDER BY id", database)
        defer { statement.reset() }
        var ids: [ConversationID] = []
        var firstTurn = Int64.max
        while try statement.nextRow(what) {
            ids.append(ConversationID(statement.integer(0)))
            firstTurn = min(firstTurn, statement.integer(1))
        }
        return (ids, firstTurn)
    }

    /// - Returns: For each turn of an open conversation, by number, the conversation's index in `ids`.
    private static func owners(
        of ids: [ConversationID], from firstTurn: Int64, in database: Database
    ) throws(StoreError) -> [(number: Int64, index: Int)] {
        var indices: [Int64: Int] = [:]
        indices.reserveCapacity(ids.count)
        for (index, id) in ids.enumerated() { indices[id.number] = index }
        let statement = try RawStatement(
            """
            SELECT number, conversation FROM turn INDEXED BY turn_owner
            WHERE number >= ?1 ORDER BY number
            """, database)
        defer { statement.reset() }
        statement.bind(1, firstTurn)
        var owners: [(number: Int64, index: Int)] = []
        while try statement.nextRow(what) {
            guard let index = indices[statement.integer(1)] else { continue }
            owners.append((statement.integer(0), index))
        }
        return owners
    }
}
