import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, one after another.
final class HealthHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let source: HealthSource
    private var head: HTTPRequestHead?

    init(source: HealthSource) { self.source = source }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            send(answer(to: head), to: head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private struct Answer {
        var status: HTTPResponseStatus = .ok
        var contentType = "text/plain; charset=utf-8"
        var text: String
        var allows: String?
    }

    private func answer(to head: HTTPRequestHead) -> Answer {
        let path = head.uri.prefix { $0 != "?" }
        guard ["/healthz", "/readyz", "/metrics"].contains(path) else {
            return Answer(
                status: .notFound, text: "there are /healthz, /readyz and /metrics here\n")
        }
        guard head.method == .GET || head.method == .HEAD else {
            return Answer(
                status: .methodNotAllowed, text: "only GET and HEAD\n", allows: "GET, HEAD")
        }
        switch path {
        case "/healthz": return Self.judged(source.fault())
        case "/readyz": return Self.judged(source.fault() ?? source.unreadiness())
        default:
            return Answer(
                contentType: "text/plain; version=0.0.4; charset=utf-8", text: source.metrics())
        }
    }

    private static func judged(_ fault: String?) -> Answer {
        guard let fault else { return Answer(text: "ok\n") }
        return Answer(status: .serviceUnavailable, text: fault + "\n")
    }

    private func send(
        _ answer: Answer, to head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        let body = context.channel.allocator.buffer(string: answer.text)
        var headers = HTTPHeaders([
            ("content-type", answer.contentType), ("content-length", "\(body.readableBytes)"),
            ("cache-control", "no-store"), ("x-content-type-options", "nosniff"),
        ])
        if let allows = answer.allows { headers.add(name: "allow", value: allows) }
        if !head.isKeepAlive {
            headers.add(name: "connection", value: "close")
        } else if head.version != .http1_1 {
            headers.add(name: "connection", value: "keep-alive")
        }
        let responseHead = HTTPResponseHead(
            version: head.version, status: answer.status, headers: headers)
        context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
        if head.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.triggerUserOutboundEvent(RequestBounds.Answered(), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        guard !head.isKeepAlive else { return }
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    }
}
