import ChatWire
import NIOCore
import Testing

@testable import ChatSessions

struct AddressBookTests {
    private static func key(_ address: String) throws -> AddressKey {
        try #require(AddressKey(try SocketAddress(ipAddress: address, port: 1)))
    }

    @Test func addressesAreToldApart() throws {
        #expect(try Self.key("192.0.2.1") != Self.key("192.0.2.2"))
        #expect(try Self.key("2001:db8:0:1::5") == Self.key("2001:db8:0:1:ffff::9"))
        #expect(try Self.key("2001:db8:0:1::5") != Self.key("2001:db8:0:2::5"))
        #expect(try Self.key("::ffff:192.0.2.1") == Self.key("192.0.2.1"))
        for loopback in ["127.3.2.1", "::1"] { #expect(try Self.key(loopback).isLoopback) }
        for other in ["2001:db8::1", "128.0.0.1"] { #expect(try !Self.key(other).isLoopback) }
        #expect(try "\(Self.key("2001:db8:0:1::5"))" == "2001:db8:0:1::/64")
        #expect(try "\(Self.key("192.0.2.1"))" == "192.0.2.1")
    }

    @Test func newConnectionsAreLimitedByTime() throws {
        var rates = LineRates()
        rates.addressConnections = RateLimit(burst: 2, perSecond: 1)
        let book = AddressBook(rates: rates)
        let key = try Self.key("192.0.2.1")
        #expect(book.isAdmitted(key, at: .zero) && book.isAdmitted(key, at: .zero))
        #expect(!book.isAdmitted(key, at: .zero))
        let other = try Self.key("192.0.2.2")
        #expect(book.isAdmitted(other, at: .zero))
        #expect(book.isAdmitted(key, at: .seconds(1)))
    }

    @Test func theGoneAreForgottenOnceRested() throws {
        var rates = LineRates()
        rates.addressConnections = RateLimit(burst: 2, perSecond: 1)
        rates.addressConnectionCountMax = 5
        let book = AddressBook(rates: rates)
        let key = try Self.key("192.0.2.1")
        #expect(book.isAdmitted(key, at: .zero))
        book.leave(key)
        book.forgetRested(at: .zero)
        #expect(book.isAdmitted(key, at: .zero) && !book.isAdmitted(key, at: .zero))
        book.leave(key)
        book.forgetRested(at: .seconds(9))
        #expect(book.isAdmitted(key, at: .seconds(9)) && book.isAdmitted(key, at: .seconds(9)))
    }
}

extension AddressBook {
    fileprivate func isAdmitted(_ key: AddressKey, at now: Duration) -> Bool {
        switch admit(key, at: now) {
        case .admitted: true
        case .refused: false
        }
    }
}
