import GRDB
import Ports

/// Opens the file as the store wants it, and proves that it is so.
enum StoreFile {
    /// What `PRAGMA synchronous` reads back as when every commit is synced.
    private static let synchronousFull = 2

    /// Frames after which a commit moves the log into the database; see `StoreSchema`.
    static let checkpointPageCount = 256

    /// Bytes of the log that are kept for the next round once all of it is in the database.
    private static let logBytesKept = 16 << 20

    /// - Returns: The open file and the number of its last turn.
    static func open(
        _ path: String
    ) throws(StoreError) -> (DatabasePool, lastTurn: Int64) {
        do {
            let pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB sets NORMAL on every WAL database once it is prepared, so this comes after.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try assertSettings(of: database)
            }
            try Schema.migrate(pool)
            return (pool, try pool.read(Rows.lastTurn))
        } catch {
            throw StoreError(error, "opening \(path)")
        }
    }

    /// Copies all of the write-ahead log into the database and syncs that.
    ///
    /// After a failed sync the log may hold pages that are in memory only and count as clean. Writing
    /// them once more to another file and syncing that is what makes them safe; syncing the log again
    /// would succeed and prove nothing.
    static func moveLogIntoDatabase(_ pool: DatabasePool, _ path: String) throws(StoreError) {
        do {
            try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            throw StoreError(error, "moving the log into \(path)")
        }
    }

    /// Moves the log into the database and cuts it to nothing, if nobody reads it.
    ///
    /// - Returns: false if somebody does or the disk refused; then it is as it was, and sound.
    static func emptyLogAtOnce(_ pool: DatabasePool) -> Bool {
        do {
            return try pool.writeWithoutTransaction { database in
                // Commits wait behind this, so it must not wait for readers.
                try database.execute(sql: "PRAGMA busy_timeout = 0")
                defer { try? database.execute(sql: "PRAGMA busy_timeout = 5000") }
                let row = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
                return row?[0] == 0
            }
        } catch {
            return false
        }
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "transcripts"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA page_size = 8192")
            try database.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpointPageCount)")
            try database.execute(sql: "PRAGMA journal_size_limit = \(logBytesKept)")
        }
        return configuration
    }

    static func assertSettings(of database: Database) throws {
        let wanted: [(pragma: String, value: String)] = [
            ("synchronous", String(synchronousFull)), ("journal_mode", "wal"),
            ("foreign_keys", "1"),
        ]
        for (pragma, value) in wanted {
            let found = try String.fetchOne(database, sql: "PRAGMA \(pragma)") ?? "nothing"
            guard found == value else {
                throw StoreError(
                    .other, "SQLite's \(pragma) is \(found), must be \(value): not safe to use")
            }
        }
    }
}
