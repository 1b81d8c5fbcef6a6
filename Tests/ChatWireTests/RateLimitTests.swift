import ChatWire
import Testing

struct RateLimitTests {
    /// How many of `count` tries succeed.
    private func taken(_ count: Int, of limit: inout RateLimit, at now: Duration) -> Int {
        var taken = 0
        for _ in 0..<count where limit.take(at: now) { taken += 1 }
        return taken
    }

    @Test func aBurstThenARate() {
        var limit = RateLimit(burst: 20, perSecond: 5)
        let start = Duration.seconds(1_000_000)
        let atOnce = taken(30, of: &limit, at: start)
        #expect(atOnce == 20)
        let wait = limit.wait(at: start)
        #expect(wait == .milliseconds(200))
        let isEarly = limit.take(at: start + .milliseconds(199))
        #expect(!isEarly)
        let isDue = limit.take(at: start + .milliseconds(200))
        #expect(isDue)
        let isSecond = limit.take(at: start + .milliseconds(201))
        #expect(!isSecond)
        let later = taken(30, of: &limit, at: start + .seconds(3))
        #expect(later == 14)
    }

    @Test func aLongRestFillsItOnce() {
        var limit = RateLimit(burst: 3, perSecond: 1_000_000)
        let first = taken(9, of: &limit, at: .zero)
        #expect(first == 3)
        let muchLater = Duration.seconds(60 * 60 * 24 * 365 * 100)
        let rest = limit.wait(at: muchLater)
        #expect(rest == .zero)
        let again = taken(9, of: &limit, at: muchLater)
        #expect(again == 3)
    }
}
