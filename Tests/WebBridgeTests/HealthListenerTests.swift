import Foundation
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import WebBridge

@Suite(.serialized) struct HealthListenerTests {
    private final class Faults: Sendable {
        let fault = Mutex<String?>(nil)
        let unreadiness = Mutex<String?>(nil)
    }

    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private static func run(
        limits: WebLimits = WebLimits(), _ body: (Int, Faults) throws -> Void
    ) async throws {
        let faults = Faults()
        let source = HealthSource(
            fault: { faults.fault.withLock { $0 } },
            unreadiness: { faults.unreadiness.withLock { $0 } },
            metrics: { "helpline_turns_total 3\n" })
        let listener = try await HealthListener.start(
            host: "127.0.0.1", port: 0, group: group, source: source, limits: limits,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        do {
            try body(listener.localAddress?.port ?? 0, faults)
        } catch {
            Issue.record(error)
        }
        await listener.close()
    }

    @Test func healthIsWhatTheSourceSays() async throws {
        try await Self.run { port, faults in
            let fine = try HTTPExchange(port, "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n")
            #expect(fine.status == "HTTP/1.1 200 OK" && fine.body == "ok\n")
            faults.unreadiness.withLock { $0 = "draining" }
            let unready = try HTTPExchange(port, "GET /readyz HTTP/1.0\r\n\r\n")
            #expect(unready.status.contains("503") && unready.body == "draining\n")
            faults.fault.withLock { $0 = "the disk is full" }
            let bad = try HTTPExchange(port, "GET /healthz?x=1 HTTP/1.0\r\n\r\n")
            #expect(bad.status.contains("503") && bad.body == "the disk is full\n")
        }
    }

    @Test(arguments: [
        ("GET /metrics HTTP/1.0\r\n\r\n", "200", "helpline_turns_total 3\n"),
        ("HEAD /metrics HTTP/1.0\r\n\r\n", "200", ""),
        ("GET / HTTP/1.0\r\n\r\n", "404", "there are /healthz, /readyz and /metrics here\n"),
        ("POST /healthz HTTP/1.0\r\ncontent-length: 2\r\n\r\nhi", "405", "only GET and HEAD\n"),
        ("nonsense\r\n\r\n", "400", ""),
    ])
    func everyRequestHasItsAnswer(request: String, status: String, body: String) async throws {
        try await Self.run { port, _ in
            let exchange = try HTTPExchange(port, request)
            #expect(exchange.status.contains(status))
            #expect(exchange.body == body)
        }
    }

    @Test func connectionsAreKeptAndRequestsMayBePipelined() async throws {
        try await Self.run { port, _ in
            let one = "GET /healthz HTTP/1.1\r\n\r\n"
            let two = one + "GET /metrics HTTP/1.1\r\nconnection: close\r\n\r\n"
            let exchange = try HTTPExchange(port, two)
            #expect(exchange.text.components(separatedBy: "HTTP/1.1 200 OK").count == 3)
            #expect(exchange.text.hasSuffix("helpline_turns_total 3\n"))
        }
    }

    @Test func endlessHeadersAreRefused() async throws {
        try await Self.run { port, _ in
            let head = "GET /healthz HTTP/1.1\r\nx: " + String(repeating: "a", count: 20_000)
            let exchange = try HTTPExchange(port, head)
            #expect(exchange.status.contains("431"))
        }
    }

    @Test func slowHeadersAreRefused() async throws {
        var limits = WebLimits()
        limits.request = .milliseconds(30)
        try await Self.run(limits: limits) { port, _ in
            let exchange = try HTTPExchange(port, "GET /healthz HT")
            #expect(exchange.status.contains("408"))
        }
    }

    @Test func silentConnectionsAreClosed() async throws {
        var limits = WebLimits()
        limits.idle = .milliseconds(30)
        try await Self.run(limits: limits) { port, _ in
            let exchange = try HTTPExchange(port, "")
            #expect(exchange.text.isEmpty)
        }
    }

    @Test func thereAreNeverTooManyConnections() async throws {
        var limits = WebLimits()
        limits.connectionCountMax = 0
        try await Self.run(limits: limits) { port, _ in
            let exchange = try HTTPExchange(port, "GET /healthz HTTP/1.1\r\n\r\n")
            #expect(exchange.text.isEmpty)
        }
    }
}

/// Sends bytes and reads until the server closes.
struct HTTPExchange {
    let text: String

    var status: String { text.components(separatedBy: "\r\n")[0] }
    var body: String {
        guard let end = text.range(of: "\r\n\r\n") else { return "" }
        return String(text[end.upperBound...])
    }

    init(_ port: Int, _ request: String) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { Glibc.close(descriptor) }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0, "nobody listens")
        let bytes = Array(request.utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            received += buffer[..<count]
        }
        text = String(decoding: received, as: UTF8.self)
    }
}
