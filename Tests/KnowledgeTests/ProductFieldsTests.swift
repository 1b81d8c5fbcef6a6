import Knowledge
import Testing

@Suite struct ProductFieldsTests {
    private func product(_ changes: [(String, String)] = []) throws -> Product {
        let plain = [
            ("sku", "JK-1"), ("name", "Harbour Jacket"), ("category", "Clothing/Jackets"),
            ("colours", "blue|navy blue"), ("sizes", "S|M|L"), ("price", "129.00"),
            ("sale_price", "99.00"), ("currency", "EUR"), ("stock", "3"), ("warmth", "6"),
            ("condition_rules", "Sealed_Hygiene"), ("attr:hood", "yes"),
        ]
        let names = changes.map(\.0)
        return try Product(fields: plain.filter { !names.contains($0.0) } + changes)
    }

    @Test func aProductIsReadWhole() throws {
        let product = try product()
        #expect(product.category == "clothing/jackets")
        #expect(product.colours == ["blue", "navy blue"])
        #expect(product.currentPrice == (try Samples.eur("99")))
        #expect(product.returnTags == ["sealed_hygiene"])
        #expect(product.value(of: "Hood") == "yes")
        #expect(product.isInStock)
    }

    @Test(arguments: [
        ("sku", "JK 1"), ("price", "cheap"), ("price", "-1"), ("sale_price", "130"),
        ("currency", "EUROS"), ("stock", "many"), ("stock", "-1"), ("warmth", "11"),
        ("url", "javascript:alert(1)"), ("name", ""), ("colour", "blue"),
    ])
    func mistakesNameTheirField(field: String, value: String) {
        do {
            _ = try product([(field, value)])
            Issue.record("\(field) '\(value)' was taken")
        } catch {
            #expect((error as? FieldProblem)?.field == field)
        }
    }

    @Test func tablesAreReadWithAllMistakes() throws {
        let table = try CSVTable(
            """
            sku,name,category,price,currency,attr:battery_hours
            A,Lamp,lamps,10.00,EUR,12.5
            a,Lamp too,lamps,10.00,EUR,
            B,Torch,lamps,10.00,USD,
            C,Bulb,lamps,ten,EUR,
            """)
        let (products, problems) = Product.read(table)
        #expect(products.map(\.sku.text) == ["A"])
        #expect(products[0].measure("battery_hours") == 12_500)
        #expect(problems.map(\.problem.field) == ["sku", "currency", "price"])
        #expect(problems.map(\.line) == [3, 4, 5])
    }
}
