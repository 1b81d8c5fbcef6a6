import Foundation
import GRDB
import Ports
import Testing
import Vocabulary

@testable import SQLiteTranscripts

/// Goal: what was told to be saved survives a power cut, and a full disk takes nothing back.
@Suite(.serialized, .enabled(if: LoopDisk.isAvailable, Comment(rawValue: LoopDisk.need)))
struct PowerCutTests {
    let folder: TemporaryFolder
    let samples = Samples()

    init() throws { folder = try TemporaryFolder() }

    /// Method: on a disk in a file, commit, and copy the file the moment the last commit returns: what
    /// was not synced is not in it. Then start on the copy. The same with syncing turned down must
    /// lose something, or this test would prove nothing.
    @Test(arguments: ["FULL", "NORMAL"])
    func everyCommitSurvives(synchronous: String) throws {
        let disk = try LoopDisk(in: folder, megabytes: 64)
        let store = try SQLiteTranscriptStore(path: "\(disk.path)/helpline.sqlite")
        try store.pool.current.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA synchronous = \(synchronous)")
        }
        var savedCount = 0
        for number in 1...150 as ClosedRange<Int64> {
            try store.commit(try samples.turns(of: number))
            savedCount += 1
        }
        let after = try LoopDisk(afterPowerCutOf: disk, in: folder)
        let path = "\(after.path)/helpline.sqlite"
        var foundCount = 0
        if let found = try? SQLiteTranscriptStore(path: path) {
            foundCount = try found.unfiled(limit: .max).count
            for summary in try found.unfiled(limit: .max) {
                #expect(try found.entries(of: summary.id, after: 0).count == 6)
            }
            #expect(try SQLiteTranscriptReader(path: path).verify().isSound)
        }
        if synchronous == "FULL" {
            #expect(foundCount == savedCount)
        } else {
            #expect(foundCount < savedCount)
        }
    }

    /// Method: fill a disk of sixteen megabytes with conversations; make room; go on.
    @Test func aFullDiskIsToldAndGoesAwayByItself() throws {
        let disk = try LoopDisk(in: folder, megabytes: 16)
        let ballast = "\(disk.path)/ballast"
        try Data(count: 2 << 20).write(to: URL(fileURLWithPath: ballast))
        let path = "\(disk.path)/helpline.sqlite"
        let store = try SQLiteTranscriptStore(path: path)
        var savedCount: Int64 = 0
        var refusal: StoreError?
        while refusal == nil, savedCount < 100_000 {
            do throws(StoreError) {
                try store.commit(turns(of: savedCount + 1))
                savedCount += 1
            } catch {
                refusal = error
            }
        }
        #expect(refusal?.kind == .full, "\(String(describing: refusal))")
        // What was answered stays, and new work is refused with the same kind while there is no room.
        for _ in 1...3 {
            do throws(StoreError) {
                try store.reopen()
                try store.commit(turns(of: savedCount + 1))
                savedCount += 1
            } catch {
                #expect(error.kind == .full, "\(error)")
            }
        }
        try FileManager.default.removeItem(atPath: ballast)
        try store.reopen()
        for _ in 1...50 {
            try store.commit(turns(of: savedCount + 1))
            savedCount += 1
        }
        let report = try SQLiteTranscriptReader(path: path).verify()
        #expect(report.isSound, "\(report.problems)")
        #expect(report.conversationCount == Int(savedCount))
    }

    private func turns(of number: Int64) -> [TurnCommit] {
        (try? samples.turns(of: number, turnCount: 20)) ?? []
    }
}
