import Foundation
import Ports
import SQLiteTranscripts
import TestKit
import Testing
import Vocabulary

/// Goal: a disk that fails at any call takes nothing back that was answered.
/// Method: the n-th call to the disk fails, for every n up to 200, in a run of commits, closings,
/// marks and reads; what was told to be saved must be there, a batch that was not must be there whole
/// or not at all, and the record goes on from what is there.
@Suite(.serialized) struct FailingCallTests {
    @Test(arguments: 1...200)
    func theSimulatedDisk(callNumber: Int) throws {
        let disk = SimulatedDisk(seed: UInt64(callNumber))
        var run = try FaultyRun(disk)
        disk.failCall(callNumber)
        try run.play(repair: { disk.failCall(.max) }, until: { disk.callCount > callNumber })
        disk.failCall(.max)
        try run.check()
        #expect((1...3).contains(run.reopenCount))
    }

    @Test(arguments: FaultyDisk.Fault.allCases)
    func sqlite(fault: FaultyDisk.Fault) throws {
        try #require(FaultyDisk.isInstalled)
        let folder = Self.quickFolder.appendingPathComponent(
            "\(FaultyDisk.marker)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            FaultyDisk.repair()
            try? FileManager.default.removeItem(at: folder)
        }
        let path = folder.appendingPathComponent("helpline.sqlite").path
        var run = try FaultyRun(SQLiteTranscriptStore(path: path))
        for callNumber in 1...200 {
            FaultyDisk.failCall(callNumber, with: fault)
            try run.play(repair: FaultyDisk.repair, until: { !FaultyDisk.isWaiting })
        }
        FaultyDisk.repair()
        try run.check()
        // Some calls fail where SQLite can do without them, as in a checkpoint.
        #expect(run.reopenCount > 150)
        let report = try SQLiteTranscriptReader(path: path).verify()
        #expect(report.isSound, "\(report.problems)")
    }

    /// In memory where the system has such a folder: what fails here is told to fail, so nothing is
    /// gained by waiting for a real disk.
    private static var quickFolder: URL {
        let memory = URL(fileURLWithPath: "/dev/shm")
        return FileManager.default.isWritableFile(atPath: memory.path)
            ? memory : FileManager.default.temporaryDirectory
    }

    /// Goal: a full disk refuses new work with a kind of its own, keeps what was answered, and goes
    /// on by itself once there is room.
    @Test func aFullDiskRefusesAndRecovers() throws {
        let disk = SimulatedDisk()
        let cases = try Cases()
        try disk.commit([cases.opening(1)])
        disk.setFull(true)
        for _ in 1...3 {
            let error = #expect(throws: StoreError.self) { try disk.commit([cases.said(1, 2)]) }
            #expect(error?.kind == .full)
            try disk.reopen()
            #expect(try disk.entries(of: cases.id(1), after: 0).count == 1)
        }
        disk.setFull(false)
        try disk.commit([cases.said(1, 2)])
        #expect(disk.answers(in: cases.id(1)) == ["answer 1.3"])
    }
}

/// Batches for six conversations at a time, with closings, marks and reads now and then.
private struct FaultyRun {
    private let store: any TranscriptStore
    private let cases: Cases
    /// What the store has said is on record.
    private var expected: [ConversationID: [Entry]] = [:]
    private var filed: Set<ConversationID> = []
    private(set) var reopenCount = 0
    private var step = 0

    init(_ store: any TranscriptStore) throws {
        self.store = store
        cases = try Cases()
    }

    /// Goes on until it is enough, for a hundred batches at the most.
    ///
    /// - Parameters:
    ///   - repair: Called when opening anew has failed three times.
    ///   - isEnough: Asked after each batch.
    mutating func play(repair: () -> Void, until isEnough: () -> Bool) throws {
        let start = step
        repeat {
            let batch = batch(step: step)
            do throws(StoreError) {
                try store.commit(batch)
                for turn in batch { expected[turn.conversation, default: []] += turn.entries }
            } catch {
                #expect(error.kind != .conflict && error.kind != .corrupt, "\(error)")
                try reopen(repair)
                try settle(batch, repair)
            }
            if step % 5 == 4 { try mark(repair) }
            step += 1
        } while step - start < 100 && !isEnough()
    }

    private func batch(step: Int) -> [TurnCommit] {
        (0..<6).compactMap { place in
            let number = Int64(place + 1 + 6 * (step / 10))
            let count = expected[cases.id(number)]?.count ?? 0
            if count == 0 { return cases.opening(number) }
            if case .closed? = expected[cases.id(number)]?.last?.body { return nil }
            return step % 10 == 9 && place % 2 == 0
                ? cases.closing(number, count + 1, at: Int64(step)) : cases.said(number, count + 1)
        }
    }

    private mutating func reopen(_ repair: () -> Void) throws {
        for attempt in 1... {
            reopenCount += 1
            do {
                return try store.reopen()
            } catch {
                guard attempt < 10 else { throw error }
                if attempt == 3 { repair() }
            }
        }
    }

    /// Reads with a second try, since the failing call may be a read.
    private mutating func reading<Value>(
        _ repair: () -> Void, _ read: (any TranscriptStore) throws -> Value
    ) throws -> Value {
        do {
            return try read(store)
        } catch {
            try reopen(repair)
            return try read(store)
        }
    }

    /// After a failed commit: the batch is on record whole, or not at all.
    private mutating func settle(_ batch: [TurnCommit], _ repair: () -> Void) throws {
        var thereCount = 0
        for turn in batch {
            let before = expected[turn.conversation] ?? []
            let found = try reading(repair) { try $0.entries(of: turn.conversation, after: 0) }
            let isThere = found == before + turn.entries
            #expect(isThere || found == before)
            if isThere { thereCount += 1 }
        }
        #expect(thereCount == 0 || thereCount == batch.count, "\(thereCount) of \(batch.count)")
        guard thereCount > 0 else { return }
        for turn in batch { expected[turn.conversation, default: []] += turn.entries }
    }

    private mutating func mark(_ repair: () -> Void) throws {
        let unfiled = try reading(repair) { try $0.unfiled(limit: 2) }
        guard !unfiled.isEmpty else { return }
        let ids = unfiled.map(\.id)
        do {
            try store.markFiled(ids, in: "juniper/2026-03-10.jsonl", bytes: Int64(filed.count))
            filed.formUnion(ids)
        } catch {
            try reopen(repair)
            let left = try reading(repair) { try $0.unfiled(limit: .max).map(\.id) }
            let missing = ids.filter { !left.contains($0) }
            #expect(missing.isEmpty || missing == ids)
            filed.formUnion(missing)
        }
    }

    /// Compares everything on record with what must be there, also after opening anew.
    func check() throws {
        try compare()
        try store.reopen()
        try compare()
    }

    private func compare() throws {
        for (id, entries) in expected {
            #expect(try store.entries(of: id, after: 0) == entries)
            #expect(entries.map(\.sequence) == Array(1...entries.count))
        }
        var open: [ConversationID] = []
        try store.forEachOpenConversation { id, entries in
            open.append(id)
            #expect(entries == expected[id])
        }
        let closed = expected.filter { _, entries in
            if case .closed? = entries.last?.body { true } else { false }
        }
        #expect(open == expected.keys.filter { closed[$0] == nil }.sorted())
        let unfiled = try store.unfiled(limit: .max).map(\.id)
        #expect(Set(unfiled) == Set(closed.keys).subtracting(filed))
    }
}
