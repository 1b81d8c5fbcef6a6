import ArgumentParser
import BusinessTime
import Foundation
import JSONText
import Ports
import SQLiteTranscripts
import Transcribing
import TranscriptFiles
import Vocabulary
import Wiring

struct TranscriptsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcripts",
        abstract: "Looks at the record; beside a running server, or without one.",
        subcommands: [
            ListCommand.self, ShowCommand.self, VerifyCommand.self, SearchCommand.self,
            ExportCommand.self, EraseCommand.self,
        ])

    struct RecordOptions: ParsableArguments {
        @Option(help: "The folder of the record.") var data = "Transcripts"
        @Flag(help: "One JSON object a line.") var json = false

        init() {}
        init(data: String) { self.data = data }

        func reader() throws -> SQLiteTranscriptReader {
            do throws(StoreError) {
                return try SQLiteTranscriptReader(path: "\(data)/helpline.sqlite")
            } catch { throw WrongUse(error.details) }
        }
    }

    struct ListCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists conversations, the newest first.",
            discussion: """
                Examples:
                  helpline transcripts list --shop juniper --since 2026-03-01 --limit 20
                  helpline transcripts list --state open --json
                """)
        @OptionGroup var record: RecordOptions
        @OptionGroup var chosen: FilterOptions
        @Option(help: "How many at the most.") var limit = 50

        func run() throws {
            let filter = try chosen.filter(limit: limit)
            let found = try record.reader().list(filter)
            for summary in found { record.json ? printJSON(summary) : printText(summary) }
            if found.isEmpty, !record.json { print("no conversations") }
        }

        private func printText(_ summary: ConversationSummary) {
            let end = summary.disposition?.name ?? "open"
            print(
                "\(summary.id)  \(summary.openedAt)  \(summary.shop)  \(end)  \(summary.entryCount) entries"
            )
        }

        private func printJSON(_ summary: ConversationSummary) {
            var writer = JSONWriter()
            writer.summary(summary)
            Terminal.write(writer.bytes + [0x0A])
        }
    }

    struct ShowCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows one conversation.",
            discussion: """
                Examples:
                  helpline transcripts show 0cnw3k2m5tq9a
                  helpline transcripts show --why --zone Europe/Berlin 0cnw3k2m5tq9a
                """)
        @OptionGroup var record: RecordOptions
        @Option(help: "Whose clock the times are shown by.") var zone = "UTC"
        @Flag(help: "What each of the bot's answers rested on.") var why = false
        @Argument(help: "The conversation's id.") var id: String

        func run() throws {
            guard let conversation = ConversationID(id) else {
                throw WrongUse(
                    "'\(id)' is no conversation's id; `helpline transcripts list` shows them")
            }
            guard let zone = TimeZoneRules(identifier: zone) else {
                let hint = TimeZoneRules.suggestion(for: zone).map { "; did you mean \($0)?" } ?? ""
                throw WrongUse("there is no time zone '\(zone)'\(hint)")
            }
            let entries = try record.reader().entries(of: conversation)
            guard let document = TranscriptDocument(id: conversation, entries: entries) else {
                Terminal.complain("helpline: there is no conversation \(id) in \(record.data)")
                throw Found.something
            }
            if record.json {
                Terminal.write(document.bytes)
                if document.bytes.last != 0x0A { Terminal.write([0x0A]) }
            } else {
                let text = TranscriptText.text(
                    of: document, in: zone, showsReasons: why,
                    explaining: why ? explanations(of: document) : [:])
                print(text, terminator: "")
            }
        }

        /// Word by word, where the model that answered is still kept beside the record.
        private func explanations(of document: TranscriptDocument) -> [Int: [String]] {
            var reasons = RecordReasons(data: record.data)
            var lines: [Int: [String]] = [:]
            for answer in document.reasonedAnswers {
                let bundle = answer.why.bundle
                lines[answer.sequence] =
                    reasons.explanation(of: answer.text, by: bundle)
                    ?? ["the model is not in \(record.data)/models any more"]
            }
            return lines
        }
    }

    struct VerifyCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Proves that the record is what was written: every turn, every byte.",
            discussion: """
                Compares the chain of hashes, the numbers of all entries, and the files of finished \
                conversations. Ends with 1 when anything was changed, and says where.

                Example:
                  helpline transcripts verify --data Transcripts
                """)
        @OptionGroup var record: RecordOptions

        func run() throws {
            let reader = try record.reader()
            let store = try reader.verify { done, all in
                if all > 0 { Terminal.progress("verifying", Double(done) / Double(all)) }
            }
            let files = try TranscriptFilesVerifier.verify(
                URL(fileURLWithPath: record.data, isDirectory: true),
                filed: { try reader.filed() }, entries: { try reader.entries(of: $0) })
            let problems = store.problems.map(\.description) + files.problems.map(\.description)
            if record.json {
                printJSON(store, files, problems)
            } else {
                for problem in problems { print(problem) }
                print(
                    "\(store.conversationCount) conversations, \(store.turnCount) turns, "
                        + "\(store.entryCount) entries"
                        + (store.erasedCount > 0 ? " (\(store.erasedCount) erased)" : "")
                        + "; \(files.documentCount) filed in "
                        + "\(files.fileCount) files: "
                        + (problems.isEmpty ? "all as written" : "\(problems.count) problems"))
            }
            if !problems.isEmpty { throw Found.something }
        }

        private func printJSON(
            _ store: VerifyReport, _ files: TranscriptFilesVerifier.Report, _ problems: [String]
        ) {
            var writer = JSONWriter()
            writer.beginObject()
            for (key, count) in [
                ("conversations", store.conversationCount), ("turns", store.turnCount),
                ("entries", store.entryCount), ("erased", store.erasedCount),
                ("files", files.fileCount),
                ("filed", files.documentCount),
            ] {
                writer.key(named: key)
                writer.integer(Int64(count))
            }
            writer.key("problems")
            writer.beginArray()
            for problem in problems { writer.string(problem) }
            writer.endArray()
            writer.endObject()
            Terminal.write(writer.bytes + [0x0A])
        }
    }
}
