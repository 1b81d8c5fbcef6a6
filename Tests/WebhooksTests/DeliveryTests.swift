import Testing
import Vocabulary
import Webhooks

@Suite struct DeliveryTests {
    private let noon = WallTime(milliseconds: 1_773_136_800_000)
    private let refused = AttemptOutcome.failed(AttemptFailure(.unreachable, "nobody listens"))

    /// The schedule as a dialogue: each wait within a tenth of what it should be, ten attempts, 75 h.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func failuresFollowTheSchedule(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var delivery = Delivery(phase: .waiting(until: noon))
        var now = noon
        for seconds in [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400] {
            delivery.handle(refused, at: now, using: &random)
            guard case .waiting(let until) = delivery.phase else {
                Issue.record("given up at \(seconds)")
                return
            }
            let wait = Double(until.since(now).milliseconds) / 1_000
            #expect(wait >= Double(seconds) * 0.9 && wait <= Double(seconds) * 1.1)
            now = until
        }
        delivery.handle(refused, at: now, using: &random)
        #expect(delivery.phase == .deadLetter(at: now, .scheduleEnded))
        #expect(delivery.failureCount == WebhookLimits.attemptCountMax)
        let hours = Double(now.since(noon).milliseconds) / 3_600_000
        #expect((67...83).contains(hours))
        // Late: the answer to an attempt that nobody waits for any more.
        delivery.handle(.answered(status: 200, retryAfter: nil), at: now, using: &random)
        #expect(delivery.phase == .deadLetter(at: now, .scheduleEnded))
        delivery.sendAgain(at: now)
        #expect(delivery == Delivery(phase: .waiting(until: now)))
    }

    @Test(arguments: [
        (200, true), (204, true), (299, true), (199, false), (301, false), (302, false),
        (400, false),
        (404, false), (500, false), (503, false),
    ])
    func onlyTwoHundredsAreSuccess(status: Int, isSuccess: Bool) {
        var random = SeededRandom(seed: 1)
        var delivery = Delivery(phase: .waiting(until: noon))
        delivery.handle(.answered(status: status, retryAfter: nil), at: noon, using: &random)
        #expect((delivery.phase == .delivered(at: noon)) == isSuccess)
        #expect(delivery.failureCount == (isSuccess ? 0 : 1))
    }

    @Test func goneIsFinal() {
        var random = SeededRandom(seed: 1)
        var delivery = Delivery(phase: .waiting(until: noon))
        delivery.handle(.notBegun, at: noon, using: &random)
        #expect(delivery == Delivery(phase: .waiting(until: noon)))
        delivery.handle(.answered(status: 410, retryAfter: nil), at: noon, using: &random)
        #expect(delivery.phase == .deadLetter(at: noon, .endpointGone))
    }

    @Test(arguments: [
        ("120", 120), ("0", 1), (" 7 ", 7), ("99999999999999999999", 86_400),
        ("Tue, 10 Mar 2026 10:00:30 GMT", 30), ("Tue, 10 Mar 2026 09:00:00 GMT", 1),
        ("Tue, 10 Mar 2036 10:00:00 GMT", 86_400), ("soon", nil), ("", nil), ("-5", nil),
        ("1.5", nil), ("Tue, 31 Feb 2026 10:00:30 GMT", nil), ("2026-03-10T10:00:30Z", nil),
    ])
    func retryAfterIsHeldWithinADay(header: String, seconds: Int64?) {
        #expect(RetryAfter.wait(header, at: noon) == seconds.map { .seconds($0) })
    }
}

@Suite struct EndpointHealthTests {
    private let noon = WallTime(milliseconds: 1_773_136_800_000)
    private let broken = AttemptOutcome.answered(status: 500, retryAfter: nil)
    private let fine = AttemptOutcome.answered(status: 204, retryAfter: nil)

    @Test(arguments: [429, 502, 503, 504])
    func anEndpointThatSaysLaterIsLeftAlone(status: Int) {
        var random = SeededRandom(seed: 1)
        var health = EndpointHealth(isProven: true)
        #expect(health.handOverCountMax(at: noon) == WebhookLimits.endpointHandedOverCountMax)
        let change = health.handle(
            .answered(status: status, retryAfter: "90"), at: noon, using: &random)
        #expect(change == .paused(until: noon + .seconds(90)))
        #expect(health.handOverCountMax(at: noon + .seconds(89)) == 0)
        #expect(health.handOverCountMax(at: noon + .seconds(90)) == 1)
        #expect(health.handle(fine, at: noon + .seconds(91), using: &random) == .recovered)
        #expect(health == EndpointHealth(isProven: true))
    }

