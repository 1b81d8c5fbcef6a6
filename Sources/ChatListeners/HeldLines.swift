import ChatWire

/// Lines that have arrived and may not be looked at yet, one after another in one piece of memory.
struct HeldLines {
    private var bytes: [UInt8] = []
    private var start = 0

    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ line: LineBytes) {
        bytes.append(contentsOf: line)
        bytes.append(0x0A)
    }

    /// The line that came first; nil if there is none. No line has a line feed in it.
    mutating func next() -> [UInt8]? {
        guard !isEmpty, let end = bytes[start...].firstIndex(of: 0x0A) else { return nil }
        let line = Array(bytes[start..<end])
        start = end + 1
        if isEmpty { (bytes, start) = ([], 0) }
        return line
    }

    mutating func removeAll() { (bytes, start) = ([], 0) }
}
