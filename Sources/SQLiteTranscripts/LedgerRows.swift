import GRDB
import Ports
import Vocabulary
import Webhooks

/// Rows of the ledger to values, and back.
enum LedgerRows {
    static func endpoints(in database: Database) throws(StoreError) -> [LedgerEndpoint] {
        let statement = try RawStatement(
            """
            SELECT shop, name, failures_in_row, failing_since, paused_until, is_proven, disabled,
                waiting_count, dead_count,
                (SELECT min(due_at) FROM delivery WHERE endpoint = endpoint.number AND phase = 'due')
            FROM endpoint ORDER BY shop, name
            """, database)
        defer { statement.reset() }
        var endpoints: [LedgerEndpoint] = []
        while try statement.nextRow("reading the endpoints") {
            guard let shop = ShopID(statement.text(0)) else { continue }
            let time = { (column: Int32) in
                statement.isNull(column)
                    ? nil : WallTime(milliseconds: statement.integer(column))
            }
            let health = EndpointHealth(
                failuresInRow: Int(statement.integer(2)), failingSince: time(3),
                pausedUntil: time(4), isProven: statement.integer(5) != 0,
                disabled: EndpointHealth.Disabling(rawValue: statement.text(6)))
            endpoints.append(
                LedgerEndpoint(
                    key: EndpointKey(shop: shop, name: statement.text(1)), health: health,
                    nextDue: time(9), waitingCount: Int(statement.integer(7)),
                    deadLetterCount: Int(statement.integer(8))))
        }
        return endpoints
    }

