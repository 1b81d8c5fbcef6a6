import NIOCore
import Synchronization

/// Stops accepting while the process has nearly as many connections as it may have descriptors.
///
/// Stands before the accepting handler of a listening channel. What is not accepted waits in the
/// kernel; nobody spins on a failing `accept`.
package final class AcceptGate: ChannelDuplexHandler {
    package typealias InboundIn = Channel
    package typealias InboundOut = Channel
    package typealias OutboundIn = Never

    private let commons: LineCommons
    private var isPaused = false

    /// How long to wait before looking for room again.
    private static let pause = TimeAmount.milliseconds(100)

    package init(commons: LineCommons) { self.commons = commons }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let commons = commons
        commons.acceptedCount.add(1, ordering: .relaxed)
        unwrapInboundIn(data).closeFuture.whenComplete { _ in
            commons.acceptedCount.subtract(1, ordering: .relaxed)
        }
        context.fireChannelRead(data)
    }

    package func read(context: ChannelHandlerContext) {
        guard !isPaused else { return }
        guard hasRoom else {
            isPaused = true
            commons.metrics.acceptPauses.add(1, ordering: .relaxed)
            return lookAgain(context)
        }
        context.read()
    }

    private var hasRoom: Bool {
        commons.acceptedCount.load(ordering: .relaxed) < commons.configuration.acceptedCountMax
    }

    private func lookAgain(_ context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: Self.pause) {
            let (gate, context) = bound.value
            guard context.channel.isActive else { return }
            guard gate.hasRoom else { return gate.lookAgain(context) }
            gate.isPaused = false
            context.read()
        }
    }
}
