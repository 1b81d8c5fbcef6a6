import Foundation
import Ports
import Testing
import Vocabulary

@testable import SQLiteTranscripts

@Suite struct SQLiteTranscriptReaderTests {
    let folder: TemporaryFolder
    let samples = Samples()

    init() throws { folder = try TemporaryFolder() }

    @Test func aMissingFileIsNamedAndNotMade() {
        let error = #expect(throws: StoreError.self) {
            _ = try SQLiteTranscriptReader(path: folder.path())
        }
        #expect(error?.details.contains(folder.path()) == true)
        #expect(error?.details.contains("--data") == true)
        #expect(!FileManager.default.fileExists(atPath: folder.path()))
    }

    @Test func readsBesideARunningServerAndAfterIt() throws {
        var store: SQLiteTranscriptStore? = try SQLiteTranscriptStore(path: folder.path())
        try store?.commit(samples.turns(of: 1))
        let beside = try SQLiteTranscriptReader(path: folder.path())
        #expect(try beside.entries(of: samples.id(1)).count == 6)
        try store?.commit(samples.turns(of: 2, isClosed: false))
        #expect(try beside.list(.init()).map(\.id) == [2, 1].map(samples.id))
        #expect(try beside.list(.init()).map(\.entryCount) == [5, 6])
        try store?.markFiled([samples.id(1)], in: "juniper/2026-03-10.jsonl", bytes: 10)
        #expect(try beside.filed().map(\.conversation) == [samples.id(1)])
        #expect(try beside.filed().map(\.file) == ["juniper/2026-03-10.jsonl"])
        store = nil
        let after = try SQLiteTranscriptReader(path: folder.path())
        #expect(try after.list(.init()).count == 2)
        #expect(try after.entries(of: samples.id(3)).isEmpty)
    }

    @Test func listsWhatIsAskedFor() throws {
        let store = try SQLiteTranscriptStore(path: folder.path())
        for number in 1...6 as ClosedRange<Int64> {
            try store.commit(
                samples.turns(
                    of: number, shop: number % 2 == 0 ? "lumen" : "juniper",
                    openedAt: number * 3_600_000, isClosed: number < 5))
        }
        let reader = try SQLiteTranscriptReader(path: folder.path())
        func numbers(_ filter: SQLiteTranscriptReader.Filter) throws -> [Int64] {
            try reader.list(filter).map { $0.id.number >> 23 }
        }
        #expect(try numbers(.init()) == [6, 5, 4, 3, 2, 1])
        #expect(try numbers(.init(shop: ShopID("lumen"))) == [6, 4, 2])
        #expect(try numbers(.init(state: .open)) == [6, 5])
        #expect(try numbers(.init(state: .closed, limit: 2)) == [4, 3])
        let second = samples.noon + .seconds(2 * 3_600)
        let fourth = samples.noon + .seconds(4 * 3_600)
        #expect(try numbers(.init(since: second, until: fourth)) == [3, 2])
    }
}
