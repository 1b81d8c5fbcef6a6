import Foundation
import Testing

/// A shop's systems hear of everything that is on record, signed, whatever happens in between.
@Suite struct WebhookTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    /// A site whose shop has an endpoint at this port.
    private static func site(port: UInt16, format: String = "standard") throws -> Site {
        let site = try Site()
        let path = site.intents + "/kites/shop.yml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try site.write(
            text + """

                endpoints:
                - name: crm
                  url: "http://127.0.0.1:\(port)/hook"
                  events: all
                  secret_env: KITES_SECRET
                  format: \(format)

                """, to: "kites/shop.yml")
        return site
    }

    private static func server(_ site: Site, receiverPort: UInt16) throws -> ServerUnderTest {
        try ServerUnderTest(
            site,
            arguments: ["--no-rate-limits", "--webhook-allow", "127.0.0.1:\(receiverPort)"],
            environment: ["KITES_SECRET": secret])
    }

    /// Says something and closes, each acknowledged.
    private static func converse(with server: ServerUnderTest) throws {
        let (client, _) = try server.greetedClient()
        #expect(client.say("how big is a kite", id: "one")?.ev == "ack")
        client.send(.bye)
        #expect(client.event("closed") != nil)
        client.vanish()
    }

    /// Goal: T9. Method: the server is killed while it delivers to a receiver that goes away too; in the
    /// end each line on record was received, valid, by its id.
    @Test func aKillLosesNoEvent() throws {
        var receiver = try Receiver(secret: Self.secret)
        let site = try Self.site(port: receiver.port)
        var received: [String] = []
        for round in 1...3 {
            let server = try Self.server(site, receiverPort: receiver.port)
            for _ in 1...4 { try Self.converse(with: server) }
            if round == 2 { receiver.stop() }
            if round < 3 {
                server.killAtOnce()
            } else {
                #expect(server.stop() == 0)
            }
            if round == 2 {
                received += receiver.lines
                receiver = try Receiver(secret: Self.secret, port: receiver.port)
            }
        }
        let drained = try Outcome(
            [
                Tools.helpline, "deliveries", "drain", "--data", site.data, "--intents",
                site.intents,
            ],
            environment: [
                "KITES_SECRET": Self.secret,
                "HELPLINE_WEBHOOK_ALLOW": "127.0.0.1:\(receiver.port)",
            ])
        #expect(drained.code == 0, "\(drained)")
        receiver.stop()
        received += receiver.lines
        let valid = Set(received.filter { $0.hasSuffix("  valid") }.compactMap(Self.id))
        var wanted: Set<String> = []
        for document in try Record(data: site.data).documents() {
            for entry in document.entries where ["customer", "bot", "system"].contains(entry.role) {
                wanted.insert("evt_\(document.id)_\(entry.seq)_1")
            }
        }
        #expect(wanted.count >= 12)
        #expect(wanted.subtracting(valid).isEmpty, "lost: \(wanted.subtracting(valid).sorted())")
        #expect(!received.contains { $0.contains("NOT VALID") })
    }

    private static func id(_ line: String) -> String? {
        line.hasPrefix("evt_") ? line.split(separator: " ").first.map(String.init) : nil
    }

    /// Goal: integrators can use the libraries of Standard Webhooks.
    /// Method: requests as a real receiver got them are verified by `standardwebhooks` and `svix` of PyPI.
    @Test(.enabled(if: Python.hasWebhookLibraries, "standardwebhooks and svix are not installed"))
    func theReferenceLibrariesVerifyWhatIsSent() throws {
        let kept = NSTemporaryDirectory() + "kept-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: kept) }
        let receiver = try Receiver(secret: Self.secret, keeping: kept)
        let site = try Self.site(port: receiver.port)
        let server = try Self.server(site, receiverPort: receiver.port)
        try Self.converse(with: server)
        #expect(receiver.waitForLine { $0.contains("transcript.ready") })
        #expect(server.stop() == 0)
        receiver.stop()
        let files = try FileManager.default.contentsOfDirectory(atPath: kept)
        #expect(files.count >= 4)
        let result = try Outcome(
            [Python.path, "-c", Python.verifier, Self.secret] + files.map { kept + "/" + $0 })
        #expect(result.code == 0, "\(result)")
        #expect(result.output.contains("\(files.count) verified by both"), "\(result)")
        for file in files {
            let own = try Outcome([
                Tools.helpline, "deliveries", "verify", "--secret", Self.secret, kept + "/" + file,
            ])
            #expect(own.code == 0, "\(own)")
            let other = "whsec_" + String(repeating: "A", count: 32)
            let wrong = try Outcome([
                Tools.helpline, "deliveries", "verify", "--secret", other, kept + "/" + file,
            ])
            #expect(wrong.code == 1, "\(wrong)")
        }
    }

    @Test func aFailingEndpointIsShownAndSentToAgain() throws {
        let failing = try Receiver(secret: Self.secret, options: ["--answer", "410"])
        let site = try Self.site(port: failing.port)
        let server = try Self.server(site, receiverPort: failing.port)
        try Self.converse(with: server)
        // It is the receiver that says when a request has come.
        #expect(failing.waitForLine { $0.hasPrefix("evt_") })
        let data = ["--data", site.data]
        let deadline = Deadline.patient
        var dead = ""
        while !dead.contains("disabled (gone)"), deadline.millisecondsLeft > 0 {
            dead = try Outcome([Tools.helpline, "deliveries", "list", "--state", "dead"] + data)
                .output
        }
        #expect(dead.contains("endpoint_gone"), "\(dead)")
        #expect(try server.metric("helpline_endpoints_disabled") == 1)
        failing.stop()
        let fine = try Receiver(secret: Self.secret, port: failing.port)
        let retried = try Outcome(
            [Tools.helpline, "deliveries", "retry", "--endpoint", "kites/crm"] + data)
        #expect(retried.code == 0, "\(retried)")
        #expect(fine.waitForLine { $0.hasSuffix("  valid") })
        #expect(server.stop() == 0)
        fine.stop()
        let secretShown = try Outcome([Tools.helpline, "deliveries", "list", "--json"] + data)
            .output
            .contains("MfKQ")
        #expect(!secretShown)
    }

    @Test func aMissingSecretStopsTheStart() throws {
        let site = try Self.site(port: 9)
        let checked = try Outcome([Tools.helpline, "check", site.intents])
        #expect(checked.code == 1 && checked.output.contains("KITES_SECRET"), "\(checked)")
        #expect(throws: ServerUnderTest.DidNotStart.self) { try ServerUnderTest(site) }
    }
}