    @Test func failuresInARowOpenTheBreakerForLongerAndLonger() {
        var random = SeededRandom(seed: 1)
        var health = EndpointHealth(isProven: true)
        var now = noon
        for _ in 1..<WebhookLimits.breakerFailureCount {
            #expect(health.handle(broken, at: now, using: &random) == nil)
            #expect(health.handOverCountMax(at: now) == 1)
        }
        for seconds in [30, 60, 120, 240, 480, 900, 900] {
            guard case .paused(let until) = health.handle(broken, at: now, using: &random) else {
                Issue.record("not left alone before \(seconds) s")
                return
            }
            let wait = Double(until.since(now).milliseconds) / 1_000
            #expect(wait >= Double(seconds) * 0.9 && wait <= Double(seconds) * 1.1)
            now = until
        }
    }

    @Test func anEndpointIsDisabledWhenItIsGoneOrHasOnlyFailedForDays() {
        var random = SeededRandom(seed: 1)
        var gone = EndpointHealth(isProven: true)
        let change = gone.handle(
            .answered(status: 410, retryAfter: nil), at: noon, using: &random)
        #expect(change == .disabled(.gone))
        #expect(gone.handOverCountMax(at: noon + .seconds(86_400)) == 0)
        #expect(gone.handle(fine, at: noon, using: &random) == nil)

        var failing = EndpointHealth(isProven: true)
        for day in 0...4 {
            for _ in 1...3 {
                _ = failing.handle(broken, at: noon + .seconds(86_400 * day), using: &random)
            }
            #expect(failing.disabled == nil, "day \(day)")
        }
        let end = failing.handle(broken, at: noon + .seconds(86_400 * 5), using: &random)
        #expect(end == .disabled(.onlyFailures))
    }

    @Test func anEndpointThatIsMissingFromTheFilesIsNotBlamed() {
        var random = SeededRandom(seed: 1)
        var health = EndpointHealth(isProven: true)
        let outcome = AttemptOutcome.failed(AttemptFailure(.endpointRemoved, "not there"))
        #expect(health.handle(outcome, at: noon, using: &random) == nil)
        #expect(health == EndpointHealth(isProven: true))
    }
}

@Suite struct AttemptSharesTests {
    private let now = WallTime(milliseconds: 0)
    private let proven = EndpointHealth(isProven: true)

    /// Endpoints that hang may fill their half of the room; those that answer still have theirs.
    @Test func thoseThatHangCannotTakeAllTheRoom() throws {
        let shop = try #require(ShopID("juniper"))
        var shares = AttemptShares()
        var hanging = 0
        for number in 1...500 {
            let key = EndpointKey(shop: shop, name: "hanging-\(number)")
            let room = shares.room(for: key, EndpointHealth(), handedOver: 0, at: now)
            guard room > 0 else { break }
            #expect(room == 1)
            shares.set(key, handedOver: 1, isProven: false)
            hanging += 1
        }
        #expect(hanging == WebhookLimits.shopAttemptCountMax / 2)
        let good = EndpointKey(shop: shop, name: "good")
        let room = shares.room(for: good, proven, handedOver: 0, at: now)
        #expect(room == WebhookLimits.endpointHandedOverCountMax)
        shares.set(good, handedOver: room, isProven: true)
        #expect(shares.attemptCount == hanging + WebhookLimits.endpointAttemptCountMax)
        shares.set(good, handedOver: 0, isProven: true)
        #expect(shares.attemptCount == hanging)
    }

    @Test func oneShopCannotTakeAnothersRoom() throws {
        let shops = try (1...40).map { try #require(ShopID("shop-\($0)")) }
        var shares = AttemptShares()
        for shop in shops {
            for number in 1...20 {
                let key = EndpointKey(shop: shop, name: "e\(number)")
                guard shares.room(for: key, proven, handedOver: 0, at: now) > 0 else { continue }
                shares.set(key, handedOver: 9, isProven: true)
            }
        }
        #expect(shares.attemptCount == WebhookLimits.attemptCountAtOnceMax)
        let last = EndpointKey(shop: shops[39], name: "one-more")
        #expect(shares.room(for: last, proven, handedOver: 0, at: now) == 0)
    }

    /// What is taken away again leaves nothing behind, also when the endpoint was proven meanwhile.
    @Test func countsComeBackToNothing() throws {
        let key = EndpointKey(shop: try #require(ShopID("juniper")), name: "crm")
        var shares = AttemptShares()
        shares.set(key, handedOver: 1, isProven: false)
        shares.set(key, handedOver: 3, isProven: true)
        shares.set(key, handedOver: 0, isProven: false)
        #expect(shares.attemptCount == 0)
    }
}