    /// Puts a delivery at the end of its lane; one that is there already is left as it is.
    static func insert(
        _ new: NewDelivery, endpoint: Int64, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            INSERT INTO delivery (endpoint, conversation, sequence, ordinal, event, type, happened_at,
                phase, due_at, format)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,
                CASE WHEN EXISTS (SELECT 1 FROM delivery WHERE endpoint = ?1 AND conversation = ?2
                    AND phase IN ('due', 'behind')) THEN 'behind' ELSE 'due' END,
                ?7, ?8
            WHERE true ON CONFLICT DO NOTHING
            """, database)
        statement.bind(1, endpoint)
        statement.bind(2, new.conversation.number)
        statement.bind(3, Int64(new.sequence))
        statement.bind(4, Int64(new.ordinal))
        statement.bind(5, new.event)
        statement.bind(6, new.type.rawValue)
        statement.bind(7, new.happenedAt.milliseconds)
        statement.bind(8, new.format.rawValue)
        try statement.run("adding a delivery")
        guard database.changesCount > 0 else { return }
        let keeping = try RawStatement(
            "INSERT INTO delivery_body VALUES (last_insert_rowid(), ?1)", database)
        let outcome = new.body.withUnsafeBytes { body in
            keeping.bind(1, blob: body)
            return Result { () throws(StoreError) in try keeping.run("adding a delivery's body") }
        }
        try outcome.get()
        try count(endpoint, waiting: 1, dead: 0, in: database)
    }

    private static func count(
        _ endpoint: Int64, waiting: Int, dead: Int, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE endpoint SET waiting_count = waiting_count + ?2, dead_count = dead_count + ?3
            WHERE number = ?1
            """, database)
        statement.bind(1, endpoint)
        statement.bind(2, Int64(waiting))
        statement.bind(3, Int64(dead))
        try statement.run("counting deliveries")
    }

    static func update(
        _ health: EndpointHealth, of endpoint: Int64, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE endpoint SET failures_in_row = ?2, failing_since = nullif(?3, 0),
                paused_until = nullif(?4, 0), is_proven = ?5, disabled = nullif(?6, '')
            WHERE number = ?1
            """, database)
        statement.bind(1, endpoint)
        statement.bind(2, Int64(health.failuresInRow))
        statement.bind(3, health.failingSince?.milliseconds ?? 0)
        statement.bind(4, health.pausedUntil?.milliseconds ?? 0)
        statement.bind(5, health.isProven ? 1 : 0)
        statement.bind(6, health.disabled?.rawValue ?? "")
        try statement.run("saving how an endpoint is")
    }

    static func update(_ record: AttemptRecord, in database: Database) throws(StoreError) {
        guard let place = try place(of: record.number, in: database), place.isWaiting else {
            return
        }
        try write(record, in: database)
        guard record.delivery.isOver else { return }
        try promote(place.endpoint, place.conversation, at: record.at, in: database)
        var dead = 0
        if case .deadLetter = record.delivery.phase { dead = 1 }
        try count(place.endpoint, waiting: -1, dead: dead, in: database)
    }

    /// Where a delivery lies; nil if it was removed meanwhile.
    static func place(
        of number: Int64, in database: Database
    ) throws(StoreError) -> (endpoint: Int64, conversation: Int64, isWaiting: Bool)? {
        let statement = try RawStatement(
            "SELECT endpoint, conversation, ended_at FROM delivery WHERE number = ?1", database)
        defer { statement.reset() }
        statement.bind(1, number)
        guard try statement.nextRow("looking a delivery up") else { return nil }
        return (statement.integer(0), statement.integer(1), statement.isNull(2))
    }

    private static func write(_ record: AttemptRecord, in database: Database) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE delivery SET phase = ?2, due_at = nullif(?3, 0), ended_at = nullif(?4, 0),
                reason = nullif(?5, ''), failure_count = ?6,
                attempt_count = attempt_count + (?7 > 0), last_at = coalesce(nullif(?7, 0), last_at),
                last_status = CASE WHEN ?7 > 0 THEN nullif(?8, 0) ELSE last_status END,
                last_failure = CASE WHEN ?7 > 0 THEN nullif(?9, '') ELSE last_failure END
            WHERE number = ?1
            """, database)
        let (phase, due, ended, reason) = record.delivery.columns
        statement.bind(1, record.number)
        statement.bind(2, phase)
        statement.bind(3, due)
        statement.bind(4, ended)
        statement.bind(5, reason)
        statement.bind(6, Int64(record.delivery.failureCount))
        statement.bind(7, record.outcome == nil ? 0 : record.at.milliseconds)
        var (status, failure) = (0, "")
        switch record.outcome {
        case .answered(let code, _): status = code
        case .failed(let why): failure = why.description
        case .notBegun, nil: break
        }
        statement.bind(8, Int64(status))
        statement.bind(9, failure)
        try statement.run("saving an attempt")
    }

    /// The next one of the lane is due.
    static func promote(
        _ endpoint: Int64, _ conversation: Int64, at now: WallTime, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE delivery SET phase = 'due', due_at = ?3 WHERE number =
                (SELECT min(number) FROM delivery WHERE endpoint = ?1 AND conversation = ?2
                    AND phase = 'behind')
                AND NOT EXISTS (SELECT 1 FROM delivery WHERE endpoint = ?1 AND conversation = ?2
                    AND phase = 'due')
            """, database)
        statement.bind(1, endpoint)
        statement.bind(2, conversation)
        statement.bind(3, now.milliseconds)
        try statement.run("going on with a conversation")
    }

    static func due(
        _ endpoint: Int64, at now: WallTime, limit: Int, in database: Database
    ) throws(StoreError) -> [DueDelivery] {
        let statement = try RawStatement(
            """
            SELECT delivery.number, event, format, failure_count, due_at, bytes FROM delivery
            CROSS JOIN delivery_body ON delivery_body.number = delivery.number
            WHERE endpoint = ?1 AND phase = 'due' AND due_at <= ?2
            ORDER BY due_at, delivery.number LIMIT ?3
            """, database)
        defer { statement.reset() }
        statement.bind(1, endpoint)
        statement.bind(2, now.milliseconds)
        statement.bind(3, Int64(limit))
        var due: [DueDelivery] = []
        while try statement.nextRow("reading what is due") {
            let delivery = Delivery(
                phase: .waiting(until: WallTime(milliseconds: statement.integer(4))),
                failureCount: Int(statement.integer(3)))
            due.append(
                DueDelivery(
                    number: statement.integer(0), event: statement.text(1),
                    format: WebhookFormat(rawValue: statement.text(2)) ?? .standard,
                    body: Array(statement.bytes(5)), delivery: delivery))
        }
        return due
    }

    static func nextDue(
        _ endpoint: Int64, after now: Int64, in database: Database
    ) throws(StoreError) -> WallTime? {
        let statement = try RawStatement(
            """
            SELECT min(due_at) FROM delivery
            WHERE endpoint = ?1 AND phase = 'due' AND due_at > ?2
            """, database)
        defer { statement.reset() }
        statement.bind(1, endpoint)
        statement.bind(2, now)
        guard try statement.nextRow("reading what is due next"), !statement.isNull(0) else {
            return nil
        }
        return WallTime(milliseconds: statement.integer(0))
    }

    static func removeEnded(
        deliveredBefore: WallTime, deadBefore: WallTime, limit: Int, in database: Database
    ) throws(StoreError) -> Int {
        var count = 0
        for (phase, before) in [("delivered", deliveredBefore), ("dead", deadBefore)] {
            let statement = try RawStatement(
                """
                DELETE FROM delivery WHERE number IN (SELECT number FROM delivery
                    WHERE phase = ?1 AND ended_at < ?2 AND ended_at IS NOT NULL LIMIT ?3)
                """, database)
            statement.bind(1, phase)
            statement.bind(2, before.milliseconds)
            statement.bind(3, Int64(limit - count))
            try statement.run("removing old deliveries")
            count += database.changesCount
            if count >= limit { break }
        }
        if count > 0 { try recountDead(in: database) }
        return count
    }

    static func erase(
        _ conversation: ConversationID, in database: Database
    ) throws(StoreError) -> Int {
        let counts = try RawStatement(
            """
            UPDATE endpoint SET
                waiting_count = waiting_count - (SELECT count(*) FROM delivery
                    WHERE endpoint = endpoint.number AND conversation = ?1 AND ended_at IS NULL),
                dead_count = dead_count - (SELECT count(*) FROM delivery
                    WHERE endpoint = endpoint.number AND conversation = ?1 AND phase = 'dead')
            """, database)
        counts.bind(1, conversation.number)
        try counts.run("counting a conversation's deliveries")
        let statement = try RawStatement(
            """
            DELETE FROM delivery WHERE number IN (SELECT delivery.number FROM endpoint
                JOIN delivery ON delivery.endpoint = endpoint.number
                    AND delivery.conversation = ?1)
            """, database)
        statement.bind(1, conversation.number)
        try statement.run("erasing a conversation's deliveries")
        return database.changesCount
    }

    private static func recountDead(in database: Database) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE endpoint SET dead_count = (SELECT count(*) FROM delivery INDEXED BY delivery_ended
                WHERE phase = 'dead' AND ended_at IS NOT NULL AND endpoint = endpoint.number)
            WHERE dead_count > 0
            """, database)
        try statement.run("counting dead letters")
    }
}

extension Delivery {
    /// It was delivered or given up.
    var isOver: Bool {
        switch phase {
        case .waiting: false
        case .delivered, .deadLetter: true
        }
    }

    /// As its row has it; 0 and the empty text stand for nothing.
    fileprivate var columns: (phase: String, due: Int64, ended: Int64, reason: String) {
        switch phase {
        case .waiting(let until): ("due", until.milliseconds, 0, "")
        case .delivered(let at): ("delivered", 0, at.milliseconds, "")
        case .deadLetter(let at, let reason): ("dead", 0, at.milliseconds, reason.rawValue)
        }
    }
}
