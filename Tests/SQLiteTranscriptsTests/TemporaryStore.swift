import Foundation
import Ports
import Vocabulary

@testable import SQLiteTranscripts

/// A folder for one test, removed with it.
final class TemporaryFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory
            .appendingPathComponent("helpline-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String = "helpline.sqlite") -> String {
        url.appendingPathComponent(name).path
    }
}

/// Conversations as they might be.
struct Samples {
    let shop = ShopID("juniper")
    let noon = WallTime(milliseconds: 1_773_136_800_000)

    func id(_ number: Int64) -> ConversationID { ConversationID(number << 23) }

    /// The customer's name, which no other conversation has.
    func words(of number: Int64) -> String { "Ana the \(number)th" }

    /// An opening, `turnCount` questions and answers, and a closing if `isClosed`.
    func turns(
        of number: Int64, turnCount: Int = 2, shop name: String = "juniper", openedAt: Int64 = 0,
        isClosed: Bool = true
    ) throws -> [TurnCommit] {
        guard let shop = ShopID(name) else { return [] }
        let opening = Entry.Opening(
            shop: shop, language: .english, name: words(of: number),
            token: TokenDigest(high: 1, low: 2),
            greeting: "Hello! I am a bot.")
        var entries = [[Entry(sequence: 1, at: time(openedAt), body: .opened(opening))]]
        for turn in 0..<turnCount {
            let sequence = 2 + 2 * turn
            entries.append([
                Entry(
                    sequence: sequence, at: time(openedAt + 1_000 * Int64(turn)),
                    body: .customerSaid(Entry.CustomerLine(text: "where is my order?"))),
                Entry(
                    sequence: sequence + 1, at: time(openedAt + 1_000 * Int64(turn)),
                    body: .botSaid(
                        Entry.BotLine(
                            text: "It left us on Monday.", intent: IntentName("order_status"),
                            confidence: 0.9))),
            ])
        }
        if isClosed {
            entries.append([
                Entry(
                    sequence: 2 + 2 * turnCount, at: time(openedAt + 60_000), body: .closed(.ended))
            ])
        }
        return entries.map { TurnCommit(conversation: id(number), shop: shop, entries: $0) }
    }

    private func time(_ milliseconds: Int64) -> WallTime { noon + .milliseconds(milliseconds) }
}
