import Foundation
import Testing

/// A peer on a socket of its own that reads with patience, but not for ever.
package final class TestClient {
    private let descriptor: Int32
    private var received: [UInt8] = []
    package private(set) var hasEnded = false

    /// - Parameter receiveBufferBytes: Of the kernel; small for a peer that reads little.
    package init(port: Int, receiveBufferBytes: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let size = socklen_t(MemoryLayout<Int32>.size)
        if var bytes = receiveBufferBytes {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, size)
        }
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, size)
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        let patienceSize = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, patienceSize)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, patienceSize)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw NobodyListens() }
    }

    package struct NobodyListens: Error {}

    deinit { Glibc.close(descriptor) }

    package func send(_ text: String) { send(Array(text.utf8)) }

    /// Sends all of it, waiting for the peer to take it.
    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends as much as the kernel takes at once.
    ///
    /// - Returns: How many bytes that was.
    package func sendWithoutWaiting(_ bytes: [UInt8]) -> Int {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        let count = bytes.withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, flags)
        }
        return max(0, count)
    }

    /// What `nc -N` does at the end of its input.
    package func endInput() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next line without its end; nil at the end of the stream, or after 20 s.
    package func line() -> String? {
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                var line = received[..<end]
                if line.last == 0x0D { line.removeLast() }
                received.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard receive() else { return nil }
        }
    }

    /// The next line that begins so; those before it are skipped.
    package func line(beginning start: String) -> String? {
        while let line = line() { if line.hasPrefix(start) { return line } }
        return nil
    }

    /// The next line with this in it; those before it are skipped.
    package func line(containing text: String) -> String? {
        while let line = line() { if line.contains(text) { return line } }
        return nil
    }

    /// Everything up to the end of the stream.
    package func rest() -> [UInt8] {
        while receive() {}
        defer { received = [] }
        return received
    }

    /// What has arrived and was not read, waiting for at least a byte; nil at the end of the stream.
    package func some() -> [UInt8]? {
        guard !received.isEmpty || receive() else { return nil }
        defer { received = [] }
        return received
    }

    package func restLines() -> [String] {
        String(decoding: rest(), as: UTF8.self).replacing("\r\n", with: "\n")
            .split(separator: "\n").map(String.init)
    }

    private func receive() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else {
            hasEnded = count == 0 || errno == ECONNRESET
            return false
        }
        received += bytes[..<count]
        return true
    }
}
