import Foundation

/// A socket of 127.0.0.1 that hands every connection to what a test wants done with it.
public final class LocalListener: Sendable {
    public let port: Int
    private let descriptor: Int32

    /// - Parameters:
    ///   - backlog: Connections that may wait to be taken.
    ///   - serve: Called on a thread of its own with the descriptor of each connection, which is closed
    ///     behind it.
    public init(backlog: Int32 = 64, _ serve: @escaping @Sendable (Int32) -> Void) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                bind(descriptor, plain, length) == 0 && listen(descriptor, backlog) == 0
                    && getsockname(descriptor, plain, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        self.descriptor = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread {
            while true {
                let peer = accept(descriptor, nil, nil)
                guard peer >= 0 else { return }
                Thread {
                    serve(peer)
                    close(peer)
                }.start()
            }
        }.start()
    }

    deinit { stop() }

    /// Takes no more connections; those there are go on.
    public func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
