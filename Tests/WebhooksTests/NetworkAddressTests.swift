import Testing
import Webhooks

@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::", "::"), ("::1", "::1"), ("2001:DB8::0:1", "2001:db8::1"),
        ("::ffff:127.0.0.1", "::ffff:7f00:1"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
        ("fe80::", "fe80::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ])
    func isReadAndWritten(text: String, written: String) {
        #expect(NetworkAddress(text)?.description == written)
    }

    @Test(arguments: [
        "", "127.1", "0x7f.0.0.1", "01.2.3.4", "1.2.3.256", "1.2.3.4.5", ":", ":::", "1::2::3",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1.2.3", "1.2.3.4/8",
    ])
    func anythingElseIsNone(text: String) { #expect(NetworkAddress(text) == nil) }

    @Test func aNetworkHoldsWhatBeginsLikeIt() throws {
        let network = try #require(Network("172.16.0.0/12"))
        for (address, isInside) in [
            ("172.16.0.0", true), ("172.31.255.255", true), ("172.32.0.0", false),
        ] {
            #expect(network.contains(try #require(NetworkAddress(address))) == isInside)
        }
        #expect(Network("10.0.0.0/33") == nil)
        #expect(Network("fc00::/7")?.contains(try #require(NetworkAddress("fdff::1"))) == true)
        #expect(Network("0.0.0.0/0")?.contains(try #require(NetworkAddress("::1"))) == false)
    }
}
