import Foundation
import Testing

/// The API of a whole server, with real accounts and a real record.
@Suite(.serialized) struct APITests {
    private static let schemathesis: String? =
        ProcessInfo.processInfo.environment["HELPLINE_SCHEMATHESIS"]
        ?? (Tools.has("schemathesis") ? "schemathesis" : nil)

    /// A server with one account of every role, and what the admin's token is.
    private static func server() throws -> (server: ServerUnderTest, token: String) {
        let site = try Site()
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
        _ server: ServerUnderTest, _ request: String, _ token: String
    ) throws -> (status: Int, body: String) {
        let client = try LineClient(port: server.webPort)
        let login = Data("ada:\(token)".utf8).base64EncodedString()
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
