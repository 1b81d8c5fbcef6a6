import Vocabulary
import Webhooks

/// One request to a shop's system: an order look-up, a signed action.
///
/// Requests of different shops never share a connection. Redirects are not followed.
public struct HTTPRequest: Equatable, Sendable {
    public enum Method: Equatable, Sendable {
        case get
        /// `type` is the media type, such as `application/json`.
        case post(body: [UInt8], type: String)
    }

    public struct Header: Equatable, Sendable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Whose connections are used.
    public var shop: ShopID
    /// `https://…`; `http://…` only where the operator allows the network.
    public var url: String
    public var method: Method
    /// Beside the ones every request has. May hold secrets: nobody logs them.
    public var headers: [Header]
    /// From beginning to end.
    public var timeLimit: Duration
    /// Longest body that is read; more is `.answerTooLong`.
    public var answerBytesMax: Int
    /// A file with certificates to trust in place of the system's; nil for those.
    public var certificatesPath: String?

    public init(
        shop: ShopID, url: String, method: Method = .get, headers: [Header] = [],
        timeLimit: Duration = .seconds(5), answerBytesMax: Int = 64 * 1_024,
        certificatesPath: String? = nil
    ) {
        self.shop = shop
        self.url = url
        self.method = method
        self.headers = headers
        self.timeLimit = timeLimit
        self.answerBytesMax = answerBytesMax
        self.certificatesPath = certificatesPath
    }
}

/// What came back, whatever its status.
public struct HTTPAnswer: Equatable, Sendable {
    public var status: Int
    /// In the order sent; names in lower case.
    public var headers: [HTTPRequest.Header]
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPRequest.Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of this name, given in lower case.
    public subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// Why there is no answer.
public enum HTTPFailure: Error, Equatable, Sendable {
    /// No status came, or not all of the body; the details are for the shop's integrator.
    case failed(AttemptFailure)
    /// The body is longer than was asked for.
    case answerTooLong(status: Int)
    /// More requests are under way than there is room for; nothing was sent.
    case busy
    /// The server is stopping; nothing was sent.
    case stopped
}

/// Asks shops' systems over HTTP, within the operator's rules of which addresses may be reached.
///
/// One thread does all of it; calls from any thread return at once.
public protocol HTTPAsker: AnyObject, Sendable {
    /// - Parameter answer: Called once, on the asker's own thread; it must return at once and must not
    ///   wait for another answer.
    func ask(
        _ request: HTTPRequest,
        _ answer: @escaping @Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void)
}
