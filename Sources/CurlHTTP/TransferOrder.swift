import Ports
import Vocabulary
import Webhooks

/// A request as the loop sends it, and who is told of its end. A class, since it is handed on from
/// queue to queue and never changes.
final class TransferOrder: Sendable {
    enum Purpose: Sendable {
        case webhook(EndpointKey, number: Int64, @Sendable (Int64, AttemptOutcome) -> Void)
        case question(@Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void)
    }

    let shop: ShopID
    let url: String
    let headers: [(name: String, value: String)]
    /// nil for GET.
    let body: [UInt8]?
    let timeLimit: Duration
    let answerBytesMax: Int
    let certificatesPath: String?
    let purpose: Purpose

    init(
        _ attempt: WebhookAttempt, ended: @escaping @Sendable (Int64, AttemptOutcome) -> Void
    ) {
        shop = attempt.endpoint.shop
        url = attempt.request.url
        headers = attempt.request.headers
        body = attempt.request.body
        timeLimit = attempt.request.timeLimit
        answerBytesMax = WebhookLimits.answerBytesMax
        certificatesPath = attempt.request.certificatesPath
        purpose = .webhook(attempt.endpoint, number: attempt.number, ended)
    }

    init(
        _ request: HTTPRequest,
        _ answer: @escaping @Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void
    ) {
        shop = request.shop
        url = request.url
        var headers = request.headers.map { (name: $0.name, value: $0.value) }
        switch request.method {
        case .get: body = nil
        case .post(let bytes, let type):
            body = bytes
            headers.append(("Content-Type", type))
        }
        self.headers = headers
        timeLimit = request.timeLimit
        answerBytesMax = request.answerBytesMax
        certificatesPath = request.certificatesPath
        purpose = .question(answer)
    }

    /// Connections are shared within these alone.
    var poolKey: PoolKey {
        switch purpose {
        case .webhook: PoolKey(shop: shop, isForWebhooks: true)
        case .question: PoolKey(shop: shop, isForWebhooks: false)
        }
    }

    /// Tells how it ended.
    func finish(_ end: TransferEnd) {
        switch purpose {
        case .webhook(_, let number, let ended): ended(number, end.attemptOutcome)
        case .question(let answer): answer(end.answer)
        }
    }

    /// Tells that nothing was sent, and why.
    func finish(unsent failure: AttemptFailure) {
        switch purpose {
        case .webhook(_, let number, let ended): ended(number, .failed(failure))
        case .question(let answer): answer(.failure(.failed(failure)))
        }
    }

    /// Tells that nothing was sent because there is no room, or the sender stops.
    func hand(back reason: HTTPFailure) {
        switch purpose {
        case .webhook(_, let number, let ended): ended(number, .notBegun)
        case .question(let answer): answer(.failure(reason))
        }
    }
}

/// Whose connections: a shop's for webhooks, or those on which its customers' questions are answered,
/// so that a crowd of webhooks never makes a customer wait.
struct PoolKey: Hashable {
    let shop: ShopID
    let isForWebhooks: Bool
}
