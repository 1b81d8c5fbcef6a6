/// An IP address, as its bytes.
///
/// An IPv6 address that only wraps an IPv4 one (`::ffff:…`, `64:ff9b::…`, `2002:…`) is kept as it is;
/// `embeddedIPv4` gives what it would reach.
public struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// 4 bytes for IPv4, 16 for IPv6, in network order.
    public let bytes: [UInt8]

    /// - Returns: nil unless there are 4 or 16 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads the plain written forms: `192.0.2.1`, `2001:db8::1`, `::ffff:192.0.2.1`.
    ///
    /// - Returns: nil for anything else; octal, hexadecimal and short IPv4 forms are not read.
    public init?(_ text: String) {
        guard text.contains(":") else {
            guard let bytes = Self.dotted(Substring(text)) else { return nil }
            self.bytes = bytes
            return
        }
        guard let bytes = Self.colons(text) else { return nil }
        self.bytes = bytes
    }

    public var isIPv4: Bool { bytes.count == 4 }

    /// The IPv4 address that this IPv6 address carries by one of the known mappings; nil if none.
    public var embeddedIPv4: NetworkAddress? {
        guard !isIPv4 else { return nil }
        let isMapped =
            bytes[0..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        let isTranslated =
            Array(bytes[0..<12]) == [0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)
        if isMapped || isTranslated { return NetworkAddress(bytes: Array(bytes[12..<16])) }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return NetworkAddress(bytes: Array(bytes[2..<6])) }
        return nil
    }

    public var description: String {
        if isIPv4 { return bytes.map(String.init).joined(separator: ".") }
        let groups = stride(from: 0, to: 16, by: 2).map { index in
            UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        }
        let run = Self.longestZeroRun(groups)
        let texts = groups.map { String($0, radix: 16) }
        guard run.count >= 2 else { return texts.joined(separator: ":") }
        return texts[..<run.lowerBound].joined(separator: ":") + "::"
            + texts[run.upperBound...].joined(separator: ":")
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var best = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > best.count { best = start..<index }
            start = index + 1
        }
        return best
    }

    private static func dotted(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            let isPlain = part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            guard isPlain, part == "0" || !part.hasPrefix("0"), let byte = UInt8(part) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }

    private static func colons(_ text: String) -> [UInt8]? {
        let halves = text.split(separator: "::", omittingEmptySubsequences: false)
        guard halves.count <= 2, let head = groups(halves[0]) else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = groups(halves[1]), head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups between colons, the last of which may be dotted.
    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let dotted = dotted(part) else { return nil }
                bytes += dotted
                continue
            }
            let isHex = part.utf8.allSatisfy(Self.isHexDigit)
            guard (1...4).contains(part.utf8.count), isHex, let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return bytes.count <= 16 ? bytes : nil
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}

/// All addresses that begin with the same bits.
public struct Network: Hashable, Sendable, CustomStringConvertible {
    public let address: NetworkAddress
    /// Bits that count, from the left.
    public let prefixBits: Int

    /// Reads `10.0.0.0/8`, `fc00::/7`, or one address.
    ///
    /// - Returns: nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = NetworkAddress(String(parts[0])) else { return nil }
        let bitsMax = address.bytes.count * 8
        guard parts.count == 1 || Int(parts[1]).map((0...bitsMax).contains) == true else {
            return nil
        }
        self.address = address
        prefixBits = parts.count == 1 ? bitsMax : Int(parts[1]) ?? bitsMax
    }

    public func contains(_ other: NetworkAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        for index in address.bytes.indices {
            let bits = min(8, max(0, prefixBits - index * 8))
            guard bits > 0 else { return true }
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            guard address.bytes[index] & mask == other.bytes[index] & mask else { return false }
        }
        return true
    }

    public var description: String { "\(address)/\(prefixBits)" }
}
