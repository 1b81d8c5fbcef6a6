import Foundation
import Synchronization
import TestKit

/// A shop's own system for tests: a listener on a free port of this machine that answers every request
/// as it is told to, or does not.
final class ShopReceiver: Sendable {
    /// One request as it came.
    struct Request: Sendable {
        var head: String
        var body: [UInt8]

        /// The value of a header, by its name in lower case.
        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2, parts[0].lowercased() == name else { continue }
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
            return nil
        }
    }

    private let listener: LocalListener
    private let seen: Seen

    private final class Seen: Sendable { let all = Mutex<[Request]>([]) }

    var port: Int { listener.port }
    var requests: [Request] { seen.all.withLock { $0 } }

    /// - Parameter answer: What is sent for a request; nil keeps the connection open and says nothing.
    init(_ answer: @escaping @Sendable (Request) -> String?) throws {
        let seen = Seen()
        self.seen = seen
        listener = try LocalListener { peer in
            while let request = Self.read(peer) {
                seen.all.withLock { $0.append(request) }
                guard let text = answer(request) else {
                    // Nothing is said; the other side hangs up in the end.
                    var byte: UInt8 = 0
                    while recv(peer, &byte, 1, 0) > 0 {}
                    return
                }
                let bytes = Array(text.utf8)
                guard send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
                    return
                }
            }
        }
    }

    func stop() { listener.stop() }

    private static func read(_ peer: Int32) -> Request? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(peer, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes += buffer.prefix(count)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let end = text.firstRange(of: "\r\n\r\n") else { continue }
            let head = String(text[..<end.lowerBound])
            let request = Request(head: head, body: [])
            let length = request.header("content-length").flatMap { Int($0) } ?? 0
            let body = Array(text[end.upperBound...].utf8)
            if body.count >= length { return Request(head: head, body: body) }
        }
    }

    /// An answer of HTTP with this body.
    static func answer(_ body: String, status: String = "200 OK", more: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Type: application/json\r\n\(more)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
