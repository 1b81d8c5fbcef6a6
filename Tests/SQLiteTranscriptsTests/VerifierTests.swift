import Foundation
import GRDB
import Ports
import Testing
import Vocabulary

@testable import SQLiteTranscripts

/// Goal: whatever is not as it was written is found, and the report says where.
@Suite struct VerifierTests {
    let folder: TemporaryFolder
    let samples = Samples()

    init() throws {
        folder = try TemporaryFolder()
        let store = try SQLiteTranscriptStore(path: folder.path())
        // Interleaved, so that chains cross.
        let all = try (1...5).map { try samples.turns(of: $0, turnCount: 4, isClosed: $0 != 5) }
        for index in 0..<6 {
            try store.commit(all.compactMap { index < $0.count ? $0[index] : nil })
        }
    }

    private func report(_ path: String? = nil) throws -> VerifyReport {
        try SQLiteTranscriptReader(path: path ?? folder.path()).verify()
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.path())
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA foreign_keys = OFF")
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    @Test func aWholeRecordIsSound() throws {
        let report = try report()
        #expect(report.problems == [])
        #expect(report.conversationCount == 5)
        #expect(report.turnCount == 29)
        #expect(report.entryCount == 49)
    }

    @Test(arguments: [
        ("UPDATE turn SET entries = replace(entries, 'Monday', 'Sunday') WHERE number = 14", 4, 4),
        ("UPDATE turn SET hash = zeroblob(32) WHERE number = 14", 4, 4),
        ("UPDATE turn SET previous = 1 WHERE number = 14", 4, 4),
        ("UPDATE turn SET at = at + 1 WHERE number = 14", 4, 4),
        ("UPDATE conversation SET shop = 'lumen' WHERE first_turn = 2", 2, 1),
        ("UPDATE conversation SET opened_at = 5 WHERE first_turn = 2", 2, 1),
        ("UPDATE conversation SET closed_at = 5 WHERE first_turn = 2", 2, 10),
        ("UPDATE conversation SET disposition = 'idle' WHERE first_turn = 2", 2, 10),
        ("UPDATE conversation SET entry_count = 9 WHERE first_turn = 2", 2, 10),
        ("UPDATE conversation SET head = NULL WHERE first_turn = 2", 2, 10),
        ("DELETE FROM turn WHERE number = 27", 2, 9),
    ])
    func aChangedValueIsFoundInItsPlace(sql: String, conversation: Int64, sequence: Int) throws {
        try change(sql)
        let problems = try report().problems.filter { $0.conversation != nil }
        #expect(problems.map(\.conversation) == [samples.id(conversation)], "\(problems)")
        #expect(problems.map(\.sequence) == [sequence], "\(problems)")
    }

    /// Goal: an erased conversation is sound, its words are in no file, and what is left is guarded.
    @Test func whatIsErasedIsSoundAndGone() throws {
        let store = try SQLiteTranscriptStore(path: folder.path())
        try store.erase([samples.id(2), samples.id(3)])
        #expect(try report().problems == [])
        #expect(try report().erasedCount == 2)
        for name in ["", "-wal"] {
            let url = URL(fileURLWithPath: folder.path() + name)
            guard let bytes = try? Data(contentsOf: url) else { continue }
            for (number, isThere) in [(2, false), (3, false), (4, name.isEmpty)] {
                let words = Data(samples.words(of: Int64(number)).utf8)
                #expect((bytes.range(of: words) != nil) == isThere, "\(number) in '\(name)'")
            }
        }
    }

    @Test(arguments: [
        (
            "UPDATE turn SET entries = replace(entries, 'ended', 'idle') WHERE erased NOT NULL", 2,
            10
        ),
        ("UPDATE turn SET erased = zeroblob(32) WHERE number = 12", 2, 4),
        ("UPDATE turn SET erased = NULL WHERE number = 12", 2, 4),
        ("DELETE FROM turn WHERE number = 27", 2, 9),
    ])
    func aChangeInAnErasedConversationIsFound(
        sql: String, conversation: Int64, sequence: Int
    ) throws {
        let store = try SQLiteTranscriptStore(path: folder.path())
        try store.erase([samples.id(2)])
        store.close()
        try change(sql)
        let problems = try report().problems.filter { $0.conversation != nil }
        #expect(problems.first?.conversation == samples.id(conversation), "\(problems)")
        #expect(problems.first?.sequence == sequence, "\(problems)")
    }

    @Test(arguments: [
        "DELETE FROM turn WHERE number = 12", "DELETE FROM turn WHERE conversation = 3 << 23",
        "DELETE FROM conversation WHERE id = 3 << 23", "DROP INDEX conversation_open",
        "UPDATE turn SET conversation = 2 << 23 WHERE number = 13",
        """
        UPDATE conversation SET closed_at = NULL, disposition = NULL, last_turn = NULL
        WHERE id = 3 << 23
        """,
        "UPDATE conversation SET filed_in = 'x' WHERE closed_at IS NULL",
    ])
    func whatIsMissingOrMovedIsFound(sql: String) throws {
        try change(sql)
        #expect(try !report().isSound)
    }

    /// Goal: one bad byte anywhere is found.
    /// Method: one bit turned at places all over the file; either the check finds it, or it lies where
    /// nothing is kept, and then everything reads as before.
    @Test func oneBadByteIsFoundWhereverItIs() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path()))
        let expected = try content(of: folder.path())
        var random = SeededRandom(seed: 4)
        var foundCount = 0
        for index in 0..<300 {
            var damaged = whole
            damaged[random.number(below: whole.count)] ^= UInt8(1 << random.number(below: 8))
            let path = folder.path("damaged-\(index)")
            try damaged.write(to: URL(fileURLWithPath: path))
            defer { try? FileManager.default.removeItem(atPath: path) }
            guard let report = try? report(path), report.isSound else {
                foundCount += 1
                continue
            }
            #expect(try content(of: path) == expected)
        }
        #expect(foundCount > 30)
    }

    /// Everything that is kept about conversations, as text.
    private func content(of path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try queue.read { database in
            try ["conversation", "turn", "transcript_file"].flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map(\.description)
            }
        }
    }
}
