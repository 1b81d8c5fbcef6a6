import ChatSessions
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Vocabulary

/// The line ports of the server: plain lines, and lines over TLS.
///
/// Owned by whoever starts the server; the sessions belong to the loops that it was started with.
public final class LineListener: Sendable {
    private let loops: SessionLoops
    /// By port of the configuration; nil for plain ports.
    private let certificates: [Certificates?]
    private let channels = Mutex<[any Channel]>([])

    private init(loops: SessionLoops, certificates: [Certificates?]) {
        self.loops = loops
        self.certificates = certificates
    }

    /// Listens on every port of the loops' configuration.
    ///
    /// - Throws: `CertificateError`, or `ListenError`; then nothing is listened on.
    public static func start(_ loops: SessionLoops) async throws -> LineListener {
        let ports = loops.configuration.ports
        let certificates = try ports.map { port in
            try port.certificate.map { (files) throws(CertificateError) in
                try Certificates(files: files)
            }
        }
        let listener = LineListener(loops: loops, certificates: certificates)
        do {
            for index in ports.indices { try await listener.bind(portIndex: index) }
        } catch {
            await listener.stopAccepting()
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

    private func bind(portIndex: Int) async throws {
        let port = loops.configuration.ports[portIndex]
        do {
            let channel = try await bootstrap(portIndex: portIndex)
                .bind(host: port.host, port: port.port).get()
            channels.withLock { $0.append(channel) }
        } catch {
            throw ListenError(address: "\(port.host):\(port.port)", reason: error)
        }
    }

    private func bootstrap(portIndex: Int) -> ServerBootstrap {
        let (loops, certificates) = (loops, certificates[portIndex])
        return ChatBootstrap.make(loops)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try ProxyHeaderHandler.begin(channel, loops) { channel, peer in
                        guard let sessions = loops.sessions(on: channel.eventLoop) else { return }
                        let pipeline = channel.pipeline.syncOperations
                        if let certificates {
                            try pipeline.addHandler(
                                NIOSSLServerHandler(context: certificates.current))
                        }
                        try pipeline.addHandler(
                            sessions.lineSession(portIndex: portIndex, peer: peer))
                    }
                }
            }
    }
}
