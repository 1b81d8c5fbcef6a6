import ArgumentParser
import BusinessTime
import Foundation
import Transcribing
import Vocabulary
import Wiring

extension TranscriptsCommand {
    struct ExportCommand: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Writes conversations for other programs and people.",
            discussion: """
                jsonl is the format of the transcript files, csv a row for each line, text what `show` \
                prints, html one page that opens offline. The oldest conversation comes first.

                Examples:
                  helpline transcripts export --as csv --shop juniper --since 2026-03-01 --out march.csv
                  helpline transcripts export --as html --state closed > review.html
                """)

        enum Format: String, CaseIterable, ExpressibleByArgument {
            case jsonl, csv, text, html
        }

        @Option(help: "The folder of the record.") var data = "Transcripts"
        @OptionGroup var chosen: FilterOptions
        @Option(name: .customLong("as"), help: "jsonl, csv, text or html.") var format = Format
            .jsonl
        @Option(help: "Whose clock the times are shown by, in text and html.") var zone = "UTC"
        @Option(help: "A file to write to, instead of standard output.") var out: String?

        func run() throws {
            guard let zone = TimeZoneRules(identifier: zone) else {
                let hint = TimeZoneRules.suggestion(for: zone).map { "; did you mean \($0)?" } ?? ""
                throw WrongUse("there is no time zone '\(zone)'\(hint)")
            }
            _ = try chosen.filter(limit: 1)
            let reader = try RecordOptions(data: data).reader()
            let output = try open()
            var count = 0
            try output.write(contentsOf: Data(beginning.utf8))
            try chosen.forEach(in: reader, doing: "exporting") { document in
                try output.write(contentsOf: Self.bytes(of: document, as: format, zone))
                count += 1
                return true
            }
            if format == .html { try output.write(contentsOf: Data(TranscriptHTML.end.utf8)) }
            guard let out else { return }
            try output.close()
            print("\(count) \(count == 1 ? "conversation" : "conversations") in \(out)")
        }

        private var beginning: String {
            switch format {
            case .jsonl, .text: ""
            case .csv: TranscriptCSV.heading
            case .html: TranscriptHTML.beginning(title: "Conversations")
            }
        }

        private static func bytes(
            of document: TranscriptDocument, as format: Format, _ zone: TimeZoneRules
        ) -> Data {
            switch format {
            case .jsonl: Data(document.bytes)
            case .csv: Data(TranscriptCSV.rows(of: document).utf8)
            case .text: Data((TranscriptText.text(of: document, in: zone) + "\n").utf8)
            case .html: Data(TranscriptHTML.article(of: document, in: zone).utf8)
            }
        }

        private func open() throws -> FileHandle {
            guard let out else { return .standardOutput }
            // What people said is not for everybody on the machine.
            guard
                FileManager.default.createFile(
                    atPath: out, contents: nil, attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forWritingAtPath: out)
            else { throw WrongUse("\(out) cannot be written") }
            return file
        }
    }
}
