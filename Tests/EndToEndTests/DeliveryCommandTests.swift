import Foundation
import Testing

/// What an operator does with deliveries that did not arrive: look, send again, drain.
@Suite struct DeliveryCommandTests {
    private static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    private static let environment = ["KITES_SECRET": secret]

    /// A site whose shop has these endpoints, as its file has them.
    private static func site(_ endpoints: String) throws -> Site {
        let site = try Site()
        try write(endpoints, to: site)
        return site
    }

    private static func write(_ endpoints: String, to site: Site) throws {
        let path = site.intents + "/kites/shop.yml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let own = text.components(separatedBy: "\nendpoints:\n")[0]
        try site.write(
            endpoints.isEmpty ? own : own + "\nendpoints:\n" + endpoints, to: "kites/shop.yml")
    }

    private static func endpoint(_ url: String, _ extra: String = "") -> String {
        """
        - name: crm
          url: "\(url)"
          events: all
          secret_env: KITES_SECRET
        \(extra)
        """
    }

    /// One conversation on record, its events tried at whoever is there.
    private static func converse(_ site: Site, allowing networks: String) throws {
        let server = try ServerUnderTest(
            site, arguments: ["--no-rate-limits", "--webhook-allow", networks],
            environment: environment)
        let (client, _) = try server.greetedClient()
        #expect(client.say("how big is a kite", id: "one")?.ev == "ack")
        client.send(.bye)
        #expect(client.event("closed") != nil)
        client.vanish()
        #expect(server.stop() == 0)
    }

    private static func deliveries(
        _ site: Site, _ arguments: [String], allowing networks: String = "",
        in wrapper: [String] = []
    ) throws -> Outcome {
        var environment = environment
        environment["HELPLINE_WEBHOOK_ALLOW"] = networks
        return try Outcome(
            wrapper + [Tools.helpline, "deliveries"] + arguments + ["--data", site.data],
            environment: environment)
    }

    private static func drain(
        _ site: Site, allowing networks: String, in wrapper: [String] = []
    ) throws -> Outcome {
        try deliveries(
            site, ["drain", "--intents", site.intents], allowing: networks, in: wrapper)
    }

    private struct Row: Decodable {
        let number: Int
        let event: String
        let state: String
        let attempts: Int
        let lastStatus: Int?
        let lastFailure: String?
    }

    private static func rows(_ site: Site, _ state: String = "any") throws -> [Row] {
        try deliveries(site, ["list", "--state", state, "--json"]).lines.map {
            try JSONDecoder.snakeCase.decode(Row.self, from: Data($0.utf8))
        }
    }

