import Synchronization
import Vocabulary
import Webhooks

/// Holds the endpoints of all shops that are in force; a reload puts others in their place in one step.
public final class EndpointShelf: Sendable {
    private struct State {
        var byKey: [EndpointKey: WebhookEndpoint] = [:]
        var subscriptions: [ShopID: [EventSubscription]] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter endpoints: Of one shop in the order of its file.
    public init(_ endpoints: [WebhookEndpoint] = []) {
        state = Mutex(Self.state(endpoints))
    }

    public func replace(with endpoints: [WebhookEndpoint]) {
        let new = Self.state(endpoints)
        state.withLock { $0 = new }
    }

    /// Which events a shop's endpoints want to be told; empty for most shops.
    public func subscriptions(of shop: ShopID) -> [EventSubscription] {
        state.withLock { $0.subscriptions[shop] ?? [] }
    }

    /// All that are in force.
    public var endpoints: [EndpointKey: WebhookEndpoint] { state.withLock { $0.byKey } }

    private static func state(_ endpoints: [WebhookEndpoint]) -> State {
        var state = State()
        for endpoint in endpoints {
            state.byKey[endpoint.key] = endpoint
            guard endpoint.isEnabled else { continue }
            state.subscriptions[endpoint.key.shop, default: []].append(endpoint.subscription)
        }
        return state
    }
}
