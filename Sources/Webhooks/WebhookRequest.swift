import Vocabulary

/// One endpoint of one shop, by its name in shop.yml.
public struct EndpointKey: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let shop: ShopID
    /// Lower-case letters, digits, hyphens and underscores.
    public let name: String

    public init(shop: ShopID, name: String) {
        self.shop = shop
        self.name = name
    }

    /// Reads `juniper/crm`. - Returns: nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let shop = ShopID(String(parts[0])), !parts[1].isEmpty else {
            return nil
        }
        self.init(shop: shop, name: String(parts[1]))
    }

    public var description: String { "\(shop)/\(name)" }

    public static func < (left: EndpointKey, right: EndpointKey) -> Bool {
        (left.shop, left.name) < (right.shop, right.name)
    }
}

/// A delivery as it is posted: signed for the moment of this attempt.
public struct WebhookRequest: Equatable, Sendable {
    public let url: String
    /// In the order sent. The body's media type is among them.
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]
    /// From beginning to end.
    public let timeLimit: Duration
    /// A file with certificates to trust in place of the system's; nil for those.
    public let certificatesPath: String?

    public init(
        url: String, headers: [(name: String, value: String)], body: [UInt8], timeLimit: Duration,
        certificatesPath: String?
    ) {
        self.url = url
        self.headers = headers
        self.body = body
        self.timeLimit = timeLimit
        self.certificatesPath = certificatesPath
    }

    public static func == (left: WebhookRequest, right: WebhookRequest) -> Bool {
        left.url == right.url && left.body == right.body && left.timeLimit == right.timeLimit
            && left.certificatesPath == right.certificatesPath
            && left.headers.elementsEqual(right.headers, by: ==)
    }
}
