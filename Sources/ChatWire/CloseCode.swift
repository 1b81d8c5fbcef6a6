/// Why a WebSocket is closed (RFC 6455, section 7.4, and the IANA registry). Sent: never renumber.
public struct CloseCode: Hashable, Sendable {
    public let number: UInt16
    public init(_ number: UInt16) { self.number = number }

    public static let normal = CloseCode(1_000)
    public static let goingAway = CloseCode(1_001)
    /// The frames break the rules of the protocol.
    public static let protocolError = CloseCode(1_002)
    /// Something else than text.
    public static let unsupportedData = CloseCode(1_003)
    /// Text that is not UTF-8.
    public static let invalidText = CloseCode(1_007)
    /// The peer did what peers may not do here.
    public static let policyViolation = CloseCode(1_008)
    public static let tooBig = CloseCode(1_009)
    /// The server stops and is soon back.
    public static let serviceRestart = CloseCode(1_012)
    /// No room at the moment.
    public static let tryAgainLater = CloseCode(1_013)

    /// Whether an endpoint may send this code: 1004 to 1006, 1015 and what nobody has registered may
    /// not travel.
    public var mayBeSent: Bool {
        switch number {
        case 1_000...1_003, 1_007...1_014, 3_000...4_999: true
        default: false
        }
    }
}

/// Why the bytes of a WebSocket cannot be read any further: close with the code, read no more.
public struct FrameError: Error, Equatable, Sendable {
    public let code: CloseCode
    /// A short sentence for the close frame.
    public let reason: String

    static func broken(_ reason: String) -> FrameError {
        FrameError(code: .protocolError, reason: reason)
    }
}
