import Foundation
import Testing

/// What the API and `/metrics` tell of queues and deliveries, while people wait and endpoints fail.
@Suite(.serialized) struct APIFiguresTests {
    private static func token(_ name: String, _ role: String, _ site: Site) throws -> String {
        let token = try Outcome.helpline(
            "agents", "token", name, "--role", role, "--data", site.data)
        try #require(token.code == 0, "\(token.errors)")
        let words = token.output.split(whereSeparator: \.isWhitespace)
        return String(try #require(words.first { $0.hasPrefix("hl_") }))
    }

    private static func get(
        _ path: String, _ server: ServerUnderTest, _ name: String, _ token: String
    ) throws -> String {
        let client = try LineClient(port: server.webPort)
        let login = Data("\(name):\(token)".utf8).base64EncodedString()
        client.send(
            "GET \(path) HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
                + "Authorization: Basic \(login)\r\n\r\n")
        return String(decoding: client.stream.rest(), as: UTF8.self)
    }

    /// Asks until the answer holds the text; the last answer, whatever it holds.
    private static func get(
        _ path: String, until text: String, _ server: ServerUnderTest, _ name: String,
        _ token: String
    ) throws -> String {
        let deadline = Deadline.patient
        while true {
            let answer = try get(path, server, name, token)
            if answer.contains(text) || deadline.hasPassed { return answer }
        }
    }

    @Test("who waits is counted at once, and for how long they waited once somebody came")
    func queues() throws {
        let desk = try DeskServer(agents: [
            ("maria", "--shops kites"), ("lena", "--shops kites --role lead"),
        ])
        let maria = try desk.agent("maria")
        let lena = try Self.token("lena", "lead", desk.site)
        let mariaToken = try Self.token("maria", "agent", desk.site)
        let empty = try Self.get(
            "/api/v1/queues", until: "\"agents\":1", desk.server, "lena", lena)
        #expect(empty.contains("\"shop\":\"kites\""))
        #expect(empty.contains("\"waiting\":0") && empty.contains("\"longest_wait_seconds\":null"))
        let (customer, _) = try desk.waitingCustomer()
        let offer = try #require(maria.event("offer"))
        let waiting = try Self.get(
            "/api/v1/queues", until: "\"waiting\":1,\"offered\":1", desk.server, "lena", lena)
        #expect(waiting.contains("\"waiting\":1,\"offered\":1"), "\(waiting)")
        let refused = try Self.get("/api/v1/queues", desk.server, "maria", mariaToken)
        #expect(refused.hasPrefix("HTTP/1.1 403 "))
        #expect(try Self.get("/metrics", desk.server, "", "").contains("} 1\n"))
        maria.send(.command("/take", about: offer.case))
        #expect(customer.event("joined") != nil)
        let ended = "end=\"answered\"} 1\n"
        let figures = try Self.get("/metrics", until: ended, desk.server, "", "")
        #expect(figures.contains("helpline_queue_wait_seconds_count{shop=\"kites\",queue="))
        #expect(figures.contains(ended))
        #expect(figures.contains("# TYPE helpline_queue_wait_seconds histogram"))
        let taken = try Self.get(
            "/api/v1/queues", until: "\"assigned\":1", desk.server, "lena", lena)
        #expect(taken.contains("\"assigned\":1"), "\(taken)")
    }

    @Test("deliveries are told to supervisors of the shop, by where they stand")
    func deliveries() throws {
        let site = try Site()
        let path = site.intents + "/kites/shop.yml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let endpoint = """

            endpoints:
            - name: crm
              url: "http://127.0.0.1:9/hook"
              events: all
              secret_env: KITES_SECRET

            """
        try site.write(text + endpoint, to: "kites/shop.yml")
        try DeskServer.add("vera", "--shops kites --role supervisor", in: site)
        try DeskServer.add("lena", "--shops kites --role lead", in: site)
        let server = try ServerUnderTest(
            site, arguments: ["--no-rate-limits", "--webhook-allow", "127.0.0.1:9"],
            environment: ["KITES_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
        defer { server.stop() }
        let vera = try Self.token("vera", "supervisor", site)
        let (client, welcome) = try server.greetedClient()
        #expect(client.say("how big is a kite", id: "one")?.ev == "ack")
        let failed = "\"last_failure\":\""
        let found = try Self.get(
            "/api/v1/deliveries?state=waiting", until: failed, server, "vera", vera)
        #expect(found.contains(failed) && found.contains("\"endpoint\":\"kites/crm\""), "\(found)")
        #expect(found.contains("\"conversation\":\"\(welcome.conv ?? "-")\""))
        let dead = try Self.get("/api/v1/deliveries?state=dead", server, "vera", vera)
        #expect(dead.hasSuffix("{\"deliveries\":[]}"))
        let lena = try Self.token("lena", "lead", site)
        let refused = try Self.get("/api/v1/deliveries", server, "lena", lena)
        #expect(refused.hasPrefix("HTTP/1.1 403 "))
    }
}
