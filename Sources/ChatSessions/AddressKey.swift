import NIOCore

/// By what peers are told apart when their rates are counted: an IPv4 address, or the first 64 bits
/// of an IPv6 address, for a whole /64 belongs to one line or machine.
package struct AddressKey: Hashable, Sendable {
    /// The upper half is 0 for IPv4.
    private let prefix: UInt64
    private let isIPv4: Bool
    package let isLoopback: Bool

    /// - Returns: nil for an address that is none of IP.
    package init?(_ address: SocketAddress?) {
        guard let address else { return nil }
        switch address {
        case .v4(let address):
            self.init(ipv4: UInt32(bigEndian: address.address.sin_addr.s_addr))
        case .v6(let address):
            var bytes = address.address.sin6_addr
            let (high, low) = withUnsafeBytes(of: &bytes) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
            if high == 0, low >> 32 == 0xFFFF {
                self.init(ipv4: UInt32(truncatingIfNeeded: low))
            } else {
                self.init(high, isIPv4: false, isLoopback: high == 0 && low == 1)
            }
        case .unixDomainSocket: return nil
        }
    }

    private init(ipv4: UInt32) {
        self.init(UInt64(ipv4), isIPv4: true, isLoopback: ipv4 >> 24 == 127)
    }

    private init(_ prefix: UInt64, isIPv4: Bool, isLoopback: Bool) {
        self.prefix = prefix
        self.isIPv4 = isIPv4
        self.isLoopback = isLoopback
    }
}

extension AddressKey: CustomStringConvertible {
    /// As logs show it: `192.0.2.7`, `2001:db8:0:1::/64`.
    package var description: String {
        if isIPv4 {
            return [24, 16, 8, 0].map { String(prefix >> UInt64($0) & 0xFF) }.joined(separator: ".")
        }
        if isLoopback { return "::1" }
        return [48, 32, 16, 0].map { String(prefix >> UInt64($0) & 0xFFFF, radix: 16) }
            .joined(separator: ":") + "::/64"
    }
}
