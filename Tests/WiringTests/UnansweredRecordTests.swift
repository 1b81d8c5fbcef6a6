import Foundation
import IntentMatching
import Testing
import Transcribing
import Vocabulary

@testable import Wiring

@Suite struct UnansweredRecordTests {
    private static let why = Entry.Why(bundle: "b", runnerUp: nil, threshold: 0.5, margin: 0.1)

    private static func document(_ number: Int64, _ shop: ShopID, _ text: String) throws -> [UInt8]
    {
        let opening = Entry.Opening(
            shop: shop, language: .english, name: nil, token: TokenDigest(high: 1, low: 2),
            greeting: "hello")
        let bodies: [Entry.Body] = [
            .opened(opening), .customerSaid(.init(text: text)),
            .botSaid(.init(text: "?", why: why)),
        ]
        let entries = bodies.enumerated().map { index, body in
            Entry(sequence: index + 1, at: WallTime(milliseconds: 0), body: body)
        }
        let document = try #require(
            TranscriptDocument(id: ConversationID(number), entries: entries))
        return document.bytes
    }

    @Test func readsFilesAtAnyDepthAndEachConversationOnce() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "unanswered-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let deep = folder.appending(path: "juniper")
        try FileManager.default.createDirectory(at: deep, withIntermediateDirectories: true)
        let juniper = try #require(ShopID("juniper"))
        let lumen = try #require(ShopID("lumen"))
        let one = try Self.document(1, juniper, "can you wrap it as a gift")
        let two = try Self.document(2, juniper, "can you wrap this as a gift")
        let other = try Self.document(3, lumen, "do you repair lamps")
        try Data(one + Array("no transcript\n".utf8) + two + one).write(
            to: deep.appending(path: "2026-03-10.jsonl"))
        try Data(other).write(to: folder.appending(path: "lumen.jsonl"))
        let all = try UnansweredRecord(reading: folder.path)
        #expect(all.conversationCount == 3)
        #expect(
            all.lines[juniper]?[.english]?.map(\.text) == [
                "can you wrap it as a gift", "can you wrap this as a gift",
            ])
        #expect(all.skipped.count == 1 && all.skipped[0].contains("2026-03-10.jsonl: line 2"))
        let some = try UnansweredRecord(reading: folder.path, shop: lumen)
        #expect(some.conversationCount == 1 && some.lines[juniper] == nil)
        let found = IntentSuggester.suggestions(
            from: all.lines[juniper]?[.english] ?? [], language: .english)
        #expect(found.first?.peopleCount == 2)
    }

    @Test func saysWhatIsMissing() {
        #expect(throws: UnansweredRecord.Mistake.self) {
            try UnansweredRecord(reading: "/nowhere/at/all")
        }
        let empty = FileManager.default.temporaryDirectory.appending(
            path: "unanswered-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: empty) }
        #expect(throws: UnansweredRecord.Mistake.self) {
            try UnansweredRecord(reading: empty.path)
        }
    }
}
