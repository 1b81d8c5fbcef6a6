import Vocabulary

/// The receiving side of one connection: bytes in, lines and telnet's signals out.
///
/// Owned by the connection's handler. Refuses other protocols by their first bytes.
public struct WireInput: Sendable {
    private var telnet = TelnetFilter()
    private var framer = LineFramer()
    /// Nothing has been handed over yet.
    private var isFirstLine = true
    /// The very first byte, while the second one is awaited.
    private var firstByte: UInt8?
    private var receivedByteCount = 0

    public init() {}

    /// As the peer's terminal says, if it does.
    public var windowSize: TelnetFilter.WindowSize? { telnet.windowSize }
    /// True while a line has begun and not ended: a half line may not stay for ever.
    public var hasHalfLine: Bool { framer.pendingByteCount > 0 }

    /// Takes what has arrived.
    ///
    /// - Parameters:
    ///   - replies: Gets telnet's answers, to be sent before anything else.
    ///   - line: Called for each line in order; its bytes are valid during the call only.
    /// - Returns: Signals of telnet; `.endOfInput` is to be treated like a half-closed connection.
    /// - Throws: Answer with the error's `failure`, then close.
    public mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, replies: inout [UInt8], _ line: (LineBytes) -> Void
    ) throws(WireInputError) -> TelnetFilter.Signals {
        if receivedByteCount < 2 { try lookAtFirst(bytes) }
        var signals: TelnetFilter.Signals = []
        var isFirst = isFirstLine
        var foreign: ForeignProtocol?
        try telnet.receive(bytes, replies: &replies, signals: &signals) {
            (text) throws(WireInputError) in
            try framer.receive(text) { bytes in
                if isFirst {
                    isFirst = false
                    foreign = FirstBytes.foreignProtocol(bytes)
                }
                if foreign == nil { line(bytes) }
            }
        }
        isFirstLine = isFirst
        if let foreign { throw .wrongProtocol(foreign) }
        return signals
    }

    /// At the end of input: hands over a last line without an end.
    public mutating func finish(_ line: (LineBytes) -> Void) { framer.finish(line) }

    /// Bytes that ask the peer's terminal not to show what is typed, for a password.
    public mutating func hideTyping(replies: inout [UInt8]) {
        telnet.hideTyping(replies: &replies)
    }

    /// Bytes that let the peer's terminal show again what is typed.
    public mutating func showTyping(replies: inout [UInt8]) {
        telnet.showTyping(replies: &replies)
    }

    private mutating func lookAtFirst(_ bytes: UnsafeBufferPointer<UInt8>) throws(WireInputError) {
        for byte in bytes.prefix(2 - receivedByteCount) {
            if let firstByte, FirstBytes.areTLS(firstByte, byte) { throw .wrongProtocol(.tls) }
            firstByte = byte
        }
        receivedByteCount += min(bytes.count, 2)
    }
}
