import Vocabulary

/// How many attempts are under way, and how many more an endpoint may have.
///
/// The room is shared so that endpoints that do not answer cannot take it from those that do: attempts of
/// endpoints whose last attempt was no success have half of a shop's room, and half of all there is.
public struct AttemptShares: Equatable, Sendable {
    private struct Count: Equatable, Sendable {
        var all = 0
        /// Of those, attempts of endpoints that have not proven themselves.
        var unproven = 0

        mutating func add(_ attempts: Int, isProven: Bool) {
            all += attempts
            if !isProven { unproven += attempts }
        }
    }

    private struct Share: Equatable, Sendable {
        var attempts = 0
        var isProven = true
    }

    private var total = Count()
    private var byShop: [ShopID: Count] = [:]
    private var byEndpoint: [EndpointKey: Share] = [:]

    public init() {}

    /// Attempts under way.
    public var attemptCount: Int { total.all }

    /// How many more deliveries of an endpoint may be handed to the sender.
    ///
    /// - Parameter handedOver: Deliveries of this endpoint that are with the sender now.
    /// - Returns: 0 while there is no room.
    public func room(
        for endpoint: EndpointKey, _ health: EndpointHealth, handedOver: Int, at now: WallTime
    ) -> Int {
        let own = health.handOverCountMax(at: now) - handedOver
        guard own > 0 else { return 0 }
        // What waits behind an endpoint's own attempts uses no connection; it is filled up by quarters, so
        // that few reads bring many.
        guard handedOver < WebhookLimits.endpointAttemptCountMax else {
            return own >= WebhookLimits.endpointHandedOverCountMax / 4 ? own : 0
        }
        let shop = byShop[endpoint.shop] ?? Count()
        guard shop.all < WebhookLimits.shopAttemptCountMax,
            total.all < WebhookLimits.attemptCountAtOnceMax
        else { return 0 }
        guard !health.isProven else { return own }
        let isCrowded =
            shop.unproven >= WebhookLimits.shopAttemptCountMax / 2
            || total.unproven >= WebhookLimits.attemptCountAtOnceMax / 2
        return isCrowded ? 0 : own
    }

    /// Takes note of how many deliveries of an endpoint are with the sender now.
    public mutating func set(_ endpoint: EndpointKey, handedOver: Int, isProven: Bool) {
        let old = byEndpoint[endpoint] ?? Share()
        let new = Share(
            attempts: min(handedOver, WebhookLimits.endpointAttemptCountMax), isProven: isProven)
        byEndpoint[endpoint] = new.attempts == 0 ? nil : new
        total.add(-old.attempts, isProven: old.isProven)
        total.add(new.attempts, isProven: new.isProven)
        byShop[endpoint.shop, default: Count()].add(-old.attempts, isProven: old.isProven)
        byShop[endpoint.shop, default: Count()].add(new.attempts, isProven: new.isProven)
    }
}
