import Vocabulary

/// Takes telnet's commands out of a byte stream (RFC 854, 855, 1073, 1143).
///
/// Opens no negotiation by itself, for a plain netcat would show it; the one exception is a
/// password's echo, when an agent has asked to log in. Agrees to binary both ways and to the size of
/// the window; refuses everything else. Answers each verb for each option once, so no peer can make
/// it loop. What it keeps of a subnegotiation is bounded.
public struct TelnetFilter: Sendable {
    /// Bytes of one subnegotiation.
    public static let subnegotiationBytesMax = 1_024

    /// What a peer asked for beside its text, since it was last looked at.
    public struct Signals: OptionSet, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// IAC AYT: wants a sign of life.
        public static let areYouThere = Signals(rawValue: 1)
        /// IAC IP: Control-C.
        public static let interrupt = Signals(rawValue: 2)
        /// IAC EOF: there will be no more input.
        public static let endOfInput = Signals(rawValue: 4)
    }

    /// Columns and rows of the peer's window, as far as it has said.
    public struct WindowSize: Equatable, Sendable {
        public let columns: Int
        public let rows: Int
    }

    private enum State {
        case text
        case command
        case option(TelnetVerb)
        case subnegotiation
        case commandInSubnegotiation
    }

    public private(set) var windowSize: WindowSize?
    private var state = State.text
    private var options = TelnetOptions()
    /// The option's code and its first bytes; windows need five.
    private var subnegotiation: [UInt8] = []
    private var subnegotiationByteCount = 0

    public init() {}

    /// Hands over the text in `bytes`, in runs that are not copied.
    ///
    /// - Parameters:
    ///   - replies: Gets the answers to options, to be sent at once.
    ///   - text: Called for each run of text, in order.
    /// - Throws: What `text` throws, or `.subnegotiationTooLong`.
    public mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, replies: inout [UInt8], signals: inout Signals,
        _ text: (UnsafeBufferPointer<UInt8>) throws(WireInputError) -> Void
    ) throws(WireInputError) {
        var index = 0
        while index < bytes.count {
            guard case .text = state else {
                let byte = bytes[index]
                index += 1
                if let standIn = try take(byte, &replies, &signals) {
                    try Self.handOver(standIn, text)
                }
                continue
            }
            let end = ByteSearch.telnetCommand(in: bytes, from: index)
            if end > index { try text(UnsafeBufferPointer(rebasing: bytes[index..<end])) }
            if end < bytes.count { state = .command }
            index = end + 1
        }
    }

    /// Asks the peer to stop echoing what is typed (IAC WILL ECHO), for a password.
    public mutating func hideTyping(replies: inout [UInt8]) {
        options.willEcho = true
        TelnetVerb.will.append(option: TelnetOptions.echo, to: &replies)
    }

    /// Lets the peer echo again (IAC WONT ECHO).
    public mutating func showTyping(replies: inout [UInt8]) {
        options.willEcho = false
        TelnetVerb.wont.append(option: TelnetOptions.echo, to: &replies)
    }

    /// Takes a byte that is no plain text.
    ///
    /// - Returns: A byte that stands in the text for a command, if there is one.
    private mutating func take(
        _ byte: UInt8, _ replies: inout [UInt8], _ signals: inout Signals
    ) throws(WireInputError) -> UInt8? {
        switch state {
        case .text: return byte
        case .command: return takeCommand(byte, &signals)
        case .option(let verb):
            state = .text
            options.answer(verb, option: byte, to: &replies)
        case .subnegotiation:
            if byte == 0xFF { state = .commandInSubnegotiation } else { try keep(byte) }
        case .commandInSubnegotiation:
            switch byte {
            case 240:
                state = .text
                endSubnegotiation()
            default:
                state = .subnegotiation
                try keep(byte)
            }
        }
        return nil
    }

    /// Takes the byte after IAC.
    private mutating func takeCommand(_ byte: UInt8, _ signals: inout Signals) -> UInt8? {
        state = .text
        switch byte {
        case 255: return 0xFF
        case 247: return LineEditing.eraseCharacter
        case 248: return LineEditing.eraseLine
        case 236: signals.insert(.endOfInput)
        case 244: signals.insert(.interrupt)
        case 246: signals.insert(.areYouThere)
        case 250:
            state = .subnegotiation
            subnegotiation.removeAll(keepingCapacity: true)
            subnegotiationByteCount = 0
        default:
            if let verb = TelnetVerb(rawValue: byte) { state = .option(verb) }
        }
        return nil
    }

    private mutating func keep(_ byte: UInt8) throws(WireInputError) {
        subnegotiationByteCount += 1
        guard subnegotiationByteCount <= Self.subnegotiationBytesMax else {
            throw .subnegotiationTooLong(bytesMax: Self.subnegotiationBytesMax)
        }
        if subnegotiation.count < 5 { subnegotiation.append(byte) }
    }

    private mutating func endSubnegotiation() {
        guard subnegotiation.count == 5, subnegotiation[0] == TelnetOptions.windowSize else {
            return
        }
        let columns = Int(subnegotiation[1]) << 8 | Int(subnegotiation[2])
        let rows = Int(subnegotiation[3]) << 8 | Int(subnegotiation[4])
        windowSize = WindowSize(columns: columns, rows: rows)
    }

    private static func handOver(
        _ byte: UInt8, _ text: (UnsafeBufferPointer<UInt8>) throws(WireInputError) -> Void
    ) throws(WireInputError) {
        let result = withUnsafePointer(to: byte) { pointer in
            Result { () throws(WireInputError) in
                try text(UnsafeBufferPointer(start: pointer, count: 1))
            }
        }
        try result.get()
    }
}
