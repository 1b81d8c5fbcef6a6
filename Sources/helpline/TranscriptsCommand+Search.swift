import ArgumentParser
import BusinessTime
import CleanText
import JSONText
import Transcribing
import Vocabulary
import Wiring

extension TranscriptsCommand {
    struct SearchCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "search", abstract: "Finds what was said.",
            discussion: """
                All words have to stand in one line of a conversation, in any order; case and accents do \
                not matter. Ends with 1 when nothing was found.

                Examples:
                  helpline transcripts search refund broken --role customer --since 2026-03-01
                  helpline transcripts search '"blue jacket" late' --json
                """)
        @OptionGroup var record: RecordOptions
        @OptionGroup var chosen: FilterOptions
        @Option(help: "Only what this side said: customer, bot, agent or system.")
        var role: String?
        @Option(help: "How many lines at the most.") var limit = 50
        @Argument(help: "Words; between double quotes as they stand.") var words: [String]

        func run() throws {
            var side: Role?
            if let role {
                side = Role(rawValue: role)
                guard side != nil else {
                    throw WrongUse("'\(role)' is no side; there are customer, bot, agent, system")
                }
            }
            guard let search = TranscriptSearch(words.joined(separator: " "), role: side) else {
                throw WrongUse("there are no words to look for")
            }
            guard limit > 0 else { throw WrongUse("--limit takes a number from 1") }
            var foundCount = 0
            try chosen.forEach(in: try record.reader(), doing: "searching") { document in
                for line in search.hits(in: document) where foundCount < limit {
                    record.json ? printJSON(line, document) : printText(line, document)
                    foundCount += 1
                }
                return foundCount < limit
            }
            if foundCount == 0 {
                if !record.json { print("nothing found") }
                throw Found.something
            }
        }

        private func printText(_ line: TranscriptDocument.Line, _ document: TranscriptDocument) {
            let text = TerminalText.oneLine(line.text ?? "")
            print("\(document.id)  \(line.at)  \(document.shop)  \(line.role.rawValue): \(text)")
        }

        private func printJSON(_ line: TranscriptDocument.Line, _ document: TranscriptDocument) {
            var writer = JSONWriter()
            writer.beginObject()
            for (key, text) in [
                ("conversation", "\(document.id)"), ("shop", document.shop.name),
                ("at", "\(line.at)"), ("role", line.role.rawValue), ("text", line.text ?? ""),
            ] {
                writer.key(named: key)
                writer.string(text)
            }
            writer.key("seq")
            writer.integer(Int64(line.sequence))
            writer.endObject()
            Terminal.write(writer.bytes + [0x0A])
        }
    }
}
