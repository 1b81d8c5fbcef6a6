/// Writes frames of a WebSocket server: whole, unmasked, text and control.
public enum FrameWriter {
    /// Bytes of payload that a control frame has at the most.
    public static let controlBytesMax = 125

    /// Appends one text frame; none if nothing is written into it.
    public static func append(
        to buffer: inout [UInt8], _ write: (inout [UInt8]) -> Void
    ) {
        // Most answers are longer than 125 bytes and shorter than 65,536.
        let start = buffer.count
        buffer.append(contentsOf: [0x81, 126, 0, 0])
        write(&buffer)
        let byteCount = buffer.count - start - 4
        switch byteCount {
        case 0: buffer.removeLast(4)
        case 1...125:
            buffer[start + 1] = UInt8(byteCount)
            buffer.removeSubrange((start + 2)..<(start + 4))
        case 126...65_535:
            buffer[start + 2] = UInt8(byteCount >> 8)
            buffer[start + 3] = UInt8(byteCount & 0xFF)
        default:
            buffer[start + 1] = 127
            let length = stride(from: 56, through: 0, by: -8).map {
                UInt8(truncatingIfNeeded: byteCount >> $0)
            }
            buffer.replaceSubrange((start + 2)..<(start + 4), with: length)
        }
    }

    public static func appendPing(to buffer: inout [UInt8]) { buffer += [0x89, 0] }

    /// - Parameter payload: Of the ping that it answers; at most 125 bytes, as pings have.
    public static func appendPong(_ payload: LineBytes, to buffer: inout [UInt8]) {
        appendControl(0x8A, payload, to: &buffer)
    }

    /// - Parameters:
    ///   - code: nil closes without one.
    ///   - reason: Cut at a character's border to what a control frame holds.
    public static func appendClose(
        _ code: CloseCode?, reason: String = "", to buffer: inout [UInt8]
    ) {
        guard let code else {
            buffer += [0x88, 0]
            return
        }
        var payload = [UInt8(code.number >> 8), UInt8(code.number & 0xFF)]
        for character in reason {
            let bytes = character.utf8
            guard payload.count + bytes.count <= controlBytesMax else { break }
            payload.append(contentsOf: bytes)
        }
        payload.withUnsafeBufferPointer { appendControl(0x88, $0, to: &buffer) }
    }

    private static func appendControl(
        _ opcode: UInt8, _ payload: LineBytes, to buffer: inout [UInt8]
    ) {
        let payload = payload.prefix(controlBytesMax)
        buffer.append(opcode)
        buffer.append(UInt8(payload.count))
        buffer.append(contentsOf: payload)
    }
}
