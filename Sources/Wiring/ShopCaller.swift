import Dialogue
import Engine
import JSONText
import Logging
import Ports
import ShopFiles
import Synchronization
import Vocabulary
import Webhooks

/// Asks the shops' own systems over HTTP and says what they said.
///
/// Each shop has a circuit breaker of its own, so that one whose system is down costs its customers no
/// waiting and the other shops nothing. Addresses are judged by whoever connects.
public final class ShopCaller: ShopSystems {
    /// What one shop has for systems.
    public struct Systems: Sendable {
        public var orders: OrderAPI?
        public var actions: ActionAPI?
        public init(orders: OrderAPI?, actions: ActionAPI?) {
            self.orders = orders
            self.actions = actions
        }
    }

    private struct State {
        var systems: [ShopID: Systems]
        var breakers: [ShopID: CircuitBreaker] = [:]
    }

    /// Longest answer that is read.
    private static let answerBytesMax = 256 * 1_024

    private let state: Mutex<State>
    private let http: any HTTPAsker
    private let environment: [String: String]
    private let time: any TimeSource
    private let logger: Logger
    private let answered: @Sendable (ShopInquiry, ShopAnswer) -> Void

    /// - Parameters:
    ///   - environment: Where secrets are.
    ///   - answered: Called once for each question, from any thread; returns at once.
    public init(
        _ systems: [ShopID: Systems], http: any HTTPAsker, environment: [String: String],
        time: any TimeSource, logger: Logger,
        answered: @escaping @Sendable (ShopInquiry, ShopAnswer) -> Void
    ) {
        state = Mutex(State(systems: systems))
        self.http = http
        self.environment = environment
        self.time = time
        self.logger = logger
        self.answered = answered
    }

    /// The shops' files were read again.
    public func replace(with systems: [ShopID: Systems]) {
        state.withLock { $0.systems = systems }
    }

    public func ask(_ inquiry: ShopInquiry) {
        let now = time.monotonic()
        let (systems, mayAsk) = state.withLock { state in
            (
                state.systems[inquiry.shop],
                state.breakers[inquiry.shop, default: CircuitBreaker()].mayAsk(at: now)
            )
        }
        guard mayAsk else { return answered(inquiry, .unavailable) }
        switch inquiry.question {
        case .order(let number, let proof):
            guard let api = systems?.orders,
                let headers = headers(api.headers, for: inquiry.shop)
            else { return end(inquiry, .unavailable, isFine: false) }
            let request = HTTPRequest(
                shop: inquiry.shop, url: api.url(number: number, proof: proof),
                headers: [HTTPRequest.Header("Accept", "application/json")] + headers,
                timeLimit: api.timeLimit, answerBytesMax: Self.answerBytesMax)
            http.ask(request) { [self] in take($0, from: api, number: number, for: inquiry) }
        case .action(let name, let slots, let order, let key):
            guard let api = systems?.actions,
                let request = request(api, name, slots, order, key, for: inquiry)
            else { return end(inquiry, .unavailable, isFine: false) }
            http.ask(request) { [self] in takeAction($0, for: inquiry) }
        }
    }

    private func take(
        _ result: Result<HTTPAnswer, HTTPFailure>, from api: OrderAPI, number: String,
        for inquiry: ShopInquiry
    ) {
        switch result {
        case .failure(let failure): fail(inquiry, "\(failure)")
        case .success(let answer):
            switch api.reading(status: answer.status, body: answer.body, number: number) {
            case .order(let order):
                end(inquiry, .order(order, isProven: api.provesIdentity), isFine: true)
            case .noSuchOrder: end(inquiry, .noSuchOrder, isFine: true)
            case .nonsense(let why): fail(inquiry, why)
            }
        }
    }

