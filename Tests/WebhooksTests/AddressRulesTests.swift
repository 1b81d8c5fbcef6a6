import TestKit
import Testing
import Webhooks

@Suite struct AddressRulesTests {
    private let rules = AddressRules()

    @Test(.enabled(if: DataSets.has("ssrf-urls"), "data set ssrf-urls is not here"))
    func noAddressOfASpecialNetworkIsReached() throws {
        let networks = try DataSets.objects("ssrf-urls/cases.jsonl").compactMap {
            $0["net"]?.string
        }
        #expect(networks.count >= 31)
        for text in networks {
            let network = try #require(Network(String(text.prefix { $0 != " " })))
            // The first address, one in the middle, the last one.
            for fill in [0x00, 0x55, 0xFF] as [UInt8] {
                let address = try #require(filled(network, with: fill))
                // Where the IPv4 inside decides, the inside has to be special too.
                if text.contains("check the IPv4 inside") {
                    let inside = try #require(address.embeddedIPv4)
                    let isRefused = rules.refusal(of: inside, port: 443, isEncrypted: true) != nil
                    let whole = rules.refusal(of: address, port: 443, isEncrypted: true) != nil
                    #expect(whole == isRefused, "\(address)")
                } else {
                    let refusal = rules.refusal(of: address, port: 443, isEncrypted: true)
                    #expect(refusal != nil, "\(address) in \(text)")
                }
            }
        }
    }

    @Test(arguments: [
        ("93.184.216.34", 443, true, true), ("93.184.216.34", 8443, true, true),
        ("93.184.216.34", 22, true, false), ("93.184.216.34", 80, false, false),
        ("2606:2800:220:1::1", 443, true, true), ("::ffff:93.184.216.34", 443, true, true),
        ("::ffff:10.0.0.1", 443, true, false), ("64:ff9b::a00:1", 443, true, false),
        ("2002:7f00:1::", 443, true, false), ("::127.0.0.1", 443, true, false),
        ("127.0.0.1", 443, true, false), ("0.0.0.0", 443, true, false),
    ])
    func publicAddressesOnUsualPortsAlone(
        address: String, port: Int, isEncrypted: Bool, isAllowed: Bool
    ) throws {
        let refusal = rules.refusal(
            of: try #require(NetworkAddress(address)), port: port, isEncrypted: isEncrypted)
        #expect((refusal == nil) == isAllowed, "\(refusal ?? "")")
    }

    @Test func theOperatorsListOpensNetworksAndPorts() throws {
        let texts = ["127.0.0.1:9000", "10.1.2.0/24", "[fd00::/8]:8080"]
        let rules = AddressRules(
            allowances: try texts.map { try #require(AddressRules.Allowance($0)) })
        for (address, port, isAllowed) in [
            ("127.0.0.1", 9_000, true), ("127.0.0.1", 9_001, false), ("127.0.0.2", 9_000, false),
            ("::ffff:127.0.0.1", 9_000, true), ("10.1.2.200", 22, true), ("10.1.3.1", 443, false),
            ("fd12::1", 8_080, true), ("fd12::1", 80, false),
        ] {
            let refusal = rules.refusal(
                of: try #require(NetworkAddress(address)), port: port, isEncrypted: false)
            #expect((refusal == nil) == isAllowed, "\(address):\(port)")
        }
        for text in [
            "", "localhost:80", "10.0.0.0/33", "127.0.0.1:0", "127.0.0.1:70000", "::1:80:",
        ] {
            #expect(AddressRules.Allowance(text) == nil, "\(text)")
        }
    }

    /// The network's own bits, every other bit as `byte` has it.
    private func filled(_ network: Network, with byte: UInt8) -> NetworkAddress? {
        let bytes = network.address.bytes.enumerated().map { index, own -> UInt8 in
            let bits = min(8, max(0, network.prefixBits - index * 8))
            let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
            return own & mask | byte & ~mask
        }
        return NetworkAddress(bytes: bytes)
    }
}
