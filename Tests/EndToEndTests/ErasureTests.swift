import Foundation
import Testing

/// Goal: what is to be forgotten is in no file of the record any more, and the record is still proved.
@Suite struct ErasureTests {
    /// Where a text is found among all files of the record.
    private func places(of text: String, in site: Site) -> [String] {
        let names = FileManager.default.enumerator(atPath: site.data)?.compactMap { $0 as? String }
        return (names ?? []).filter { !$0.hasPrefix("models") }.filter { name in
            let bytes = try? Data(contentsOf: URL(fileURLWithPath: "\(site.data)/\(name)"))
            return bytes?.range(of: Data(text.utf8)) != nil
        }
    }

    @Test(
        "/forget erases a conversation while the server runs, also when somebody reads the record")
    func forget() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let (kept, _) = try server.greetedClient()
        _ = kept.say("how big is the marigold kite", id: "one")
        let (client, welcome) = try server.greetedClient()
        let id = try #require(welcome.conv)
        _ = client.say("how big is the periwinkle kite", id: "two")
        #expect(!places(of: "periwinkle", in: site).isEmpty)
        client.send(#"{"op":"cmd","text":"/forget"}"# + "\n")
        #expect(client.event("closed")?.disposition == "forgotten")
        #expect(server.stop() == 0)
        #expect(places(of: "periwinkle", in: site) == [])
        #expect(
            places(of: id, in: site)
                == site.transcriptFiles().map { String($0.dropFirst(site.data.count + 1)) })
        #expect(places(of: "marigold", in: site) == ["helpline.sqlite"])
        let verified = try Record(data: site.data).verify()
        #expect(verified.code == 0, "\(verified.output)")
        #expect(verified.output.contains("(1 erased)"), "\(verified.output)")
    }

    @Test("what is filed is erased by hand, once the server has stopped, and only that")
    func byHand() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        var ids: [String] = []
        for colour in ["marigold", "periwinkle", "heliotrope"] {
            let (client, welcome) = try server.greetedClient()
            ids.append(try #require(welcome.conv))
            _ = client.say("how big is the \(colour) kite", id: "one")
            client.send(.bye)
            #expect(client.event("closed") != nil)
        }
        func erase(_ arguments: String...) throws -> Outcome {
            try Outcome(
                [Tools.helpline, "transcripts", "erase", "--data", site.data] + arguments)
        }
        let early = try erase(ids[1])
        #expect(early.code == 2)
        #expect(early.errors.contains("stop the server first"), "\(early.errors)")
        #expect(server.stop() == 0)
        #expect(places(of: "periwinkle", in: site).count == 2)
        let sizes = try site.transcriptFiles().map {
            try Data(contentsOf: URL(fileURLWithPath: $0)).count
        }
        #expect(try erase(ids[1]).output == "1 conversation erased\n")
        #expect(try erase(ids[1]).code == 0)
        #expect(places(of: "periwinkle", in: site) == [])
        #expect(places(of: "marigold", in: site).count == 2)
        #expect(
            try site.transcriptFiles().map { try Data(contentsOf: URL(fileURLWithPath: $0)).count }
                == sizes)
        #expect(try Record(data: site.data).verify().code == 0)
        #expect(try erase("--before", "2020-01-01").output == "0 conversations erased\n")
        #expect(
            try erase("--before", "2999-01-01", "--dry-run").output
                == "3 conversations would be erased\n")
        #expect(try erase("--before", "2999-01-01").output == "3 conversations erased\n")
        #expect(places(of: "marigold", in: site) == [])
        // The next server files behind what is there.
        let next = try ServerUnderTest(site)
        let (client, _) = try next.greetedClient()
        client.send(.bye)
        #expect(client.event("closed") != nil)
        #expect(next.stop() == 0)
        let verified = try Record(data: site.data).verify()
        #expect(verified.code == 0, "\(verified.output)")
    }
}
