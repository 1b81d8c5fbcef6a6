import GRDB
import Testing

@testable import SQLiteTranscripts

@Suite struct SchemaTests {
    /// Goal: a released schema never changes; every later one begins from it.
    @Test func theFirstSchemaIsFrozen() throws {
        #expect(Schema.migrations.first?.name == "1")
        let queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: Schema.migrations[0].sql) }
        let statements = try queue.read(Schema.statements).map { statement in
            statement.split { " \n".contains($0) }.joined(separator: " ")
        }
        #expect(
            statements == [
                """
                CREATE TABLE conversation ( id INTEGER PRIMARY KEY, shop TEXT NOT NULL, \
                opened_at INTEGER NOT NULL, first_turn INTEGER NOT NULL, closed_at INTEGER, \
                disposition TEXT, last_turn INTEGER, entry_count INTEGER, head BLOB, \
                filed_in TEXT ) STRICT
                """,
                """
                CREATE INDEX conversation_open ON conversation (id, first_turn) \
                WHERE closed_at IS NULL
                """,
                """
                CREATE INDEX conversation_unfiled ON conversation (closed_at, id) \
                WHERE closed_at IS NOT NULL AND filed_in IS NULL
                """,
                """
                CREATE TABLE transcript_file ( name TEXT PRIMARY KEY, bytes INTEGER NOT NULL ) \
                STRICT, WITHOUT ROWID
                """,
                """
                CREATE TABLE turn ( number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL \
                REFERENCES conversation (id), previous INTEGER, first_sequence INTEGER NOT NULL, \
                entry_count INTEGER NOT NULL, at INTEGER NOT NULL, entries TEXT NOT NULL, \
                hash BLOB NOT NULL ) STRICT
                """,
                "CREATE INDEX turn_owner ON turn (number, conversation)",
            ])
    }

    @Test func everyStepRunsOnTheOneBefore() throws {
        let queue = try DatabaseQueue()
        try Schema.migrate(queue)
        try Schema.migrate(queue)
        #expect(try queue.read(Schema.isCurrent))
        #expect(try queue.read(Schema.statements) == Schema.expectedStatements())
    }
}
