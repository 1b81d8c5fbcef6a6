import Foundation
import Testing

/// The commands beside `serve`: what they print, and the code that scripts go by.
@Suite struct CommandTests {
    private static let commands = [
        ["serve"], ["ask"], ["check"], ["test"], ["transcripts"], ["transcripts", "list"],
        ["transcripts", "show"], ["transcripts", "verify"], ["transcripts", "erase"],
        ["transcripts", "search"], ["transcripts", "export"],
    ]

    @Test("every command explains itself with an example", arguments: commands)
    func help(command: [String]) throws {
        let help = try Outcome([Tools.helpline] + command + ["--help"])
        #expect(help.code == 0)
        #expect(help.errors.isEmpty)
        #expect(help.output.contains("USAGE: helpline"), "\(help.output)")
        if command != ["transcripts"] {
            #expect(help.output.contains("  helpline \(command.joined(separator: " "))"))
        }
    }

    @Test("the version is a number, and nothing else")
    func version() throws {
        let version = try Outcome.helpline("--version")
        #expect(version.code == 0)
        #expect(version.output.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil, "\(version.output)")
    }

    @Test(
        "wrong use ends with 2 and a sentence",
        arguments: [
            ["nonsense"], ["serve", "--nonsense"], ["check", "/nowhere"], ["test", "/nowhere"],
            ["ask", "--intents", "/nowhere", "hi"], ["transcripts", "list", "--data", "/nowhere"],
            ["transcripts", "verify", "--data", "/nowhere"],
            ["transcripts", "show", "--data", "/nowhere", "1jn8xt9rbdk75"],
            ["transcripts", "show"], ["transcripts", "show", "not an id"],
            ["transcripts", "erase"],
            ["transcripts", "erase", "--data", "/nowhere", "1jn8xt9rbdk75"],
            ["transcripts", "search"], ["transcripts", "search", "--data", "/nowhere", "word"],
            ["transcripts", "search", "--role", "cat", "word"], ["transcripts", "search", " "],
            ["transcripts", "export", "--as", "pdf"],
            ["transcripts", "export", "--data", "/nowhere"],
            ["transcripts", "list", "--state", "odd"], ["transcripts", "list", "--limit", "0"],
        ])
    func wrongUse(arguments: [String]) throws {
        let outcome = try Outcome([Tools.helpline] + arguments)
        #expect(outcome.code == 2, "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count <= 6, "\(outcome.errors)")
    }

