import Testing

/// A WebSocket client that can also break every rule.
package final class SocketClient {
    /// What the server said next.
    package enum Frame: Equatable {
        case text(String)
        case ping
        case pong(String)
        case closed(code: Int?, reason: String)
        case end
    }

    private let client: TestClient
    /// Status line and headers of the answer to the handshake.
    package let answer: [String]
    private var received: [UInt8] = []

    /// - Parameters:
    ///   - headers: Beside those that every handshake has.
    ///   - first: Bytes sent together with the handshake, before the answer.
    package init(
        port: Int, headers: [String] = [], prefix: [UInt8] = [], first: [UInt8] = [],
        receiveBufferBytes: Int32? = nil
    ) throws {
        client = try TestClient(port: port, receiveBufferBytes: receiveBufferBytes)
        let request =
            [
                "GET /chat HTTP/1.1", "Host: 127.0.0.1:\(port)", "Upgrade: websocket",
                "Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ] + headers
        client.send(prefix + Array((request.joined(separator: "\r\n") + "\r\n\r\n").utf8) + first)
        var lines: [String] = []
        while let line = client.line(), !line.isEmpty { lines.append(line) }
        answer = lines
    }

    package var isOpen: Bool { answer.first == "HTTP/1.1 101 Switching Protocols" }

    package func send(bytes: [UInt8]) { client.send(bytes) }

    package func send(_ text: String) { send(opcode: 1, Array(text.utf8)) }

    package func send(opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) {
        client.send(Self.frame(opcode, payload, isFinal: isFinal))
    }

    package func close(_ code: UInt16) {
        send(opcode: 8, [UInt8(code >> 8), UInt8(code & 0xFF)])
    }

    package func endInput() { client.endInput() }

    /// Sends as much as the kernel takes at once; how many bytes that was.
    package func sendWithoutWaiting(_ bytes: [UInt8]) -> Int { client.sendWithoutWaiting(bytes) }

    /// A masked frame with a length of 16 bits where it has to be.
    package static func frame(_ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true) -> [UInt8]
    {
        let mask: [UInt8] = [0x12, 0x34, 0x56, 0x78]
        var bytes = [(isFinal ? 0x80 : 0) | opcode]
        if payload.count < 126 {
            bytes.append(0x80 | UInt8(payload.count))
        } else {
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
    }

    /// The next frame, waiting for it.
    package func next() -> Frame {
        guard let first = byte(), let second = byte() else { return .end }
        var count = Int(second)
        if count >= 126 {
            var length = 0
            for _ in 0..<(count == 126 ? 2 : 8) { length = length << 8 | Int(byte() ?? 0) }
            count = length
        }
        guard let payload = take(count) else { return .end }
        let text = String(decoding: payload, as: UTF8.self)
        switch first {
        case 0x81: return .text(text)
        case 0x89: return .ping
        case 0x8A: return .pong(text)
        case 0x88:
            guard payload.count >= 2 else { return .closed(code: nil, reason: "") }
            let code = Int(payload[0]) << 8 | Int(payload[1])
            return .closed(code: code, reason: String(decoding: payload[2...], as: UTF8.self))
        default:
            Issue.record("the server sent a frame that begins with \(first)")
            return .end
        }
    }

    /// The next text frame with this in it; others are skipped.
    package func text(containing part: String) -> String? {
        while true {
            switch next() {
            case .text(let text): if text.contains(part) { return text }
            case .ping, .pong: continue
            case .closed, .end: return nil
            }
        }
    }

    /// What it is closed with; everything before is skipped. nil if the connection just ends.
    package func closing() -> (code: Int?, reason: String)? {
        while true {
            switch next() {
            case .text, .ping, .pong: continue
            case .closed(let code, let reason): return (code, reason)
            case .end: return nil
            }
        }
    }

    private func byte() -> UInt8? { take(1)?.first }

    private func take(_ count: Int) -> [UInt8]? {
        while received.count < count {
            guard let more = client.some() else { return nil }
            received += more
        }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }
}
