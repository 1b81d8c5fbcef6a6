import ChatSessions
import ChatWire
import SessionKit
import TestKit
import Testing
import Vocabulary

/// Both ports behind a proxy that says who the peer is.
@Suite("Connections from a listed proxy", .serialized)
struct ProxyTests {
    private static func configuration(
        _ proxies: String = "127.0.0.0/8", connectionsOfAnAddress: Int = 1
    ) throws -> LineConfiguration {
        var configuration = TestServer.configuration(rates: LineRates())
        configuration.rates?.addressConnectionCountMax = connectionsOfAnAddress
        configuration.proxies = [try #require(AddressRange(proxies))]
        return configuration
    }

    private static func header(_ source: String) -> String {
        "PROXY TCP4 \(source) 127.0.0.1 4000 80\r\n"
    }

    @Test("each address that the proxy names has rates of its own")
    func addressesAreThoseOfThePeers() async throws {
        try await TestServer.run(try Self.configuration()) { server in
            let first = try server.client()
            first.send(Self.header("192.0.2.1"))
            #expect(first.line(beginning: "* for another shop") != nil)
            let other = try server.client()
            other.send(Self.header("192.0.2.2") + "hello\n")
            #expect(other.line(beginning: "bot: you said: hello") != nil)
            let again = try SocketClient(
                port: server.webPort, prefix: Array(Self.header("192.0.2.1").utf8))
            #expect(again.text(containing: "too many connections from your address") != nil)
            let third = try SocketClient(
                port: server.webPort, prefix: Array(Self.header("192.0.2.3").utf8))
            third.send(#"{"op":"hello","v":1}"#)
            #expect(third.text(containing: "welcome") != nil)
        }
    }

    @Test("the header may come byte by byte")
    func headersMayBeCut() async throws {
        try await TestServer.run(try Self.configuration()) { server in
            let client = try server.client()
            for byte in Array((Self.header("192.0.2.1") + "hello\n").utf8) { client.send([byte]) }
            #expect(client.line(beginning: "bot: you said: hello") != nil)
        }
    }

    @Test(
        "without a header, or with a wrong one, there is no answer at all",
        arguments: [
            "hello\n", "GET /healthz HTTP/1.1\r\n\r\n", "PROXY TCP4 1.2.3.4\r\nhello\n",
            String(repeating: "PROXY ", count: 100), "\r\n\r\n\0\r\nQUIT\n\u{3}",
        ])
    func noHeader(bytes: String) async throws {
        try await TestServer.run(try Self.configuration()) { server in
            for port in [server.port, server.webPort] {
                let client = try TestClient(port: port)
                client.send(bytes)
                client.endInput()
                #expect(client.rest().isEmpty && client.hasEnded)
            }
            #expect(server.metrics.count(of: .noProxyHeader) == 2)
            #expect(server.metrics.openCount == 0)
        }
    }

    @Test("a header that does not come in time ends the connection")
    func lateHeader() async throws {
        var configuration = try Self.configuration()
        configuration.times.proxyHeader = .milliseconds(30)
        try await TestServer.run(configuration) { server in
            let client = try server.client()
            client.send("PROXY TC")
            #expect(client.rest().isEmpty && client.hasEnded)
        }
    }

    @Test("a proxy that speaks for itself is taken for what it is")
    func theProxyItself() async throws {
        try await TestServer.run(try Self.configuration()) { server in
            let client = try server.client()
            client.send("PROXY UNKNOWN\r\nhello\n")
            #expect(client.line(beginning: "bot: you said: hello") != nil)
        }
    }

    @Test("an address that is not listed is believed nothing")
    func strangersAreNotBelieved() async throws {
        try await TestServer.run(try Self.configuration("192.0.2.0/24")) { server in
            let client = try server.client()
            client.send(Self.header("192.0.2.1"))
            let answer = client.line(beginning: "bot: you said:")
            #expect(answer == "bot: you said: PROXY TCP4 192.0.2.1 127.0.0.1 4000 80")
            let web = try TestClient(port: server.webPort)
            web.send(Self.header("192.0.2.1") + "GET /healthz HTTP/1.0\r\n\r\n")
            #expect(web.line()?.contains("400") == true)
        }
    }

    @Test("behind a proxy that ends TLS passwords may travel; behind another they may not")
    func passwordsTravelThroughTLS() async throws {
        let office = BackOffice(
            logIn: { request, answer in
                guard request.password == "right-one" else { return answer(.refused) }
                answer(.accepted(.lasting(AgentAccount(id: request.name, name: "Maria"))))
            },
            reload: { _ in .ack(clientID: "", sequence: 0) })
        let login = #"{"op":"login","name":"maria","password":"right-one"}"#
        let head: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10, 0x21, 0x11]
        let address: [UInt8] = [192, 0, 2, 7, 127, 0, 0, 1, 1, 1, 0, 80]
        let configuration = try Self.configuration(connectionsOfAnAddress: 9)
        try await TestServer.run(configuration, backOffice: office) { server in
            let plain = try SocketClient(
                port: server.webPort, prefix: head + [0, 12] + address)
            plain.send(login)
            #expect(plain.text(containing: "no passwords on this connection") != nil)
            let secure = try SocketClient(
                port: server.webPort,
                prefix: head + [0, 20] + address + [0x20, 0, 5, 1, 0, 0, 0, 0])
            secure.send(login)
            #expect(secure.text(containing: "signed_in") != nil)
        }
    }
}
