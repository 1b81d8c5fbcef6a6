import Knowledge
import Testing

@Suite struct ProductReadingTests {
    private func catalogue() throws -> Catalogue {
        let rows = """
            sku,name,category,colours,sizes,price,currency,stock,weight_g,warmth
            JK-1,Harbour Rain Jacket,clothing/jackets,blue|black,S|M,129.00,EUR,3,420,3
            JK-2,Summit Down Jacket,clothing/jackets,red,M|L,249.00,EUR,0,510,9
            JK-3,Coast Rain Jacket,clothing/jackets,navy blue,M,99.00,EUR,1,380,3
            SO-1,Merino Socks,accessories/socks,grey,39-41|42-44,19.90,EUR,9,60,5
            """
        let (products, problems) = Product.read(try CSVTable(rows))
        #expect(problems == [])
        return Catalogue(products: products)
    }

    private func text(_ query: ProductQuery) -> String {
        let parts = [
            query.words.joined(separator: " "), query.colour.map { "colour \($0)" },
            query.size.map { "size \($0)" }, query.priceMin.map { "from \($0)" },
            query.priceMax.map { "to \($0)" }, query.inStockOnly ? "stock" : nil,
        ]
        return parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
    }

    @Test(arguments: [
        ("blue rain jacket under 100 in M?", "rain jacket in, colour blue, size M, to 100.00 EUR"),
        ("jacket for less than 150€", "jacket for, to 150.00 EUR"),
        ("Jacke zwischen 50 und 99,50 Euro", "jacke, from 50.00 EUR, to 99.50 EUR"),
        ("chaqueta azul de menos de 100 euros", "chaqueta de, colour azul, to 100.00 EUR"),
        ("navy blue jacket, in stock", "jacket, colour navy blue, stock"),
        ("jacket over 200", "jacket, from 200.00 EUR"),
        ("socks size 42-44", "socks, size 42-44"),
        ("€120 jacket", "jacket, to 120.00 EUR"),
        ("jacket under 2 kg", "jacket under 2 kg"),
        ("2 person tent", "2 person tent"),
        ("jacket 99", "jacket 99"),
    ])
    func conditionsAreTakenOut(line: String, expected: String) throws {
        #expect(text(try catalogue().query(reading: line)) == expected)
    }

    @Test func whatNothingMeetsIsLeftOut() throws {
        let catalogue = try catalogue()
        let exact = catalogue.find("blue jacket under 100")
        #expect(exact.hits.map(\.product.sku.text) == ["JK-3"])
        #expect(exact.leftOut == [])
        let relaxed = catalogue.find("red jacket under 100, in stock, size S")
        #expect(relaxed.leftOut == [.stock, .size, .colour])
        #expect(relaxed.hits.map(\.product.sku.text) == ["JK-3"])
        let nothing = catalogue.find("kayak under 100")
        #expect(nothing.hits.isEmpty && nothing.leftOut.isEmpty)
    }

    @Test func pastedTextIsBounded() throws {
        let line = String(repeating: "between 50 and {{x}} ", count: 300)
        #expect(try catalogue().find(line).hits.count <= 5)
    }

    @Test(arguments: [
        ("which one is warmer?", "warmth", false), ("welche ist leichter", "weight_g", true),
        ("¿cuál es más barata?", "price", true), ("the less heavy one", "weight_g", true),
        ("which is more waterproof", "waterproof_mm", false), ("was ist heller", "lumen", false),
    ])
    func qualitiesAreRead(line: String, attribute: String, isLess: Bool) throws {
        let quality = try #require(ProductQuality(reading: line))
        #expect(quality == ProductQuality(attribute: attribute, isLessWanted: isLess))
    }

    @Test func whatWasAskedForWins() throws {
        let catalogue = try catalogue()
        let (rain, down) = (catalogue.products[0], catalogue.products[1])
        let lighter = try #require(ProductQuality(reading: "which is lighter"))
        let heavier = try #require(ProductQuality(reading: "which is heavier"))
        #expect(catalogue.compare(rain, down, by: lighter).better == .first)
        #expect(catalogue.compare(rain, down, by: heavier).better == .second)
        #expect(ProductQuality(reading: "which one is prettier") == nil)
    }
}
