import BusinessTime
import Foundation
import Ports
import TestKit
import Testing
import Transcribing
import Vocabulary

@testable import TranscriptFiles

/// What a process that died at this point is to a test.
private struct Death: Error {}

@Suite final class TranscriptFilerTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("helpline-files-\(UUID().uuidString)")
    private let disk = SimulatedDisk()
    private let noon = WallTime(milliseconds: 1_773_136_800_000)
    private var remarks: [TranscriptFiler.Remark] = []

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func filer() -> TranscriptFiler {
        TranscriptFiler(store: disk, folder: folder) { [weak self] in self?.remarks.append($0) }
    }

    private func id(_ number: Int64) -> ConversationID { ConversationID(number << 23) }

    private func close(
        _ number: Int64, shop: String = "juniper", at hours: Int = 0, why: Disposition = .ended
    ) throws {
        let shop = try #require(ShopID(shop))
        let opening = Entry.Opening(
            shop: shop, language: .english, name: nil, token: TokenDigest(high: 0, low: 0),
            greeting: "Hello \(number)")
        let at = noon + .seconds(hours * 3_600)
        try disk.commit([
            TurnCommit(
                conversation: id(number), shop: shop,
                entries: [
                    Entry(sequence: 1, at: at, body: .opened(opening)),
                    Entry(sequence: 2, at: at, body: .closed(why)),
                ])
        ])
    }

    /// The conversations in a file, by number; fails on a line that is none.
    private func numbers(_ name: String) throws -> [Int64] {
        var numbers: [Int64] = []
        let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(name)))
        #expect(bytes.isEmpty || bytes.last == UInt8(ascii: "\n"))
        TranscriptReading.forEachLine(of: bytes) { line, result in
            switch result {
            case .success(let document): numbers.append(document.id.number >> 23)
            case .failure(let error): Issue.record("\(name): \(error)")
            }
        }
        return numbers
    }

    private func report() throws -> TranscriptFilesVerifier.Report {
        try TranscriptFilesVerifier.verify(
            folder, filed: { self.disk.filed }, entries: { self.disk.record(of: $0) })
    }

    private let today = "juniper/2026-03-10.jsonl"

    @Test func filesByShopAndDayOfClosingInTheShopsZone() throws {
        try close(1)
        try close(2, shop: "lumen")
        try close(3, at: 13)  // 23:00 UTC, the next day in Berlin
        try close(4)
        let berlin = try #require(TimeZoneRules(identifier: "Europe/Berlin"))
        let count = try filer().fileFinished { $0.name == "juniper" ? berlin : nil }
        #expect(count == 4)
        #expect(try numbers(today) == [1, 4])
        #expect(try numbers("juniper/2026-03-11.jsonl") == [3])
        #expect(try numbers("lumen/2026-03-10.jsonl") == [2])
        #expect(try filer().fileFinished { _ in nil } == 0)
        #expect(try report().problems == [])
        #expect(try report().documentCount == 4)
        #expect(remarks == [])
    }

    @Test func moreThanOneBatchIsFiledInOrder() throws {
        let count = TranscriptFiler.batchCountMax * 2 + 7
        for number in 1...count { try close(Int64(number)) }
        #expect(try filer().fileFinished { _ in nil } == count)
        #expect(try numbers(today) == (1...count).map(Int64.init))
    }

    /// Goal: each conversation is there exactly once, wherever a process dies.
    /// Method: die before the n-th step, for every n, once or twice in a row; start again and finish.
    @Test(arguments: 1...16)
    func eachConversationIsFiledOnceWhereverAProcessDies(stepNumber: Int) throws {
        for deathCount in 1...2 {
            let base = Int64(deathCount * 100)
            try close(base + 1)
            try close(base + 2, shop: "lumen")
            try close(base + 3)
            for death in 1...deathCount {
                let dying = filer()
                var left = death == 1 ? stepNumber : 3
                dying.beforeStep = { _ in
                    left -= 1
                    if left == 0 { throw Death() }
                }
                do {
                    try dying.clearTails()
                    try dying.fileFinished { _ in nil }
                } catch is Death {
                    disk.crash()
                    try disk.reopen()
                }
                try close(base + 10 + Int64(death))
            }
            let next = filer()
            try next.clearTails()
            try next.fileFinished { _ in nil }
        }
        #expect(try numbers(today).sorted() == [101, 103, 111, 201, 203, 211, 212])
        #expect(try numbers("lumen/2026-03-10.jsonl").sorted() == [102, 202])
        #expect(try report().problems == [])
        #expect(try report().pendingCount == 0)
    }

    /// Goal: the same when the store's own calls fail at every point.
    @Test(arguments: 1...30)
    func eachConversationIsFiledOnceWhereverTheStoreFails(callNumber: Int) throws {
        for number in 1...4 {
            try close(Int64(number), shop: number % 2 == 0 ? "lumen" : "juniper")
        }
        let filer = filer()
        disk.failCall(callNumber)
        for _ in 1...3 {
            do { try filer.fileFinished { _ in nil } } catch { try? disk.reopen() }
        }
        disk.failCall(.max)
        try? disk.reopen()
        try filer.fileFinished { _ in nil }
        #expect(try numbers(today) == [1, 3])
        #expect(try numbers("lumen/2026-03-10.jsonl") == [2, 4])
        #expect(try report().problems == [])
    }

    /// Goal: nothing that is to be forgotten gets to a file, wherever a process dies.
    @Test(arguments: 1...12)
    func whatIsToBeForgottenNeverGetsToAFile(stepNumber: Int) throws {
        try close(1)
        try close(2, why: .forgotten)
        let dying = filer()
        var left = stepNumber
        dying.beforeStep = { _ in
            left -= 1
            if left == 0 { throw Death() }
        }
        do { try dying.fileFinished { _ in nil } } catch is Death {
            disk.crash()
            try disk.reopen()
        }
        let next = filer()
        try next.clearTails()
        try next.fileFinished { _ in nil }
        #expect(try numbers(today) == [1, 2])
        let text = try String(
            contentsOf: folder.appendingPathComponent(today), encoding: .utf8)
        #expect(text.contains("Hello 1"))
        #expect(!text.contains("Hello 2"))
        #expect(!disk.record(of: id(2)).contains { $0 != $0.erased })
        #expect(try report().problems == [])
    }

    @Test func aTornTailIsCutOffAtTheStart() throws {
        try close(1)
        try filer().fileFinished { _ in nil }
        let whole = try Data(contentsOf: folder.appendingPathComponent(today))
        try close(2)
        let document = try #require(
            TranscriptDocument(id: id(2), entries: disk.record(of: id(2))))
        for tail in [document.bytes, Array(document.bytes.dropLast(9)), Array("{\"f".utf8)] {
            try (whole + Data(tail)).write(to: folder.appendingPathComponent(today))
            remarks = []
            try filer().clearTails()
            #expect(try Data(contentsOf: folder.appendingPathComponent(today)) == whole)
            #expect(remarks == [.tailCutOff(file: today, bytes: Int64(tail.count))])
        }
        try filer().fileFinished { _ in nil }
        #expect(try numbers(today) == [1, 2])
    }

    @Test func whatSomebodyElseWroteIsKept() throws {
        try close(1)
        try filer().fileFinished { _ in nil }
        let url = folder.appendingPathComponent(today)
        let other = try Data(contentsOf: url) + Data("a note of mine".utf8)
        try other.write(to: url)
        try close(2)
        try filer().clearTails()
        try filer().fileFinished { _ in nil }
        #expect(remarks == [.foreignLinesKept(file: today, bytes: 14)])
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(text.split(separator: "\n").count == 3)
        #expect(try report().problems.map(\.line) == [2])
        try close(3)
        try filer().fileFinished { _ in nil }
        #expect(remarks.count == 1)
    }

    @Test func aFileThatWasShortenedOrRemovedIsToldOnceAndGoesOn() throws {
        let url = folder.appendingPathComponent(today)
        let filer = filer()
        try close(1)
        try filer.fileFinished { _ in nil }
        let bytes = Int64(try Data(contentsOf: url).count)
        try FileManager.default.removeItem(at: url)
        try close(2)
        try filer.fileFinished { _ in nil }
        #expect(remarks == [.fileShortened(file: today, bytes: bytes)])
        #expect(try numbers(today) == [2])
        let left = try Data(contentsOf: url).dropLast(5)
        try left.write(to: url)
        try close(3)
        try filer.fileFinished { _ in nil }
        #expect(remarks.count == 1)
        let text = try String(contentsOf: url, encoding: .utf8)
        #expect(text.split(separator: "\n").count == 2)
        #expect(
            try report().problems.map(\.details) == [
                "line 1: byte \(left.count): the JSON text ends too early",
                "conversation \(id(1)) is missing; the record says it is here",
                "conversation \(id(2)) is missing; the record says it is here",
            ])
    }

    @Test func theVerifierFindsWhatIsTwiceMovedOrChanged() throws {
        try close(1)
        try close(2)
        try close(3, shop: "lumen")
        try filer().fileFinished { _ in nil }
        let url = folder.appendingPathComponent(today)
        let text = try String(contentsOf: url, encoding: .utf8)
        let lumen = try String(
            contentsOf: folder.appendingPathComponent("lumen/2026-03-10.jsonl"), encoding: .utf8)
        let first = text.split(separator: "\n")[0]
        let changed = text.replacing("Hello 2", with: "Hullo 2")
        try (first + "\n" + lumen + changed).write(to: url, atomically: true, encoding: .utf8)
        #expect(
            try report().problems.map(\.description) == [
                "\(today):2: conversation \(id(3)) should be in lumen/2026-03-10.jsonl",
                "\(today):3: conversation \(id(1)) is in \(today):1 too",
                "\(today):4: conversation \(id(2)) differs from the record",
            ])
    }

    @Test func theThreadFilesWhatIsClosedAndEndsWhenTold() throws {
        try close(1)
        let filedCount = Counter()
        let thread = TranscriptFilingThread(
            store: disk, folder: folder, zoneOf: { _ in nil },
            report: { if case .filed(let count) = $0 { filedCount.add(count) } })
        try close(2)
        thread.wake()
        thread.stop()
        #expect(try numbers(today) == [1, 2])
        #expect(filedCount.value == 2)
    }

    @Test func onlyNamesOfOurOwnShapeAreTouched() {
        #expect(TranscriptFolder.isName("juniper/2026-03-10.jsonl"))
        for name in [
            "juniper/2026-02-30.jsonl", "juniper/notes.jsonl", "Juniper/2026-03-10.jsonl",
            "juniper/2026-03-10.jsonl.bak", "2026-03-10.jsonl", "a/b/2026-03-10.jsonl",
        ] {
            #expect(!TranscriptFolder.isName(name), "\(name)")
        }
    }
}
