import BusinessTime
import CurlHTTP
import Dialogue
import Engine
import Foundation
import Knowledge
import Logging
import Ports
import Synchronization
import Testing
import Vocabulary
import Webhooks

@testable import ShopFiles
@testable import Wiring

/// Asks receivers on this machine, good and bad, over real connections.
@Suite("Shops' own systems over HTTP", .serialized)
struct ShopCallerOverHTTPTests {
    private static let orderText = """
        {"id":"JP-1","mail":"ana@example.com","on":"2026-03-01","state":"paid","currency":"EUR",
        "lines":[{"sku":"MUG","price":9.5}]}
        """

    /// A caller whose shops ask receivers, and the answers that came.
    private final class Bench: Sendable {
        let caller: ShopCaller
        let http: CurlHTTP
        private let book: Book

        /// What came back, by the number of the question.
        final class Book: Sendable {
            private let answers = Mutex<[Int: ShopAnswer]>([:])
            private let arrival = DispatchSemaphore(value: 0)
            func put(_ answer: ShopAnswer, _ number: Int) {
                answers.withLock {
                    #expect($0[number] == nil, "answered once")
                    $0[number] = answer
                }
                arrival.signal()
            }
            func wait(for number: Int) -> ShopAnswer? {
                for _ in 0..<200 {
                    if let answer = answers.withLock({ $0[number] }) { return answer }
                    _ = arrival.wait(timeout: .now() + .milliseconds(50))
                }
                return nil
            }
        }

        init(
            _ ports: [String: Int], seconds: Int = 1, environment: [String: String] = [:],
            time: any TimeSource = SystemClock(), isAllowed: Bool = true
        ) throws {
            var systems: [ShopID: ShopCaller.Systems] = [:]
            for (name, port) in ports {
                systems[try #require(ShopID(name))] = try Self.systems(
                    port: port, seconds: seconds)
            }
            var rules = AddressRules()
            if isAllowed, let allowance = AddressRules.Allowance("127.0.0.1") {
                rules.allowances = [allowance]
            }
            http = try CurlHTTP(rules: rules, agent: "Helpline/test")
            let book = Book()
            self.book = book
            caller = ShopCaller(
                systems, http: http, environment: environment, time: time,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                answered: { inquiry, answer in book.put(answer, inquiry.number) })
        }

        deinit { http.stop() }

        private static func systems(port: Int, seconds: Int) throws -> ShopCaller.Systems {
            func path(_ text: String) throws -> JSONPath { try #require(JSONPath(text)) }
            let orders = OrderAPI(
                url: "http://127.0.0.1:\(port)/orders/{order_number}",
                headers: [SecretHeader(name: "Authorization", template: "Bearer ${TOKEN}")],
                timeLimit: .seconds(seconds),
                fields: [
                    ("number", try path("id")), ("email", try path("mail")),
                    ("placed_on", try path("on")), ("status", try path("state")),
                    ("currency", try path("currency")),
                ],
                items: OrderAPI.ItemPaths(
                    list: try path("lines"), sku: try path("sku"), price: try path("price")),
                statuses: [:], zone: .utc)
            let actions = ActionAPI(
                url: "http://127.0.0.1:\(port)/do", secretVariable: "SECRET", names: [],
                timeLimit: .seconds(seconds))
            return ShopCaller.Systems(orders: orders, actions: actions)
        }

        func ask(_ question: ShopQuestion, of shop: String = "one", number: Int) throws {
            let id = try #require(ShopID(shop))
            caller.ask(
                ShopInquiry(
                    conversation: ConversationID(7), shop: id, question: question, number: number))
        }

        func answer(
            to question: ShopQuestion = .order(number: "JP-1", proof: "x"),
            of shop: String = "one", number: Int = 1
        ) throws -> ShopAnswer? {
            try ask(question, of: shop, number: number)
            return book.wait(for: number)
        }

        func wait(for number: Int) -> ShopAnswer? { book.wait(for: number) }
    }

