import BusinessTime
import Dialogue
import Engine
import Knowledge
import Logging
import Ports
import Synchronization
import Testing
import Vocabulary
import Webhooks

@testable import ShopFiles
@testable import Wiring

@Suite("Asking shops' own systems")
struct ShopCallerTests {
    /// A network that answers as it is told to, and keeps what it was asked.
    private final class Network: HTTPAsker {
        private let answer: @Sendable (HTTPRequest) -> Result<HTTPAnswer, HTTPFailure>
        private let seen = Mutex<[HTTPRequest]>([])
        var requests: [HTTPRequest] { seen.withLock { $0 } }

        init(_ answer: @escaping @Sendable (HTTPRequest) -> Result<HTTPAnswer, HTTPFailure>) {
            self.answer = answer
        }

        convenience init(status: Int, _ body: String) {
            self.init { _ in
                .success(HTTPAnswer(status: status, headers: [], body: Array(body.utf8)))
            }
        }

        func ask(
            _ request: HTTPRequest,
            _ answer: @escaping @Sendable (Result<HTTPAnswer, HTTPFailure>) -> Void
        ) {
            seen.withLock { $0.append(request) }
            answer(self.answer(request))
        }
    }

    private struct Clock: TimeSource {
        func wall() -> WallTime { WallTime(milliseconds: 1_773_136_800_000) }
        func monotonic() -> Duration { .seconds(5) }
    }

    private static let orderText = """
        {"id":"JP-1","mail":"ana@example.com","on":"2026-03-01","state":"paid","currency":"EUR",
        "lines":[{"sku":"MUG","price":9.5}]}
        """
    private static let secrets = [
        "TOKEN": "s3cret", "SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ]

    static func systems(_ host: String) throws -> ShopCaller.Systems {
        func path(_ text: String) throws -> JSONPath { try #require(JSONPath(text)) }
        let orders = OrderAPI(
            url: "\(host)/orders/{order_number}",
            headers: [SecretHeader(name: "Authorization", template: "Bearer ${TOKEN}")],
            timeLimit: .seconds(1),
            fields: [
                ("number", try path("id")), ("email", try path("mail")),
                ("placed_on", try path("on")), ("status", try path("state")),
                ("currency", try path("currency")),
            ],
            items: OrderAPI.ItemPaths(
                list: try path("lines"), sku: try path("sku"), price: try path("price")),
            statuses: [:], zone: .utc)
        let actions = ActionAPI(
            url: "\(host)/do", secretVariable: "SECRET", names: [], timeLimit: .seconds(1))
        return ShopCaller.Systems(orders: orders, actions: actions)
    }

    private func answers(
        _ network: Network, _ questions: [ShopQuestion],
        environment: [String: String] = ShopCallerTests.secrets
    ) throws -> [ShopAnswer] {
        let shop = try #require(ShopID("one"))
        let answers = Mutex<[ShopAnswer]>([])
        let caller = ShopCaller(
            [shop: try Self.systems("https://shop.example")], http: network,
            environment: environment, time: Clock(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            answered: { _, answer in answers.withLock { $0.append(answer) } })
        for (number, question) in questions.enumerated() {
            caller.ask(
                ShopInquiry(
                    conversation: ConversationID(7), shop: shop, question: question,
                    number: number))
        }
        return answers.withLock { $0 }
    }

    private let question = ShopQuestion.order(number: "JP-1", proof: "x")

    @Test("an order is asked for with the shop's secret, within its time, and told")
    func order() throws {
        let network = Network(status: 200, Self.orderText)
        let answers = try answers(network, [question])
        guard case .order(let order, isProven: false)? = answers.first else {
            Issue.record("no order: \(answers)")
            return
        }
        #expect(order.email == "ana@example.com")
        let request = try #require(network.requests.first)
        #expect(request.url == "https://shop.example/orders/JP-1")
        #expect(request.timeLimit == .seconds(1))
        #expect(request.headers.contains(HTTPRequest.Header("Authorization", "Bearer s3cret")))
    }

    @Test(
        "nonsense is 'unavailable', never an order",
        arguments: [
            (200, "<html>"), (200, ""), (200, "{\"id\":1}"), (500, orderText), (302, orderText),
            (200, orderText.replacing("JP-1", with: "JP-2")), (200, "[[[[[[[["), (429, ""),
            (401, ""),
        ])
    func nonsense(status: Int, body: String) throws {
        #expect(try answers(Network(status: status, body), [question]) == [.unavailable])
    }

    @Test("no such order is an answer")
    func none() throws {
        #expect(try answers(Network(status: 404, ""), [question]) == [.noSuchOrder])
    }

    @Test("a network that fails, and one that is full, are 'unavailable'")
    func failures() throws {
        for failure in [HTTPFailure.busy, .stopped, .answerTooLong(status: 200)] {
            #expect(try answers(Network { _ in .failure(failure) }, [question]) == [.unavailable])
        }
    }

    @Test("after failures in a row nothing is sent")
    func breaker() throws {
        let network = Network(status: 500, "")
        let answers = try answers(network, Array(repeating: question, count: 20))
        #expect(answers == Array(repeating: .unavailable, count: 20))
        #expect(network.requests.count == CircuitBreaker.failureCountMax)
    }

    @Test("without its secrets nothing is sent")
    func noSecrets() throws {
        let network = Network(status: 200, Self.orderText)
        let action = ShopQuestion.action(name: "request_x", slots: [], order: nil, key: "c7-1")
        let both = try answers(network, [question, action], environment: [:])
        #expect(both == [.unavailable, .unavailable])
        let bad = try answers(
            network, [action], environment: ["SECRET": "12345", "TOKEN": "x"])
        #expect(bad == [.unavailable])
        #expect(network.requests.isEmpty)
    }

    @Test("an action is signed, carries its key, and can be refused")
    func action() throws {
        let network = Network { request in
            let isSecond = request.headers.contains(HTTPRequest.Header("webhook-id", "c7-13"))
            return .success(
                HTTPAnswer(
                    status: isSecond ? 409 : 200, headers: [],
                    body: Array("{\"reference\":\"R-77\"}".utf8)))
        }
        let slots = [Slot(name: SlotName("new_address"), value: "Hügel \"7\"\n")]
        let answers = try answers(
            network,
            [
                .action(
                    name: "request_change_address", slots: slots, order: "JP-1", key: "c7-12"),
                .action(name: "request_x", slots: [], order: nil, key: "c7-13"),
            ])
        #expect(answers == [.done(reference: "R-77"), .refused])
        let request = try #require(network.requests.first)
        guard case .post(let body, "application/json") = request.method else {
            Issue.record("not posted")
            return
        }
        let headers = Dictionary(
            request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
        #expect(headers["idempotency-key"] == "c7-12")
        #expect(headers["webhook-id"] == "c7-12")
        #expect(headers["webhook-timestamp"] == "1773136800")
        let secret = try SigningSecret(try #require(Self.secrets["SECRET"]))
        #expect(
            WebhookSignature.refusal(
                header: { headers[$0] }, body: body, secrets: [secret], at: Clock().wall()) == nil)
        let text = String(decoding: body, as: UTF8.self)
        #expect(text.contains("\"action\":\"change_address\",\"idempotency_key\":\"c7-12\""))
        #expect(text.contains("\"order\":\"JP-1\""))
    }
}
