import Vocabulary

/// How an endpoint's bodies are written. In shop.yml and stored: never rename.
public enum WebhookFormat: String, Sendable, CaseIterable {
    /// `{"type": …, "timestamp": …, "data": {…}}` of Standard Webhooks.
    case standard
    /// The flat bodies and the signature of Chatwoot, for receivers made for it.
    case chatwoot
    /// `{"text": …}`, a line for people.
    case slack
    /// CloudEvents 1.0, structured JSON.
    case cloudevents

    /// The media type of the body.
    public var mediaType: String {
        switch self {
        case .standard, .chatwoot, .slack: "application/json"
        case .cloudevents: "application/cloudevents+json"
        }
    }
}

/// Where a shop wants to be told of what happens, as its shop.yml says.
public struct WebhookEndpoint: Sendable {
    public var key: EndpointKey
    public var url: String
    public var types: Set<WebhookEventType>
    public var format: WebhookFormat
    /// The first is the newest. Empty for `slack` alone, whose URL is the secret.
    public var secrets: [SigningSecret]
    /// Beside the ones every request has. May hold secrets: nobody logs them.
    public var headers: [(name: String, value: String)]
    public var timeLimit: Duration
    public var certificatesPath: String?
    /// What links to large transcripts begin with; nil gives links relative to the data folder.
    public var transcriptsURL: String?
    /// False: nothing is planned for it and nothing is sent.
    public var isEnabled: Bool

    public init(
        key: EndpointKey, url: String, types: Set<WebhookEventType>,
        format: WebhookFormat = .standard, secrets: [SigningSecret],
        headers: [(name: String, value: String)] = [],
        timeLimit: Duration = WebhookLimits.timeLimit, certificatesPath: String? = nil,
        transcriptsURL: String? = nil, isEnabled: Bool = true
    ) {
        self.key = key
        self.url = url
        self.types = types
        self.format = format
        self.secrets = secrets
        self.headers = headers
        self.timeLimit = timeLimit
        self.certificatesPath = certificatesPath
        self.transcriptsURL = transcriptsURL
        self.isEnabled = isEnabled
    }

    public var subscription: EventSubscription {
        EventSubscription(endpoint: key.name, types: isEnabled ? types : [])
    }

    /// Headers of HTTP and of the signature, which shop.yml cannot set.
    public static func isReserved(header name: String) -> Bool {
        let lower = name.lowercased()
        let reserved = [
            "host", "content-type", "content-length", "content-encoding", "transfer-encoding",
            "connection", "expect", "user-agent", "te", "trailer", "upgrade", "keep-alive",
        ]
        return reserved.contains(lower) || lower.hasPrefix("webhook-")
            || lower.hasPrefix("x-chatwoot-") || lower.hasPrefix("proxy-")
    }
}

extension WebhookEndpoint {
    /// The request of one attempt, signed for this moment.
    ///
    /// - Parameters:
    ///   - id: The event's; the same at every attempt.
    ///   - body: As it was written when the event was planned.
    ///   - format: As the body was written.
    public func request(
        id: String, body: [UInt8], format: WebhookFormat, at now: WallTime
    ) -> WebhookRequest {
        let timestamp = now.milliseconds / 1_000
        var all: [(name: String, value: String)] = [
            ("Content-Type", format.mediaType), ("webhook-id", id),
            ("webhook-timestamp", String(timestamp)),
        ]
        if !secrets.isEmpty {
            let signatures = WebhookSignature.header(
                id: id, timestamp: timestamp, body: body, secrets: secrets)
            all.append(("webhook-signature", signatures))
        }
        if format == .chatwoot, let secret = secrets.first {
            let code = WebhookSignature.chatwoot(timestamp: timestamp, body: body, secret: secret)
            all.append(("X-Chatwoot-Signature", "sha256=" + code))
            all.append(("X-Chatwoot-Timestamp", String(timestamp)))
            all.append(("X-Chatwoot-Delivery", id))
        }
        return WebhookRequest(
            url: url, headers: all + headers, body: body, timeLimit: timeLimit,
            certificatesPath: certificatesPath)
    }
}
