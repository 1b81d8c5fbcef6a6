import ChatSessions
import Foundation
import JSONText
import SessionKit
import TestKit
import Testing
import Vocabulary

@testable import WebBridge

@Suite("Requests of the API, understood")
struct AdminQueryTests {
    private func query(_ uri: String, _ method: String = "GET") throws(AdminError) -> AdminQuery {
        try AdminQuery(method: .init(rawValue: method), uri: uri)
    }

    @Test func everyPathIsUnderstood() throws {
        #expect(try query("/api/v1/conversations") == .conversations(AdminFilter()))
        var filter = AdminFilter()
        (filter.shop, filter.state, filter.limit) = (ShopID("juniper"), .open, 7)
        filter.since = WallTime("2026-03-10T10:00:00Z")
        let uri =
            "/api/v1/conversations?shop=juniper&state=open&limit=7&since=2026-03-10T10%3A00:00Z"
        #expect(try query(uri) == .conversations(filter))
        let id = ConversationID(7)
        #expect(try query("/api/v1/conversations/\(id)") == .conversation(id))
        #expect(
            try query("/api/v1/search?q=blue+%22gr%C3%BCn%22&role=customer")
                == .search(words: "blue \"gr\u{FC}n\"", role: .customer, filter: AdminFilter()))
        #expect(try query("/api/v1/deliveries?state=dead") == .deliveries(state: .dead, limit: 50))
        #expect(try query("/api/v1/queues") == .queues)
        #expect(try query("/api/v1/agents") == .agents)
        #expect(try query("/api/v1/reload?check=true", "POST") == .reload(isCheckOnly: true))
    }

    @Test(arguments: [
        ("/api/v1/conversations?limit=0", "'limit' is a whole number from 1 to 500"),
        ("/api/v1/conversations?limit=501", "'limit' is a whole number from 1 to 500"),
        ("/api/v1/conversations?limit=%2B5", "'limit' is a whole number from 1 to 500"),
        ("/api/v1/conversations?limit=1&limit=2", "'limit' stands there twice"),
        ("/api/v1/conversations?state=half", "'state' cannot be 'half'"),
        ("/api/v1/conversations?shop=../x", "'shop' is no shop's name"),
        ("/api/v1/conversations?since=today", "'since' is no time"),
        ("/api/v1/conversations?colour=red", "'colour' is not known here"),
        ("/api/v1/search", "'q' is missing: the words to look for"),
        (
            "/api/v1/search?q=" + String(repeating: "%C3%BC", count: 201),
            "'q' has at the most 200 characters"
        ),
        ("/api/v1/search?q=%20%22", "'q' is missing: the words to look for"),
        ("/api/v1/search?q=%GG", "what stands behind '?' is not encoded as it has to be"),
        ("/api/v1/search?q=%FF", "what stands behind '?' is not encoded as it has to be"),
        ("/api/v1/search?q=a%00", "what stands behind '?' is not encoded as it has to be"),
        ("/api/v1/search?q=a&role=nobody", "'role' cannot be 'nobody'"),
    ])
    func mistakesAreNamed(uri: String, text: String) {
        #expect(throws: AdminError.usage(text)) { try query(uri) }
    }

    @Test(arguments: [
        ("GET", "/api/v1/", "no_such_path"), ("GET", "/api/v1/secrets", "no_such_path"),
        ("GET", "/api/v1/conversations/", "no_such_conversation"),
        ("GET", "/api/v1/conversations/a/b", "no_such_path"),
        ("GET", "/api/v1/conversations/..", "no_such_conversation"),
        ("DELETE", "/api/v1/conversations", "method_not_allowed"),
        ("GET", "/api/v1/reload", "method_not_allowed"),
    ])
    func otherPathsAndMethods(method: String, uri: String, code: String) {
        let error = #expect(throws: AdminError.self) { try query(uri, method) }
        #expect(error?.code == code)
    }
}

@Suite("The API over HTTP", .serialized)
struct AdminTests {
    private static func account(_ id: AgentID, _ role: AgentRole) -> AgentAccount {
        AgentAccount(id: id, name: "Somebody", role: role)
    }

