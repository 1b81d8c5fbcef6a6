/// An IP address of a peer, without its port: what rates are counted by and lists are written in.
///
/// IPv4 addresses in IPv6's clothes (`::ffff:192.0.2.1`) are IPv4 addresses.
public struct PeerAddress: Hashable, Sendable {
    /// IPv4 fills the lowest 32 bits of `low`.
    public let high: UInt64
    public let low: UInt64
    public let isIPv4: Bool

    public init(ipv4: UInt32) {
        (high, low, isIPv4) = (0, UInt64(ipv4), true)
    }

    public init(high: UInt64, low: UInt64) {
        let isMapped = high == 0 && low >> 32 == 0xFFFF
        self.high = high
        self.low = isMapped ? low & 0xFFFF_FFFF : low
        isIPv4 = isMapped
    }

    /// `192.0.2.7`, `2001:db8::1`; the forms of RFC 4291, without a zone.
    ///
    /// - Returns: nil if the text is no such address.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: Array(text.utf8)[...])
    }

    init?(bytes: ArraySlice<UInt8>) {
        if let ipv4 = Self.ipv4(bytes) {
            self.init(ipv4: ipv4)
        } else if let groups = Self.groups(bytes) {
            let words = groups.map(UInt64.init)
            self.init(
                high: words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3],
                low: words[4] << 48 | words[5] << 32 | words[6] << 16 | words[7])
        } else {
            return nil
        }
    }

    public var isLoopback: Bool { isIPv4 ? low >> 24 == 127 : high == 0 && low == 1 }

    /// Four decimal numbers of 0 to 255, without leading zeros, which some read as octal.
    private static func ipv4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.count == 1 || part.first != 0x30,
                let number = number(part, radix: 10), number <= 255
            else { return nil }
            address = address << 8 | UInt32(number)
        }
        return address
    }

    /// Eight groups of 16 bits; `::` stands once for one or more groups of zeros.
    private static func groups(_ bytes: ArraySlice<UInt8>) -> [UInt16]? {
        guard bytes.count <= 45 else { return nil }
        let colon = UInt8(ascii: ":")
        guard
            let gap = bytes.indices.dropLast().first(where: {
                bytes[$0] == colon && bytes[$0 + 1] == colon
            })
        else {
            guard let groups = run(of: bytes), groups.count == 8 else { return nil }
            return groups
        }
        let front = bytes[..<gap]
        let back = bytes[(gap + 2)...]
        guard let before = front.isEmpty ? [] : run(of: front),
            let after = back.isEmpty ? [] : run(of: back), before.count + after.count <= 7
        else { return nil }
        return before + Array(repeating: 0, count: 8 - before.count - after.count) + after
    }

    /// Groups between colons, none empty; the last may be an IPv4 address, which is two groups.
    private static func run(of bytes: ArraySlice<UInt8>) -> [UInt16]? {
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, let ipv4 = ipv4(part) {
                groups += [UInt16(ipv4 >> 16), UInt16(truncatingIfNeeded: ipv4)]
            } else if (1...4).contains(part.count), let group = number(part, radix: 16) {
                groups.append(UInt16(group))
            } else {
                return nil
            }
        }
        return groups
    }

    /// Of 1 to 4 digits and nothing else.
    private static func number(_ digits: ArraySlice<UInt8>, radix: Int) -> Int? {
        var value = 0
        for digit in digits {
            let worth: Int
            switch digit {
            case 0x30...0x39: worth = Int(digit) - 0x30
            case 0x41...0x46: worth = Int(digit) - 0x37
            case 0x61...0x66: worth = Int(digit) - 0x57
            default: return nil
            }
            guard worth < radix else { return nil }
            value = value * radix + worth
        }
        return value
    }
}

/// Addresses that begin alike: `10.0.0.0/8`, `2001:db8::/32`, or one address.
public struct AddressRange: Hashable, Sendable {
    private let first: PeerAddress
    /// Bits that have to be the same, of 32 or of 128.
    private let bitCount: Int

    /// - Returns: nil if the text is no address with or without a number of bits, or if bits are set
    ///   behind those that count, for then something else was meant.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = PeerAddress(parts[0]) else { return nil }
        let width = address.isIPv4 ? 32 : 128
        first = address
        guard parts.count == 2 else {
            bitCount = width
            return
        }
        guard (1...3).contains(parts[1].utf8.count), let bits = Int(parts[1]),
            (0...width).contains(bits)
        else { return nil }
        bitCount = bits
        let kept = Self.cut(address, bits)
        guard kept == (address.high, address.low) else { return nil }
    }

    public func contains(_ address: PeerAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && Self.cut(address, bitCount) == (first.high, first.low)
    }

    /// The address with all bits but the first ones zero.
    private static func cut(_ address: PeerAddress, _ bitCount: Int) -> (UInt64, UInt64) {
        if address.isIPv4 {
            return (0, mask(bitCount) >> 32 & address.low)
        }
        let high = mask(min(bitCount, 64)) & address.high
        return (high, mask(max(bitCount - 64, 0)) & address.low)
    }

    private static func mask(_ bitCount: Int) -> UInt64 {
        bitCount == 0 ? 0 : ~0 << (64 - bitCount)
    }
}