    private static func ids(_ receiver: Receiver) -> [String] {
        receiver.lines.filter { $0.hasPrefix("evt_") && $0.hasSuffix("  valid") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    @Test func whatFailedIsShownSentAgainAndReplayedWithTheSameIds() throws {
        let failing = try Receiver(secret: Self.secret, options: ["--answer", "500"])
        let allowed = "127.0.0.1:\(failing.port)"
        let site = try Self.site(Self.endpoint("http://\(allowed)/hook"))
        try Self.converse(site, allowing: allowed)
        _ = try Self.drain(site, allowing: allowed)
        failing.stop()
        let waiting = try Self.rows(site, "waiting")
        let first = try #require(waiting.first { $0.lastStatus == 500 })
        #expect(waiting.count >= 4, "opened, two lines, closed")

        let shown = try Self.deliveries(site, ["show", "\(first.number)"])
        #expect(shown.code == 0 && shown.output.contains(first.event), "\(shown)")
        #expect(shown.output.contains("HTTP 500") && shown.output.contains("\"type\""), "\(shown)")
        #expect(!shown.output.contains("MfKQ"))
        let missing = try Self.deliveries(site, ["show", "999999"])
        #expect(missing.code == 1 && missing.errors.contains("999999"), "\(missing)")

        let retried = try Self.deliveries(site, ["retry", "\(first.number)"])
        #expect(retried.code == 0 && retried.output.contains("1 delivery is"), "\(retried)")
        #expect(try Self.deliveries(site, ["retry", "999999"]).code == 1)
        let nothing = try Self.deliveries(site, ["retry"])
        #expect(nothing.code == 2 && nothing.errors.contains("--endpoint"), "\(nothing)")

        let fine = try Receiver(secret: Self.secret, port: failing.port)
        let drained = try Self.drain(site, allowing: allowed)
        #expect(drained.code == 0 && drained.output.contains("nothing waits"), "\(drained)")
        let replayed = try Self.deliveries(
            site, ["replay", "--from", "2020-01-01T00:00", "--to", "2100-01-01T00:00", "--json"])
        #expect(replayed.output == "{\"sent_again\":\(waiting.count)}\n", "\(replayed)")
        #expect(try Self.drain(site, allowing: allowed).code == 0)
        fine.stop()
        let received = Self.ids(fine)
        #expect(Set(received) == Set(waiting.map(\.event)))
        #expect(received.count == 2 * waiting.count, "each once more, with its own id")
        for order in [received.prefix(waiting.count), received.suffix(waiting.count)] {
            #expect(Array(order) == waiting.map(\.event).sorted { Self.place($0) < Self.place($1) })
        }
    }

    /// Number of the entry, then of the event of that entry.
    private static func place(_ event: String) -> Int {
        let parts = event.split(separator: "_").suffix(2).compactMap { Int($0) }
        return parts.reduce(0) { $0 * 100 + $1 }
    }

    @Test func aReplayNeedsATimeThatIsOne() throws {
        let site = try Self.site(Self.endpoint("http://127.0.0.1:9/"))
        try Self.converse(site, allowing: "127.0.0.1:9")
        for (from, to) in [("noon", "2100-01-01"), ("2026-03-02", "2026-03-01")] {
            let outcome = try Self.deliveries(site, ["replay", "--from", from, "--to", to])
            #expect(outcome.code == 2 && outcome.errors.contains(from), "\(outcome)")
        }
        let none = try Self.deliveries(
            site, ["replay", "--from", "2020-01-01", "--to", "2020-01-02", "--json"])
        #expect(none.output == "{\"sent_again\":0}\n", "\(none)")
    }

    @Test func whatWaitsForAnEndpointThatIsTakenOutIsKeptAndArrivesOnceItIsBack() throws {
        let receiver = try Receiver(secret: Self.secret, options: ["--answer", "500"])
        let allowed = "127.0.0.1:\(receiver.port)"
        let site = try Self.site(Self.endpoint("http://\(allowed)/"))
        try Self.converse(site, allowing: allowed)
        receiver.stop()
        try Self.write("", to: site)
        let gone = try Self.drain(site, allowing: allowed)
        #expect(gone.code == 1 && gone.output.contains("still wait"), "\(gone)")
        let waiting = try Self.rows(site, "waiting")
        #expect(waiting.contains { $0.lastFailure?.contains("endpoint_removed") == true })
        try Self.write(Self.endpoint("http://\(allowed)/"), to: site)
        let back = try Receiver(secret: Self.secret, port: receiver.port)
        #expect(try Self.drain(site, allowing: allowed).code == 0)
        back.stop()
        #expect(Set(Self.ids(back)) == Set(waiting.map(\.event)))
    }

    @Test func endpointsThatCannotWorkAreRefusedBeforeAnythingIsServed() throws {
        let two = Self.endpoint("https://a.example/") + "\n" + Self.endpoint("https://b.example/")
        let same = try Self.site(two)
        let refused = try Outcome(
            [Tools.helpline, "check", same.intents], environment: Self.environment)
        #expect(refused.code == 1 && refused.output.contains("crm"), "\(refused)")
        #expect(refused.output.contains("kites/shop.yml:"), "says where: \(refused)")
        let site = try Self.site(Self.endpoint("https://a.example/"))
        for bad in ["", "hunter2hunter2hunter2", "whsec_AAAA", "whsec_%%%%"] {
            let outcome = try Outcome(
                [Tools.helpline, "check", site.intents], environment: ["KITES_SECRET": bad])
            #expect(outcome.code == 1, "'\(bad)': \(outcome)")
            #expect(outcome.output.contains("KITES_SECRET"), "\(outcome)")
            #expect(!outcome.output.contains("hunter2"), "a secret is never shown")
            #expect(throws: ServerUnderTest.DidNotStart.self) {
                try ServerUnderTest(site, environment: ["KITES_SECRET": bad])
            }
        }
    }

    /// Goal: a name that changes its address reaches no address that is not allowed, whatever it was
    /// before. Method: a file of hosts of the process's own is changed between attempts; listeners are
    /// on both addresses.
    @Test(.enabled(if: PrivateHosts.isPossible, "this machine lets no test bind /etc/hosts"))
    func aNameThatChangesItsAddressIsJudgedByTheNewOne() throws {
        let receiver = try Receiver(secret: Self.secret)
        let allowed = "127.0.0.1:\(receiver.port)"
        let site = try Self.site(Self.endpoint("http://crm.example:\(receiver.port)/"))
        let hosts = try PrivateHosts(site.data + ".hosts")
        let trap = try Trap(address: "127.0.0.2", port: receiver.port)
        try Self.converse(site, allowing: "127.0.0.1:1")
        // At first the name means somewhere else: refused before a packet.
        try hosts.set("127.0.0.2 crm.example")
        #expect(try Self.drain(site, allowing: allowed, in: hosts.wrapper).code == 1)
        #expect(
            try Self.rows(site, "waiting").contains {
                $0.lastFailure?.contains("refused_address") == true
            })
        #expect(trap.acceptedCount == 0)
        // Then it is what the operator allows.
        try hosts.set("127.0.0.1 crm.example")
        let all = try Self.rows(site).map(\.event)
        let drained = try Self.drain(site, allowing: allowed, in: hosts.wrapper)
        #expect(drained.code == 0, "\(drained)")
        // And away again: what was fine before does not count.
        try hosts.set("127.0.0.2 crm.example")
        _ = try Self.deliveries(
            site, ["replay", "--from", "2020-01-01", "--to", "2100-01-01"])
        #expect(try Self.drain(site, allowing: allowed, in: hosts.wrapper).code == 1)
        #expect(trap.acceptedCount == 0)
        receiver.stop()
        #expect(Self.ids(receiver).sorted() == all.sorted())
    }

