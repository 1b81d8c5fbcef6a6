import Foundation
import GRDB
import Ports
import Synchronization
import Vocabulary
import Webhooks

/// The ledger of deliveries in one SQLite file beside the record.
///
/// A file of its own, since a database has one writer at a time: whatever is saved here never makes a
/// turn wait. A lost ledger sends again what the outbox still holds, and forgets what it held itself.
public final class SQLiteDeliveryLedger: DeliveryLedger {
    /// The name of the file in the folder of the record.
    public static let fileName = "deliveries.sqlite"

    /// The file.
    public let path: String
    let queue: DatabaseQueue
    /// Numbers of endpoints that were looked up.
    private let numbers = Mutex<[EndpointKey: Int64]>([:])
    private let version = Mutex<Int64>(0)

    /// - Throws: What is wrong with the file, and what to do.
    public init(path: String) throws(StoreError) {
        self.path = path
        queue = try LedgerSchema.open(path)
        _ = try wasChangedElsewhere()
    }

    public func takenThrough() throws(StoreError) -> Int64 {
        try access("reading how far the outbox was taken") { database throws(StoreError) in
            let statement = try RawStatement("SELECT turn FROM outbox_end", database)
            defer { statement.reset() }
            return try statement.nextRow("reading how far the outbox was taken")
                ? statement.integer(0) : 0
        }
    }

    public func endpoints() throws(StoreError) -> [LedgerEndpoint] {
        try access("reading the endpoints") { database throws(StoreError) in
            try LedgerRows.endpoints(in: database)
        }
    }

    public func save(_ changes: LedgerChanges) throws(StoreError) {
        guard !changes.isEmpty else { return }
        try access("saving deliveries") { database throws(StoreError) in
            try RawStatement("BEGIN IMMEDIATE", database).run("beginning a transaction")
            do throws(StoreError) {
                try write(changes, to: database)
                try RawStatement("COMMIT", database).run("committing")
            } catch {
                try? RawStatement("ROLLBACK", database).run("rolling back")
                // Numbers given in this transaction are gone with it.
                numbers.withLock { $0 = [:] }
                throw error
            }
        }
    }

    public func due(
        _ endpoint: EndpointKey, at now: WallTime, except known: Set<Int64>, limit: Int
    ) throws(StoreError) -> [DueDelivery] {
        try access("reading what is due") { database throws(StoreError) in
            // One look at the file for all of them: each statement of its own would lock it anew.
            try RawStatement("BEGIN", database).run("beginning to read")
            defer { try? RawStatement("COMMIT", database).run("ending to read") }
            guard let number = try number(of: endpoint, in: database) else { return [] }
            let numbers = try LedgerRows.numbersDue(
                number, at: now, except: known, limit: limit, in: database)
            return try LedgerRows.deliveries(numbers, of: endpoint, in: database)
        }
    }

    public func nextDue(
        _ endpoint: EndpointKey, after now: WallTime
    ) throws(StoreError) -> WallTime? {
        try access("reading what is due next") { database throws(StoreError) in
            guard let number = try number(of: endpoint, in: database) else { return nil }
            return try LedgerRows.nextDue(number, after: now.milliseconds, in: database)
        }
    }

    public func removeEnded(
        deliveredBefore: WallTime, deadBefore: WallTime, limit: Int
    ) throws(StoreError) -> Int {
        try access("removing old deliveries") { database throws(StoreError) in
            try LedgerRows.removeEnded(
                deliveredBefore: deliveredBefore, deadBefore: deadBefore, limit: limit, in: database
            )
        }
    }

    public func wasChangedElsewhere() throws(StoreError) -> Bool {
        let now = try access("looking for changes") { database throws(StoreError) in
            let statement = try RawStatement("PRAGMA data_version", database)
            defer { statement.reset() }
            return try statement.nextRow("looking for changes") ? statement.integer(0) : 0
        }
        return version.withLock { version in
            defer { version = now }
            return version != now
        }
    }

    @discardableResult
    public func erase(_ conversation: ConversationID) throws(StoreError) -> Int {
        try access("erasing a conversation's deliveries") { database throws(StoreError) in
            try LedgerRows.erase(conversation, in: database)
        }
    }

    /// Ends the work in order.
    public func close() { try? queue.close() }

    func access<Value>(
        _ what: String, _ body: (Database) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        do {
            return try queue.inDatabase { try body($0) }
        } catch {
            throw StoreError(error, "\(path): \(what)")
        }
    }
}

extension SQLiteDeliveryLedger {
    private func write(_ changes: LedgerChanges, to database: Database) throws(StoreError) {
        var writer = try LedgerWriter(database)
        for record in changes.attempts {
            guard let number = try number(of: record.lane.endpoint, in: database) else { continue }
            try writer.write(record, endpoint: number)
        }
        for new in changes.taken {
            try writer.insert(new, endpoint: try numberMade(for: new.endpoint, in: database))
        }
        try writer.writeCounts()
        for (key, health) in changes.health {
            try LedgerRows.update(
                health, of: try numberMade(for: key, in: database), in: database)
        }
        guard let turn = changes.takenThrough else { return }
        let statement = try RawStatement("UPDATE outbox_end SET turn = ?1", database)
        statement.bind(1, turn)
        try statement.run("saving how far the outbox was taken")
    }

    /// The number of an endpoint; nil if it is not known yet.
    private func number(
        of key: EndpointKey, in database: Database
    ) throws(StoreError) -> Int64? {
        if let known = numbers.withLock({ $0[key] }) { return known }
        let statement = try RawStatement(
            "SELECT number FROM endpoint WHERE shop = ?1 AND name = ?2", database)
        defer { statement.reset() }
        statement.bind(1, key.shop.name)
        statement.bind(2, key.name)
        guard try statement.nextRow("looking an endpoint up") else { return nil }
        let number = statement.integer(0)
        numbers.withLock { $0[key] = number }
        return number
    }

    private func numberMade(
        for key: EndpointKey, in database: Database
    ) throws(StoreError) -> Int64 {
        if let known = try number(of: key, in: database) { return known }
        let statement = try RawStatement(
            "INSERT INTO endpoint (shop, name) VALUES (?1, ?2)", database)
        statement.bind(1, key.shop.name)
        statement.bind(2, key.name)
        try statement.run("adding an endpoint")
        return database.lastInsertedRowID
    }
}
