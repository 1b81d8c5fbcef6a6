import ArgumentParser
import NIOCore
import NIOPosix

/// The yardstick: a bare echo on the same kind of port as the server, and nothing else.
enum EchoServer {
    /// Serves until the process ends.
    ///
    /// - Parameter isListening: Called once with the port that was bound.
    static func serve(
        host: String, port: Int, loopCount: Int, isListening: (Int) -> Void
    ) throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loopCount)
        let channel = try ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4_096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(EchoHandler())
                }
            }
            .bind(host: host, port: port).wait()
        isListening(channel.localAddress?.port ?? port)
        try channel.closeFuture.wait()
    }
}

/// Sends back what came.
private final class EchoHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.write(wrapOutboundOut(unwrapInboundIn(data)), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

/// `helpline-bench echo-server`
struct EchoServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "echo-server",
        abstract: "Serves the bare echo that other servers are compared with.")

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"
    @Option(help: "Port to listen on; 0 for any free one, which is printed.")
    var port = 0
    @Option(help: "Event loops; give it as many as the server has.")
    var loops = 2

    func run() throws {
        try EchoServer.serve(host: host, port: port, loopCount: loops) { port in
            print("listening on \(host):\(port)")
            flushOutput()
        }
    }
}
