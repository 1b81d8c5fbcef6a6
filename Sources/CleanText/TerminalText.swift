/// The one way out to any terminal: whatever somebody wrote, as bytes that only show text.
///
/// Dropped: C0 but line end and tab, DEL, C1, whole ANSI sequences, and the characters that open or
/// close a stretch of turned writing. Where letters of a right-to-left script or marks of direction
/// are left, each line stands between U+2068 and U+2069, so that names, prompts and what follows keep
/// their places. At most `marksPerBaseMax` combining or invisible characters follow one letter. Line
/// ends of any kind become `newLine`, which carries the speaker's name, so that no line of a text
/// stands without one. The text on record is not touched.
public enum TerminalText {
    /// Combining marks, joiners and other characters without a width of their own per letter.
    public static let marksPerBaseMax = 8

    /// Appends `text`, cleaned.
    ///
    /// - Parameter newLine: Stands for every line end inside the text; one at its end is left out.
    ///   A single space keeps a name or a menu's option on one line.
    public static func append(_ text: String, newLine: [UInt8], to buffer: inout [UInt8]) {
        let isDone: ()? = text.utf8.withContiguousStorageIfAvailable { bytes in
            append(bytes, newLine: newLine, to: &buffer)
        }
        if isDone == nil {
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                append(bytes, newLine: newLine, to: &buffer)
            }
        }
    }

    /// `text` on one line, for a log's reader, a title or a list.
    public static func oneLine(_ text: String) -> String {
        if PlainBytes.arePrintableASCII(text) { return text }
        var buffer: [UInt8] = []
        append(text, newLine: [UInt8(ascii: " ")], to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    /// `text` with every line after the first begun by `prefix`; line ends are LF.
    public static func lines(_ text: String, prefix: String = "") -> String {
        if PlainBytes.arePrintableASCII(text) { return text }
        var buffer: [UInt8] = []
        append(text, newLine: [UInt8(ascii: "\n")] + Array(prefix.utf8), to: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    private static func append(
        _ bytes: UnsafeBufferPointer<UInt8>, newLine: [UInt8], to buffer: inout [UInt8]
    ) {
        if PlainBytes.printableASCIIEnd(bytes, from: 0) == bytes.count {
            buffer.append(contentsOf: bytes)
        } else {
            var cleaner = TerminalCleaner(bytes: bytes, newLine: newLine)
            cleaner.run(into: &buffer)
        }
    }
}

/// Cleans one text that is more than printable ASCII; lives no longer than its bytes.
private struct TerminalCleaner {
    let bytes: UnsafeBufferPointer<UInt8>
    let newLine: [UInt8]
    private let end: Int
    private let isIsolated: Bool
    private var position = 0
    private var marksInRow = 0

    init(bytes: UnsafeBufferPointer<UInt8>, newLine: [UInt8]) {
        self.bytes = bytes
        self.newLine = newLine
        var end = bytes.count
        while end > 0, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        self.end = end
        isIsolated = Bidi.turnsWriting(bytes)
    }

    mutating func run(into buffer: inout [UInt8]) {
        if isIsolated { buffer.append(contentsOf: Bidi.isolateStart) }
        while position < end {
            let runEnd = min(end, PlainBytes.printableASCIIEnd(bytes, from: position))
            if runEnd > position {
                buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[position..<runEnd]))
                position = runEnd
                marksInRow = 0
            } else if bytes[position] < 0x80 {
                takeControl(into: &buffer)
            } else {
                takeScalar(into: &buffer)
            }
        }
        if isIsolated { buffer.append(contentsOf: Bidi.isolateEnd) }
    }

    /// Takes a character of C0 or DEL.
    private mutating func takeControl(into buffer: inout [UInt8]) {
        switch bytes[position] {
        case 0x0A:
            breakLine(in: &buffer)
        case 0x0D:
            let isPair = position + 1 < end && bytes[position + 1] == 0x0A
            if isPair { position += 1 }
            breakLine(in: &buffer)
        case 0x09:
            buffer.append(0x09)
        case 0x0B, 0x0C:
            buffer.append(UInt8(ascii: " "))
        case 0x1B:
            position = EscapeSequence.end(in: bytes, from: position)
            return
        default:
            break
        }
        position += 1
    }

    private mutating func takeScalar(into buffer: inout [UInt8]) {
        let (scalar, length) = PlainBytes.scalar(in: bytes, at: position)
        defer { position += length }
        switch scalar {
        case 0x80...0x9F:
            if scalar == 0x85 { return breakLine(in: &buffer) }
            position = EscapeSequence.end(in: bytes, from: position) - length
            return
        case 0x2028, 0x2029:
            return breakLine(in: &buffer)
        case 0x202A...0x202E, 0x2066...0x2069:
            return
        default:
            if Widthless.contains(scalar) {
                marksInRow += 1
                guard marksInRow <= TerminalText.marksPerBaseMax else { return }
            } else {
                marksInRow = 0
            }
            let whole = position..<position + length
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[whole]))
        }
    }

    private mutating func breakLine(in buffer: inout [UInt8]) {
        if isIsolated { buffer.append(contentsOf: Bidi.isolateEnd) }
        buffer.append(contentsOf: newLine)
        if isIsolated { buffer.append(contentsOf: Bidi.isolateStart) }
        marksInRow = 0
    }
}
