import Foundation
import TestKit
import Testing
import Vocabulary

@testable import Transcribing

@Suite struct TranscriptDocumentTests {
    private let noon = WallTime(milliseconds: 1_773_136_800_000)

    private func document(seed: UInt64, count: Int = 30) throws -> TranscriptDocument {
        var chance = RandomEntries(seed: seed)
        let shop = try #require(ShopID("juniper"))
        let entries = chance.conversation(count: count, shop: shop, openedAt: noon)
        let id = ConversationID(Int64(seed) << 40 | 77)
        return try #require(TranscriptDocument(id: id, entries: entries))
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func everyDocumentReadsBackAsItWas(seed: UInt64) throws {
        let document = try document(seed: seed)
        let bytes = document.bytes
        #expect(bytes.last == 0x0A && bytes.filter { $0 == 0x0A }.count == 1)
        let read = try TranscriptReading.document(fromLine: bytes, number: 1)
        #expect(read == document)
        #expect(read.bytes == bytes)
    }

    @Test func nothingSecretAndNoMemoryIsInADocument() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            let text = String(decoding: try document(seed: seed).bytes, as: UTF8.self)
            #expect(!text.contains("\"token\":") && !text.contains("\"memory\":"))
        }
    }

    @Test func withoutAnOpeningThereIsNoDocument() {
        #expect(TranscriptDocument(id: ConversationID(1), entries: []) == nil)
        let rated = Entry(sequence: 1, at: noon, body: .rated(score: 1))
        #expect(TranscriptDocument(id: ConversationID(1), entries: [rated]) == nil)
    }

    @Test func mistakesAreNamedByLineAndPlace() throws {
        let whole = String(
            decoding: try document(seed: 3, count: 4).bytes.dropLast(), as: UTF8.self)
        let lines = [
            whole, "", "{\"format\":1", "[]", whole.replacing("\"format\":1", with: "\"format\":9"),
            whole.replacing("\"seq\":2", with: "\"seq\":\"two\""),
            whole.replacing("\"shop\":\"juniper\"", with: "\"shop\":\"No Shop\""), whole,
        ]
        var found: [String] = []
        TranscriptReading.forEachLine(of: Array(lines.joined(separator: "\n").utf8)) {
            line, result in
            switch result {
            case .success(let document): found.append("\(line): \(document.entries.count) entries")
            case .failure(let error): found.append(error.description)
            }
        }
        #expect(
            found == [
                "1: 4 entries", "line 3: byte 11: the JSON text ends too early",
                "line 4: 'the line' must be an object",
                "line 5: format 9; this version of Helpline reads format 1",
                "line 6: 'entries[1].seq' must be a number", "line 7: 'shop' must be a shop's id",
                "8: 4 entries",
            ])
    }

    /// Goal: the published schema says what is written.
    /// Method: documents from seeds are validated by Python's jsonschema, an independent reader.
    @Test(.enabled(if: Python.hasJSONSchema, "needs python3 with the package jsonschema"))
    func documentsFollowThePublishedSchema() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("helpline-schema-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("documents.jsonl")
        var bytes: [UInt8] = []
        for seed in 1...40 as ClosedRange<UInt64> { try document(seed: seed).append(to: &bytes) }
        try Data(bytes).write(to: file)
        let schema = try Python.root()
            .appendingPathComponent("Sources/Transcribing/Transcribing.docc/transcript.schema.json")
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            jsonschema.Draft202012Validator.check_schema(schema)
            validator = jsonschema.Draft202012Validator(schema)
            known = set(schema["$defs"]["entry"]["properties"])
            for line in open(sys.argv[2], encoding="utf-8"):
                document = json.loads(line)
                validator.validate(document)
                assert set(document) <= set(schema["properties"]), set(document)
                assert set(document["statistics"]) == set(schema["$defs"]["statistics"]["required"])
                for entry in document["entries"]:
                    assert set(entry) <= known, set(entry) - known
            """
        let complaint = try Python.run(script, [schema.path, file.path])
        #expect(complaint.isEmpty, "\(complaint)")
    }
}

/// Runs a script in Python where there is one.
private enum Python {
    static var hasJSONSchema: Bool {
        (try? run("import jsonschema; jsonschema.Draft202012Validator", [])) == ""
    }

    /// - Returns: What the script has printed, errors included; "" if all is well.
    static func run(_ script: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        return process.terminationStatus == 0 || !text.isEmpty ? text : "no output"
    }

    /// The package's folder: the first above this file that has `Sources`.
    static func root() throws -> URL {
        var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let sources = folder.appendingPathComponent("Sources/Transcribing").path
            if FileManager.default.fileExists(atPath: sources) { return folder }
        }
        throw CocoaError(.fileNoSuchFile)
    }
}
