import Foundation
import GRDB
import Ports
import Synchronization
import Testing
import Vocabulary

@testable import SQLiteTranscripts

@Suite struct SQLiteTranscriptStoreTests {
    let folder: TemporaryFolder
    let samples = Samples()

    init() throws { folder = try TemporaryFolder() }

    @Test func aSecondServerIsRefusedByName() throws {
        var store: SQLiteTranscriptStore? = try SQLiteTranscriptStore(path: folder.path())
        let error = #expect(throws: StoreError.self) {
            _ = try SQLiteTranscriptStore(path: folder.path())
        }
        #expect(error?.kind == .locked)
        #expect(error?.details.contains(folder.path()) == true)
        #expect(
            error?.details.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(store != nil)
        store = nil
        _ = try SQLiteTranscriptStore(path: folder.path())
    }

    @Test func aFolderThatIsMissingIsNamed() {
        let path = folder.path("nowhere/helpline.sqlite")
        let error = #expect(throws: StoreError.self) { _ = try SQLiteTranscriptStore(path: path) }
        #expect(error?.details.contains("nowhere") == true)
    }

    @Test func aFileThatIsNoStoreIsRefusedAndLeftAsItIs() throws {
        let bytes = Data("this is a letter, and quite a long one, not a database\n".utf8)
        let content = Data((0..<50).flatMap { _ in bytes })
        try content.write(to: URL(fileURLWithPath: folder.path()))
        let error = #expect(throws: StoreError.self) {
            _ = try SQLiteTranscriptStore(path: folder.path())
        }
        #expect(error?.kind == .corrupt)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path())) == content)
    }

    /// Goal: nobody turns the promise of a synced commit off by accident.
    @Test func everyCommitIsSynced() throws {
        let (pool, _) = try StoreFile.open(folder.path())
        try pool.writeWithoutTransaction { database in
            #expect(try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2)
            #expect(try String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal")
            try StoreFile.assertSettings(of: database)
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            let error = #expect(throws: StoreError.self) {
                try StoreFile.assertSettings(of: database)
            }
            #expect(error?.details.contains("synchronous is 1, must be 2") == true)
        }
    }

    @Test func aFileOfALaterVersionIsLeftAlone() throws {
        do { _ = try SQLiteTranscriptStore(path: folder.path()) }
        let queue = try DatabaseQueue(path: folder.path())
        try queue.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99')")
        }
        try queue.close()
        for open in [
            { _ = try SQLiteTranscriptStore(path: folder.path()) },
            { _ = try SQLiteTranscriptReader(path: folder.path()) },
        ] as [() throws -> Void] {
            let error = #expect(throws: StoreError.self) { try open() }
            #expect(error?.details.contains("version") == true)
        }
    }

    /// Goal: a mark from another thread gets through while commits go on, and hinders none of them.
    @Test func marksTravelWithCommits() throws {
        let store = try SQLiteTranscriptStore(path: folder.path())
        for number in 1...40 { try store.commit(samples.turns(of: Int64(number))) }
        let thread = Thread {
            for number in 1...40 {
                try? store.markFiled(
                    [Samples().id(Int64(number))], in: "juniper/x.jsonl", bytes: Int64(number))
            }
        }
        thread.start()
        var number: Int64 = 100
        while try !store.unfiled(limit: 1_000).allSatisfy({ $0.id >= samples.id(100) }),
            number < 20_000
        {
            try store.commit(samples.turns(of: number))
            number += 1
        }
        #expect(try store.filedBytes(of: "juniper/x.jsonl") == 40)
        #expect(try SQLiteTranscriptReader(path: folder.path()).verify().isSound)
    }

    /// Goal: whoever reads while the connections are exchanged gets an answer; nobody ends the process.
    @Test func readingGoesOnWhileItIsOpenedAnew() throws {
        let store = try SQLiteTranscriptStore(path: folder.path())
        try store.commit(samples.turns(of: 1))
        let isOver = Atomic(false)
        let readCount = Atomic(0)
        let mistakeCount = Atomic(0)
        let ended = DispatchGroup()
        for _ in 1...3 {
            ended.enter()
            Thread { [store] in
                while !isOver.load(ordering: .relaxed) {
                    if (try? store.entries(of: Samples().id(1), after: 0))?.isEmpty ?? true {
                        mistakeCount.add(1, ordering: .relaxed)
                    }
                    readCount.add(1, ordering: .relaxed)
                }
                ended.leave()
            }.start()
        }
        for _ in 1...60 { try store.reopen() }
        while readCount.load(ordering: .relaxed) < 100 {}
        isOver.store(true, ordering: .relaxed)
        ended.wait()
        #expect(mistakeCount.load(ordering: .relaxed) == 0)
    }

    /// Goal: a store that could not be opened anew says so, and works once it can.
    @Test func openingAnewCanBeTriedAgain() throws {
        let store = try SQLiteTranscriptStore(path: folder.path())
        try store.commit(samples.turns(of: 1))
        let moved = folder.path("moved")
        try FileManager.default.moveItem(atPath: folder.path(), toPath: moved)
        try FileManager.default.createDirectory(
            atPath: folder.path(), withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try store.reopen() }
        #expect(throws: StoreError.self) { try store.commit(samples.turns(of: 2)) }
        #expect(throws: StoreError.self) { _ = try store.entries(of: samples.id(1), after: 0) }
        try FileManager.default.removeItem(atPath: folder.path())
        try FileManager.default.moveItem(atPath: moved, toPath: folder.path())
        try store.reopen()
        try store.commit(samples.turns(of: 2))
        #expect(try store.entries(of: samples.id(1), after: 0).count == 6)
    }
}
