import ChatSessions
import SessionKit
import TestKit
import Testing
import Vocabulary

@testable import WebBridge

@Suite("Who may open a WebSocket", .serialized)
struct OriginTests {
    @Test("pages of our own and those that a shop names may; nobody else")
    func originsAreExact() async throws {
        try await TestServer.run { server in
            let port = server.webPort
            let welcome = [
                [], ["Origin: http://127.0.0.1:\(port)"], ["Origin: https://127.0.0.1:\(port)"],
                ["Origin: https://juniper.example"], ["Origin: https://lumen.example"],
            ]
            for headers in welcome {
                #expect(try SocketClient(port: port, headers: headers).isOpen, "\(headers)")
            }
            let strange = [
                ["Origin: https://evil.example"], ["Origin: null"], ["Origin: "],
                ["Origin: http://juniper.example"], ["Origin: https://juniper.example:8443"],
                ["Origin: https://juniper.example.evil.example"],
                ["Origin: https://JUNIPER.example"],
                ["Origin: https://juniper.example/"], ["Origin: http://127.0.0.1"],
                ["Origin: https://juniper.example", "Origin: https://evil.example"],
            ]
            for headers in strange {
                let client = try SocketClient(port: port, headers: headers)
                #expect(client.answer.first == "HTTP/1.1 403 Forbidden", "\(headers)")
            }
        }
    }

