import NIOCore
import NIOPosix

/// What all ports for chat have in common: how they accept, and how much memory a peer may use.
package enum ChatBootstrap {
    package static func make(_ loops: SessionLoops) -> ServerBootstrap {
        let commons = loops.commons
        return ServerBootstrap(group: loops.group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // Inherited by connections; bounds what a peer that has closed its side leaves to read.
            .serverChannelOption(.socketOption(.so_rcvbuf), value: 64 * 1_024)
            // Inherited too; bounds what the kernel keeps for a peer that reads nothing.
            .serverChannelOption(.socketOption(.so_sndbuf), value: 128 * 1_024)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptGate(commons: commons))
                }
            }
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 512, maximum: 4_096)
            )
            .childChannelOption(
                .writeBufferWaterMark, value: .init(low: 4 * 1_024, high: 16 * 1_024))
    }
}
