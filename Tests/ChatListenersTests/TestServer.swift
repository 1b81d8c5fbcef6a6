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

@testable import ChatListeners
@testable import ChatSessions

/// A clock that a test moves.
final class HandClock: Sendable {
    private let time = Mutex(Duration.seconds(1_000))
    func now() -> Duration { time.withLock { $0 } }
    func move(by duration: Duration) { time.withLock { $0 += duration } }
}

/// A listener on a free port with a model of a floor behind it.
final class TestServer: Sendable {
    let loops: SessionLoops
    let listener: LineListener
    let floor: TestFloor
    let clock: HandClock
    let metrics: ListenerMetrics
    let shelf: ShopShelf
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)

    var port: Int { listener.localAddress?.port ?? 0 }

    func client(receiveBufferBytes: Int32? = nil) throws -> TestClient {
        try TestClient(port: port, receiveBufferBytes: receiveBufferBytes)
    }

    func drain(within time: Duration) async {
        await listener.stopAccepting()
        await loops.drain(within: time)
    }

    /// A client that has heard the banner.
    func greetedClient() throws -> TestClient {
        let client = try client()
        _ = client.line(beginning: "* for another shop")
        return client
    }

    /// Starts a server, lets `body` use it, and stops it.
    static func run(
        floor: TestFloor = TestFloor(), readings: ShopReadings = readings(),
        _ configuration: LineConfiguration = configuration(), backOffice: BackOffice? = nil,
        _ body: (TestServer) async throws -> Void
    ) async throws {
        let clock = HandClock()
        let metrics = ListenerMetrics()
        let shelf = ShopShelf(readings)
        let loops = try await SessionLoops.start(
            configuration, group: group, shelf: shelf,
            directory: FloorDirectory(other: floor.inbox), metrics: metrics,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            backOffice: backOffice, now: { clock.now() })
        let listener = try await LineListener.start(loops)
        floor.start(outlet: loops)
        let server = TestServer(loops, listener, floor, clock, metrics, shelf)
        do {
            try await body(server)
        } catch {
            Issue.record(error)
        }
        await listener.stopAccepting()
        await loops.closeAll()
        floor.stop()
        #expect(floor.notes.mistakes == [])
    }

    /// Without rates, and with nobody but the test looking at the time.
    static func configuration(
        rates: LineRates? = nil, certificate: CertificateFiles? = nil
    ) -> LineConfiguration {
        var configuration = LineConfiguration(
            ports: [LinePort(host: "127.0.0.1", port: 0, certificate: certificate)], rates: rates,
            acceptedCountMax: 1_000)
        configuration.times.sweep = nil
        return configuration
    }

    /// The first of the shops.
    static let shop = readings().defaultShop

    static func readings(
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
        _ loops: SessionLoops, _ listener: LineListener, _ floor: TestFloor, _ clock: HandClock,
        _ metrics: ListenerMetrics, _ shelf: ShopShelf
    ) {
        self.loops = loops
        self.listener = listener
        self.floor = floor
        self.clock = clock
        self.metrics = metrics
        self.shelf = shelf
    }
}

/// Waits until something has happened that no message tells of; not for ever.
func eventually(
    _ sourceLocation: SourceLocation = #_sourceLocation, _ hasHappened: () -> Bool
) async {
    for _ in 0..<10_000 {
        if hasHappened() { return }
        await withCheckedContinuation { soon in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(1)) { soon.resume() }
        }
    }
    Issue.record("did not happen within 10 s", sourceLocation: sourceLocation)
}