/// `helpline deliveries receive` as a process of its own.
final class Receiver {
    let port: UInt16
    private let process: ChildProcess
    private(set) var lines: [String] = []
    private var isStopped = false

    init(
        secret: String, port: UInt16 = 0, keeping folder: String? = nil, options: [String] = []
    ) throws {
        process = try ChildProcess(
            [Tools.helpline, "deliveries", "receive", "--port", "\(port)", "--secret", secret]
                + (folder.map { ["--save", $0] } ?? []) + options)
        let line = process.output.line().map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard let match = line.firstMatch(of: #/:(\d+)\//#), let found = UInt16(match.1) else {
            throw ServerUnderTest.DidNotStart(code: process.exitCode(), errors: line)
        }
        self.port = found
    }

    /// Reads what it says until a line fits. - Returns: false if none came.
    func waitForLine(_ fits: (String) -> Bool) -> Bool {
        while let line = process.output.line() {
            lines.append(String(decoding: line, as: UTF8.self))
            if let last = lines.last, fits(last) { return true }
        }
        return false
    }

    /// Ends it and takes what it has said.
    func stop() {
        guard !isStopped else { return }
        isStopped = true
        process.send(SIGTERM)
        lines += String(decoding: process.output.rest(), as: UTF8.self).split(separator: "\n")
            .map(String.init)
        _ = process.exitCode()
    }
}

/// The Python with the libraries that verify signatures: `HELPLINE_PYTHON`, or `python3`.
enum Python {
    static let path = ProcessInfo.processInfo.environment["HELPLINE_PYTHON"] ?? "python3"

    static let hasWebhookLibraries =
        (try? Outcome([path, "-c", "import standardwebhooks, svix"]).code) == 0

    static let verifier = """
        import sys, datetime
        import standardwebhooks, svix.webhooks
        count = 0
        for name in sys.argv[2:]:
            head, body = open(name, 'rb').read().split(b'\\n\\n', 1)
            headers = dict(line.split(': ', 1) for line in head.decode().split('\\n'))
            standardwebhooks.Webhook(sys.argv[1]).verify(body, headers)
            svix.webhooks.Webhook(sys.argv[1]).verify(body, headers)
            count += 1
        print(count, 'verified by both')
        """
}
