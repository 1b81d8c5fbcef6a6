import ChatWire
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
        guard let address = PeerAddress(address) else { return nil }
        self.init(address)
    }

    package init(_ address: PeerAddress) {
        isIPv4 = address.isIPv4
        isLoopback = address.isLoopback
        prefix = address.isIPv4 ? address.low : address.high
    }
}

extension PeerAddress {
    /// - Returns: nil for an address that is none of IP.
    init?(_ address: SocketAddress?) {
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
            self.init(high: high, low: low)
        case .unixDomainSocket: return nil
        }
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
