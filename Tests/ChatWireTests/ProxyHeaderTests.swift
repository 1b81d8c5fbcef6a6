import Testing
import Vocabulary

@testable import ChatWire

@Suite("The PROXY protocol's header")
struct ProxyHeaderTests {
    enum Outcome: Equatable {
        case peer(ProxiedPeer, rest: String)
        case refused(ProxyHeaderError)
        case waits
    }

    private static func read(_ bytes: [UInt8], size: Int = .max) -> Outcome {
        var reader = ProxyHeaderReader()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(size))
            rest = rest.dropFirst(piece.count)
            do throws(ProxyHeaderError) {
                let result = piece.withUnsafeBufferPointer { piece in
                    Result { () throws(ProxyHeaderError) in try reader.receive(piece) }
                }
                guard let (peer, count) = try result.get() else { continue }
                let after = Array(piece[count...]) + rest
                return .peer(peer, rest: String(decoding: after, as: UTF8.self))
            } catch {
                return .refused(error)
            }
        }
        return .waits
    }

    private static func address(_ text: String, isSecure: Bool = false) throws -> ProxiedPeer {
        .address(try #require(PeerAddress(text)), isSecure: isSecure)
    }

    static let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10]

    static func binary(
        _ family: UInt8, _ content: [UInt8], command: UInt8 = 0x21
    ) -> [UInt8] {
        signature + [command, family, UInt8(content.count >> 8), UInt8(content.count & 0xFF)]
            + content
    }

    static let ipv4: [UInt8] = [192, 0, 2, 7, 198, 51, 100, 1, 0x30, 0x39, 0, 80]
    static let ipv6: [UInt8] =
        [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [5]
        + [UInt8](repeating: 0, count: 15) + [1] + [0x30, 0x39, 0, 80]

    @Test("version 1, in every cut", arguments: [1, 2, 7, Int.max])
    func lines(size: Int) throws {
        let cases: [(String, ProxiedPeer)] = [
            ("PROXY TCP4 192.0.2.7 198.51.100.1 12345 80", try Self.address("192.0.2.7")),
            ("PROXY TCP6 2001:db8::5 ::1 1 65535", try Self.address("2001:db8::5")),
            ("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2", try Self.address("192.0.2.7")),
            ("PROXY UNKNOWN", .proxyItself),
            ("PROXY UNKNOWN ffff::1 what ever", .proxyItself),
        ]
        for (line, peer) in cases {
            let outcome = Self.read(Array((line + "\r\nhello").utf8), size: size)
            #expect(outcome == .peer(peer, rest: "hello"), "\(line)")
        }
    }

    @Test("version 2, in every cut", arguments: [1, 5, 16, Int.max])
    func binaries(size: Int) throws {
        let secure: [UInt8] = [0x20, 0, 5, 1, 0, 0, 0, 0]
        let unique: [UInt8] = [0x05, 0, 2, 9, 9]
        let cases: [([UInt8], ProxiedPeer)] = [
            (Self.binary(0x11, Self.ipv4), try Self.address("192.0.2.7")),
            (Self.binary(0x21, Self.ipv6), try Self.address("2001:db8::5")),
            (
                Self.binary(0x11, Self.ipv4 + unique + secure),
                try Self.address("192.0.2.7", isSecure: true)
            ),
            (
                Self.binary(0x11, Self.ipv4 + [0x20, 0, 5, 0, 0, 0, 0, 0]),
                try Self.address("192.0.2.7")
            ),
            (Self.binary(0, [], command: 0x20), .proxyItself),
            (Self.binary(0x11, Self.ipv4, command: 0x20), .proxyItself),
            (Self.binary(0, unique), .proxyItself),
            (Self.binary(0x31, [UInt8](repeating: 1, count: 216)), .proxyItself),
        ]
        for (bytes, peer) in cases {
            let outcome = Self.read(bytes + Array("hello".utf8), size: size)
            #expect(outcome == .peer(peer, rest: "hello"), "\(bytes)")
        }
    }

    @Test(
        "what is no header is refused",
        arguments: [
            ("hello\r\n", ProxyHeaderError.missing), ("PROXX", .missing),
            ("{\"op\":\"hello\"}", .missing), ("GET / HTTP/1.1\r\n", .missing),
            ("PROXY\r\n", .missing), ("PROXY \r\n", .malformed), ("PROXY TCP4\r\n", .malformed),
            ("PROXY TCP4 192.0.2.7 198.51.100.1 1 2\n", .malformed),
            ("PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n", .malformed),
            ("PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n", .malformed),
            ("PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n", .malformed),
            ("PROXY TCP4 2001:db8::5 ::1 1 2\r\n", .malformed),
            ("PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n", .malformed),
            ("PROXY  TCP4 192.0.2.7 198.51.100.1 1 2\r\n", .malformed),
            ("PROXY TCP4 192.0.2.7 198.51.100.1 1 2 \r\n", .malformed),
            ("PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n", .malformed),
            ("PROXY UNKNOWN" + String(repeating: "x", count: 120), .tooLong(bytesMax: 107)),
        ])
    func refusals(text: String, error: ProxyHeaderError) {
        #expect(Self.read(Array(text.utf8)) == .refused(error))
        #expect(Self.read(Array(text.utf8), size: 1) == .refused(error))
    }

    @Test(
        "what is no binary header is refused",
        arguments: [
            (binary(0x11, ipv4, command: 0x11), ProxyHeaderError.malformed),
            (binary(0x11, ipv4, command: 0x22), .malformed), (binary(0x41, ipv4), .malformed),
            (binary(0x13, ipv4), .malformed),
            (binary(0x11, Array(ipv4.dropLast())), .malformed),
            (binary(0x11, ipv4 + [5, 0]), .malformed),
            (binary(0x11, ipv4 + [5, 0, 9, 1]), .malformed),
            (binary(0x11, ipv4 + [0x20, 0, 1, 1]), .malformed),
            (
                binary(0x11, [UInt8](repeating: 0, count: 521)), .tooLong(bytesMax: 536)
            ),
        ])
    func binaryRefusals(bytes: [UInt8], error: ProxyHeaderError) {
        #expect(Self.read(bytes) == .refused(error))
    }

    @Test("the longest headers are taken, to the byte")
    func theLongestAreTaken() throws {
        let line = "PROXY UNKNOWN " + String(repeating: "x", count: 91) + "\r\n"
        #expect(line.utf8.count == 107)
        #expect(Self.read(Array(line.utf8)) == .peer(.proxyItself, rest: ""))
        let filler: [UInt8] = [4, 1, 249] + [UInt8](repeating: 0, count: 505)
        let binary = Self.binary(0x11, Self.ipv4 + filler)
        #expect(binary.count == 536)
        #expect(Self.read(binary) == .peer(try Self.address("192.0.2.7"), rest: ""))
        #expect(Self.read(Array(binary.dropLast())) == .waits)
    }
}

@Suite("Addresses of peers")
struct PeerAddressTests {
    @Test(arguments: [
        "192.0.2.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::", "1:2:3:4:5:6:7:8",
        "1::8", "::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "fe80::ABCD",
    ])
    func addressesAreRead(text: String) { #expect(PeerAddress(text) != nil) }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.", "a.b.c.d", ":", ":::",
        "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "::1%eth0", "::1.2.3",
        "1:2:3:4:5:6:7::8", " ::1", "192.0.2.1 ",
    ])
    func othersAreNot(text: String) { #expect(PeerAddress(text) == nil) }

    @Test func sameAddressesAreEqual() {
        #expect(PeerAddress("::ffff:192.0.2.1") == PeerAddress("192.0.2.1"))
        #expect(PeerAddress("2001:db8:0:0:0:0:0:1") == PeerAddress("2001:DB8::1"))
        #expect(PeerAddress("0.0.0.1") != PeerAddress("::1"))
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.1", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
    ])
    func rangesHoldWhatBeginsAlike(range: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(PeerAddress(address))) == isIn)
    }

    @Test(arguments: [
        "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "/8", "x/8", "::/129",
    ])
    func rangesThatMeanSomethingElseAreRefused(text: String) { #expect(AddressRange(text) == nil) }
}
