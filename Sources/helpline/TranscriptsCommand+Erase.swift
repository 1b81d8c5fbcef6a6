import ArgumentParser
import Foundation
import Ports
import SQLiteTranscripts
import TranscriptFiles
import Vocabulary
import Wiring

extension TranscriptsCommand {
    struct EraseCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "erase",
            abstract: "Takes what people said out of closed conversations and their files.",
            discussion: """
                Texts, names, contacts and what was filled in are overwritten; numbers, times, intents and \
                scores stay, and so does the proof that nothing is missing. It cannot be undone. The \
                server has to be stopped; what customers ask to be forgotten with /forget is erased by \
                the server itself.

                Examples:
                  helpline transcripts erase 0cnw3k2m5tq9a
                  helpline transcripts erase --shop juniper --before 2026-01-01 --dry-run
                """)
        @OptionGroup var record: RecordOptions
        @Option(help: "All closed conversations of this shop; needs --before.") var shop: String?
        @Option(help: "Only what was opened before this day (UTC): 2026-01-01.") var before: String?
        @Flag(help: "Say what would be erased, and leave it.") var dryRun = false
        @Argument(help: "Conversations' ids.") var ids: [String] = []

        func run() throws {
            let reader = try record.reader()
            let closed = try chosen(reader)
            guard !dryRun else { return report(closed.count, "would be erased") }
            guard !closed.isEmpty else { return report(0, "erased") }
            let store: SQLiteTranscriptStore
            do throws(StoreError) {
                store = try SQLiteTranscriptStore(path: reader.path)
            } catch {
                throw WrongUse(
                    error.kind == .locked
                        ? "\(error.details); stop the server first, erase, and start it again"
                        : error.details)
            }
            defer { store.close() }
            try TranscriptFileErasure.erase(
                closed, in: store, filed: try reader.filed(),
                folder: URL(fileURLWithPath: record.data, isDirectory: true)
            ) { done, all in Terminal.progress("erasing", Double(done) / Double(max(all, 1))) }
            let deliveries = "\(record.data)/\(SQLiteDeliveryLedger.fileName)"
            if FileManager.default.fileExists(atPath: deliveries) {
                let ledger = try SQLiteDeliveryLedger(path: deliveries)
                defer { ledger.close() }
                for id in closed { try ledger.erase(id) }
            }
            report(closed.count, "erased")
        }

        /// The closed conversations that were asked for.
        private func chosen(_ reader: SQLiteTranscriptReader) throws -> [ConversationID] {
            guard ids.isEmpty != (before == nil) else {
                throw WrongUse("name conversations by their ids, or a day with --before; not both")
            }
            var filter = SQLiteTranscriptReader.Filter(state: .any, limit: .max)
            if let before {
                guard let day = Moment.read(before + "T00:00", in: .utc) else {
                    throw WrongUse("'\(before)' is no day; write 2026-01-01")
                }
                filter.until = day
                filter.state = .closed
                if let shop {
                    guard let id = ShopID(shop) else {
                        throw WrongUse("'\(shop)' is no shop's name")
                    }
                    filter.shop = id
                }
                return try reader.list(filter).map(\.id)
            }
            guard shop == nil else { throw WrongUse("--shop goes with --before") }
            let known = Dictionary(
                try reader.list(filter).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }
            )
            return try ids.map { text in
                guard let id = ConversationID(text), let summary = known[id] else {
                    throw WrongUse(
                        "there is no conversation '\(text)'; `helpline transcripts list` shows them"
                    )
                }
                guard summary.closedAt != nil else {
                    throw WrongUse(
                        "conversation \(text) is still open; it can be erased once closed")
                }
                return id
            }
        }

        private func report(_ count: Int, _ what: String) {
            if record.json {
                let key = dryRun ? "would_erase" : "erased"
                print("{\"\(key)\":\(count)}")
            } else {
                print("\(count) \(count == 1 ? "conversation" : "conversations") \(what)")
            }
        }
    }
}
