import NIOCore

/// Bounds what a peer may send and how long it may take, before anything is parsed.
///
/// First in the pipeline; sees plain bytes.
final class RequestBounds: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The request is answered; the next one may take its own time and bytes.
    struct Answered: Sendable {}

    private let limits: WebLimits
    private var byteCount = 0
    private var isRefused = false
    private var timer: Scheduled<Void>?

    init(limits: WebLimits) { self.limits = limits }

    func channelActive(context: ChannelHandlerContext) {
        wait(limits.idle, context)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        if byteCount == 0 { wait(limits.request, context) }
        byteCount += unwrapInboundIn(data).readableBytes
        guard byteCount <= limits.requestBytesMax else {
            return refuse("431 Request Header Fields Too Large", context)
        }
        context.fireChannelRead(data)
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        guard event is Answered else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        byteCount = 0
        wait(limits.idle, context)
        promise?.succeed()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
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