    @Test("ask answers, in text and in JSON, and takes a dialogue from its input")
    func ask() throws {
        let site = try Site()
        func ask(_ arguments: String...) throws -> Outcome {
            try Outcome(
                [Tools.helpline, "ask", "--intents", site.intents, "--data", site.data] + arguments)
        }
        let text = try ask("--shop", "kites", "how big is a kite")
        #expect(text.code == 0)
        #expect(text.output == "bot: \(Site.sizes)\n")
        let json = try ask("--shop", "kites", "--json", "--why", "how big is a kite")
        let object =
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(object?["intent"] as? String == "kite_sizes")
        #expect(object?["answer"] as? [String] == [Site.sizes])
        #expect(object?["state"] as? String == "bot")
        #expect(object?["in_scope"] as? Bool == true)
        #expect(object?["language"] as? String == "en")
        #expect((object?["why"] as? [String])?.isEmpty == false)
        let missing = try ask("--shop", "nobody", "hi")
        #expect(missing.code == 2)
        #expect(missing.errors.contains("nobody") && missing.errors.contains("kites"))
        let dialogue = try Outcome.shell(
            "printf 'how big is a kite\\nwhich wind is good\\n' | '\(Tools.helpline)' ask "
                + "--intents '\(site.intents)' --data '\(site.data)'")
        #expect(dialogue.code == 0)
        #expect(
            dialogue.lines.suffix(2) == [
                "bot: \(Site.sizes)", "bot: Between 10 and 30 km/h is best.",
            ])
    }

    @Test("check finds a mistake at its place and ends with 1; what is sound ends with 0")
    func check() throws {
        let site = try Site()
        let sound = try Outcome.helpline("check", "--intents", site.intents)
        #expect(sound.code == 0, "\(sound.output)")
        try site.write(
            Site.kitesIntents.replacing("utter_kite_wind", with: "utter_kite_wimd"),
            to: "kites/en/kites.yml")
        let broken = try Outcome.helpline("check", "--intents", site.intents)
        #expect(broken.code == 1)
        #expect(broken.output.contains(#/kites/en/kites\.yml:\d+:\d+: (error|warning): /#))
        let json = try Outcome.helpline("check", "--intents", site.intents, "--json")
        #expect(json.code == 1)
        #expect(throws: Never.self) {
            try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        }
    }

    @Test("test plays conversations and shows what was expected beside what was found")
    func playConversations() throws {
        let site = try Site()
        func play() throws -> Outcome {
            try Outcome.helpline("test", "--intents", site.intents, "--data", site.data)
        }
        let none = try play()
        #expect(none.code == 2)
        try site.write(
            "shop: kites  language: en\ncustomer: how big is a kite\nbot: ~ 120\n",
            to: "kites/tests/good.chat")
        let good = try play()
        #expect(good.code == 0, "\(good.output)\(good.errors)")
        try site.write(
            "shop: kites  language: en\ncustomer: how big is a kite\nbot: ~ a mile\n",
            to: "kites/tests/bad.chat")
        let bad = try play()
        #expect(bad.code == 1)
        #expect(bad.output.contains("bad.chat:3: expected  ~ a mile"), "\(bad.output)")
        #expect(bad.output.contains(Site.sizes))
        #expect(bad.output.contains("1 conversations as written, 1 not"))
    }

    @Test("the record is listed, shown and proved beside a running server")
    func transcripts() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let (client, welcome) = try server.greetedClient()
        let id = try #require(welcome.conv)
        _ = client.say("how big is a kite", id: "one")
        let (other, _) = try server.greetedClient()
        other.send(.bye)
        #expect(other.event("closed")?.disposition == "ended")
        func run(_ arguments: String...) throws -> Outcome {
            try Outcome([Tools.helpline, "transcripts"] + arguments + ["--data", site.data])
        }
        let listed = try run("list", "--json")
        #expect(listed.code == 0)
        #expect(listed.lines.count == 2)
        for line in listed.lines {
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        }
        #expect(try run("list", "--state", "open").lines.first?.hasPrefix(id) == true)
        #expect(try run("list", "--state", "closed", "--shop", "kites").lines.count == 1)
        #expect(try run("list", "--shop", "others").output == "no conversations\n")
        #expect(try run("list", "--until", "2020-01-01", "--json").output.isEmpty)
        let shown = try run("show", id, "--why", "--zone", "Europe/Berlin")
        #expect(shown.code == 0)
        #expect(shown.output.contains("how big is a kite") && shown.output.contains(Site.sizes))
        let found = try run("search", "KITE", "big", "--json")
        #expect(found.code == 0 && found.lines.count == 1, "\(found.output)\(found.errors)")
        #expect(found.output.contains("how big is a kite") && found.output.contains(id))
        let nothing = try run("search", "elephants")
        #expect(nothing.code == 1 && nothing.output == "nothing found\n")
        #expect(try run("export", "--as", "csv").output.hasPrefix("conversation,shop,language,seq"))
        #expect(try run("export").lines.count == 2)
        #expect(try run("export", "--as", "text").output.contains(Site.sizes))
        let page = "\(site.data)/review.html"
        let exported = try run("export", "--as", "html", "--state", "open", "--out", page)
        #expect(exported.output == "1 conversation in \(page)\n", "\(exported.errors)")
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains("how big is a kite"))
        let strange = try run("show", "0000000000001")
        #expect(strange.code == 1, "\(strange.errors)")
        let verified = try run("verify", "--json")
        #expect(verified.code == 0)
        let object =
            try JSONSerialization.jsonObject(with: Data(verified.output.utf8)) as? [String: Any]
        #expect(object?["conversations"] as? Int == 2)
        #expect((object?["problems"] as? [String])?.isEmpty == true)
        #expect(server.stop() == 0)
    }

    @Test("one changed byte of what was said is found, wherever it is")
    func flippedByte() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let (client, _) = try server.greetedClient()
        for number in 1...20 {
            #expect(client.say("how big is kite number \(number)", id: "n\(number)")?.ev == "ack")
        }
        client.send(.bye)
        #expect(client.event("closed") != nil)
        client.vanish()
        #expect(server.stop() == 0)
        let record = Record(data: site.data)
        #expect(try record.verify().code == 0)
        // A server that was stopped in order leaves its record in one file.
        let paths = ["\(site.data)/helpline.sqlite"] + site.transcriptFiles()
        #expect(paths.count == 2)
        for path in paths {
            let url = URL(fileURLWithPath: path)
            let sound = try Data(contentsOf: url)
            var random = SystemRandomNumberGenerator()
            let number = Int.random(in: 1...20, using: &random)
            let place = try #require(sound.range(of: Data("kite number \(number)\"".utf8)))
            for offset in [0, 7] {
                var changed = sound
                changed[place.lowerBound + offset] ^= 0x01
                try changed.write(to: url)
                let verified = try record.verify()
                #expect(
                    verified.code == 1, "\(path) \(offset): \(verified.output)\(verified.errors)")
                #expect(verified.output.contains("conversation"), "\(verified.output)")
            }
            try sound.write(to: url)
        }
        #expect(try record.verify().code == 0)
    }
}
