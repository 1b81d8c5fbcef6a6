import GRDB
import Ports
import Vocabulary
import Webhooks

/// The rows of `outbox`: what the ledger of deliveries has not taken yet.
enum Outbox {
    static func insert(
        _ turn: Int64, _ shop: ShopID, _ events: String, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            "INSERT INTO outbox (turn, shop, events) VALUES (?1, ?2, ?3)", database)
        statement.bind(1, turn)
        statement.bind(2, shop.name)
        statement.bind(3, events)
        try statement.run("saving what endpoints are told")
    }

    /// Rows removed in one commit at the most, so that none of them takes long.
    private static let removedCountMax = 512

    /// - Returns: Whether no row up to this turn is left.
    static func remove(through turn: Int64, in database: Database) throws(StoreError) -> Bool {
        let statement = try RawStatement(
            """
            DELETE FROM outbox WHERE turn IN
                (SELECT turn FROM outbox WHERE turn <= ?1 ORDER BY turn LIMIT ?2)
            """, database)
        statement.bind(1, turn)
        statement.bind(2, Int64(removedCountMax))
        try statement.run("emptying the outbox")
        return database.changesCount < removedCountMax
    }

    static func turns(
        after number: Int64, limit: Int, in database: Database
    ) throws(StoreError) -> [PlannedTurn] {
        let statement = try RawStatement(
            """
            SELECT turn, shop, events, conversation, first_sequence, entries
            FROM outbox JOIN turn ON turn.number = outbox.turn
            WHERE outbox.turn > ?1 ORDER BY outbox.turn LIMIT ?2
            """, database)
        defer { statement.reset() }
        statement.bind(1, number)
        statement.bind(2, Int64(limit))
        var turns: [PlannedTurn] = []
        while try statement.nextRow("reading the outbox") {
            let number = statement.integer(0)
            let id = ConversationID(statement.integer(3))
            guard let shop = ShopID(statement.text(1)),
                let events = PlannedEventText.events(statement.text(2))
            else { throw StoreError(.corrupt, "the outbox's row of turn \(number) is not whole") }
            var entries: [Entry] = []
            try Rows.read(
                statement.bytes(5), of: id, firstSequence: statement.integer(4),
                appendingTo: &entries)
            turns.append(
                PlannedTurn(
                    number: number,
                    commit: TurnCommit(
                        conversation: id, shop: shop, entries: entries, events: events)))
        }
        return turns
    }
}

/// Planned events as text: a line each of type, sequence, ordinal and endpoints (`-` for none).
/// Stored: never change.
enum PlannedEventText {
    static func text(of events: [PlannedEvent]) -> String {
        events.map { event in
            "\(event.type.rawValue) \(event.sequence) \(event.ordinal) "
                + (event.endpoints.isEmpty ? "-" : event.endpoints.joined(separator: ","))
        }.joined(separator: "\n")
    }

    /// - Returns: nil if this is no such text.
    static func events(_ text: String) -> [PlannedEvent]? {
        var events: [PlannedEvent] = []
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 4, let type = WebhookEventType(rawValue: String(parts[0])),
                let sequence = Int(parts[1]), let ordinal = Int(parts[2])
            else { return nil }
            let endpoints =
                parts[3] == "-" ? [] : parts[3].split(separator: ",").map(String.init)
            events.append(
                PlannedEvent(
                    type: type, sequence: sequence, ordinal: ordinal, endpoints: endpoints))
        }
        return events
    }
}
