import ChatSessions
import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, one after another, until it becomes a WebSocket.
final class WebHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let site: WebSite
    private let sessions: LoopSessions
    /// Makes what takes over for a page of this origin once the handshake is done.
    private let makeSocket: (_ foreignOrigin: String?) -> any ChannelHandler
    /// What has to go, in this order, when the connection becomes a WebSocket.
    var handlersOfHTTP: [any RemovableChannelHandler] = []
    private var head: HTTPRequestHead?
    private var isClosing = false
    private var inputHasEnded = false
    /// An answer is being worked out elsewhere; what comes meanwhile waits, and `RequestBounds` sees
    /// to it that it is little.
    private var isBusy = false
    private var held: [HTTPServerRequestPart] = []
    private let peer: AddressKey?

    init(
        site: WebSite, sessions: LoopSessions, peer: AddressKey?,
        makeSocket: @escaping (_ foreignOrigin: String?) -> any ChannelHandler
    ) {
        self.site = site
        self.sessions = sessions
        self.peer = peer
        self.makeSocket = makeSocket
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isBusy { return held.append(part) }
        take(part, context)
    }

    private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard !isClosing else { return }
        switch part {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            context.triggerUserOutboundEvent(RequestBounds.Mark.asked, promise: nil)
            take(head, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event, !isClosing {
            inputHasEnded = true
            if !isBusy { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isClosing else { return context.close(promise: nil) }
        let head = HTTPRequestHead(version: .http1_0, method: .GET, uri: "/")
        send(.text("that is no HTTP request\n", .badRequest), to: head, context)
    }

    private func take(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if let admin = site.admin, AdminDesk.isAskedFor(by: head.uri),
            site.pages.page(at: head.uri[...]) == nil
        {
            return ask(admin, head, context)
        }
        guard Handshake.isAskedFor(by: head) else {
            return send(answer(to: head), to: head, context)
        }
        do throws(HandshakeError) {
            let handshake = try Handshake(
                head, ownPages: site.ownPages, mayOpen: { [sessions] in sessions.isOriginKnown($0) }
            )
            becomeSocket(handshake, head, context)
        } catch {
            send(.text(error.text + "\n", error.status, error.headers), to: head, context)
        }
    }

    /// Has the API's answer worked out elsewhere, then sends it and goes on with what came meanwhile.
    private func ask(_ admin: AdminDesk, _ head: HTTPRequestHead, _ context: ChannelHandlerContext)
    {
        isBusy = true
        let promise = context.eventLoop.makePromise(of: WebAnswer.self)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        admin.take(head, from: peer) { promise.succeed($0) }
        promise.futureResult.whenSuccess { answer in
            let (handler, context) = bound.value
            guard context.channel.isActive else { return }
            handler.isBusy = false
            handler.send(answer, to: head, context)
            while !handler.isBusy, !handler.held.isEmpty {
                handler.take(handler.held.removeFirst(), context)
            }
            guard handler.inputHasEnded, !handler.isBusy, !handler.isClosing else { return }
            context.close(promise: nil)
        }
    }

    private func answer(to head: HTTPRequestHead) -> WebAnswer {
        let path = head.uri.prefix { $0 != "?" }
        let health = ["/healthz", "/readyz", "/metrics"].contains(path)
        let page = health ? nil : site.pages.page(at: path)
        guard health || page != nil else {
            return .text("there is no such page\n", .notFound)
        }
        guard head.method == .GET || head.method == .HEAD else {
            return .text("only GET and HEAD\n", .methodNotAllowed, [("allow", "GET, HEAD")])
        }
        if let page { return .page(page, to: head) }
        switch path {
        case "/healthz": return Self.judged(site.health.fault())
        case "/readyz": return Self.judged(site.health.fault() ?? site.health.unreadiness())
        default:
            let contentType = "text/plain; version=0.0.4; charset=utf-8"
            return .text(site.health.metrics(), contentType: contentType)
        }
    }

    private static func judged(_ fault: String?) -> WebAnswer {
        guard let fault else { return .text("ok\n") }
        return .text(fault + "\n", .serviceUnavailable)
    }

    private func send(
        _ answer: WebAnswer, to head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        var headers = answer.headers
        if answer.status != .notModified {
            headers.add(name: "content-length", value: "\(answer.body.count)")
        }
        // What comes behind a request to change the protocol is not HTTP for certain.
        let isLast = !head.isKeepAlive || head.headers.contains(name: "upgrade")
        if isLast {
            headers.add(name: "connection", value: "close")
        } else if head.version != .http1_1 {
            headers.add(name: "connection", value: "keep-alive")
        }
        let responseHead = HTTPResponseHead(
            version: head.version, status: answer.status, headers: headers)
        context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
        if head.method != .HEAD, !answer.body.isEmpty {
            let body = context.channel.allocator.buffer(bytes: answer.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        }
        context.triggerUserOutboundEvent(RequestBounds.Mark.answered, promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        guard isLast else { return }
        isClosing = true
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        written.futureResult.whenComplete { _ in bound.value.close(promise: nil) }
    }

    /// Agrees to the handshake and puts a session in the place of all that speaks HTTP.
    private func becomeSocket(
        _ handshake: Handshake, _ head: HTTPRequestHead, _ context: ChannelHandlerContext
    ) {
        isClosing = true
        let responseHead = HTTPResponseHead(
            version: .http1_1, status: .switchingProtocols, headers: handshake.headers)
        context.write(wrapOutboundOut(.head(responseHead)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        let pipeline = context.pipeline.syncOperations
        // First of all: a session that is refused says so as soon as it is there, and not in HTTP.
        for handler in handlersOfHTTP where handler is HTTPResponseEncoder {
            pipeline.removeHandler(handler, promise: nil)
        }
        handlersOfHTTP.removeAll { $0 is HTTPResponseEncoder }
        do {
            // At the end, so that bytes behind the handshake reach it when the parser lets them go.
            try pipeline.addHandler(makeSocket(handshake.foreignOrigin))
        } catch {
            return context.close(promise: nil)
        }
        for handler in handlersOfHTTP { pipeline.removeHandler(handler, promise: nil) }
        handlersOfHTTP = []
        pipeline.removeHandler(self, promise: nil)
    }
}
