import ChatWire

/// What a session has beside its lines when it is a WebSocket.
final class SocketSide {
    var frames = FrameReader()
    /// Of the page that opened it; nil where there is none, or it is our own.
    let origin: String?
    /// When the last byte came, whatever it was.
    private(set) var heardAt = Duration.zero
    private var pingedAt = Duration.zero
    /// What the connection will be closed with; nil answers a close that gave no reason.
    var closeCode: CloseCode? = .normal
    var closeReason = ""

    init(origin: String?) { self.origin = origin }

    func begin(at now: Duration) {
        heardAt = now
        pingedAt = now
    }

    func heard(at now: Duration) { heardAt = now }

    /// - Returns: Whether it is time for a ping, which is then taken as sent.
    func takePing(at now: Duration, every interval: Duration) -> Bool {
        guard now - pingedAt >= interval else { return false }
        pingedAt = now
        return true
    }
}
