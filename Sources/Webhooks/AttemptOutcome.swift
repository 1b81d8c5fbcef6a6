import Vocabulary

/// How one attempt to post a delivery ended.
public enum AttemptOutcome: Equatable, Sendable {
    /// The endpoint said a status, whatever came of its body.
    ///
    /// - `retryAfter`: The value of its `Retry-After`, as sent; nil where there was none.
    case answered(status: Int, retryAfter: String?)
    /// No status came.
    case failed(AttemptFailure)
    /// Nothing was sent, through no fault of the endpoint: an attempt before this one failed, or the
    /// sender is stopping.
    case notBegun

    /// True for a status from 200 to 299.
    public var isSuccess: Bool {
        guard case .answered(let status, _) = self else { return false }
        return (200...299).contains(status)
    }
}

/// Why no status came, with details for the people who look after the endpoint.
public struct AttemptFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Stored: never rename.
    public enum Kind: String, Sendable, CaseIterable {
        /// Nothing, or not all of the head, came within the time limit.
        case timedOut = "timed_out"
        /// The name has no address.
        case unknownHost = "unknown_host"
        /// Nobody listens there, or the way there is cut.
        case unreachable
        /// The address is one that nobody may be sent to: inside this network, or not on the list.
        case refusedAddress = "refused_address"
        /// The URL cannot be used at all.
        case badURL = "bad_url"
        /// The certificate is wrong, or TLS is older than 1.2.
        case badCertificate = "bad_certificate"
        /// The connection broke before a status was there.
        case connectionBroken = "connection_broken"
        /// What came is not HTTP, or its head is larger than we read.
        case badAnswer = "bad_answer"
        /// The endpoint is not in the shop's files any more.
        case endpointRemoved = "endpoint_removed"
        /// Anything else; the details say what.
        case other
    }

    public let kind: Kind
    /// One line, without secrets and without anything that a customer said.
    public let details: String

    public init(_ kind: Kind, _ details: String) {
        self.kind = kind
        self.details = details
    }

    public var description: String { "\(kind.rawValue): \(details)" }
}
