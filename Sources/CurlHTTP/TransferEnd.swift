import CCurl
import Ports
import Webhooks

/// How a transfer ended, before anybody has judged it.
struct TransferEnd {
    let code: CURLcode
    /// libcurl's own words; without the URL.
    let words: String
    /// The status; nil until the whole head has come.
    let status: Int?
    let headers: [HTTPRequest.Header]
    let body: [UInt8]
    /// The rules have refused the address.
    let refusal: String?
    let isHeadTooLong: Bool
    let isBodyTooLong: Bool

    /// A status that has come is what counts: a body that is too long, too slow or cut off changes
    /// nothing about whether the event was taken.
    var attemptOutcome: AttemptOutcome {
        guard let status else { return .failed(failure) }
        return .answered(
            status: status, retryAfter: headers.first { $0.name == "retry-after" }?.value)
    }

    /// An answer is only good whole.
    var answer: Result<HTTPAnswer, HTTPFailure> {
        guard let status else { return .failure(.failed(failure)) }
        if isBodyTooLong { return .failure(.answerTooLong(status: status)) }
        guard code == CURLE_OK else { return .failure(.failed(failure)) }
        return .success(HTTPAnswer(status: status, headers: headers, body: body))
    }

    private var failure: AttemptFailure {
        if let refusal { return AttemptFailure(.refusedAddress, refusal) }
        if isHeadTooLong {
            return AttemptFailure(
                .badAnswer, "the answer's head is longer than \(WebhookLimits.headBytesMax) bytes")
        }
        return AttemptFailure(kind, words)
    }

    private var kind: AttemptFailure.Kind {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_COULDNT_RESOLVE_HOST: .unknownHost
        case CURLE_COULDNT_CONNECT: .unreachable
        case CURLE_URL_MALFORMAT: .badURL
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .badCertificate
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            .connectionBroken
        // HTTP/0.9 comes as a protocol that is not supported.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            .badAnswer
        default: .other
        }
    }
}
