import BusinessTime
import JSONText
import Knowledge
import Testing
import Vocabulary

@testable import ShopFiles

/// Orders as shops' own systems tell them.
@Suite struct OrderAPITests {
    private static let settings = """
        orders_api:
          url: "https://api.shop.example/v2/orders/{order_number}?p={order_proof}"
          headers: {Authorization: "Bearer ${SHOP_TOKEN}"}
          statuses: {fulfilled: shipped}
          fields:
            number: data.id
            email: data.customer.mail
            placed_on: data.created
            shipped_on: data.parcel.sent
            status: data.state
            shipping_paid: data.postage
          items: {path: data.lines, sku: article, quantity: count, price: each, flags: {final: last}}

        """

    private static func shop(_ more: String) throws -> ShopFixture {
        try ShopFixture([
            "shop/shop.yml": ShopFixture.settings.replacing(
                "currency: EUR\n", with: "currency: EUR\n" + more)
        ])
    }

    private func api() throws -> OrderAPI {
        let loaded = try Self.shop(Self.settings).load()
        #expect(loaded.problems.isEmpty, "\(loaded.problems)")
        return try #require(loaded.shops.first?.settings.ordersAPI)
    }

    private static let answer = """
        {"data":{"id":"A-1","customer":{"mail":"ana@example.com"},"created":"2026-03-09T23:30:00Z",
        "parcel":{"sent":"2026-03-11T09:00:00+01:00"},"state":"Fulfilled","postage":4.95,
        "lines":[{"article":"J1","count":2,"each":49.9,"last":true}],"more":[1,2,3]}}
        """

    private func reading(_ body: String, status: Int = 200) throws -> OrderAPI.Reading {
        try api().reading(status: status, body: Array(body.utf8), number: "A-1")
    }

    @Test func anAnswerIsReadByItsPaths() throws {
        guard case .order(let order) = try reading(Self.answer) else {
            Issue.record("an order: \(try reading(Self.answer))")
            return
        }
        #expect(order.number == OrderNumber("a1"))
        #expect(order.email == "ana@example.com")
        #expect(order.placedOn == CivilDay("2026-03-10"), "half past midnight in Berlin")
        #expect(order.shippedOn == CivilDay("2026-03-11"))
        #expect(order.status == .shipped)
        #expect(order.items.first?.quantity == 2)
        #expect(order.items.first?.flags == [.final])
        #expect(order.total == Money("104.75", currency: order.currency))
    }

    @Test(arguments: [
        ("", 200), ("<html>busy</html>", 200), ("{}", 200), ("[]", 200), ("null", 200),
        ("{\"data\":null}", 200), ("{\"data\":{\"id\":\"A-1\"", 200), ("\u{0}\u{1}", 200),
        ("{}", 500), ("{}", 302), ("{}", 401), ("{}", 429), ("{}", 204),
        (answer.replacing("A-1", with: "A-2"), 200),
        (answer.replacing("Fulfilled", with: "teleported"), 200),
        (answer.replacing("2026-03-09T23:30:00Z", with: "2026-02-30"), 200),
        (answer.replacing("49.9", with: "\"a lot\""), 200),
        (answer.replacing("49.9", with: "-49.9"), 200),
        (answer.replacing("\"count\":2", with: "\"count\":1e30"), 200),
        (answer.replacing("\"J1\"", with: "\"J1*9@0.01;X\""), 200),
        (answer.replacing("[{", with: "{\"a\":{").replacing("}],", with: "}},"), 200),
    ])
    func nonsenseIsNamedAndNeverAnOrder(body: String, status: Int) throws {
        guard case .nonsense(let why) = try reading(body, status: status) else {
            Issue.record("taken for something: \(body)")
            return
        }
        #expect(!why.isEmpty)
        #expect(!why.contains("ana@example.com"))
    }

    @Test func noSuchOrderIsNoNonsense() throws {
        #expect(try reading("not found", status: 404) == .noSuchOrder)
        #expect(try reading("", status: 410) == .noSuchOrder)
    }

