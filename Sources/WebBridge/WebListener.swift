import ChatSessions
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix

/// How much a peer of the web address may ask for.
public struct WebLimits: Sendable {
    /// Bytes of one request, its head and body together.
    public var requestBytesMax = 16 * 1_024
    /// From the first byte of a request to its last.
    public var request: Duration = .seconds(10)
    /// Silence between requests of one connection.
    public var idle: Duration = .seconds(75)
    /// Connections at once that are no WebSockets. One more takes the place of the oldest that waits
    /// for its peer.
    public var connectionCountMax = 512

    public init() {}
}

/// The web address: pages, health and figures over HTTP/1.1, and the WebSocket `/chat`.
///
/// Owned by whoever starts the server; chats belong to the loops that it was started with.
public final class WebListener: Sendable {
    private let channel: any Channel

    private init(channel: any Channel) { self.channel = channel }

    /// - Throws: `ListenError` if the address cannot be bound.
    public static func start(
        host: String, port: Int, loops: SessionLoops, site: WebSite,
        limits: WebLimits = WebLimits(), logger: Logger
    ) async throws -> WebListener {
        try await start(
            host: host, port: port, loops: loops, site: site, limits: limits, logger: logger
        ) { sessions, peer, origin in
            sessions.socketSession(peer: peer, origin: origin)
        }
    }

    /// Makes what takes a connection over once its handshake is done: a session, or another handler
    /// that reads and writes frames.
    typealias SocketMaker =
        @Sendable (LoopSessions, ProxyHeaderHandler.Peer, _ origin: String?) -> any ChannelHandler

    static func start(
        host: String, port: Int, loops: SessionLoops, site: WebSite, limits: WebLimits,
        logger: Logger, makeSocket: @escaping SocketMaker
    ) async throws -> WebListener {
        let countMax = max(1, limits.connectionCountMax / max(1, loops.loopCount))
        let waiting = try await WaitingConnections.forEachLoop(of: loops, countMax: countMax)
        let bootstrap = ChatBootstrap.make(loops)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ProxyHeaderHandler.begin(channel, loops) { channel, peer in
                        guard let waiting = waiting[ObjectIdentifier(channel.eventLoop)]?.value,
                            let sessions = loops.sessions(on: channel.eventLoop)
                        else { return channel.close(promise: nil) }
                        let handler = WebHandler(
                            site: site, sessions: sessions, peer: peer.key
                        ) { origin in
                            makeSocket(sessions, peer, origin)
                        }
                        try WebPipeline.add(handler, limits, waiting, to: channel)
                    }
                }
            }
        let channel: any Channel
        do {
            channel = try await bootstrap.bind(host: host, port: port).get()
        } catch {
            throw ListenError(address: "\(host):\(port)", reason: error)
        }
        logger.notice(
            "web address open", metadata: ["address": "\(channel.localAddress?.description ?? "")"])
        return WebListener(channel: channel)
    }

    public var localAddress: SocketAddress? { channel.localAddress }

    /// Closes the address; connections end with their request or by their times.
    public func close() async { try? await channel.close() }
}

/// The handlers of a connection while it speaks HTTP.
enum WebPipeline {
    static func add(
        _ handler: WebHandler, _ limits: WebLimits, _ waiting: WaitingConnections,
        to channel: any Channel
    ) throws {
        let bounds = RequestBounds(limits: limits, waiting: waiting)
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(
                leftOverBytesStrategy: .forwardBytes, informationalResponseStrategy: .drop))
        let encoder = HTTPResponseEncoder()
        handler.handlersOfHTTP = [bounds, encoder, decoder]
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandlers([bounds, encoder, decoder, handler])
    }
}