    @Test("a page talks to its own shop and to no other")
    func originsBelongToShops() async throws {
        try await TestServer.run { server in
            let headers = ["Origin: https://lumen.example"]
            let own = try SocketClient(port: server.webPort, headers: headers)
            own.send(#"{"op":"hello","v":1,"shop":"lumen"}"#)
            #expect(own.text(containing: "welcome to lumen") != nil)
            let other = try SocketClient(port: server.webPort, headers: headers)
            other.send(#"{"op":"hello","v":1,"shop":"juniper"}"#)
            #expect(other.text(containing: "not_allowed") != nil)
            #expect(other.closing()?.code == 1_008)
            #expect(server.floor.notes.openings.map(\.shop.name) == ["lumen"])
        }
    }

    @Test("a page comes back to conversations of its own shop, whichever shop is the first")
    func resumingBelongsToShops() async throws {
        try await TestServer.run { server in
            let resume = #"{"op":"resume","token":"t0ken","after":4}"#
            for origin in [
                "https://lumen.example", "https://juniper.example",
                "http://127.0.0.1:\(server.webPort)",
            ] {
                let page = try SocketClient(
                    port: server.webPort, headers: ["Origin: \(origin)"])
                page.send(resume)
                #expect(page.text(containing: "resumed") != nil, "\(origin)")
            }
            let asked = server.floor.notes.resumes.map { $0.shops?.map(\.name) }
            #expect(asked == [["lumen"], ["juniper"], nil])
        }
    }

    @Test("nobody logs in from a shop's page, whatever the password")
    func passwordsAreForOurOwnPages() async throws {
        let office = BackOffice(
            logIn: { request, answer in
                answer(.accepted(.lasting(AgentAccount(id: request.name, name: "Maria"))))
            },
            reload: { _ in .ack(clientID: "", sequence: 0) })
        var configuration = TestServer.configuration()
        configuration.allowsLoginFromLoopback = true
        try await TestServer.run(configuration, backOffice: office) { server in
            let login = #"{"op":"login","name":"maria","password":"whatever"}"#
            let shop = try SocketClient(
                port: server.webPort, headers: ["Origin: https://lumen.example"])
            shop.send(login)
            #expect(shop.text(containing: "not_allowed") != nil)
            let own = try SocketClient(
                port: server.webPort, headers: ["Origin: http://127.0.0.1:\(server.webPort)"])
            own.send(login)
            #expect(own.text(containing: "signed") != nil)
        }
    }

    @Test("forwarded headers of strangers change nothing")
    func forwardedHeadersAreNotBelieved() async throws {
        var configuration = TestServer.configuration(rates: LineRates())
        configuration.rates?.isLoopbackExempt = false
        configuration.rates?.addressConnectionCountMax = 1
        try await TestServer.run(configuration) { server in
            let first = try SocketClient(port: server.webPort)
            await eventually { server.metrics.openCount == 1 }
            let forged = try SocketClient(
                port: server.webPort,
                headers: [
                    "X-Forwarded-For: 192.0.2.99", "Forwarded: for=192.0.2.99;proto=https",
                    "X-Real-IP: 192.0.2.99", "X-Forwarded-Proto: https",
                ])
            #expect(forged.text(containing: "too many connections from your address") != nil)
            #expect(forged.closing()?.code == 1_008)
            first.send(#"{"op":"login","name":"operator","password":"0123456789ab"}"#)
            #expect(first.text(containing: "not_allowed") != nil)
        }
    }

    @Test("a full server says so and asks to come back later")
    func tooMany() async throws {
        var configuration = TestServer.configuration()
        configuration.sessionCountMax = 1
        try await TestServer.run(configuration) { server in
            let first = try SocketClient(port: server.webPort)
            await eventually { server.metrics.openCount == 1 }
            let second = try SocketClient(port: server.webPort)
            #expect(second.text(containing: "too_many_sessions") != nil)
            #expect(second.closing()?.code == 1_013)
            first.send(#"{"op":"ping"}"#)
            #expect(first.text(containing: "pong") != nil)
        }
    }
}

@Suite("Which pages are the server's own")
struct OwnPagesTests {
    @Test(
        "without a setting: the address that is asked, in numbers",
        arguments: [
            ("http://127.0.0.1:8080", "127.0.0.1:8080", true),
            ("https://10.1.2.3", "10.1.2.3", true), ("http://localhost:81", "localhost:81", true),
            ("http://[::1]:8080", "[::1]:8080", true),
            ("http://127.0.0.1:8080", "127.0.0.1", false),
            ("http://127.0.0.1", "10.1.2.3", false), ("null", "127.0.0.1", false), ("", "", false),
            // A name that leads here now may have led elsewhere when its page was loaded.
            ("http://rebound.example:8080", "rebound.example:8080", false),
            ("http://127.0.0.1.evil.example", "127.0.0.1.evil.example", false),
            ("http://1.2.3.4.5", "1.2.3.4.5", false), ("http://localhost.x", "localhost.x", false),
        ])
    func nothingNamed(origin: String, host: String, isOwn: Bool) {
        #expect(OwnPages().include(origin, at: host) == isOwn)
    }

    @Test(
        "with a setting: what it names, whatever the request says of itself",
        arguments: [
            ("https://help.example", "127.0.0.1:8080", true),
            ("https://help.example", "help.example", true),
            ("http://help.example", "help.example", false),
            ("https://help.example:8443", "help.example:8443", false),
            ("http://127.0.0.1:8080", "127.0.0.1:8080", false),
        ])
    func named(origin: String, host: String, isOwn: Bool) throws {
        let pages = try #require(OwnPages(naming: ["https://help.example"]))
        #expect(pages.include(origin, at: host) == isOwn)
    }

    @Test(
        "what no browser would write is no origin",
        arguments: [
            "help.example", "https://help.example/", "https://Help.example",
            "https://help.example:443",
            "http://help.example:80", "ftp://help.example", "https://", "*",
        ])
    func mistakes(text: String) { #expect(OwnPages(naming: [text]) == nil) }

    @Test("who opens our own page under a name is told what to set")
    func advice() async throws {
        try await TestServer.run { server in
            let peer = try TestClient(port: server.webPort)
            peer.send(
                "GET /chat HTTP/1.1\r\nHost: help.example\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Origin: https://help.example\r\n\r\n")
            #expect(peer.line() == "HTTP/1.1 403 Forbidden")
            var text = ""
            while let line = peer.line() { text = line }
            #expect(text.contains("--web-origin https://help.example"))
        }
    }
}

@Suite("Handshakes of WebSockets", .serialized)
struct HandshakeTests {
    private static let good = [
        "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]

    private static func request(
        _ more: [String] = [], first: String = "GET /chat HTTP/1.1", without: String? = nil
    ) -> String {
        let kept = good.filter { without == nil || !$0.hasPrefix(without ?? "") }
        return ([first] + kept + more).joined(separator: "\r\n") + "\r\n\r\n"
    }

    @Test("the answer is that of RFC 6455, section 1.3, without any extension")
    func theAnswer() async throws {
        try await TestServer.run { server in
            let peer = try TestClient(port: server.webPort)
            peer.send(
                Self.request([
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                    "Sec-WebSocket-Protocol: other, helpline.v1",
                ]))
            var lines: [String] = []
            while let line = peer.line(), !line.isEmpty { lines.append(line.lowercased()) }
            #expect(lines.first == "http/1.1 101 switching protocols")
            #expect(lines.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="))
            #expect(lines.contains("sec-websocket-protocol: helpline.v1"))
            #expect(!lines.contains { $0.contains("deflate") || $0.contains("content-length") })
        }
    }

    @Test(
        "what is no handshake gets a status",
        arguments: [
            (request(first: "GET /chat?token=abc HTTP/1.1"), "400"),
            (request(first: "GET /chat/ HTTP/1.1"), "404"),
            (request(["Content-Length: 0"], first: "POST /chat HTTP/1.1"), "405"),
            (request(first: "GET /chat HTTP/1.0"), "426"),
            (request(without: "Upgrade"), "426"), (request(without: "Connection"), "426"),
            (request(without: "Sec-WebSocket-Version"), "426"),
            (request(["Sec-WebSocket-Version: 8"], without: "Sec-WebSocket-Version"), "426"),
            (request(without: "Sec-WebSocket-Key"), "400"),
            (request(["Sec-WebSocket-Key: c2hvcnQ="], without: "Sec-WebSocket-Key"), "400"),
            (request(["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]), "400"),
            (request(without: "Host"), "400"), (request(["Host: other"]), "400"),
            (request(["Sec-WebSocket-Protocol: mqtt"]), "400"),
            (request(["Content-Length: 3"]) + "abc", "400"),
            (request(["Transfer-Encoding: chunked"]) + "0\r\n\r\n", "400"),
        ])
    func refusals(request: String, status: String) async throws {
        try await TestServer.run { server in
            let peer = try TestClient(port: server.webPort)
            peer.send(request)
            let first = peer.line() ?? ""
            #expect(
                first.hasPrefix("HTTP/1.1 \(status) ") || first.hasPrefix("HTTP/1.0 \(status) "))
        }
    }
}
