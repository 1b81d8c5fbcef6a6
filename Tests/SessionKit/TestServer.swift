import ChatListeners
import ChatSessions
import ChatWire
import Dispatch
import Engine
import Foundation
import IntentMatching
import Logging
import NIOPosix
import Synchronization
import Testing
import Vocabulary
import WebBridge

/// A clock that a test moves.
package final class HandClock: Sendable {
    private let time = Mutex(Duration.seconds(1_000))
    package func now() -> Duration { time.withLock { $0 } }
    package func move(by duration: Duration) { time.withLock { $0 += duration } }
}

/// A line port and a web port, each on a free port, with a model of a floor behind it.
package final class TestServer: Sendable {
    package let loops: SessionLoops
    package let listener: LineListener
    package let web: WebListener
    package let floor: TestFloor
    package let clock: HandClock
    package let metrics: ListenerMetrics
    package let shelf: ShopShelf
    package static let silence = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    package var port: Int { listener.localAddress?.port ?? 0 }

    package func client(receiveBufferBytes: Int32? = nil) throws -> TestClient {
        try TestClient(port: port, receiveBufferBytes: receiveBufferBytes)
    }

    package var webPort: Int { web.localAddress?.port ?? 0 }

    package func drain(within time: Duration) async {
        await listener.stopAccepting()
        await web.close()
        await loops.drain(within: time)
    }

    /// A client that has heard the banner.
    package func greetedClient() throws -> TestClient {
        let client = try client()
        _ = client.line(beginning: "* for another shop")
        return client
    }

    /// Starts a server, lets `body` use it, and stops it.
    package static func run(
        floor: TestFloor = TestFloor(), readings: ShopReadings = readings(),
        _ configuration: LineConfiguration = configuration(), backOffice: BackOffice? = nil,
        admin: AdminSource? = nil, _ body: (TestServer) async throws -> Void
    ) async throws {
        let clock = HandClock()
        let metrics = ListenerMetrics()
        let shelf = ShopShelf(readings)
        let logger = silence
        let loops = try await SessionLoops.start(
            configuration, group: group, shelf: shelf,
            directory: FloorDirectory(other: floor.inbox), metrics: metrics,
            logger: logger, backOffice: backOffice, now: { clock.now() })
        let listener = try await LineListener.start(loops)
        let health = HealthSource(fault: { nil }, unreadiness: { nil }, metrics: { "" })
        let web = try await WebListener.start(
            host: "127.0.0.1", port: 0, loops: loops,
            site: WebSite(health: health, shops: [], admin: admin),
            logger: logger)
        floor.start(outlet: loops)
        let server = TestServer(loops, listener, web, floor, clock, metrics, shelf)
        do {
            try await body(server)
        } catch {
            Issue.record(error)
        }
        await listener.stopAccepting()
        await web.close()
        await loops.closeAll()
        floor.stop()
        #expect(floor.notes.mistakes == [])
    }

    /// Without rates, and with nobody but the test looking at the time.
    package static func configuration(
        rates: LineRates? = nil, certificate: CertificateFiles? = nil
    ) -> LineConfiguration {
        var configuration = LineConfiguration(
            ports: [LinePort(host: "127.0.0.1", port: 0, certificate: certificate)], rates: rates,
            acceptedCountMax: 1_000)
        configuration.times.sweep = nil
        return configuration
    }

    /// The first of the shops.
    package static let shop = readings().defaultShop

    package static func readings(
        burstWindow: Duration = .zero, sessionCountMax: Int = 1_000
    ) -> ShopReadings {
        let names = ["juniper", "lumen"].compactMap { ShopID($0) }
        let shops = names.map { name in
            ShopReading(
                id: name, languages: [.english], matchers: [:],
                detector: LanguageDetector(samples: [:]),
                banners: [.english: "Hello, I am the bot of \(name).\nAsk away."],
                burstWindow: burstWindow, sessionCountMax: sessionCountMax,
                reservedNames: ["Juno", "Maria"], origins: ["https://\(name).example"])
        }
        return ShopReadings(shops, defaultShop: names[0])
    }

    private init(
        _ loops: SessionLoops, _ listener: LineListener, _ web: WebListener, _ floor: TestFloor,
        _ clock: HandClock,
        _ metrics: ListenerMetrics, _ shelf: ShopShelf
    ) {
        self.loops = loops
        self.listener = listener
        self.web = web
        self.floor = floor
        self.clock = clock
        self.metrics = metrics
        self.shelf = shelf
    }
}

/// Waits until something has happened that no message tells of; not for ever.
package func eventually(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ hasHappened: () -> Bool
) async {
    for _ in 0..<60_000 {
        if hasHappened() { return }
        await withCheckedContinuation { soon in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) { soon.resume() }
        }
    }
    Issue.record("did not happen within a minute", sourceLocation: sourceLocation)
}

/// What `body` returns, which may wait for a socket, from a thread of its own.
package func onAThread<Value: Sendable>(
    _ body: @escaping @Sendable () -> Value
) -> AsyncStream<Value> {
    let (values, continuation) = AsyncStream<Value>.makeStream()
    Thread {
        continuation.yield(body())
        continuation.finish()
    }.start()
    return values
}
