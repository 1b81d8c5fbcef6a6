import GRDB
import Ports

/// The tables of the store; see `StoreSchema` in this target's documentation.
enum Schema {
    /// Stored: steps are only ever appended; one that was released is never changed.
    static let migrations: [(name: String, sql: String)] = [
        ("1", first), ("erasure", erasure), ("outbox", outbox),
    ]

    /// Everything that a busy commit touches lies at the right edge of a tree: turns are appended
    /// under growing numbers, each names the one before it in its conversation, and the narrow index
    /// says who has which number, for finding the turns of open conversations at a start. An index by
    /// conversation would dirty another page for nearly every turn, which doubles what is written.
    /// A row of `conversation` is written when it opens, closes and is filed, and not in between.
    private static let first = """
        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            opened_at INTEGER NOT NULL,
            first_turn INTEGER NOT NULL,
            closed_at INTEGER,
            disposition TEXT,
            last_turn INTEGER,
            entry_count INTEGER,
            head BLOB,
            filed_in TEXT
        ) STRICT;
        CREATE INDEX conversation_open ON conversation (id, first_turn) WHERE closed_at IS NULL;
        CREATE INDEX conversation_unfiled ON conversation (closed_at, id)
            WHERE closed_at IS NOT NULL AND filed_in IS NULL;
        CREATE TABLE turn (
            number INTEGER PRIMARY KEY,
            conversation INTEGER NOT NULL REFERENCES conversation (id),
            previous INTEGER,
            first_sequence INTEGER NOT NULL,
            entry_count INTEGER NOT NULL,
            at INTEGER NOT NULL,
            entries TEXT NOT NULL,
            hash BLOB NOT NULL
        ) STRICT;
        CREATE INDEX turn_owner ON turn (number, conversation);
        CREATE TABLE transcript_file (
            name TEXT PRIMARY KEY,
            bytes INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    /// What is left of an erased turn has a hash of its own; `hash` stays as it was, so that the chain
    /// goes on through it.
    private static let erasure = """
        ALTER TABLE turn ADD COLUMN erased BLOB;
        """

    /// Events that wait for the ledger of deliveries, a row a turn: appended at the right edge in the
    /// turn's own transaction, removed at the left one.
    private static let outbox = """
        CREATE TABLE outbox (
            turn INTEGER PRIMARY KEY,
            shop TEXT NOT NULL,
            events TEXT NOT NULL
        ) STRICT;
        """

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for step in migrations {
            migrator.registerMigration(step.name) { try $0.execute(sql: step.sql) }
        }
        return migrator
    }

    /// Brings the file to the newest schema.
    ///
    /// - Throws: `.other` if a later Helpline wrote the file; it is then left as it is.
    static func migrate(_ writer: some DatabaseWriter) throws {
        if try writer.read({ try migrator.hasBeenSuperseded($0) }) {
            throw StoreError(
                .other, "a later version of Helpline wrote this file; use that version or a copy")
        }
        try migrator.migrate(writer)
    }

    /// True for a file that this version can read.
    static func isCurrent(_ database: Database) throws -> Bool {
        try migrator.hasCompletedMigrations(database)
            && !migrator.hasBeenSuperseded(database)
    }

    /// The statements that made the tables and indices of a file, in the order of their names.
    static func statements(of database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT sql FROM sqlite_schema
                WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name
                """)
    }

    /// What `statements(of:)` says of a file that is as it should be.
    static func expectedStatements() throws -> [String] {
        let memory = try DatabaseQueue()
        try migrate(memory)
        return try memory.read(statements)
    }
}
