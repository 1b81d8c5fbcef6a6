import Foundation
import Testing

/// Texts that mean harm: said by people, kept as they are, shown without teeth.
@Suite struct TextTests {
    private struct Hostile: Decodable {
        let name: String
        let bytesHex: String
        var bytes: [UInt8] { Self.bytes(bytesHex) }

        static func bytes(_ hex: String) -> [UInt8] {
            let digits = Array(hex.utf8).map {
                UInt8(Int(String(UnicodeScalar($0)), radix: 16) ?? 0)
            }
            return stride(from: 0, to: digits.count - 1, by: 2).map {
                digits[$0] << 4 | digits[$0 + 1]
            }
        }
    }
    private struct Naughty: Decodable { let s: String }
    private struct Telnet: Decodable {
        let name: String
        let inHex: String
        let chunks: [String]?
        let expectLines: [String]?
    }

    private static func texts() throws -> [[UInt8]] {
        let hostile = try DataSets.lines("hostile-text/hostile.jsonl", of: Hostile.self).map(
            \.bytes)
        let naughty = try DataSets.lines("naughty-strings/blns.jsonl", of: Naughty.self)
        return hostile + naughty.map { Array($0.s.utf8) }
    }

    @Test(
        "in JSON mode every text is on record as it was said",
        .enabled(
            if: DataSets.has("hostile-text") && DataSets.has("naughty-strings"),
            "the data sets are not here"))
    func exactTexts() throws {
        let site = try Site()
        let server = try ServerUnderTest(site, arguments: ["--no-rate-limits"])
        var (client, welcome) = try server.greetedClient()
        var expected: [String: (conversation: String, text: String)] = [:]
        for (index, bytes) in try Self.texts().enumerated() {
            // What shows nothing at all is no line.
            guard let text = String(validating: bytes, as: UTF8.self),
                text.utf8.contains(where: { $0 > 0x20 })
            else { continue }
            let id = "t\(index)"
            var answer = client.say(text, id: id)
            if answer == nil || answer?.code == "no_such_conversation" {
                (client, welcome) = try server.greetedClient()
                answer = client.say(text, id: id)
            }
            let what =
                "\(index) \(text.debugDescription): \(answer?.code ?? "nothing") \(answer?.text ?? "")"
            #expect(answer?.ev == "ack", "\(what)")
            expected[id] = (welcome.conv ?? "", text)
        }
        #expect(expected.count > 400)
        client.send(.bye)
        _ = client.event("closed")
        client.vanish()
        #expect(server.stop() == 0)
        var found: [String: String] = [:]
        for document in try Record(data: site.data).documents() {
            for entry in document.entries {
                if let id = entry.clientId { found[id] = entry.text }
            }
        }
        for (id, said) in expected.sorted(by: { $0.key < $1.key }) {
            let text = found[id] ?? ""
            // A masked card number is the one thing that may differ.
            let isSame = Array(text.utf8) == Array(said.text.utf8) || text.contains("•")
            #expect(isSame, "\(id): \(said.text.debugDescription) became \(text.debugDescription)")
        }
        for file in site.transcriptFiles() {
            for line in try Data(contentsOf: URL(fileURLWithPath: file)).split(separator: 0x0A) {
                #expect(throws: Never.self) {
                    try JSONDecoder.snakeCase.decode(Record.Document.self, from: line)
                }
            }
        }
        Self.checkLog(of: server)
    }

    @Test(
        "in plain mode nothing that moves a cursor comes back, and every next line is answered",
        .enabled(
            if: DataSets.has("hostile-text") && DataSets.has("naughty-strings"),
            "the data sets are not here"))
    func plainTexts() throws {
        let site = try Site()
        let server = try ServerUnderTest(site, arguments: ["--no-rate-limits"])
        for (index, bytes) in try Self.texts().enumerated() {
            let client = try server.client()
            // What it says of itself is shown back by /transcript.
            client.send(
                Array("hello\n".utf8) + bytes + Array("\n\nwhich wind is good\n/transcript\n".utf8))
            client.endInput()
            let shown = client.stream.rest()
            let text = String(decoding: shown, as: UTF8.self)
            let name = "\(index) \(String(decoding: bytes, as: UTF8.self).debugDescription)"
            #expect(String(validating: shown, as: UTF8.self) != nil, "\(name): not UTF-8")
            let harmful = text.unicodeScalars.first { scalar in
                switch scalar.value {
                case 0x09, 0x0A, 0x0D: false
                case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029: true
                default: false
                }
            }
            #expect(harmful == nil, "\(name): \(text.debugDescription)")
            let isAnswered =
                text.contains("km/h") || text.contains("which wind is good")
                || text.contains("/resume")
            #expect(isAnswered, "\(name): \(text.debugDescription)")
        }
        let (client, _) = try server.greetedClient()
        #expect(client.say("which wind is good", id: "after")?.ev == "ack")
        client.vanish()
        #expect(server.stop() == 0)
        Self.checkLog(of: server)
        #expect(try Record(data: site.data).verify().code == 0)
    }

    @Test("bytes that are no text are refused, and the next line is answered")
    func brokenUTF8() throws {
        let server = try ServerUnderTest(try Site())
        let client = try server.client()
        client.send(Array("caf\u{e9}".unicodeScalars.map { UInt8($0.value) }) + [0x0A])
        #expect(client.line(beginning: "! ") != nil)
        client.send("which wind is good\n")
        #expect(client.line(beginning: "bot: Between") != nil)
        let (program, _) = try server.greetedClient()
        program.send(
            Array(#"{"op":"say","id":"x","text":""#.utf8) + [0xC3, 0x28] + Array("\"}\n".utf8))
        #expect(program.event("error")?.code == "not_utf8")
        for broken in [
            "{\"op\":\"say\"", "[1]", "{}", "{\"op\":\"fly\"}", "{\"op\":\"say\",\"op\":\"say\"}",
        ] {
            program.send(broken + "\n")
            let code = program.event("error")?.code
            #expect(
                ["bad_json", "unknown_op", "usage"].contains(code),
                "\(broken): \(code ?? "nothing")")
        }
        #expect(program.say("how big is a kite", id: "y")?.ev == "ack")
    }

    @Test(
        "telnet's bytes never reach the text, whole, byte by byte, and cut where it hurts",
        .enabled(if: DataSets.has("telnet-bytes"), "the data sets are not here"))
    func telnet() throws {
        let site = try Site()
        let server = try ServerUnderTest(site, arguments: ["--no-rate-limits"])
        var expected: [(name: String, lines: [String])] = []
        for sample in try DataSets.lines("telnet-bytes/cases.jsonl", of: Telnet.self) {
            guard let lines = sample.expectLines?.filter({ !$0.isEmpty }), !lines.isEmpty else {
                continue
            }
            let bytes = Hostile.bytes(sample.inHex)
            let ways = [[bytes], bytes.map { [$0] }, sample.chunks?.map(Hostile.bytes) ?? []]
            for (way, packets) in zip(["whole", "bytewise", "cut"], ways) where !packets.isEmpty {
                let client = try server.client()
                _ = client.line()
                for packet in packets { client.send(packet) }
                client.endInput()
                let shown = client.stream.rest()
                #expect(
                    shown.count { $0 == 0xFF } <= 260, "\(sample.name): it negotiates without end")
                expected.append(("\(sample.name), \(way)", lines))
            }
        }
        let documents = try Record(data: site.data).documents()
        #expect(documents.count == expected.count)
        for (document, wanted) in zip(documents, expected) {
            let lines = document.entries.filter { $0.type == "customer_said" }.map { $0.text ?? "" }
            #expect(lines == wanted.lines, "\(wanted.name)")
        }
    }

    @Test("card numbers are in no file, in no log, and not shown back")
    func cardNumbers() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let cards = [
            "4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005",
        ]
        let (program, _) = try server.greetedClient()
        let person = try server.client()
        for (index, card) in cards.enumerated() {
            #expect(program.say("my card is \(card), thanks", id: "c\(index)")?.ev == "ack")
            person.send("\(card)\n")
            #expect(person.line(beginning: "bot: ") != nil)
        }
        // Where nobody expects one: a name, a message for later, its address.
        let odd = try server.client()
        odd.send(#"{"op":"hello","v":1,"name":"\#(cards[0])"}"# + "\n")
        odd.send(.say("leave a message"))
        odd.send(.say("please charge \(cards[1])"))
        odd.send(.say("\(cards[3])@cards.example"))
        odd.send(.bye)
        odd.endInput()
        let shown = odd.restLines().joined()
        person.send("/transcript\n/bye\n")
        let personSaw = person.restLines().joined()
        for card in cards {
            #expect(!personSaw.contains(card), "\(personSaw)")
            #expect(!shown.contains(card), "\(shown)")
        }
        program.send(.bye)
        _ = program.event("closed")
        program.vanish()
        let live = try Self.bytes(below: site.data)
        #expect(server.stop() == 0)
        let log = Data(server.process.errors.rest())
        for card in cards {
            for (name, content) in try Self.bytes(below: site.data) + live + [("log", log)] {
                #expect(content.range(of: Data(card.utf8)) == nil, "\(card) is in \(name)")
            }
        }
        #expect(site.transcriptFiles().count == 1)
    }

    private static func bytes(below folder: String) throws -> [(name: String, content: Data)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).flatMap { name in
            let path = folder + "/" + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            if name == "models" { return [(name: String, content: Data)]() }
            if isFolder.boolValue { return try bytes(below: path) }
            return [(name, try Data(contentsOf: URL(fileURLWithPath: path)))]
        }
    }

    /// Each event is one line that begins with its time.
    private static func checkLog(of server: ServerUnderTest) {
        let log = String(decoding: server.process.errors.rest(), as: UTF8.self)
        for line in log.split(separator: "\n") {
            #expect(line.contains(#/^\d{4}-\d\d-\d\dT\S+ \w+ helpline/#), "\(line)")
        }
    }
}
