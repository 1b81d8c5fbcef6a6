import ArgumentParser
import Ports
import SQLiteTranscripts
import Transcribing
import Vocabulary
import Wiring

extension TranscriptsCommand {
    /// Which conversations a command is about.
    struct FilterOptions: ParsableArguments {
        @Option(help: "Only this shop.") var shop: String?
        @Option(help: "Opened on this day or later (UTC): 2026-03-01, or 2026-03-01T08:00.")
        var since: String?
        @Option(help: "Opened before this.") var until: String?
        @Option(help: "any, open or closed.") var state = "any"

        func filter(limit: Int) throws -> SQLiteTranscriptReader.Filter {
            guard let state = SQLiteTranscriptReader.Filter.State(rawValue: state) else {
                throw WrongUse("'\(state)' is no state; there are any, open, closed")
            }
            guard limit > 0 else { throw WrongUse("--limit takes a number from 1") }
            return SQLiteTranscriptReader.Filter(
                shop: try shop.map(shopID), since: try since.map(time), until: try until.map(time),
                state: state, limit: limit)
        }

        /// Every conversation that is meant, the oldest first, with how far the work is.
        func forEach(
            in reader: SQLiteTranscriptReader, doing what: String,
            _ body: (TranscriptDocument) throws -> Bool
        ) throws {
            let chosen = try reader.list(try filter(limit: .max))
            defer { Terminal.progress(what, 1) }
            for (index, summary) in chosen.reversed().enumerated() {
                if index % 256 == 0 {
                    Terminal.progress(what, Double(index) / Double(chosen.count))
                }
                let entries = try reader.entries(of: summary.id)
                guard let document = TranscriptDocument(id: summary.id, entries: entries) else {
                    Terminal.complain(
                        "helpline: conversation \(summary.id) cannot be read; "
                            + "`helpline transcripts verify` says why")
                    continue
                }
                guard try body(document) else { return }
            }
        }

        private func shopID(_ name: String) throws -> ShopID {
            guard let shop = ShopID(name) else { throw WrongUse("'\(name)' is no shop's name") }
            return shop
        }

        private func time(_ text: String) throws -> WallTime {
            guard let day = Moment.read(text.contains("T") ? text : text + "T00:00", in: .utc)
            else {
                throw WrongUse("'\(text)' is no time; write 2026-03-01, or 2026-03-01T08:00")
            }
            return day
        }
    }
}
