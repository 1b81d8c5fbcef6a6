import GRDB
import Ports
import Vocabulary

/// Lists conversations, with the count of entries of open ones too, which no row holds.
enum Listing {
    private static let what: StaticString = "listing conversations"

    static func conversations(
        _ filter: SQLiteTranscriptReader.Filter, in database: Database
    ) throws(StoreError) -> [ConversationSummary] {
        let statement = try RawStatement(
            """
            SELECT id, shop, opened_at, closed_at, disposition, entry_count FROM conversation
            WHERE (?1 = '' OR shop = ?1) AND opened_at >= ?2 AND opened_at < ?3
                AND (?4 = 'any' OR (?4 = 'open') = (closed_at IS NULL))
            ORDER BY id DESC LIMIT ?5
            """, database)
        defer { statement.reset() }
        statement.bind(1, filter.shop?.name ?? "")
        statement.bind(2, filter.since?.milliseconds ?? .min)
        statement.bind(3, filter.until?.milliseconds ?? .max)
        statement.bind(4, filter.state.rawValue)
        statement.bind(5, Int64(filter.limit))
        var summaries: [ConversationSummary] = []
        while try statement.nextRow(what) { summaries.append(try Rows.summary(statement)) }
        guard summaries.contains(where: { $0.closedAt == nil }) else { return summaries }
        return try counting(summaries, in: database)
    }

    private static func counting(
        _ summaries: [ConversationSummary], in database: Database
    ) throws(StoreError) -> [ConversationSummary] {
        let lastTurns = try OpenConversations(in: database).lastTurns
        let statement = try RawStatement(
            "SELECT first_sequence + entry_count - 1 FROM turn WHERE number = ?1", database)
        defer { statement.reset() }
        var counted: [ConversationSummary] = []
        for summary in summaries {
            guard summary.closedAt == nil, let lastTurn = lastTurns[summary.id] else {
                counted.append(summary)
                continue
            }
            statement.bind(1, lastTurn)
            let isThere = try statement.nextRow(what)
            counted.append(
                ConversationSummary(
                    id: summary.id, shop: summary.shop, openedAt: summary.openedAt, closedAt: nil,
                    disposition: nil, entryCount: isThere ? Int(statement.integer(0)) : 0))
            statement.reset()
        }
        return counted
    }
}
