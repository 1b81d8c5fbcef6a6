import Foundation
import Synchronization
import TestKit

/// A receiver on a free port of 127.0.0.1 that does to each connection what a test wants.
final class HostileReceiver: Sendable {
    private let listener: LocalListener
    private let count: Counter

    private final class Counter: Sendable { let value = Atomic(0) }

    var port: Int { listener.port }
    /// Connections taken so far.
    var connectionCount: Int { count.value.load(ordering: .relaxed) }

    /// - Parameter behaviour: Called on a thread of its own for each connection, which is closed behind
    ///   it.
    init(_ behaviour: @escaping @Sendable (Peer) -> Void) throws {
        let count = Counter()
        self.count = count
        listener = try LocalListener(backlog: 1_024) { peer in
            count.value.add(1, ordering: .relaxed)
            behaviour(Peer(descriptor: peer))
        }
    }

    func stop() { listener.stop() }

    /// Answers every request on every connection with these bytes, and keeps the connection.
    static func answering(_ answer: String) throws -> HostileReceiver {
        try HostileReceiver { peer in
            while peer.request() != nil { peer.write(answer) }
        }
    }
}

/// One connection.
struct Peer: Sendable {
    let descriptor: Int32

    /// The next whole request; nil once the other side has closed.
    func request() -> String? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let length = head.components(separatedBy: "content-length: ").dropFirst().first
                    .flatMap { Int($0.prefix { $0.isNumber }) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
        }
    }

    /// - Returns: false once the other side takes nothing more.
    @discardableResult
    func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { pointer in
                send(
                    descriptor, pointer.baseAddress?.advanced(by: sent), bytes.count - sent,
                    Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits until the other side closes, or for this long.
    func waitForEnd(milliseconds: Int32 = 60_000) {
        var state = pollfd(descriptor: descriptor)
        poll(&state, 1, milliseconds)
    }

    /// Ends the connection with a reset instead of a goodbye.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }
}

extension pollfd {
    fileprivate init(descriptor: Int32) {
        // POLLRDHUP, which is for the GNU source alone.
        self.init(fd: descriptor, events: 0x2000, revents: 0)
    }
}
