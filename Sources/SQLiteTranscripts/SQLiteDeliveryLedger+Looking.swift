import GRDB
import Ports
import Vocabulary
import Webhooks

/// A delivery as people look at it.
public struct LedgerDelivery: Equatable, Sendable {
    /// Stored: never rename.
    public enum Phase: String, Sendable, CaseIterable {
        /// Its time comes, or has come.
        case due
        /// An earlier one of its conversation and endpoint has to end first.
        case behind
        case delivered
        case dead
    }

    public let number: Int64
    public let endpoint: EndpointKey
    public let conversation: ConversationID
    public let event: String
    public let type: String
    public let happenedAt: WallTime
    public let phase: Phase
    /// nil once it has ended.
    public let dueAt: WallTime?
    public let endedAt: WallTime?
    /// Why it was given up.
    public let reason: String?
    public let attemptCount: Int
    public let lastAt: WallTime?
    public let lastStatus: Int?
    public let lastFailure: String?
    public let format: String
}

/// Which deliveries are meant.
public struct LedgerFilter: Equatable, Sendable {
    public var shop: ShopID?
    public var endpoint: EndpointKey?
    public var type: WebhookEventType?
    /// Empty for all.
    public var phases: [LedgerDelivery.Phase] = []
    /// Events that happened at this time or later.
    public var from: WallTime?
    /// Events that happened before this time.
    public var to: WallTime?

    public init() {}

    fileprivate static let condition = """
        (?1 = '' OR endpoint.shop = ?1) AND (?2 = '' OR endpoint.name = ?2) AND (?3 = '' OR type = ?3)
        AND (?4 = '' OR instr(?4, phase) > 0) AND happened_at >= ?5 AND happened_at < ?6
        """

    fileprivate func bind(to statement: RawStatement) {
        statement.bind(1, endpoint?.shop.name ?? shop?.name ?? "")
        statement.bind(2, endpoint?.name ?? "")
        statement.bind(3, type?.rawValue ?? "")
        statement.bind(4, phases.map(\.rawValue).joined(separator: " "))
        statement.bind(5, from?.milliseconds ?? .min)
        statement.bind(6, to?.milliseconds ?? .max)
    }
}

extension SQLiteDeliveryLedger {
    private static let columns = """
        delivery.number, endpoint.shop, endpoint.name, conversation, event, type, happened_at, phase,
        due_at, ended_at, reason, attempt_count, last_at, last_status, last_failure, format
        """

    /// Deliveries, the latest first.
    public func list(_ filter: LedgerFilter, limit: Int) throws(StoreError) -> [LedgerDelivery] {
        try access("listing deliveries") { database throws(StoreError) in
            let statement = try RawStatement(
                """
                SELECT \(Self.columns) FROM delivery JOIN endpoint ON endpoint.number = endpoint
                WHERE \(LedgerFilter.condition) ORDER BY delivery.number DESC LIMIT ?7
                """, database)
            defer { statement.reset() }
            filter.bind(to: statement)
            statement.bind(7, Int64(limit))
            var found: [LedgerDelivery] = []
            while try statement.nextRow("listing deliveries") {
                if let delivery = LedgerDelivery(statement) { found.append(delivery) }
            }
            return found
        }
    }

    /// One delivery with its body; nil if there is none of this number.
    public func delivery(
        _ number: Int64
    ) throws(StoreError) -> (delivery: LedgerDelivery, body: [UInt8])? {
        try access("reading a delivery") { database throws(StoreError) in
            let statement = try RawStatement(
                """
                SELECT \(Self.columns), (SELECT bytes FROM delivery_body
                    WHERE delivery_body.number = delivery.number) FROM delivery
                JOIN endpoint ON endpoint.number = endpoint WHERE delivery.number = ?1
                """, database)
            defer { statement.reset() }
            statement.bind(1, number)
            guard try statement.nextRow("reading a delivery"),
                let delivery = LedgerDelivery(statement)
            else { return nil }
            return (delivery, Array(statement.bytes(16)))
        }
    }

    /// Numbers of the deliveries meant, the earliest first.
    public func numbers(_ filter: LedgerFilter) throws(StoreError) -> [Int64] {
        try access("looking deliveries up") { database throws(StoreError) in
            let statement = try RawStatement(
                """
                SELECT delivery.number FROM delivery JOIN endpoint ON endpoint.number = endpoint
                WHERE \(LedgerFilter.condition) ORDER BY delivery.number
                """, database)
            defer { statement.reset() }
            filter.bind(to: statement)
            var numbers: [Int64] = []
            while try statement.nextRow("looking deliveries up") {
                numbers.append(statement.integer(0))
            }
            return numbers
        }
    }

