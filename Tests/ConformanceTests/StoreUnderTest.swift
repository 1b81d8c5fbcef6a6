import Foundation
import Ports
import SQLiteTranscripts
import TestKit
import Testing
import Vocabulary

/// The stores that the conformance suite is run on.
enum StoreKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite, simulated

    var testDescription: String { rawValue }
}

/// One store with a way to kill its process and start the next.
final class StoreUnderTest {
    private(set) var store: any TranscriptStore
    private let folder: URL?
    private var generation = 0

    /// - Parameter label: Part of the folder's name.
    init(_ kind: StoreKind, label: String = "conformance") throws {
        switch kind {
        case .simulated:
            folder = nil
            store = SimulatedDisk(seed: 1)
        case .sqlite:
            let folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("helpline-\(label)-\(UUID().uuidString)")
            let first = folder.appendingPathComponent("0")
            try FileManager.default.createDirectory(at: first, withIntermediateDirectories: true)
            self.folder = folder
            store = try SQLiteTranscriptStore(
                path: first.appendingPathComponent("helpline.sqlite").path)
        }
    }

    deinit {
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    /// What a new process finds after this one was killed: files as they are at this moment, none of
    /// them closed.
    func killAndStart() throws {
        guard let folder else {
            (store as? SimulatedDisk)?.crash()
            try store.reopen()
            return
        }
        let old = folder.appendingPathComponent("\(generation)")
        generation += 1
        let new = folder.appendingPathComponent("\(generation)")
        try FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
        for suffix in ["", "-wal"] {
            let name = "helpline.sqlite\(suffix)"
            let source = old.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: source.path) else { continue }
            try FileManager.default.copyItem(at: source, to: new.appendingPathComponent(name))
        }
        store = try SQLiteTranscriptStore(path: new.appendingPathComponent("helpline.sqlite").path)
    }

    /// Everything on record in open conversations.
    func openConversations() throws -> [(ConversationID, [Entry])] {
        var open: [(ConversationID, [Entry])] = []
        try store.forEachOpenConversation { open.append(($0, $1)) }
        return open
    }
}

/// Conversations for the suite, by number.
struct Cases {
    let shop: ShopID
    let noon = WallTime(milliseconds: 1_773_136_800_000)

    init() throws { shop = try #require(ShopID("juniper")) }

    func id(_ number: Int64) -> ConversationID { ConversationID(number << 23) }

    func opening(_ number: Int64, at: Int64 = 0) -> TurnCommit {
        let opening = Entry.Opening(
            shop: shop, language: .english, name: nil, token: TokenDigest(high: 1, low: 2),
            greeting: "Hello \(number)")
        return turn(number, [entry(1, .opened(opening), at: at)])
    }

    func said(_ number: Int64, _ sequence: Int, at: Int64 = 0) -> TurnCommit {
        turn(
            number,
            [
                entry(
                    sequence, .customerSaid(Entry.CustomerLine(text: "line \(sequence)")), at: at),
                entry(
                    sequence + 1, .botSaid(Entry.BotLine(text: "answer \(number).\(sequence + 1)")),
                    at: at),
            ])
    }

    func closing(_ number: Int64, _ sequence: Int, at: Int64 = 0) -> TurnCommit {
        turn(number, [entry(sequence, .closed(.ended), at: at)])
    }

    func turn(_ number: Int64, _ entries: [Entry]) -> TurnCommit {
        TurnCommit(conversation: id(number), shop: shop, entries: entries)
    }

    func entry(_ sequence: Int, _ body: Entry.Body, at: Int64 = 0) -> Entry {
        Entry(sequence: sequence, at: noon + .milliseconds(at), body: body)
    }
}
