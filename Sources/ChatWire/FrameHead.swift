/// The first bytes of a frame from a client, held to the rules (RFC 6455, section 5.2).
struct FrameHead: Sendable {
    enum Opcode: UInt8, Sendable {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA

        var isControl: Bool { rawValue & 0x8 != 0 }
    }

    private(set) var opcode = Opcode.continuation
    private(set) var isFinal = false
    /// Bytes of payload.
    var length: UInt64 = 0
    /// The first byte of the mask is the highest.
    var mask: UInt32 = 0

    /// Takes the first byte.
    mutating func begin(_ byte: UInt8, isInMessage: Bool) throws(FrameError) {
        guard byte & 0x70 == 0 else { throw .broken("no extension was agreed on") }
        guard let opcode = Opcode(rawValue: byte & 0x0F) else {
            throw .broken("there is no opcode \(byte & 0x0F)")
        }
        self.opcode = opcode
        isFinal = byte & 0x80 != 0
        (length, mask) = (0, 0)
        switch opcode {
        case .continuation where !isInMessage: throw .broken("there is nothing to continue")
        case .text where isInMessage, .binary where isInMessage:
            throw .broken("the message before has no end")
        case .close where !isFinal, .ping where !isFinal, .pong where !isFinal:
            throw .broken("a control frame has no fragments")
        case .continuation, .text, .binary, .close, .ping, .pong: break
        }
    }

    /// Takes the second byte.
    ///
    /// - Returns: How many bytes of length follow.
    mutating func takeLength(_ byte: UInt8) throws(FrameError) -> Int {
        guard byte & 0x80 != 0 else { throw .broken("a client masks its frames") }
        let short = byte & 0x7F
        guard !opcode.isControl || short <= 125 else {
            throw .broken("a control frame may have 125 bytes")
        }
        switch short {
        case 126: shortest = 126
        case 127: shortest = 65_536
        default: length = UInt64(short)
        }
        return short == 126 ? 2 : short == 127 ? 8 : 0
    }

    /// The least that a length of so many bytes is for; shorter ones have to be written shorter.
    private var shortest: UInt64 = 0

    func checkLongLength() throws(FrameError) {
        guard length >= shortest, length <= UInt64(Int64.max) else {
            throw .broken("that length is not written as it has to be")
        }
    }
}
