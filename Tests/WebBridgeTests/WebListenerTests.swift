import ChatSessions
import Engine
import Foundation
import IntentMatching
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Vocabulary

@testable import WebBridge

@Suite(.serialized) struct WebListenerTests {
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
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let shop = try #require(ShopID("juniper"))
        let reading = ShopReading(
            id: shop, languages: [.english], matchers: [:],
            detector: LanguageDetector(samples: [:]), banners: [:], burstWindow: .zero,
            sessionCountMax: 100, reservedNames: [], origins: ["https://juniper.example"])
        let loops = try await SessionLoops.start(
            LineConfiguration(ports: [], rates: nil, acceptedCountMax: 1_000), group: group,
            shelf: ShopShelf(ShopReadings([reading], defaultShop: shop)),
            directory: FloorDirectory(other: FloorInbox()), metrics: ListenerMetrics(),
            logger: logger, now: { .zero })
        let listener = try await WebListener.start(
            host: "127.0.0.1", port: 0, loops: loops,
            site: WebSite(health: source, shops: [Self.face(of: shop)]),
            limits: limits, logger: logger)
        do {
            try body(listener.localAddress?.port ?? 0, faults)
        } catch {
            Issue.record(error)
        }
        await listener.close()
        await loops.closeAll()
    }

    private static func face(of shop: ShopID) -> ShopFace {
        ShopFace(
            id: shop, card: Array(#"{"shop":"juniper"}"#.utf8),
            showcase: Array(#"{"products":[]}"#.utf8))
    }

    @Test(arguments: [
        ("/shops.json", #"{"shops":[{"shop":"juniper"}]}"#),
        ("/shops/juniper.json", #"{"shop":"juniper"}"#),
        ("/shops/juniper/products.json", #"{"products":[]}"#),
    ])
    func shopsAreShownToTheirOwnPages(path: String, body: String) async throws {
        try await Self.run { port, _ in
            let exchange = try HTTPExchange(port, "GET \(path) HTTP/1.0\r\n\r\n")
            #expect(exchange.body == body)
            #expect(exchange.header("content-type") == "application/json")
            #expect(exchange.header("access-control-allow-origin") == "*")
        }
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
        ("GET /no HTTP/1.0\r\n\r\n", "404", "there is no such page\n"),
        ("GET /../shop.yml HTTP/1.0\r\n\r\n", "404", "there is no such page\n"),
        ("GET /chat HTTP/1.0\r\n\r\n", "426", "a WebSocket is spoken here\n"),
        ("POST /healthz HTTP/1.0\r\ncontent-length: 2\r\n\r\nhi", "405", "only GET and HEAD\n"),
        ("nonsense\r\n\r\n", "400", "that is no HTTP request\n"),
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

    @Test func whoWaitsLongestMakesRoom() async throws {
        var limits = WebLimits()
        limits.connectionCountMax = 1
        try await Self.run(limits: limits) { port, _ in
            let slow = try HTTPPeer(port)
            slow.send("GET /healthz HTTP/1.1\r\n\r\nGET /heal")
            #expect(!slow.some().isEmpty)
            let other = try HTTPExchange(
                port, "GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n")
            #expect(other.status.contains("200"))
            _ = slow.rest()
            #expect(slow.hasEnded)
        }
    }

    /// A file that the table of pages leaves out would be missed on the day of its first request.
    @Test func everyFileOfPagesIsCompiledIn() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/WebBridge/Pages").standardizedFileURL
        let found = try #require(FileManager.default.enumerator(atPath: folder.path))
            .compactMap { $0 as? String }
            .filter { path in
                var isFolder: ObjCBool = false
                let full = folder.appending(path: path).path
                return FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
                    && !isFolder.boolValue
            }
        #expect(PageShelf(shops: []).filePaths.sorted() == found.sorted())
    }

    @Test(arguments: [("gzip, deflate, br", true), ("br;q=1.0, gzip;q=0", false), ("", false)])
    func browsersGetPagesCompressed(accepted: String, isCompressed: Bool) async throws {
        try await Self.run { port, _ in
            let request = "GET /widget.js HTTP/1.0\r\naccept-encoding: \(accepted)\r\n"
            let answer = try HTTPExchange(port, request + "\r\n")
            #expect((answer.header("content-encoding") == "gzip") == isCompressed)
            #expect(answer.header("vary") == "accept-encoding")
            let count = try #require(answer.header("content-length").flatMap { Int($0) })
            #expect((count < 20 * 1_024) == isCompressed)
            let tag = try #require(answer.header("etag"))
            let again = try HTTPExchange(port, request + "if-none-match: \(tag)\r\n\r\n")
            #expect(again.status.contains("304"))
        }
    }

    @Test func pagesAreServedStrictlyAndOnce() async throws {
        try await Self.run { port, _ in
            let page = try HTTPExchange(port, "GET / HTTP/1.0\r\n\r\n")
            #expect(page.text.contains("content-type: text/html; charset=utf-8"))
            #expect(page.text.contains("content-security-policy: default-src 'none'; "))
            let tag = try #require(page.header("etag"))
            let again = try HTTPExchange(
                port, "GET / HTTP/1.0\r\nif-none-match: \(tag)\r\n\r\n")
            #expect(again.status.contains("304") && again.body.isEmpty)
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
        let peer = try HTTPPeer(port)
        peer.send(request)
        text = peer.rest()
    }

    /// nil if there is no such header.
    func header(_ name: String) -> String? {
        text.components(separatedBy: "\r\n").first { $0.hasPrefix(name + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}

/// One connection to the web address.
final class HTTPPeer {
    private let descriptor: Int32
    /// The server has closed, and all it said was read.
    private(set) var hasEnded = false

    init(_ port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
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
    }

    deinit { Glibc.close(descriptor) }

    func send(_ text: String) { send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) {
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What has arrived by now, waiting for at least one byte; empty at the end of the stream.
    func some() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        hasEnded = count == 0 || count < 0 && errno == ECONNRESET
        return count > 0 ? Array(buffer[..<count]) : []
    }

    /// Everything up to the end of the stream.
    func rest() -> String {
        var received: [UInt8] = []
        while true {
            let more = some()
            guard !more.isEmpty else { break }
            received += more
        }
        return String(decoding: received, as: UTF8.self)
    }
}
