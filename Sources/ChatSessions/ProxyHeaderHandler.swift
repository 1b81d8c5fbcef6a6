import ChatWire
import NIOCore

/// First on a connection from a listed proxy: reads who the peer is, then has the rest of the pipeline
/// made for that peer. Without a header in time, or with a wrong one, it closes without a word.
package final class ProxyHeaderHandler: ChannelInboundHandler, RemovableChannelHandler {
    package typealias InboundIn = ByteBuffer
    package typealias InboundOut = ByteBuffer

    /// Who a connection comes from.
    package struct Peer: Sendable {
        /// nil for what is no IP address.
        package var key: AddressKey?
        /// The bytes between the peer and the proxy travel through TLS.
        package var isSecure: Bool
    }

    private let commons: LineCommons
    private var reader = ProxyHeaderReader()
    private let isKnown: (any Channel, Peer) throws -> Void
    private var timer: Scheduled<Void>?
    private var isOver = false

    private init(commons: LineCommons, isKnown: @escaping (any Channel, Peer) throws -> Void) {
        self.commons = commons
        self.isKnown = isKnown
    }

    /// Begins a connection: at once, or after its header if it comes from a listed proxy.
    ///
    /// - Parameter isKnown: Adds the handlers; called once, on the connection's loop.
    package static func begin(
        _ channel: any Channel, _ loops: SessionLoops,
        isKnown: @escaping (any Channel, Peer) throws -> Void
    ) throws {
        let address = PeerAddress(channel.remoteAddress)
        let proxies = loops.configuration.proxies
        guard let address, proxies.contains(where: { $0.contains(address) }) else {
            return try isKnown(channel, Peer(key: address.map(AddressKey.init), isSecure: false))
        }
        try channel.pipeline.syncOperations.addHandler(
            ProxyHeaderHandler(commons: loops.commons, isKnown: isKnown))
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        let wait = commons.configuration.times.proxyHeader
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .nanoseconds(wait.milliseconds * 1_000_000)) {
            let (handler, context) = bound.value
            handler.refuse(context)
        }
    }

    package func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard !isOver else { return context.fireChannelRead(data) }
        let result = bytes.withUnsafeReadableBytes { bytes in
            Result { () throws(ProxyHeaderError) in
                try reader.receive(bytes.assumingMemoryBound(to: UInt8.self))
            }
        }
        switch result {
        case .success(nil): break
        case .success(let header?):
            bytes.moveReaderIndex(forwardBy: header.byteCount)
            go(on: bytes, as: header.peer, context)
        case .failure: refuse(context)
        }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event, !isOver { return refuse(context) }
        context.fireUserInboundEventTriggered(event)
    }

    private func go(on rest: ByteBuffer, as proxied: ProxiedPeer, _ context: ChannelHandlerContext)
    {
        isOver = true
        timer?.cancel()
        let peer =
            switch proxied {
            case .proxyItself:
                Peer(key: AddressKey(context.channel.remoteAddress), isSecure: false)
            case .address(let address, let isSecure):
                Peer(key: AddressKey(address), isSecure: isSecure)
            }
        do {
            try isKnown(context.channel, peer)
        } catch {
            return context.close(promise: nil)
        }
        if rest.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(rest)) }
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    private func refuse(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        commons.metrics.record(.noProxyHeader)
        let proxy = AddressKey(context.channel.remoteAddress)
        commons.floodLog.ended(.noProxyHeader, from: proxy, at: commons.now())
        context.close(promise: nil)
    }
}