    private static let secrets = [
        "TOKEN": "s3cret", "SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ]

    @Test("an order is asked for with the shop's secret, and told")
    func order() throws {
        let receiver = try ShopReceiver { _ in ShopReceiver.answer(Self.orderText) }
        let bench = try Bench(["one": receiver.port], environment: Self.secrets)
        guard case .order(let order, isProven: false)? = try bench.answer() else {
            Issue.record("no order")
            return
        }
        #expect(order.email == "ana@example.com")
        let request = try #require(receiver.requests.first)
        #expect(request.head.hasPrefix("GET /orders/JP-1 HTTP"))
        #expect(request.header("authorization") == "Bearer s3cret")
    }

    @Test(
        "nonsense, errors and redirects are 'unavailable', never an order",
        arguments: [
            ShopReceiver.answer("<html>"), ShopReceiver.answer(""),
            ShopReceiver.answer("{\"id\":1}"),
            ShopReceiver.answer(orderText.replacing("JP-1", with: "JP-2")),
            ShopReceiver.answer(orderText, status: "500 Oops"),
            ShopReceiver.answer(orderText, status: "503 Later"),
            ShopReceiver.answer(
                orderText, status: "302 Found", more: "Location: http://127.0.0.1:1/\r\n"),
            ShopReceiver.answer(String(repeating: " ", count: 600_000) + orderText),
            "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{",
            "SSH-2.0-OpenSSH_9.2\r\n", "\u{0}\u{1}\u{2}\r\n\r\n",
        ])
    func nonsense(text: String) throws {
        let receiver = try ShopReceiver { _ in text }
        let bench = try Bench(["one": receiver.port], environment: Self.secrets)
        #expect(try bench.answer() == .unavailable)
        #expect(receiver.requests.count == 1, "a redirect is not followed")
    }

    @Test("there is no such order")
    func none() throws {
        let receiver = try ShopReceiver { _ in ShopReceiver.answer("", status: "404 Not Found") }
        let bench = try Bench(["one": receiver.port], environment: Self.secrets)
        #expect(try bench.answer() == .noSuchOrder)
    }

    @Test("a system that never answers costs the shop's time limit and nobody else anything")
    func never() throws {
        let silent = try ShopReceiver { _ in nil }
        let fine = try ShopReceiver { _ in ShopReceiver.answer(Self.orderText) }
        let bench = try Bench(
            ["one": silent.port, "two": fine.port], environment: Self.secrets)
        let begun = ContinuousClock.now
        try bench.ask(.order(number: "JP-1", proof: "x"), number: 1)
        let other = try bench.answer(of: "two", number: 2)
        #expect(begun.duration(to: .now) < .milliseconds(900), "the other shop was not held up")
        guard case .order? = other else {
            Issue.record("the other shop's order")
            return
        }
        #expect(bench.wait(for: 1) == .unavailable)
        let waited = begun.duration(to: .now)
        #expect(waited > .milliseconds(900) && waited < .seconds(3), "\(waited)")
    }

    @Test("after failures in a row nobody is sent to wait")
    func breaker() throws {
        let receiver = try ShopReceiver { _ in ShopReceiver.answer("", status: "500 Oops") }
        let bench = try Bench(["one": receiver.port], environment: Self.secrets)
        for number in 1...20 {
            #expect(try bench.answer(number: number) == .unavailable)
        }
        #expect(receiver.requests.count == CircuitBreaker.failureCountMax)
    }

    @Test("nobody listens, no secret, an address that the operator has not allowed: unavailable")
    func cannotAsk() throws {
        let receiver = try ShopReceiver { _ in ShopReceiver.answer(Self.orderText) }
        #expect(try Bench(["one": 1], environment: Self.secrets).answer() == .unavailable)
        #expect(try Bench(["one": receiver.port]).answer() == .unavailable)
        let closed = try Bench(
            ["one": receiver.port], environment: Self.secrets, isAllowed: false)
        #expect(try closed.answer() == .unavailable)
        #expect(receiver.requests.isEmpty)
    }

    @Test("an action is signed, carries its key, and can be refused")
    func action() throws {
        let receiver = try ShopReceiver { request in
            String(decoding: request.body, as: UTF8.self).contains("JP-2")
                ? ShopReceiver.answer("{}", status: "409 Conflict")
                : ShopReceiver.answer("{\"reference\":\"R-77\"}")
        }
        let bench = try Bench(["one": receiver.port], environment: Self.secrets)
        let slots = [Slot(name: SlotName("new_address"), value: "Hügel \"7\"\n")]
        let question = ShopQuestion.action(
            name: "request_change_address", slots: slots, order: "JP-1", key: "c7-12")
        #expect(try bench.answer(to: question) == .done(reference: "R-77"))
        let request = try #require(receiver.requests.first)
        #expect(request.header("idempotency-key") == "c7-12")
        let secret = try SigningSecret(try #require(Self.secrets["SECRET"]))
        let refusal = WebhookSignature.refusal(
            header: { request.header($0) }, body: request.body, secrets: [secret],
            at: SystemClock().wall())
        #expect(refusal == nil)
        let body = String(decoding: request.body, as: UTF8.self)
        #expect(body.contains("\"action\":\"change_address\""))
        #expect(body.contains("\"idempotency_key\":\"c7-12\""))
        let second = ShopQuestion.action(name: "request_x", slots: [], order: "JP-2", key: "c7-13")
        #expect(try bench.answer(to: second, number: 2) == .refused)
    }
}