    /// Goal: what is sent as CloudEvents is read by the SDK of the CloudEvents project.
    @Test(.enabled(if: CloudEventsSDK.isThere, "the package cloudevents is not installed"))
    func theSDKReadsCloudEvents() throws {
        let kept = NSTemporaryDirectory() + "kept-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: kept) }
        let receiver = try Receiver(secret: Self.secret, keeping: kept)
        let allowed = "127.0.0.1:\(receiver.port)"
        let site = try Self.site(
            Self.endpoint("http://\(allowed)/", "  format: cloudevents\n"))
        try Self.converse(site, allowing: allowed)
        #expect(try Self.drain(site, allowing: allowed).code == 0)
        receiver.stop()
        let files = try FileManager.default.contentsOfDirectory(atPath: kept).map {
            "\(kept)/\($0)"
        }
        #expect(files.count >= 4)
        let result = try Outcome([Python.path, "-c", CloudEventsSDK.reader] + files)
        #expect(result.code == 0, "\(result)")
        let read = result.lines.filter { $0.hasPrefix("read ") }
        #expect(read.count == files.count, "\(result)")
        #expect(
            Set(read.compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) })
                == Set(Self.ids(receiver)))
    }
}

/// A file of hosts that one process sees in place of the machine's.
struct PrivateHosts {
    private static let script = "mount --bind \"$0\" /etc/hosts && exec \"$@\""
    let path: String

    init(_ path: String) throws {
        self.path = path
        try set("")
    }

    var wrapper: [String] { ["unshare", "-m", "/bin/sh", "-c", Self.script, path] }

    func set(_ line: String) throws {
        try "127.0.0.1 localhost\n\(line)\n".write(
            toFile: path, atomically: false, encoding: .utf8)
    }

    static let isPossible: Bool = {
        let path = NSTemporaryDirectory() + "hosts-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let hosts = try? PrivateHosts(path),
            (try? hosts.set("127.0.0.9 probe.example")) != nil
        else { return false }
        let outcome = try? Outcome(hosts.wrapper + ["getent", "hosts", "probe.example"])
        return outcome?.output.contains("127.0.0.9") == true
    }()
}

/// Listens where nobody may connect to.
final class Trap {
    private let descriptor: Int32

    init(address: String, port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = inet_addr(address)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
            }
        }
        guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    }

    deinit { close(descriptor) }

    /// Connections that came since it was asked last.
    var acceptedCount: Int {
        var count = 0
        while true {
            let peer = accept(descriptor, nil, nil)
            guard peer >= 0 else { return count }
            close(peer)
            count += 1
        }
    }
}

/// The Python SDK of the CloudEvents project.
enum CloudEventsSDK {
    static let isThere = (try? Outcome([Python.path, "-c", finder]).code) == 0

    private static let finder = """
        try:
            from cloudevents.v1.http import from_http
        except ImportError:
            from cloudevents.http import from_http
        """

    static let reader =
        finder + """

            import sys
            for name in sys.argv[1:]:
                head, body = open(name, 'rb').read().split(b'\\n\\n', 1)
                headers = dict(line.split(': ', 1) for line in head.decode().split('\\n'))
                event = from_http(headers, body)
                assert event['specversion'] == '1.0', event
                assert event['id'] == headers['webhook-id'], event
                for name in ('source', 'type', 'subject', 'time'):
                    assert event[name], name
                assert isinstance(event.data, dict), event
                print('read', event['id'], event['type'])
            """
}
