import BusinessTime
import Foundation
import TestKit
import Testing
import Vocabulary

@testable import Transcribing

@Suite struct TranscriptExportTests {
    private let noon = WallTime(milliseconds: 1_773_136_800_000)
    /// What a spreadsheet or a browser would take for more than text.
    private let hostile = [
        "=1+1", "+49 30 1", "-2", "@SUM(A1)", "\tx", "\rx", "a,b", "say \"hi\"", "two\nlines",
        "<script>alert(1)</script>", "&amp;", "'); --", "\u{202E}txt.exe", "",
    ]

    private func document(_ said: [String], name: String? = nil) throws -> TranscriptDocument {
        let shop = try #require(ShopID("juniper"))
        let opening = Entry.Opening(
            shop: shop, language: .english, name: name, token: TokenDigest(high: 0, low: 0),
            greeting: "Hello!")
        let lines = said.enumerated().map { index, text in
            Entry(
                sequence: index + 2, at: noon, body: .customerSaid(Entry.CustomerLine(text: text)))
        }
        let entries = [Entry(sequence: 1, at: noon, body: .opened(opening))] + lines
        return try #require(TranscriptDocument(id: ConversationID(77), entries: entries))
    }

    /// Goal: another program's reader sees the same cells, and no spreadsheet sees a formula.
    @Test(.enabled(if: hasPython, "needs python3")) func pythonReadsTheTable() throws {
        let document = try document(hostile)
        let table = TranscriptCSV.heading + TranscriptCSV.rows(of: document)
        let script = """
            import csv, io, json, sys
            text = sys.stdin.buffer.read().decode()
            print(json.dumps(list(csv.DictReader(io.StringIO(text, newline="")))))
            """
        let rows = try JSONDecoder().decode([[String: String]].self, from: python(script, table))
        #expect(rows.count == hostile.count + 1)
        #expect(rows.map { $0["seq"] } == (1...rows.count).map { "\($0)" })
        for (row, said) in zip(rows.dropFirst(), hostile) {
            let text = row["text"] ?? "missing"
            #expect(text == said || text == "'" + said)
            #expect(
                !(text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false)
            )
            #expect(row["role"] == "customer" && row["conversation"] == "\(document.id)")
        }
    }

    /// Goal: what people typed makes no element, and is all there.
    @Test(.enabled(if: hasPython, "needs python3")) func pythonReadsThePage() throws {
        let document = try document(hostile, name: "<img src=x onerror=alert(1)>")
        let page =
            TranscriptHTML.beginning(title: "a <b> c")
            + TranscriptHTML.article(of: document, in: .utc) + TranscriptHTML.end
        let script = """
            import html.parser, json, sys
            tags, text = set(), []
            class Reader(html.parser.HTMLParser):
                def handle_starttag(self, tag, attributes):
                    tags.add(tag)
                    tags.update(name for name, _ in attributes if name.startswith("on"))
                def handle_data(self, data): text.append(data)
            Reader().feed(sys.stdin.buffer.read().decode())
            print(json.dumps({"tags": sorted(tags), "text": ["".join(text)]}))
            """
        let read = try JSONDecoder().decode([String: [String]].self, from: python(script, page))
        #expect(
            Set(read["tags"] ?? []) == [
                "html", "meta", "title", "style", "h1", "h2", "article", "p", "ol", "li", "time",
                "b",
                "bdi", "br",
            ])
        let text = read["text"]?.first ?? ""
        for said in ["<script>alert(1)</script>", "&amp;", "'); --", "say \"hi\"", "a <b> c"] {
            #expect(text.contains(said))
        }
        #expect(!text.contains("\u{202E}"))
    }

    @Test func wordsAreFoundInAnyOrderCaseAndAccent() throws {
        let document = try document(["Wo ist meine BLAUE Jacke?", "Größe 42", "the jacket is blue"])
        func found(_ query: String, _ role: Role? = nil) -> [Int] {
            TranscriptSearch(query, role: role)?.hits(in: document).map(\.sequence) ?? []
        }
        #expect(found("jacke blaue") == [2])
        for query in ["grosse", "größe", "GRÖSSE", "grosse 42"] {
            #expect(found(query) == [3], "\(query)")
        }
        #expect(found("blaue") == [2] && found("blau jack") == [2])
        #expect(found("jacke?") == [2] && found("jack") == [2, 4])
        #expect(found("\"blaue jacke\"") == [2] && found("\"jacke blaue\"") == [])
        #expect(found("hello") == [1] && found("hello", .customer) == [])
        #expect(found("nowhere") == [])
        #expect(TranscriptSearch("  \" \" ") == nil)
    }

    private static let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private func python(_ script: String, _ input: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return output
    }
}