    private func takeAction(_ result: Result<HTTPAnswer, HTTPFailure>, for inquiry: ShopInquiry) {
        switch result {
        case .failure(let failure): fail(inquiry, "\(failure)")
        case .success(let answer):
            switch answer.status {
            case 200..<300:
                let document = try? JSONValue(parsing: answer.body)
                let reference = document?["reference"]?.string.map { String($0.prefix(64)) }
                end(inquiry, .done(reference: reference), isFine: true)
            // The system has understood and says no.
            case 403, 409, 410, 422: end(inquiry, .refused, isFine: true)
            default: fail(inquiry, "status \(answer.status)")
            }
        }
    }

    private func fail(_ inquiry: ShopInquiry, _ why: String) {
        logger.warning(
            "a shop's system gave no usable answer",
            metadata: [
                "shop": "\(inquiry.shop)", "conversation": "\(inquiry.conversation)",
                "why": "\(why.prefix(200))",
            ])
        end(inquiry, .unavailable, isFine: false)
    }

    private func end(_ inquiry: ShopInquiry, _ answer: ShopAnswer, isFine: Bool) {
        let now = time.monotonic()
        state.withLock {
            $0.breakers[inquiry.shop, default: CircuitBreaker()].ended(isFine: isFine, at: now)
        }
        answered(inquiry, answer)
    }

    /// - Returns: nil if a secret is not there; the log says which.
    private func headers(
        _ templates: [SecretHeader], for shop: ShopID
    ) -> [HTTPRequest.Header]? {
        var headers: [HTTPRequest.Header] = []
        for template in templates {
            guard let value = template.value(in: environment) else {
                logger.error(
                    "a secret of a shop's system is not in the environment",
                    metadata: [
                        "shop": "\(shop)", "header": "\(template.name)",
                        "variables": "\(template.variables.joined(separator: " "))",
                    ])
                return nil
            }
            headers.append(HTTPRequest.Header(template.name, value))
        }
        return headers
    }

    private func request(
        _ api: ActionAPI, _ name: String, _ slots: [Slot], _ order: String?, _ key: String,
        for inquiry: ShopInquiry
    ) -> HTTPRequest? {
        guard var headers = headers(api.headers, for: inquiry.shop) else { return nil }
        let body = Self.body(name, slots, order, key, inquiry)
        let seconds = time.wall().milliseconds / 1_000
        let secret: SigningSecret
        do throws(SecretError) {
            secret = try SigningSecret(environment[api.secretVariable] ?? "")
        } catch {
            logger.error(
                "the signing secret of a shop's actions cannot be used",
                metadata: [
                    "shop": "\(inquiry.shop)", "variable": "\(api.secretVariable)",
                    "why": "\(error)",
                ])
            return nil
        }
        let signature = WebhookSignature.header(
            id: key, timestamp: seconds, body: body, secrets: [secret])
        headers += [
            HTTPRequest.Header("Idempotency-Key", key), HTTPRequest.Header("webhook-id", key),
            HTTPRequest.Header("webhook-timestamp", "\(seconds)"),
            HTTPRequest.Header("webhook-signature", signature),
        ]
        return HTTPRequest(
            shop: inquiry.shop, url: api.url,
            method: .post(body: body, type: "application/json"), headers: headers,
            timeLimit: api.timeLimit, answerBytesMax: Self.answerBytesMax)
    }

    /// `{"action":"cancel_order","idempotency_key":"…","shop":"juniper","conversation":"…",
    /// "order":"JP-10432","fields":{…}}`
    private static func body(
        _ name: String, _ slots: [Slot], _ order: String?, _ key: String, _ inquiry: ShopInquiry
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("action")
        writer.string(String(name.trimmingPrefix("request_")))
        writer.key("idempotency_key")
        writer.string(key)
        writer.key("shop")
        writer.string(inquiry.shop.name)
        writer.key("conversation")
        writer.string("\(inquiry.conversation)")
        if let order {
            writer.key("order")
            writer.string(order)
        }
        writer.key("fields")
        writer.beginObject()
        for slot in slots {
            writer.key(named: slot.name.name)
            writer.string(slot.value)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