    private static func source() -> AdminSource {
        AdminSource(
            admit: { login, answer in
                switch login.password {
                case "hl_agent": answer(.accepted(.lasting(account(login.name, .agent))))
                case "hl_admin": answer(.accepted(.lasting(account(login.name, .admin))))
                case "hl_fast": answer(.tooMany(waitSeconds: 9))
                default: answer(.refused)
                }
            },
            answer: { query, _ in
                switch query {
                case .conversations: .json(Array(#"{"conversations":[]}"#.utf8))
                case .conversation: .notFound
                case .reload: .reloadRefused("shop.yml:1:1: no")
                case .search: .unavailable("the record is away")
                case .queues, .deliveries, .agents: .notOffered
                }
            })
    }

    private static func ask(
        _ port: Int, _ request: String, _ token: String? = "maria:hl_agent", _ more: String = ""
    ) throws -> HTTPExchange {
        let login = token.map {
            "authorization: Basic \(Data($0.utf8).base64EncodedString())\r\n"
        }
        return try HTTPExchange(
            port,
            "\(request) HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\(login ?? "")\(more)\r\n")
    }

    @Test func whoMayAskIsAnswered() async throws {
        try await TestServer.run(admin: Self.source()) { server in
            let fine = try Self.ask(server.webPort, "GET /api/v1/conversations")
            #expect(fine.status.contains("200") && fine.body == #"{"conversations":[]}"#)
            #expect(fine.header("content-type") == "application/json")
            #expect(fine.header("cache-control") == "no-store")
        }
    }

    @Test(
        "everybody else gets a status and an object that says why",
        arguments: [
            ("GET /api/v1/conversations", nil, "", "401", "login_refused"),
            ("GET /api/v1/secrets", nil, "", "401", "login_refused"),
            ("GET /api/v1/conversations", "maria:hl_wrong", "", "401", "login_refused"),
            ("GET /api/v1/conversations", "maria:password", "", "401", "login_refused"),
            ("GET /api/v1/conversations", "hl_agent", "", "401", "login_refused"),
            ("GET /api/v1/conversations", "maria:hl_fast", "", "429", "rate_limited"),
            ("POST /api/v1/reload", "maria:hl_agent", "", "403", "not_allowed"),
            ("GET /api/v1/agents", "maria:hl_agent", "", "403", "not_allowed"),
            (
                "GET /api/v1/conversations", "maria:hl_agent", "origin: https://evil.example\r\n",
                "403", "not_allowed"
            ),
            ("GET /api/v1/conversations?limit=x", "maria:hl_agent", "", "400", "usage"),
            ("PUT /api/v1/conversations", "maria:hl_agent", "", "405", "method_not_allowed"),
            ("GET /api/v1/conversations/x", "maria:hl_agent", "", "404", "no_such_conversation"),
            ("GET /api/v1/agents", "maria:hl_admin", "", "404", "no_such_path"),
            ("POST /api/v1/reload", "maria:hl_admin", "", "409", "reload_refused"),
            ("GET /api/v1/search?q=a", "maria:hl_admin", "", "503", "unavailable"),
        ])
    func refusals(
        request: String, token: String?, more: String, status: String, code: String
    ) async throws {
        try await TestServer.run(admin: Self.source()) { server in
            let answer = try Self.ask(server.webPort, request, token, more)
            #expect(answer.status.contains(status))
            guard case .object(let object) = try JSONValue(parsing: Array(answer.body.utf8)),
                case .object(let error)? = object["error"]
            else {
                Issue.record("no error in \(answer.body)")
                return
            }
            #expect(error["code"]?.string == code)
        }
    }

    @Test("requests on one connection are answered in their order")
    func pipelining() async throws {
        try await TestServer.run(admin: Self.source()) { server in
            let login = Data("maria:hl_agent".utf8).base64EncodedString()
            let one = "GET /api/v1/conversations HTTP/1.1\r\nauthorization: Basic \(login)\r\n\r\n"
            let exchange = try HTTPExchange(
                server.webPort,
                one + "GET /healthz HTTP/1.1\r\n\r\n" + one
                    + "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n")
            let bodies = exchange.text.components(separatedBy: "\r\n\r\n").dropFirst()
            #expect(bodies.map { $0.prefix(3) } == [#"{"c"#, "ok\n", #"{"c"#, "ok\n"])
        }
    }
}
