import ChatWire
import Engine
import NIOCore
import Vocabulary

extension CustomerLineHandler {
    /// Takes the frames that have arrived, then writes once what is to be said at once.
    func read(_ bytes: ByteBuffer, _ socket: SocketSide, at now: Duration) {
        socket.heard(at: now)
        do throws(FrameError) {
            try receive(bytes, socket, at: now)
        } catch {
            socket.closeCode = error.code
            socket.closeReason = error.reason
            record(error.code == .tooBig ? .lineTooLong : .badFrame)
            sendReply()
            return close()
        }
        noteHalfLine(at: now)
        sendReply()
        endIfSettled()
    }

    private func receive(
        _ bytes: ByteBuffer, _ socket: SocketSide, at now: Duration
    ) throws(FrameError) {
        let result = bytes.withUnsafeReadableBytes { bytes in
            Result { () throws(FrameError) in
                try socket.frames.receive(bytes.assumingMemoryBound(to: UInt8.self)) { event in
                    self.take(event, socket, at: now)
                }
            }
        }
        try result.get()
    }

    private func take(_ event: FrameReader.Event, _ socket: SocketSide, at now: Duration) {
        guard !flags.contains(.isClosed) else { return }
        switch event {
        case .text(let line): take(line, at: now)
        case .binary:
            socket.closeCode = .unsupportedData
            socket.closeReason = "text frames only"
            record(.badFrame)
            sendReply()
            close()
        case .ping(let payload): FrameWriter.appendPong(payload, to: &loop.reply)
        case .pong: break
        case .closed(let code):
            if heldLines.isEmpty { endBurst() }
            flags.insert(.peerClosed)
            socket.closeCode = code
            sendReply()
            close()
        }
    }

    /// Pings a WebSocket from time to time, so that what stands between does not forget it, and a
    /// peer that is gone is found out.
    func pingIfDue(at now: Duration, _ times: LineTimes) {
        guard let socket, !flags.contains(.isClosed), socket.takePing(at: now, every: times.ping)
        else { return }
        FrameWriter.appendPing(to: &loop.reply)
        sendReply()
    }

    /// What is written before our side is closed: on a WebSocket, why.
    func lastBytes() -> ByteBuffer {
        guard let socket else { return ByteBuffer() }
        var bytes: [UInt8] = []
        FrameWriter.appendClose(socket.closeCode, reason: socket.closeReason, to: &bytes)
        return ByteBuffer(bytes: bytes)
    }

    /// Whose page this session came from; nil where it is no page, or one of the server's own.
    var shopsOfPage: Set<ShopID>? {
        guard let origin = socket?.origin else { return nil }
        return Set(
            commons.shelf.current.byID.values.filter { $0.origins.contains(origin) }.map(\.id))
    }

    /// Whether the page that this session came from may talk to a shop; says so if not, and ends.
    func isWelcome(in shop: ShopID) -> Bool {
        guard let origin = socket?.origin else { return true }
        guard commons.shelf.current.byID[shop]?.origins.contains(origin) == true else {
            end(
                .foreignOrigin,
                saying: Notice.Failure(
                    code: .notAllowed, text: "\(origin) is no page of \(shop)",
                    hint: "name it under 'origins' in the shop's shop.yml"))
            return false
        }
        return true
    }
}

extension EndReason {
    /// What a WebSocket is closed with.
    var closeCode: CloseCode {
        switch self {
        case .tooManySessions, .unread, .pingUnanswered: .tryAgainLater
        case .addressConnections, .addressRate, .lineRate, .firstLineLate, .halfLineLate,
            .loginLate, .foreignOrigin, .handshakeLate:
            .policyViolation
        case .wrongProtocol, .badFrame, .noProxyHeader: .protocolError
        case .lineTooLong: .tooBig
        case .idle: .normal
        case .shuttingDown: .serviceRestart
        }
    }
}
