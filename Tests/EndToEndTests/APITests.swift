import Foundation
import Testing

/// The API of a whole server, with real accounts and a real record.
@Suite(.serialized) struct APITests {
    private static let schemathesis: String? =
        ProcessInfo.processInfo.environment["HELPLINE_SCHEMATHESIS"]
        ?? (Tools.has("schemathesis") ? "schemathesis" : nil)

    /// A server with one account of every role, and what the admin's token is.
    private static func server(
        _ site: Site? = nil
    ) throws -> (server: ServerUnderTest, token: String) {
        let site = try site ?? Site()
        for (name, role) in [("maria", "agent"), ("ada", "admin")] {
            let made = try Outcome.helpline(
                "agents", "add", name, "--role", role, "--generate", "--data", site.data,
                "--intents", site.intents)
            try #require(made.code == 0, "\(made.errors)")
        }
        let token = try Outcome.helpline(
            "agents", "token", "ada", "--role", "admin", "--data", site.data)
        try #require(token.code == 0, "\(token.errors)")
        let words = token.output.split(whereSeparator: \.isWhitespace)
        let secret = try #require(words.first { $0.hasPrefix("hl_") })
        return (try ServerUnderTest(site), String(secret))
    }

    private static func ask(
        _ server: ServerUnderTest, _ request: String, _ token: String, as name: String = "ada"
    ) throws -> (status: Int, body: String) {
        let client = try LineClient(port: server.webPort)
        let login = Data("\(name):\(token)".utf8).base64EncodedString()
        client.send(
            "\(request) HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
                + "Authorization: Basic \(login)\r\n\r\n")
        let answer = String(decoding: client.stream.rest(), as: UTF8.self)
        let status = answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let body = answer.range(of: "\r\n\r\n").map { String(answer[$0.upperBound...]) }
        return (status ?? 0, body ?? "")
    }

    @Test("what was said is listed, shown and found, and for nobody without a token")
    func theRecordIsServed() throws {
        let (server, token) = try Self.server()
        defer { server.stop() }
        let (client, welcome) = try server.greetedClient()
        client.send(.say("do you sell kites for storms", id: "c1"))
        _ = client.event("message")
        let listed = try Self.ask(server, "GET /api/v1/conversations?state=open", token)
        #expect(listed.status == 200)
        let id = try #require(listed.body.firstMatch(of: #/"id":"([0-9a-z]{13})"/#)?.1)
        #expect(welcome.conv == String(id))
        let shown = try Self.ask(server, "GET /api/v1/conversations/\(id)", token)
        #expect(shown.status == 200 && shown.body.contains("kites for storms"))
        let found = try Self.ask(server, "GET /api/v1/search?q=STORMS&role=customer", token)
        #expect(found.status == 200 && found.body.contains("\"seq\":"))
        let accounts = try Self.ask(server, "GET /api/v1/agents", token)
        #expect(accounts.status == 200 && accounts.body.contains("\"name\":\"maria\""))
        let reloaded = try Self.ask(server, "POST /api/v1/reload", token)
        #expect(reloaded.status == 200 && reloaded.body == #"{"shops":["kites"]}"#)
        let stranger = try Self.ask(server, "GET /api/v1/conversations", "hl_nothing")
        #expect(stranger.status == 401 && !stranger.body.contains(id))
    }

    @Test("who serves another shop sees nothing of this one, whatever they ask for")
    func shopsAreApart() throws {
        let site = try Site()
        try site.write(Site.kitesSettings, to: "socks/shop.yml")
        try site.write(Site.kitesIntents, to: "socks/en/socks.yml")
        for (name, shop) in [("lena", "kites"), ("theo", "socks")] {
            let made = try Outcome.helpline(
                "agents", "add", name, "--role", "supervisor", "--generate", "--shops", shop,
                "--data", site.data, "--intents", site.intents)
            try #require(made.code == 0, "\(made.errors)")
        }
        func token(_ name: String) throws -> String {
            let made = try Outcome.helpline(
                "agents", "token", name, "--role", "supervisor", "--data", site.data)
            let words = made.output.split(whereSeparator: \.isWhitespace)
            return String(try #require(words.first { $0.hasPrefix("hl_") }, "\(made.errors)"))
        }
        let (lena, theo) = (try token("lena"), try token("theo"))
        let (server, _) = try Self.server(site)
        defer { server.stop() }
        let client = try server.client()
        client.send(Request(op: "hello", v: 1, shop: "kites"))
        let id = try #require(client.event("welcome")?.conv)
        client.send(.say("my secret is a purple kite", id: "c1"))
        _ = client.event("message")
        let own = try Self.ask(server, "GET /api/v1/conversations/\(id)", lena, as: "lena")
        #expect(own.status == 200 && own.body.contains("purple"), "\(own)")
        for path in [
            "conversations/\(id)", "conversations", "conversations?state=open",
            "conversations?shop=kites", "search?q=purple", "search?q=purple&shop=kites", "queues",
            "deliveries", "deliveries?shop=kites", "agents",
        ] {
            let asked = try Self.ask(server, "GET /api/v1/\(path)", theo, as: "theo")
            #expect((200..<500).contains(asked.status), "\(path): \(asked)")
            #expect(
                !asked.body.contains(id) && !asked.body.contains("purple")
                    && !asked.body.contains("lena") && !asked.body.contains("\"kites\""),
                "\(path): \(asked)")
        }
        let shown = try Self.ask(server, "GET /api/v1/conversations/\(id)", theo, as: "theo")
        let unknown = try Self.ask(
            server, "GET /api/v1/conversations/0000000000001", theo, as: "theo")
        #expect(shown.status == unknown.status, "whether it exists is nobody's business")
    }

    @Test(
        "schemathesis finds no 5xx and no break of the schema",
        .enabled(if: schemathesis != nil, "schemathesis is not here"))
    func theSchemaHolds() throws {
        let program = try #require(Self.schemathesis)
        let (server, token) = try Self.server()
        defer { server.stop() }
        let run = try Outcome([
            program, "run", "http://127.0.0.1:\(server.webPort)/api/v1/openapi.json",
            "--auth", "ada:\(token)", "--max-examples", "25", "--seed", "7",
            // What it finds is kept in memory, not beside the sources.
            "--generation-database", "none",
            // Else it takes the login away, which `--auth` puts back, and wonders why it is let in.
            "--generation-with-security-parameters", "false",
            // What is tried without a right token is answered slower and slower, on purpose.
            "--exclude-checks", "ignored_auth",
        ])
        #expect(run.code == 0, "\(run.output)")
    }
}
