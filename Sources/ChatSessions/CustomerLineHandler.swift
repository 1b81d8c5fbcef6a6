import ChatWire
import Engine
import FrontOffice
import NIOCore
import NIOTLS
import Vocabulary

/// One connection of a line port, or one WebSocket: lines in, events to the floor; notices back,
/// bytes out. Both are this one class, so that they cannot come to differ.
///
/// Lives on its event loop and is called there only. Reads in place, answers with one write for each
/// read and for each batch of releases. What it keeps while nothing happens is small; what it keeps
/// while something is stuck is bounded: one read's lines, and the events of one of them.
package final class CustomerLineHandler: ChannelDuplexHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    /// Where the connection stands; several hold at once.
    struct Flags: OptionSet {
        let rawValue: UInt32
        /// TLS is not up yet; nothing has been said.
        static let awaitsHandshake = Flags(rawValue: 1)
        /// The channel asked for more input while none was wanted.
        static let wantsRead = Flags(rawValue: 1 << 1)
        /// The peer has said its last byte, or telnet's end of input.
        static let inputEnded = Flags(rawValue: 1 << 2)
        /// The peer's side of the connection is closed.
        static let peerClosed = Flags(rawValue: 1 << 3)
        /// To be closed once everything it said is dealt with.
        static let isEnding = Flags(rawValue: 1 << 4)
        /// The last byte is written; waits for the peer to close.
        static let isClosed = Flags(rawValue: 1 << 5)
        /// The floor's inbox was full.
        static let waitsForInbox = Flags(rawValue: 1 << 6)
        /// A rate was used up.
        static let waitsForRate = Flags(rawValue: 1 << 7)
        static let isToldOfRate = Flags(rawValue: 1 << 8)
        static let isToldOfIdle = Flags(rawValue: 1 << 9)
        static let hasHeardLine = Flags(rawValue: 1 << 10)
        static let hasConversation = Flags(rawValue: 1 << 11)
        /// The floor knows this session and has to hear of its end.
        static let isKnownToFloor = Flags(rawValue: 1 << 12)
        static let mustHideTyping = Flags(rawValue: 1 << 13)
        static let mustShowTyping = Flags(rawValue: 1 << 14)
        /// A log-in or a reload is under way; what comes behind it waits for its outcome.
        static let waitsForOffice = Flags(rawValue: 1 << 15)
        /// A person of the desk is logged in here.
        static let isOfTheDesk = Flags(rawValue: 1 << 16)
        /// Let in, and the floor has not greeted them yet.
        static let waitsForDesk = Flags(rawValue: 1 << 17)
        /// Lines are held while one of these is so.
        static let waits: Flags = [
            .waitsForInbox, .waitsForRate, .waitsForOffice, .waitsForDesk,
        ]
    }

    let loop: LoopSessions
    let port: PortReading
    var context: ChannelHandlerContext?
    var id = SessionID(0)
    var flags: Flags = []

    var input = WireInput()
    /// What a WebSocket has beside that; nil on a line port.
    let socket: SocketSide?
    var wire: WireSession
    /// Whom it talks to, and where that shop's events go.
    var shop: ShopID
    var inbox: FloorInbox?
    /// The shop that counts this session among its own.
    var countedShop: ShopID?
    /// Lines of a burst that has not ended; nil between bursts.
    var burst: LineBurst?

    /// Events given to the floor, or waiting to be, that are not dealt with.
    var unsettledCount = 0
    /// Events that the inbox did not take, in order.
    var refusedEvents: [FloorEvent] = []
    /// Lines that have been read and may not be looked at yet.
    var heldLines = HeldLines()

    /// nil where nothing is limited.
    var lineRate: RateLimit?
    var addressShare: AddressShare?
    let addressKey: AddressKey?

    // Moments of the monotonic clock.
    var openedAt = Duration.zero
    var heardAt = Duration.zero
    /// Since when the line under way, or the password, is awaited.
    var halfLineSince: Duration?
    var passwordSince: Duration?
    var waitsForRateSince: Duration?
    /// Since when the peer has not read what it was told, as far as was looked.
    var unreadSince: Duration?
    var closedAt = Duration.zero
    /// When the chat in front of an agent was told.
    var frontNotedAt = Duration.zero
    /// Columns of the prompt that stands at the agent's cursor; 0 for none.
    var promptColumnCount = 0
    /// When the oldest of what the floor has not dealt with was given to it.
    var askedAt = Duration.zero

    init(
        loop: LoopSessions, port: PortReading, peer: AddressKey?, isLoginAllowed: Bool,
        socket: SocketSide? = nil
    ) {
        self.loop = loop
        self.port = port
        shop = port.shops.standard
        addressKey = peer
        self.socket = socket
        wire =
            socket == nil
            ? WireSession(isLoginAllowed: isLoginAllowed)
            : WireSession(forFramesAllowingLogin: isLoginAllowed)
        if port.isTLS { flags.insert(.awaitsHandshake) }
    }

    var commons: LineCommons { loop.commons }

    /// Nothing more is read from the peer for now.
    var holdsReading: Bool {
        !heldLines.isEmpty || !flags.isDisjoint(with: .waits)
            || context?.channel.isWritable == false
    }

    // MARK: Coming and going

    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin() }
    }

    package func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    package func channelActive(context: ChannelHandlerContext) {
        begin()
        context.fireChannelActive()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            flags.insert(.peerClosed)
            endInput()
        case TLSUserEvent.handshakeCompleted:
            flags.remove(.awaitsHandshake)
            greet()
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if flags.contains(.awaitsHandshake) {
            commons.metrics.handshakeFailures.add(1, ordering: .relaxed)
        }
        context.close(promise: nil)
    }

    // MARK: Bytes

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !flags.contains(.isClosed) else { return }
        read(unwrapInboundIn(data))
    }

    package func read(context: ChannelHandlerContext) {
        if holdsReading, !flags.contains(.isClosed) {
            flags.insert(.wantsRead)
        } else {
            context.read()
        }
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        readOn()
        context.fireChannelWritabilityChanged()
    }

    /// Asks the channel for more, if it wanted to give more before and nothing holds it now.
    func readOn() {
        guard flags.contains(.wantsRead), !holdsReading else { return }
        flags.remove(.wantsRead)
        context?.read()
    }
}
