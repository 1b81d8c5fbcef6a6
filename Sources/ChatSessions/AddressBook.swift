import ChatWire
import Synchronization

/// What peers of one address have used of their share. Shared by the loops.
final class AddressShare: Sendable {
    let key: AddressKey
    private let lines: Mutex<RateLimit>

    init(key: AddressKey, lines: RateLimit) {
        self.key = key
        self.lines = Mutex(lines)
    }

    func takeLine(at now: Duration) -> Bool { lines.withLock { $0.take(at: now) } }
}

/// Which addresses are connected, how often, and how fast they came.
///
/// Shared by all loops; asked once when a connection begins and once when it ends. What it keeps is
/// bounded by the connections and by `addressCountMax`.
final class AddressBook: Sendable {
    enum Admission {
        case admitted(AddressShare)
        case refused(EndReason)
    }

    private struct Page {
        var share: AddressShare
        var connections: RateLimit
        var connectionCount = 0
    }

    /// Addresses remembered at once; beyond it, strangers are refused until some are forgotten.
    private static let addressCountMax = 65_536

    private let rates: LineRates
    private let pages = Mutex<[AddressKey: Page]>([:])

    init(rates: LineRates) { self.rates = rates }

    func admit(_ key: AddressKey, at now: Duration) -> Admission {
        pages.withLock { pages in
            guard pages[key] != nil || pages.count < Self.addressCountMax else {
                return .refused(.addressRate)
            }
            var page =
                pages[key]
                ?? Page(
                    share: AddressShare(key: key, lines: rates.addressLines),
                    connections: rates.addressConnections)
            defer { pages[key] = page }
            guard page.connectionCount < rates.addressConnectionCountMax else {
                return .refused(.addressConnections)
            }
            guard page.connections.take(at: now) else { return .refused(.addressRate) }
            page.connectionCount += 1
            return .admitted(page.share)
        }
    }

    func leave(_ key: AddressKey) {
        pages.withLock { $0[key]?.connectionCount -= 1 }
    }

    /// Drops addresses that are gone and have been for long enough to have all their rates back.
    func forgetRested(at now: Duration) {
        let rest = rates.addressConnections.burst
        pages.withLock { pages in
            pages = pages.filter { _, page in
                guard page.connectionCount == 0 else { return true }
                var connections = page.connections
                for _ in 0..<rest where !connections.take(at: now) { return true }
                return false
            }
        }
    }
}