    /// Lets deliveries be sent again, with their ids and the whole schedule before them; a running
    /// server sees it within a second. Those that wait are due at once.
    ///
    /// - Parameter numbers: A few hundred at the most: it is one transaction.
    /// - Returns: How many there were.
    public func sendAgain(_ numbers: [Int64], at now: WallTime) throws(StoreError) -> Int {
        try access("sending deliveries again") { database throws(StoreError) in
            try RawStatement("BEGIN IMMEDIATE", database).run("beginning a transaction")
            do throws(StoreError) {
                var count = 0
                for number in numbers {
                    if try LedgerRows.sendAgain(number, at: now, in: database) { count += 1 }
                }
                try RawStatement("COMMIT", database).run("committing")
                return count
            } catch {
                try? RawStatement("ROLLBACK", database).run("rolling back")
                throw error
            }
        }
    }

    /// An endpoint is sent to again, whatever it has said; a running server sees it within a second.
    ///
    /// - Returns: false if no delivery was ever planned for it.
    public func enable(_ key: EndpointKey) throws(StoreError) -> Bool {
        guard try endpoints().contains(where: { $0.key == key }) else { return false }
        var changes = LedgerChanges()
        changes.health[key] = EndpointHealth()
        try save(changes)
        return true
    }
}

extension LedgerRows {
    /// - Returns: false if there is no such delivery.
    fileprivate static func sendAgain(
        _ number: Int64, at now: WallTime, in database: Database
    ) throws(StoreError) -> Bool {
        guard let place = try place(of: number, in: database) else { return false }
        if !place.isWaiting { try noteWaiting(number, of: place.endpoint, in: database) }
        let statement = try RawStatement(
            """
            UPDATE delivery SET phase = CASE phase WHEN 'due' THEN 'due' ELSE 'behind' END,
                due_at = ?2, ended_at = NULL, reason = NULL, failure_count = 0
            WHERE number = ?1
            """, database)
        statement.bind(1, number)
        statement.bind(2, now.milliseconds)
        try statement.run("sending a delivery again")
        try promote(place.endpoint, place.conversation, at: now, in: database)
        return true
    }

    /// The earliest that waits in a lane is due, unless another one is.
    private static func promote(
        _ endpoint: Int64, _ conversation: Int64, at now: WallTime, in database: Database
    ) throws(StoreError) {
        let lane = """
            FROM delivery INDEXED BY delivery_waiting
            WHERE endpoint = ?1 AND conversation = ?2 AND ended_at IS NULL
            """
        let statement = try RawStatement(
            """
            UPDATE delivery SET phase = 'due', due_at = ?3 WHERE number = (SELECT min(number) \(lane))
                AND NOT EXISTS (SELECT 1 \(lane) AND phase = 'due')
            """, database)
        statement.bind(1, endpoint)
        statement.bind(2, conversation)
        statement.bind(3, now.milliseconds)
        try statement.run("going on with a conversation")
    }

    private static func noteWaiting(
        _ number: Int64, of endpoint: Int64, in database: Database
    ) throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE endpoint SET waiting_count = waiting_count + 1,
                dead_count = dead_count - (SELECT phase = 'dead' FROM delivery WHERE number = ?2)
            WHERE number = ?1
            """, database)
        statement.bind(1, endpoint)
        statement.bind(2, number)
        try statement.run("counting deliveries")
    }
}

extension LedgerDelivery {
    /// - Returns: nil for a row that no Helpline wrote.
    fileprivate init?(_ row: RawStatement) {
        guard let shop = ShopID(row.text(1)), let phase = Phase(rawValue: row.text(7)) else {
            return nil
        }
        let time = { (column: Int32) in
            row.isNull(column) ? nil : WallTime(milliseconds: row.integer(column))
        }
        self.init(
            number: row.integer(0), endpoint: EndpointKey(shop: shop, name: row.text(2)),
            conversation: ConversationID(row.integer(3)), event: row.text(4), type: row.text(5),
            happenedAt: WallTime(milliseconds: row.integer(6)), phase: phase,
            dueAt: phase == .due ? time(8) : nil, endedAt: time(9),
            reason: row.isNull(10) ? nil : row.text(10), attemptCount: Int(row.integer(11)),
            lastAt: time(12), lastStatus: row.isNull(13) ? nil : Int(row.integer(13)),
            lastFailure: row.isNull(14) ? nil : row.text(14), format: row.text(15))
    }
}
