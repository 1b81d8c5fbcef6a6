import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// What the web address says of the server; asked for each request, so none may block.
public struct HealthSource: Sendable {
    /// nil while the record takes what is given to it, else what is wrong.
    public var fault: @Sendable () -> String?
    /// nil while new sessions are welcome, else why they are not.
    public var unreadiness: @Sendable () -> String?
    /// All figures in Prometheus' text format.
    public var metrics: @Sendable () -> String

    public init(
        fault: @escaping @Sendable () -> String?, unreadiness: @escaping @Sendable () -> String?,
        metrics: @escaping @Sendable () -> String
    ) {
        self.fault = fault
        self.unreadiness = unreadiness
        self.metrics = metrics
    }
}

/// How much a peer of the web address may ask for.
public struct WebLimits: Sendable {
    /// Bytes of one request, its head and body together.
    public var requestBytesMax = 16 * 1_024
    /// From the first byte of a request to its last.
    public var request: Duration = .seconds(10)
    /// Silence between requests of one connection.
    public var idle: Duration = .seconds(75)
    /// Connections at once; further ones are closed.
    public var connectionCountMax = 256

    public init() {}
}

/// The web address: `/healthz`, `/readyz` and `/metrics` over HTTP/1.1.
public final class HealthListener: Sendable {
    private let channel: any Channel

    private init(channel: any Channel) { self.channel = channel }

    /// - Parameter group: Shared with the other listeners; not shut down by this.
    /// - Throws: `WebListenError` if the address cannot be bound.
    public static func start(
        host: String, port: Int, group: any EventLoopGroup, source: HealthSource,
        limits: WebLimits = WebLimits(), logger: Logger
    ) async throws -> HealthListener {
        let connectionCount = ConnectionCount(countMax: limits.connectionCountMax)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard connectionCount.enter(channel) else {
                        return channel.close(promise: nil)
                    }
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(RequestBounds(limits: limits))
                    try pipeline.configureHTTPServerPipeline()
                    try pipeline.addHandler(HealthHandler(source: source))
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.bind(host: host, port: port).get()
        } catch {
            throw WebListenError(address: "\(host):\(port)", reason: error)
        }
        logger.notice(
            "web address open", metadata: ["address": "\(channel.localAddress?.description ?? "")"])
        return HealthListener(channel: channel)
    }

    public var localAddress: SocketAddress? { channel.localAddress }

    /// Closes the address; connections end with their request or by their times.
    public func close() async { try? await channel.close() }
}

/// Counts connections, so that there are never too many.
private final class ConnectionCount: Sendable {
    private let count = Atomic<Int>(0)
    private let countMax: Int

    init(countMax: Int) { self.countMax = countMax }

    /// - Returns: false, and nothing is counted, if there are as many as there may be.
    func enter(_ channel: any Channel) -> Bool {
        guard count.add(1, ordering: .relaxed).newValue <= countMax else {
            count.subtract(1, ordering: .relaxed)
            return false
        }
        channel.closeFuture.whenComplete { _ in self.count.subtract(1, ordering: .relaxed) }
        return true
    }
}

/// A web address that cannot be listened on.
public struct WebListenError: Error, CustomStringConvertible {
    /// As it was asked for.
    public let address: String
    public let reason: String

    init(address: String, reason: any Error) {
        self.address = address
        self.reason =
            (reason as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(reason)"
    }

    public var description: String {
        "cannot serve web pages on \(address): \(reason); name a free address with --web"
    }
}
