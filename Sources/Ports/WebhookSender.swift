import Webhooks

/// A signed request on its way to an endpoint, with what it is for.
public struct WebhookAttempt: Sendable {
    /// The delivery's number in the ledger.
    public let number: Int64
    public let endpoint: EndpointKey
    public let request: WebhookRequest

    public init(number: Int64, endpoint: EndpointKey, request: WebhookRequest) {
        self.number = number
        self.endpoint = endpoint
        self.request = request
    }
}

/// Posts webhooks.
///
/// Attempts of one endpoint begin in the order in which they were handed over, a few at once. Once one
/// of them was no success, those of that endpoint that have not begun come back as `.notBegun`: whether
/// the endpoint is to be spared is decided before another one is sent.
public protocol WebhookSender: AnyObject, Sendable {
    /// Hands attempts over; returns at once, from any thread.
    ///
    /// - Parameter ended: Called once for each attempt, on the sender's own thread, with the attempt's
    ///   number; it must return at once.
    func send(
        _ attempts: [WebhookAttempt],
        ended: @escaping @Sendable (_ number: Int64, AttemptOutcome) -> Void)
}
