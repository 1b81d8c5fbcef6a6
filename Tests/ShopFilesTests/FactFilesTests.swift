import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct FactFilesTests {
    private static let settings = ShopFixture.settings.replacing(
        "files: {policy: policy.yml}", with: "files: {products: products.csv, orders: orders.csv}")
    private static let products =
        "sku,name,category,colours,sizes,price,currency\nJ1,Fjord Jacket,clothing/jackets,blue|red,S|M,99.00,EUR\n"
    private static let orders =
        "number,placed_on,status,currency,items\nAB-1234,2026-01-02,placed,EUR,J1*2@99.00\n"

    private func fixture(
        products: String = products, orders: String = orders
    ) throws -> ShopFixture {
        try ShopFixture([
            "shop/shop.yml": Self.settings, "shop/products.csv": products,
            "shop/orders.csv": orders,
        ])
    }

    @Test func productsAndOrdersBecomeFacts() throws {
        let fixture = try fixture()
        #expect(fixture.messages() == [])
        let loaded = try #require(fixture.load().shops.first)
        let facts = loaded.shop(models: [:]).facts
        #expect(facts.catalogue?.products.map(\.name) == ["Fjord Jacket"])
        #expect(facts.orders?.orders.count == 1)
        let entities = try #require(loaded.training[.english]?.entities)
        #expect(entities.productNames == ["Fjord Jacket"])
        #expect(entities.colours == ["blue", "red"])
        #expect(entities.sizes == ["S", "M"])
        #expect(entities.categories == ["clothing", "jackets"])
        #expect(entities.orderNumberShapes == ["AB-####"])
    }

    @Test(arguments: [
        ("price", "prise", "shop/products.csv:1:"),
        (
            "99.00,EUR", "much,EUR",
            "shop/products.csv:2:47: error: price: is not an amount in EUR, found 'much'"
        ),
        ("J1,Fjord", ",Fjord", "shop/products.csv:2:1: error: sku: "),
        ("99.00,EUR", "99.00", "shop/products.csv:2:"),
        ("Fjord", "\"Fjord", "shop/products.csv:2:4: error: a quote is not closed"),
    ])
    func everyMistakeInProductsHasItsPlace(found: String, wrong: String, start: String) throws {
        let text = Self.products.replacing(found, with: wrong)
        let messages = try fixture(products: text).messages()
        #expect(messages.contains { $0.hasPrefix(start) }, "\(messages)")
    }

    @Test(arguments: [
        (
            ",placed,", ",placd,",
            "shop/orders.csv:2:20: error: status: is not one of the known values, found 'placd'; did you mean 'placed'?"
        ),
        ("2026-01-02", "2026-02-30", "shop/orders.csv:2:9: error: placed_on: is not a day"),
        (",EUR,", ",USD,", "shop/orders.csv:2:"),
        ("J1*2", "J9*2", "shop/orders.csv:2:31: warning: no product has the SKU 'J9'"),
        (
            "AB-1234", "AB-12345",
            "shop/orders.csv:2:1: warning: 'AB-12345' is not written as 'order_number' in shop.yml says"
        ),
    ])
    func everyMistakeInOrdersHasItsPlace(found: String, wrong: String, start: String) throws {
        let text = Self.orders.replacing(found, with: wrong)
        let messages = try fixture(orders: text).messages()
        #expect(messages.contains { $0.hasPrefix(start) }, "\(messages)")
    }

    @Test func shapesOfOrderNumbers() {
        #expect("JP-10432".hasShape("JP-#####"))
        #expect("jp-10432".hasShape("JP-#####"))
        #expect(!"JP-1043".hasShape("JP-#####"))
        #expect(!"JP-1043x".hasShape("JP-#####"))
    }
}
