import ChatWire
import Dispatch
import Engine
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Vocabulary

/// The line ports of the server: connections, their limits, and the way back for what floors say.
///
/// Owned by whoever starts the server. Sessions live on the event loops; this only holds the way to
/// them. It is the floors' `NoticeOutlet` for every session that it numbered.
public final class LineListener: Sendable {
    private let commons: LineCommons
    private let group: MultiThreadedEventLoopGroup
    private let loops: [NIOLoopBound<LoopSessions>]
    /// By port of the configuration; nil for plain ports.
    private let certificates: [Certificates?]
    private let channels = Mutex<[any Channel]>([])

    private init(
        commons: LineCommons, group: MultiThreadedEventLoopGroup,
        loops: [NIOLoopBound<LoopSessions>], certificates: [Certificates?]
    ) {
        self.commons = commons
        self.group = group
        self.loops = loops
        self.certificates = certificates
    }

    /// Listens on every port of the configuration.
    ///
    /// - Parameters:
    ///   - group: Shared with the other listeners; not shut down by this.
    ///   - now: The monotonic clock.
    /// - Throws: `CertificateError`, or `ListenError`; then nothing is listened on.
    public static func start(
        _ configuration: LineConfiguration, group: MultiThreadedEventLoopGroup, shelf: ShopShelf,
        directory: FloorDirectory, metrics: ListenerMetrics, logger: Logger,
        backOffice: BackOffice? = nil, now: @escaping @Sendable () -> Duration
    ) async throws -> LineListener {
        let commons = LineCommons(
            configuration: configuration, shelf: shelf, directory: directory,
            metrics: metrics, logger: logger, backOffice: backOffice, now: now)
        let certificates = try configuration.ports.map { port in
            try port.certificate.map { (files) throws(CertificateError) in
                try Certificates(files: files)
            }
        }
        var loops: [NIOLoopBound<LoopSessions>] = []
        for (index, eventLoop) in group.makeIterator().enumerated() {
            let bound = try await eventLoop.submit {
                let sessions = LoopSessions(commons: commons, eventLoop: eventLoop, index: index)
                if let sweep = configuration.times.sweep { sessions.startTicking(every: sweep) }
                return NIOLoopBound(sessions, eventLoop: eventLoop)
            }.get()
            loops.append(bound)
        }
        let listener = LineListener(
            commons: commons, group: group, loops: loops, certificates: certificates)
        do {
            for index in configuration.ports.indices { try await listener.bind(portIndex: index) }
        } catch {
            await listener.close()
            throw error
        }
        return listener
    }

    /// Where is listened, in the order of the configuration's ports.
    public var localAddresses: [SocketAddress] {
        channels.withLock { $0.compactMap(\.localAddress) }
    }

    /// The first of them.
    public var localAddress: SocketAddress? { localAddresses.first }

    /// Reads all certificates again; connections that are open keep theirs.
    ///
    /// - Throws: `CertificateError`; then all that were in use still are, but for ports before.
    public func reloadCertificates() throws {
        for certificates in certificates { try certificates?.reload() }
    }

    /// Closes the ports; sessions go on.
    public func stopAccepting() async {
        let open = channels.withLock { channels in
            defer { channels = [] }
            return channels
        }
        for channel in open { try? await channel.close() }
    }

    /// Stops accepting, tells every session `shutting_down`, closes each once what it said is dealt
    /// with, and all that are left after `time`. Comes back when no session is left.
    public func drain(within time: Duration) async {
        await stopAccepting()
        let drained = loops.map { bound in
            bound.eventLoop.flatSubmit { bound.value.drain(within: time) }
        }
        for loop in drained { try? await loop.get() }
    }

    /// Closes the ports and every session at once.
    public func close() async {
        await stopAccepting()
        for bound in loops {
            try? await bound.eventLoop.submit {
                bound.value.stopTicking()
                bound.value.closeAll()
            }.get()
        }
    }

    private func bind(portIndex: Int) async throws {
        let port = commons.configuration.ports[portIndex]
        do {
            let channel = try await bootstrap(portIndex: portIndex)
                .bind(host: port.host, port: port.port).get()
            channels.withLock { $0.append(channel) }
        } catch {
            throw ListenError(address: "\(port.host):\(port.port)", reason: error)
        }
    }

    private func bootstrap(portIndex: Int) -> ServerBootstrap {
        let commons = commons
        let certificates = certificates[portIndex]
        let loopsByID = Dictionary(
            uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        return ServerBootstrap(group: group)
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
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 512, maximum: 4_096)
            )
            .childChannelOption(
                .writeBufferWaterMark, value: .init(low: 4 * 1_024, high: 16 * 1_024)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let bound = loopsByID[ObjectIdentifier(channel.eventLoop)] else { return }
                    let pipeline = channel.pipeline.syncOperations
                    if let certificates {
                        try pipeline.addHandler(NIOSSLServerHandler(context: certificates.current))
                    }
                    try pipeline.addHandler(
                        Self.session(loop: bound.value, portIndex: portIndex, channel: channel))
                }
            }
    }

    private static func session(
        loop: LoopSessions, portIndex: Int, channel: any Channel
    ) -> CustomerLineHandler {
        let port = loop.ports[portIndex]
        let isLoopback = AddressKey(channel.remoteAddress)?.isLoopback == true
        let isLoginAllowed =
            port.isTLS || isLoopback && loop.commons.configuration.allowsLoginFromLoopback
        return CustomerLineHandler(loop: loop, port: port, isLoginAllowed: isLoginAllowed)
    }
}

extension LineListener: NoticeOutlet {
    public func deliver(_ releases: [Release]) {
        guard loops.count > 1 else {
            guard let bound = loops.first else { return }
            return bound.eventLoop.execute { bound.value.take(releases) }
        }
        var byLoop = Array(repeating: [Release](), count: loops.count)
        for release in releases {
            let index = Int(release.session.number >> LoopSessions.sessionNumberBits)
            guard index < byLoop.count else { continue }
            byLoop[index].append(release)
        }
        for (bound, releases) in zip(loops, byLoop) where !releases.isEmpty {
            bound.eventLoop.execute { bound.value.take(releases) }
        }
    }

    public func inboxHasRoom() {
        for bound in loops { bound.eventLoop.execute { bound.value.inboxHasRoom() } }
    }
}

extension LineListener {
    /// Looks at all sessions' times at once, as happens by itself every `LineTimes.sweep`.
    func sweepNow() async {
        for bound in loops {
            try? await bound.eventLoop.submit {
                bound.value.retryRates()
                bound.value.sweep()
            }.get()
        }
    }
}
