import ChatWire
import Synchronization
import Vocabulary

/// How much each shop's sessions use, so that no shop takes what others need. Shared by the loops.
final class ShopShares: Sendable {
    private struct Share {
        var sessionCount = 0
        var lines: RateLimit?
    }

    private let rate: RateLimit?
    private let shares = Mutex<[ShopID: Share]>([:])

    /// - Parameter rate: Lines of one shop; nil for any number.
    init(rate: RateLimit?) { self.rate = rate }

    /// Counts one more session of a shop.
    ///
    /// - Returns: false, and nothing is counted, if it has `countMax` already.
    func enter(_ shop: ShopID, countMax: Int) -> Bool {
        shares.withLock { shares in
            var share = shares[shop] ?? Share(lines: rate)
            guard share.sessionCount < countMax else { return false }
            share.sessionCount += 1
            shares[shop] = share
            return true
        }
    }

    func leave(_ shop: ShopID) {
        shares.withLock { $0[shop]?.sessionCount -= 1 }
    }

    func takeLine(_ shop: ShopID, at now: Duration) -> Bool {
        guard let rate else { return true }
        return shares.withLock { shares in
            shares[shop, default: Share(lines: rate)].lines?.take(at: now) ?? true
        }
    }
}