    @Test func whatIsTypedStaysWithinItsPlaceInTheAddress() throws {
        let url = try api().url(number: "../../admin?x=1#", proof: "a b&c=%2e")
        #expect(
            url == "https://api.shop.example/v2/orders/%2E%2E%2F%2E%2E%2Fadmin%3Fx%3D1%23"
                + "?p=a%20b%26c%3D%252e")
    }

    @Test func secretsComeFromTheEnvironment() throws {
        let header = try #require(try api().headers.first)
        #expect(header.value(in: ["SHOP_TOKEN": "s3cret"]) == "Bearer s3cret")
        #expect(header.value(in: [:]) == nil)
        #expect(header.value(in: ["SHOP_TOKEN": "a\r\nX-Evil: 1"]) == nil)
    }

    @Test(arguments: [
        (
            "https://api.shop.example/v2/orders/{order_number}?p={order_proof}", "ftp://x/",
            "https://"
        ),
        ("orders/{order_number}", "orders/1", "{order_number}"),
        ("{order_number}?", "{order_numbr}?", "did you mean '{order_number}'?"),
        ("https://api.shop.example", "https://a:b@api.shop.example", "must be plain"),
        ("https://api.shop.example", "https://{order_proof}.example", "must be plain"),
        ("Bearer ${SHOP_TOKEN}", "Bearer 12345", "stands in the file"),
        ("fulfilled: shipped", "fulfilled: shiped", "did you mean 'shipped'?"),
        ("placed_on: data.created", "placed_om: data.created", "did you mean 'placed_on'?"),
        ("status: data.state", "payment: data.state", "needs a path for 'status'"),
        ("path: data.lines,", "path: \"data..lines\",", "no path into JSON"),
        ("sku: article,", "", "needs 'sku'"),
        ("  items: {", "  itms: {", "did you mean 'items'?"),
        ("statuses:", "timeout_seconds: 60\n  statuses:", "from 1 to 5"),
    ])
    func everyMistakeIsNamed(found: String, wrong: String, message: String) throws {
        let settings = Self.settings.replacing(found, with: wrong)
        #expect(settings != Self.settings)
        let messages = try Self.shop(settings).messages()
        #expect(messages.contains { $0.contains(message) }, "\(messages)")
        #expect(messages.allSatisfy { $0.hasPrefix("shop/shop.yml:") })
    }

    @Test func somethingMustProveTheCustomer() throws {
        let settings = Self.settings.replacing("?p={order_proof}", with: "")
            .replacing("    email: data.customer.mail\n", with: "")
        let messages = try Self.shop(settings).messages()
        #expect(messages.contains { $0.contains("nothing proves") }, "\(messages)")
    }

    @Test(arguments: [
        ("secret_env: SHOP_SECRET", "secret_env: whsec_abc", "names a variable"),
        ("secret_env: SHOP_SECRET, ", "", "needs 'secret_env'"),
        ("[request_return]", "[return]", "did you mean 'request_return'?"),
        ("https://shop.example/do", "shop.example/do", "https://"),
    ])
    func mistakesInActionsAreNamed(found: String, wrong: String, message: String) throws {
        let settings =
            "actions: {url: \"https://shop.example/do\", secret_env: SHOP_SECRET, "
            + "names: [request_return]}\n"
        #expect(try Self.shop(settings).messages() == [])
        let messages = try Self.shop(settings.replacing(found, with: wrong)).messages()
        #expect(messages.contains { $0.contains(message) }, "\(messages)")
    }

    @Test(arguments: [
        ("a.b[0].c", "[{\"x\":1}]", JSONPath.Finding.missing),
        ("$.a[1]", "{\"a\":[1]}", .emptyList), ("a", "{\"a\":null}", .missing),
        ("[0].a", "[{\"a\":5}]", .value(.integer(5))),
    ])
    func pathsFindOneValue(path: String, json: String, finding: JSONPath.Finding) throws {
        let document = try JSONValue(parsing: json)
        #expect(try #require(JSONPath(path)).finding(in: document) == finding)
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a b", "$"])
    func whatIsNoPathIsRefused(text: String) { #expect(JSONPath(text) == nil) }
}
