import Foundation
import Testing

@testable import Wiring

@Suite("Lines with labels")
struct LabelledLinesTests {
    private func file(_ name: String, _ content: [UInt8]) throws -> String {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(UUID().uuidString)-\(name)")
        try Data(content).write(to: url)
        return url.path
    }

    @Test("text, tab, label; CR LF too; empty lines are nothing")
    func readsTSV() throws {
        let path = try file("a.tsv", Array("where is it\torder_status\r\n\nhi\tgreet\n".utf8))
        let examples = try LabelledLines.read(path)
        #expect(examples.map(\.text) == ["where is it", "hi"])
        #expect(examples.map(\.intent.name) == ["order_status", "greet"])
        #expect(examples.last?.place == "\(path):3")
    }

    @Test("lines nobody should answer need no label")
    func readsUnlabelled() throws {
        let path = try file("oos.tsv", Array("who won the match\n".utf8))
        #expect(try LabelledLines.read(path, needsLabel: false).count == 1)
        #expect(throws: LabelledLines.Mistake.self) { try LabelledLines.read(path) }
    }

    @Test("an intent file of Rasa")
    func readsYAML() throws {
        let text = """
            version: "3.1"
            nlu:
            - intent: order_status
              examples: |
                - where is [JP-10432](order_number)
                - my parcel?
            """
        let examples = try LabelledLines.read(try file("nlu.yml", Array(text.utf8)))
        #expect(examples.map(\.text) == ["where is JP-10432", "my parcel?"])
    }

    @Test(
        "the mistake names its line",
        arguments: [
            ("a\tb\nno label\n", 2), ("a\tb\n\tb\n", 2), ("a\tb\nc\t\n", 2), ("", 1),
        ])
    func namesTheLine(content: String, line: Int) throws {
        let path = try file("bad.tsv", Array(content.utf8))
        #expect {
            try LabelledLines.read(path)
        } throws: { ($0 as? LabelledLines.Mistake)?.line == line }
    }

    @Test("what is not UTF-8 is named")
    func namesBadBytes() throws {
        let path = try file("bad.tsv", Array("a\tb\n".utf8) + [0xFF, 0x09, 0x62, 0x0A])
        #expect {
            try LabelledLines.read(path)
        } throws: { ($0 as? LabelledLines.Mistake)?.line == 2 }
    }

    @Test("a file that is not there")
    func namesMissingFile() {
        #expect(throws: LabelledLines.Mistake.self) { try LabelledLines.read("/nowhere.tsv") }
    }
}
