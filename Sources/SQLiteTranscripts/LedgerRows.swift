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

    /// Numbers of deliveries that are due, read from the index alone.
    static func numbersDue(
        _ endpoint: Int64, at now: WallTime, except known: Set<Int64>, limit: Int,
        in database: Database
    ) throws(StoreError) -> [Int64] {
        let statement = try RawStatement(
            """
            SELECT number FROM delivery INDEXED BY delivery_due
            WHERE endpoint = ?1 AND phase = 'due' AND due_at <= ?2 ORDER BY due_at, number LIMIT ?3
            """, database)
        defer { statement.reset() }
        statement.bind(1, endpoint)
        statement.bind(2, now.milliseconds)
        statement.bind(3, Int64(limit + known.count))
        var numbers: [Int64] = []
        while numbers.count < limit, try statement.nextRow("reading what is due") {
            let number = statement.integer(0)
            if !known.contains(number) { numbers.append(number) }
        }
        return numbers
    }

    static func deliveries(
        _ numbers: [Int64], of endpoint: EndpointKey, in database: Database
    ) throws(StoreError) -> [DueDelivery] {
        let statement = try RawStatement(
            """
            SELECT conversation, event, format, failure_count, due_at, bytes FROM delivery
            CROSS JOIN delivery_body ON delivery_body.number = delivery.number
            WHERE delivery.number = ?1
            """, database)
        defer { statement.reset() }
        var due: [DueDelivery] = []
        due.reserveCapacity(numbers.count)
        for number in numbers {
            statement.reset()
            statement.bind(1, number)
            guard try statement.nextRow("reading a delivery") else { continue }
            let delivery = Delivery(
                phase: .waiting(until: WallTime(milliseconds: statement.integer(4))),
                failureCount: Int(statement.integer(3)))
            due.append(
                DueDelivery(
                    number: number,
                    lane: DeliveryLane(
                        endpoint: endpoint, conversation: ConversationID(statement.integer(0))),
                    event: statement.text(1),
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
}
