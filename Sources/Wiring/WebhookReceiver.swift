import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A request as a receiver got it: what a signature is verified against.
public struct KeptRequest: Sendable, Equatable {
    /// By their names in lower case.
    public var headers: [String: String]
    public var body: [UInt8]

    public init(headers: [String: String], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }

    /// Reads header lines, an empty line and the body; bytes that begin with no header are all body.
    public init(_ bytes: [UInt8]) {
        var headers: [String: String] = [:]
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            var line = String(decoding: rest[..<end], as: UTF8.self)
            if line.hasSuffix("\r") { line.removeLast() }
            rest = rest[(end + 1)...]
            if line.isEmpty, !headers.isEmpty {
                self.init(headers: headers, body: Array(rest))
                return
            }
            if line.hasPrefix("POST "), headers.isEmpty { continue }
            guard let colon = line.firstIndex(of: ":"),
                line[..<colon].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" })
            else { break }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        self.init(headers: [:], body: bytes)
    }

    /// As `init(_:)` reads it.
    public var bytes: [UInt8] {
        let lines = headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }
        return Array(lines.joined().utf8) + [0x0A] + body
    }
}

/// A receiver of webhooks on this machine, for trying things out.
public struct WebhookReceiver: Sendable {
    public let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    /// Bytes of a body that are kept.
    public static let bodyBytesMax = 1 << 20

    /// - Parameters:
    ///   - hangs: Takes requests and never answers.
    ///   - onRequest: Called for each request on a loop of its own before it is answered.
    public static func start(
        port: Int, status: Int = 204, retryAfter: String? = nil, hangs: Bool = false,
        onRequest: @escaping @Sendable (KeptRequest) -> Void
    ) async throws -> WebhookReceiver {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
                        withPipeliningAssistance: false)
                    try channel.pipeline.syncOperations.addHandler(
                        ReceivingHandler(
                            status: status, retryAfter: retryAfter, hangs: hangs,
                            onRequest: onRequest))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return WebhookReceiver(
            port: channel.localAddress?.port ?? port, channel: channel, group: group)
    }

    /// Receives until the process is ended.
    public func run() async throws { try await channel.closeFuture.get() }

    public func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }
}

/// Gathers a request and answers it.
private final class ReceivingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let status: Int
    private let retryAfter: String?
    private let hangs: Bool
    private let onRequest: @Sendable (KeptRequest) -> Void
    private var request = KeptRequest(headers: [:], body: [])

    init(
        status: Int, retryAfter: String?, hangs: Bool,
        onRequest: @escaping @Sendable (KeptRequest) -> Void
    ) {
        self.status = status
        self.retryAfter = retryAfter
        self.hangs = hangs
        self.onRequest = onRequest
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = KeptRequest(headers: [:], body: [])
            for (name, value) in head.headers { request.headers[name.lowercased()] = value }
        case .body(let part):
            guard request.body.count + part.readableBytes <= WebhookReceiver.bodyBytesMax else {
                return context.close(promise: nil)
            }
            request.body.append(contentsOf: part.readableBytesView)
        case .end:
            onRequest(request)
            if !hangs { answer(context) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        if status != 204 { headers.add(name: "content-length", value: "0") }
        if let retryAfter { headers.add(name: "retry-after", value: retryAfter) }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
