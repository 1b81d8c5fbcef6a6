import Foundation
import GRDB
import Ports

/// The tables of the ledger of deliveries, a file of its own beside the record.
enum LedgerSchema {
    /// Pages that stay in memory.
    private static let cacheKibibytes = 8_192

    /// Stored: steps are only ever appended; one that was released is never changed.
    ///
    /// `phase` is `due` for the earliest delivery of a conversation and endpoint that waits, `behind` for
    /// those after it, `delivered` or `dead` once it has ended. The body comes last, so that looking at a
    /// row does not read it.
    private static let first = """
        CREATE TABLE endpoint (
            number INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            name TEXT NOT NULL,
            failures_in_row INTEGER NOT NULL DEFAULT 0,
            failing_since INTEGER,
            paused_until INTEGER,
            is_proven INTEGER NOT NULL DEFAULT 0,
            disabled TEXT,
            waiting_count INTEGER NOT NULL DEFAULT 0,
            dead_count INTEGER NOT NULL DEFAULT 0,
            UNIQUE (shop, name)
        ) STRICT;
        CREATE TABLE delivery (
            number INTEGER PRIMARY KEY,
            endpoint INTEGER NOT NULL REFERENCES endpoint (number),
            conversation INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            event TEXT NOT NULL,
            type TEXT NOT NULL,
            happened_at INTEGER NOT NULL,
            phase TEXT NOT NULL,
            due_at INTEGER,
            failure_count INTEGER NOT NULL DEFAULT 0,
            attempt_count INTEGER NOT NULL DEFAULT 0,
            ended_at INTEGER,
            reason TEXT,
            last_at INTEGER,
            last_status INTEGER,
            last_failure TEXT,
            format TEXT NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX delivery_lane ON delivery (endpoint, conversation, sequence, ordinal);
        CREATE INDEX delivery_due ON delivery (endpoint, due_at, number) WHERE phase = 'due';
        CREATE INDEX delivery_ended ON delivery (phase, ended_at) WHERE ended_at IS NOT NULL;
        CREATE TABLE outbox_end (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            turn INTEGER NOT NULL
        ) STRICT;
        INSERT INTO outbox_end VALUES (1, 0);
        """

    /// The bodies lie apart: an attempt changes a delivery's row, and SQLite would write the whole row anew
    /// with all of its body. They go with their deliveries.
    private static let second = """
        CREATE TABLE delivery_body (
            number INTEGER PRIMARY KEY REFERENCES delivery (number) ON DELETE CASCADE,
            bytes BLOB NOT NULL
        ) STRICT;
        INSERT INTO delivery_body SELECT number, body FROM delivery;
        ALTER TABLE delivery DROP COLUMN body;
        """

    /// What waits in a lane is found without looking at all that has ended in it, however long the
    /// conversation was.
    private static let third = """
        CREATE INDEX delivery_waiting ON delivery (endpoint, conversation, number)
            WHERE ended_at IS NULL;
        """

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { try $0.execute(sql: first) }
        migrator.registerMigration("2") { try $0.execute(sql: second) }
        migrator.registerMigration("3") { try $0.execute(sql: third) }
        return migrator
    }

    /// Opens the file, makes it if it is missing, and brings it to the newest schema.
    static func open(_ path: String) throws(StoreError) -> DatabaseQueue {
        do {
            var configuration = Configuration()
            configuration.label = "deliveries"
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .timeout(5)
            configuration.journalMode = .wal
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA page_size = 8192")
                try database.execute(sql: "PRAGMA journal_size_limit = \(16 << 20)")
                // Negative for KiB. Bodies pass through it once; the rows and indexes should stay.
                try database.execute(sql: "PRAGMA cache_size = -\(cacheKibibytes)")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.inDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            guard try !queue.read({ try migrator.hasBeenSuperseded($0) }) else {
                throw StoreError(
                    .other, "a later version of Helpline wrote this file; use that version")
            }
            try migrator.migrate(queue)
            return queue
        } catch {
            throw StoreError(error, "opening \(path)")
        }
    }
}
