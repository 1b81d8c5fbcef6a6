/// Which addresses the server may connect to on behalf of a shop.
///
/// A shop writes the URLs, so they can point anywhere: at this machine, at the network behind it, at a
/// cloud's metadata service. So only public addresses on usual ports are connected to, unless the
/// operator (never the shop) has put a network on the list. The address judged is the one the socket is
/// opened for, after every form of writing it and every change of a name's address.
public struct AddressRules: Hashable, Sendable {
    /// One thing the operator allows: a network, and one port or all.
    public struct Allowance: Hashable, Sendable, CustomStringConvertible {
        public let network: Network
        /// nil for every port.
        public let port: Int?

        public init(network: Network, port: Int?) {
            self.network = network
            self.port = port
        }

        /// Reads `10.1.2.0/24`, `10.1.2.3:8080`, `[fd00::1]:8080`, `fd00::/8`.
        ///
        /// - Returns: nil for anything else.
        public init?(_ text: String) {
            if let network = Network(text) {
                self.init(network: network, port: nil)
                return
            }
            guard let colon = text.lastIndex(of: ":"),
                let port = Int(text[text.index(after: colon)...]), (1...65_535).contains(port)
            else { return nil }
            var host = text[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            guard let network = Network(String(host)) else { return nil }
            self.init(network: network, port: port)
        }

        public var description: String {
            guard let port else { return network.description }
            return network.address.isIPv4 ? "\(network):\(port)" : "[\(network)]:\(port)"
        }

        func covers(_ address: NetworkAddress, port: Int) -> Bool {
            network.contains(address) && (self.port == nil || self.port == port)
        }
    }

    /// Ports of public addresses.
    public static let publicPorts: Set<Int> = [80, 443, 8443]

    /// What the operator allows beside the public addresses.
    public var allowances: [Allowance]

    public init(allowances: [Allowance] = []) { self.allowances = allowances }

    /// Why a connection is refused; nil if it may be made.
    ///
    /// - Parameter isEncrypted: Plain HTTP is for networks on the operator's list alone.
    public func refusal(
        of address: NetworkAddress, port: Int, isEncrypted: Bool
    ) -> String? {
        // An address in a wrapping is judged by what it reaches, and by the wrapping itself.
        let reached = address.embeddedIPv4 ?? address
        let isListed = allowances.contains { allowance in
            allowance.covers(address, port: port) || allowance.covers(reached, port: port)
        }
        if isListed { return nil }
        for candidate in [address, reached] {
            if let network = Self.special.first(where: { $0.contains(candidate) }) {
                return "\(address) is in \(network), which is no public network, and the operator "
                    + "has not allowed it"
            }
        }
        if !isEncrypted {
            return "plain http is for networks that the operator allows; use https"
        }
        if !Self.publicPorts.contains(port) {
            return "port \(port) is not one of 80, 443, 8443, and the operator has not allowed it"
        }
        return nil
    }

    /// Networks that are not the public internet: the special-purpose registries of IANA for IPv4 and
    /// IPv6 (RFC 6890 and its updates), multicast, and site-local addresses (RFC 3879).
    static let special: [Network] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "::1/128", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].compactMap { Network($0) }
}
