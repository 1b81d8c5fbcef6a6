import Vocabulary

/// Reads the frames that a WebSocket client sends, however the bytes are cut, and holds it to the
/// rules of RFC 6455: reserved bits and opcodes, masks, lengths, the order of fragments, UTF-8 over
/// the borders of fragments, close codes, and how large a message may be.
///
/// Keeps one message at the most. A length that is too large is refused before a byte of its payload
/// is read. After an error nothing more can be read.
public struct FrameReader: Sendable {
    /// One whole message, or a control frame; the bytes are valid during the call only.
    public enum Event {
        case text(LineBytes)
        case binary(LineBytes)
        case ping(LineBytes)
        case pong(LineBytes)
        /// The peer closes; nil if it gives no reason. Nothing is read after it.
        case closed(CloseCode?)
    }

    private enum Part { case opcode, length, longLength, mask, payload, nothing }

    /// Bytes of one message.
    private let messageBytesMax: Int
    private var part = Part.opcode
    private var head = FrameHead()
    /// Bytes of the length or the mask that are still to come.
    private var headBytesLeft = 0
    private var payloadBytesLeft = 0
    private var maskIndex = 0
    /// What arrived of the message; empty between messages.
    private var message: [UInt8] = []
    /// The opcode that the message began with; nil between messages.
    private var messageOpcode: FrameHead.Opcode?
    private var control: [UInt8] = []
    private var utf8 = UTF8Check()

    /// - Parameter messageBytesMax: Of one message, all its fragments together.
    public init(messageBytesMax: Int = Limits.lineBytesMax) {
        self.messageBytesMax = messageBytesMax
    }

    /// True while a message or a frame has begun and not ended: it may not stay so for ever.
    public var hasHalfMessage: Bool {
        messageOpcode != nil || (part != .opcode && part != .nothing)
    }

    /// Takes what has arrived and hands over what it completes, in order.
    ///
    /// - Throws: What to close the connection with; what came before it has been handed over.
    public mutating func receive(
        _ bytes: UnsafeBufferPointer<UInt8>, _ take: (Event) -> Void
    ) throws(FrameError) {
        var rest = bytes[...]
        do throws(FrameError) {
            while part != .nothing, !rest.isEmpty || part == .payload && payloadBytesLeft == 0 {
                if part == .payload {
                    try receivePayload(&rest, take)
                } else if let byte = rest.popFirst() {
                    try receiveHead(byte)
                }
            }
        } catch {
            part = .nothing
            (message, control) = ([], [])
            throw error
        }
    }

    // MARK: Heads

    private mutating func receiveHead(_ byte: UInt8) throws(FrameError) {
        switch part {
        case .opcode:
            try head.begin(byte, isInMessage: messageOpcode != nil)
            part = .length
        case .length:
            headBytesLeft = try head.takeLength(byte)
            if headBytesLeft > 0 {
                part = .longLength
            } else {
                try beginMask()
            }
        case .longLength:
            head.length = head.length << 8 | UInt64(byte)
            headBytesLeft -= 1
            guard headBytesLeft == 0 else { return }
            try head.checkLongLength()
            try beginMask()
        case .mask:
            head.mask = head.mask << 8 | UInt32(byte)
            headBytesLeft -= 1
            guard headBytesLeft == 0 else { return }
            beginPayload()
        case .payload, .nothing: break
        }
    }

    private mutating func beginMask() throws(FrameError) {
        if !head.opcode.isControl {
            guard head.length <= UInt64(max(0, messageBytesMax - message.count)) else {
                throw FrameError(
                    code: .tooBig, reason: "a message may have \(messageBytesMax) bytes")
            }
        }
        headBytesLeft = 4
        part = .mask
    }

    private mutating func beginPayload() {
        payloadBytesLeft = Int(head.length)
        maskIndex = 0
        part = .payload
        if head.opcode.isControl {
            control.removeAll(keepingCapacity: true)
        } else if messageOpcode == nil {
            messageOpcode = head.opcode
            utf8 = UTF8Check()
        }
    }

    // MARK: Payloads

    private mutating func receivePayload(
        _ rest: inout Slice<UnsafeBufferPointer<UInt8>>, _ take: (Event) -> Void
    ) throws(FrameError) {
        let piece = rest.prefix(payloadBytesLeft)
        rest = rest.dropFirst(piece.count)
        payloadBytesLeft -= piece.count
        if head.opcode.isControl {
            Self.unmask(piece, head.mask, from: maskIndex, into: &control)
        } else {
            let start = message.count
            Self.unmask(piece, head.mask, from: maskIndex, into: &message)
            try checkText(from: start)
        }
        maskIndex = (maskIndex + piece.count) & 3
        guard payloadBytesLeft == 0 else { return }
        part = .opcode
        if head.opcode.isControl { return try endControl(take) }
        if head.isFinal { try endMessage(take) }
    }

    /// - Parameter index: Of the mask's byte that the first byte of the piece is hidden by.
    private static func unmask(
        _ piece: Slice<UnsafeBufferPointer<UInt8>>, _ mask: UInt32, from index: Int,
        into bytes: inout [UInt8]
    ) {
        var shift = UInt32(24 - 8 * index)
        bytes.reserveCapacity(bytes.count + piece.count)
        for byte in piece {
            bytes.append(byte ^ UInt8(truncatingIfNeeded: mask >> shift))
            shift = shift == 0 ? 24 : shift - 8
        }
    }

    private mutating func checkText(from start: Int) throws(FrameError) {
        guard messageOpcode == .text else { return }
        var check = utf8
        let isText = message.withUnsafeBufferPointer {
            check.take(UnsafeBufferPointer(rebasing: $0[start...]))
        }
        utf8 = check
        guard isText else { throw Self.notText }
    }

    private mutating func endMessage(_ take: (Event) -> Void) throws(FrameError) {
        guard let opcode = messageOpcode else { return }
        messageOpcode = nil
        guard opcode != .text || utf8.isComplete else { throw Self.notText }
        message.withUnsafeBufferPointer { take(opcode == .text ? .text($0) : .binary($0)) }
        // A session that is idle between messages keeps no more than a short one's room.
        message.removeAll(keepingCapacity: message.capacity <= 256)
    }

    private mutating func endControl(_ take: (Event) -> Void) throws(FrameError) {
        switch head.opcode {
        case .ping: control.withUnsafeBufferPointer { take(.ping($0)) }
        case .pong: control.withUnsafeBufferPointer { take(.pong($0)) }
        case .close:
            let code = try closeCode()
            part = .nothing
            take(.closed(code))
        case .continuation, .text, .binary: break
        }
        control.removeAll(keepingCapacity: control.capacity <= 64)
    }

    private func closeCode() throws(FrameError) -> CloseCode? {
        guard !control.isEmpty else { return nil }
        guard control.count >= 2 else { throw .broken("a close code has two bytes") }
        let code = CloseCode(UInt16(control[0]) << 8 | UInt16(control[1]))
        guard code.mayBeSent else { throw .broken("\(code.number) is no close code to send") }
        var check = UTF8Check()
        let isText = control.withUnsafeBufferPointer {
            check.take(UnsafeBufferPointer(rebasing: $0[2...]))
        }
        guard isText, check.isComplete else { throw Self.notText }
        return code
    }

    private static let notText = FrameError(code: .invalidText, reason: "that is not UTF-8 text")
}
