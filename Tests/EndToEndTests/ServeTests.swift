import Foundation
import Testing

/// What an operator sees: starting, stopping, reloading, and everything that can be wrong with it.
@Suite struct ServeTests {
    @Test("it prints where it listens and what to try, and what it says to try works")
    func announcement() throws {
        let server = try ServerUnderTest(try Site(.demonstration))
        let lines = server.announcement
        #expect(lines.first?.contains("answers for ") == true)
        #expect(lines.first?.contains("juniper") == true)
        #expect(
            lines.dropFirst().first?.hasPrefix("lines on 127.0.0.1:\(server.port), web on ") == true
        )
        let tries = lines.suffix(3).map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(tries[0] == "nc 127.0.0.1 \(server.port)")
        let asked = try Outcome.shell(tries[1])
        #expect(asked.code == 0)
        #expect(asked.lines.first?.hasPrefix("bot: Hello") == true)
        #expect(asked.lines.contains { $0.hasPrefix("bot:") && $0.contains("postcode") })
        #expect(asked.lines.last?.isEmpty == false)
        #expect(asked.output.contains("JP-10432"), "\(asked.output)")
        #expect(try Outcome.shell(tries[2] + " -s").output.contains("ok"))
        #expect(server.stop() == 0)
    }

    @Test("piped questions are all answered before the connection closes")
    func pipedQuestions() throws {
        let server = try ServerUnderTest(try Site())
        let questions = String(repeating: "how big is a kite\\n", count: 15)
        let asked = try Outcome.shell(
            "printf '\(questions)which wind is good' | nc -N 127.0.0.1 \(server.port)")
        #expect(asked.lines.count { $0 == "bot: \(Site.sizes)" } == 15)
        #expect(asked.lines.last == "bot: Between 10 and 30 km/h is best.")
    }

    @Test("SIGTERM answers what was taken, says so, and ends with 0")
    func drain() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let (client, _) = try server.greetedClient()
        let idle = try server.client()
        _ = idle.line()
        for number in 1...50 { client.send(.say("how big is a kite", id: "n\(number)")) }
        // The first answer is there: the rest is on its way in.
        #expect(client.event("ack")?.id == "n1")
        server.process.send(SIGTERM)
        var acknowledged = 1
        var wasTold = false
        while let event = client.event() {
            if event.ev == "ack" { acknowledged += 1 }
            if event.code == "shutting_down" { wasTold = true }
        }
        #expect(wasTold)
        #expect(idle.restLines().contains { $0.hasPrefix("!") || $0.hasPrefix("*") })
        client.vanish()
        idle.vanish()
        #expect(server.process.exitCode() == 0)
        let said = try Record(data: site.data).documents().flatMap(\.entries)
            .count { $0.type == "customer_said" }
        #expect(said == acknowledged)
        #expect(try Record(data: site.data).verify().code == 0)
    }

    @Test("SIGHUP puts new files in force, or none of them")
    func reload() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let (client, _) = try server.greetedClient()
        func answer() -> String? {
            client.send(.say("how big is a kite"))
            while let event = client.event("message") {
                if event.role == "bot" { return event.text }
            }
            return nil
        }
        #expect(answer() == Site.sizes)
        let changed = Site.kitesIntents.replacing(Site.sizes, with: "All kites are 200 cm wide.")
        let broken = changed.replacing("- intent: kite_wind", with: "- intemt: kite_wind")
        try site.write(broken, to: "kites/en/kites.yml")
        server.process.send(SIGHUP)
        let complaint = server.process.errorLine(containing: "mistakes")
        #expect(complaint?.contains("kites.yml:") == true, "\(complaint ?? "nothing")")
        #expect(answer() == Site.sizes)
        try site.write(changed, to: "kites/en/kites.yml")
        server.process.send(SIGHUP)
        #expect(server.process.errorLine(containing: "reloaded") != nil)
        #expect(answer() == "All kites are 200 cm wide.")
        #expect(server.stop() == 0)
    }

    @Test("a mistake in a shop's file is named by file, line and column, and nothing starts")
    func brokenShop() throws {
        let site = try Site()
        try site.write(
            Site.kitesIntents.replacing("- intent: kite_wind", with: "- intemt: kite_wind"),
            to: "kites/en/kites.yml")
        let served = try Self.serve(site)
        #expect(served.code == 1)
        #expect(served.output.isEmpty)
        #expect(
            served.errors.contains(#/kites/en/kites\.yml:\d+:\d+: error: /#), "\(served.errors)")
    }

    @Test("a port that is taken is named")
    func portTaken() throws {
        let server = try ServerUnderTest(try Site())
        let other = try Self.serve(try Site(), line: "127.0.0.1:\(server.port)")
        #expect(other.code == 1)
        #expect(other.errors.contains("127.0.0.1:\(server.port)"), "\(other.errors)")
        #expect(other.errors.lowercased().contains("in use"), "\(other.errors)")
        #expect(other.errors.split(separator: "\n").count <= 3, "\(other.errors)")
    }

    @Test("a second server is kept off the same record, and the first goes on")
    func recordTaken() throws {
        let site = try Site()
        let server = try ServerUnderTest(site)
        let other = try Self.serve(site)
        #expect(other.code == 1)
        #expect(other.errors.contains("process \(server.process.pid)"), "\(other.errors)")
        #expect(other.errors.contains("--data"), "\(other.errors)")
        let (client, _) = try server.greetedClient()
        #expect(client.say("which wind is good", id: "a")?.ev == "ack")
    }

    @Test(
        "what cannot be served is said in a sentence",
        arguments: [
            (["--line", "nonsense"], "nonsense"), (["--line-tls", "127.0.0.1:0"], "--tls-cert"),
            (["--intents", "/nowhere/at/all"], "/nowhere/at/all"),
            (["--log-level", "loud"], "loud"),
            (["--default-shop", "nobody"], "nobody"),
            (["--config", "/nowhere.yml"], "/nowhere.yml"),
        ])
    func wrongUse(arguments: [String], named: String) throws {
        let served = try Self.serve(try Site(), arguments: arguments)
        #expect(served.code == 2, "\(served.errors)")
        #expect(served.errors.contains(named), "\(served.errors)")
        #expect(!served.errors.contains("Fatal"), "\(served.errors)")
    }

    /// Runs a server that is not expected to serve.
    private static func serve(
        _ site: Site, line: String = "127.0.0.1:0", arguments: [String] = []
    ) throws -> Outcome {
        try Outcome(
            [
                Tools.helpline, "serve", "--intents", site.intents, "--data", site.data,
                "--line", line, "--web", "127.0.0.1:0",
            ] + arguments)
    }
}
