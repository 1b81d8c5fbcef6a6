import NIOCore

/// Bounds what a peer may send and how long it may take, before anything is parsed.
///
/// First in the pipeline while a connection speaks HTTP; sees plain bytes.
final class RequestBounds: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Said by the handler behind the parser.
    enum Mark: Sendable {
        /// A request has arrived whole; the answer is the server's business.
        case asked
        /// The request is answered; the next one may take its own time and bytes.
        case answered
    }

    private let limits: WebLimits
    private let waiting: WaitingConnections
    private var context: ChannelHandlerContext?
    private var byteCount = 0
    private var isAnswering = false
    private var isRefused = false
    private var timer: Scheduled<Void>?

    init(limits: WebLimits, waiting: WaitingConnections) {
        self.limits = limits
        self.waiting = waiting
    }

    /// The peer has to send something before anything can happen here.
    var isWaiting: Bool { !isAnswering && !isRefused }

    /// Closes, so that another peer has room: a request that has begun is told so.
    func giveWay() {
        guard let context else { return }
        guard byteCount > 0 else {
            isRefused = true
            return context.close(promise: nil)
        }
        refuse("503 Service Unavailable", context)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        waiting.enter(self)
        if !isRefused { wait(limits.idle, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        timer?.cancel()
        waiting.leave(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        if byteCount == 0, !isAnswering { wait(limits.request, context) }
        byteCount += unwrapInboundIn(data).readableBytes
        guard byteCount <= limits.requestBytesMax else {
            return refuse("431 Request Header Fields Too Large", context)
        }
        context.fireChannelRead(data)
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        switch event as? Mark {
        case .asked:
            isAnswering = true
            timer?.cancel()
        case .answered:
            isAnswering = false
            byteCount = 0
            wait(limits.idle, context)
        case nil: return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
    }

    private func wait(_ time: Duration, _ context: ChannelHandlerContext) {
        timer?.cancel()
        let (seconds, attoseconds) = time.components
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .nanoseconds(nanoseconds)) {
            let (bounds, context) = bound.value
            guard bounds.byteCount > 0 else { return context.close(promise: nil) }
            bounds.refuse("408 Request Timeout", context)
        }
    }

    /// Answers past the parser, which may be anywhere in its work, and closes.
    private func refuse(_ status: String, _ context: ChannelHandlerContext) {
        guard !isRefused else { return }
        isRefused = true
        timer?.cancel()
        let text = "HTTP/1.1 \(status)\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
        let buffer = context.channel.allocator.buffer(string: text)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: written)
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    }
}
