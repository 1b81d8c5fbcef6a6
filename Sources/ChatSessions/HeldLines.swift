import ChatWire

/// Lines that have arrived and may not be looked at yet, one after another in one piece of memory.
struct HeldLines {
    /// Each line with its length before it, two bytes: text frames may have line feeds in them.
    private var bytes: [UInt8] = []
    private var start = 0

    var isEmpty: Bool { start == bytes.count }

    /// - Parameter line: Less than 65,536 bytes, as all lines are.
    mutating func append(_ line: LineBytes) {
        precondition(line.count <= Int(UInt16.max), "a line is longer than any that is read")
        bytes.append(UInt8(line.count >> 8))
        bytes.append(UInt8(line.count & 0xFF))
        bytes.append(contentsOf: line)
    }

    /// The line that came first; nil if there is none.
    mutating func next() -> [UInt8]? {
        guard !isEmpty else { return nil }
        let lineStart = start + 2
        let end = lineStart + Int(bytes[start]) << 8 + Int(bytes[start + 1])
        let line = Array(bytes[lineStart..<end])
        start = end
        if isEmpty { (bytes, start) = ([], 0) }
        return line
    }

    mutating func removeAll() { (bytes, start) = ([], 0) }
}
