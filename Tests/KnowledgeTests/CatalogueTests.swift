import Knowledge
import Testing
import Vocabulary

@Suite struct CatalogueTests {
    private func product(
        _ sku: String, _ name: String, _ category: String, price: String, colours: [String] = [],
        sizes: [String] = [], stock: Int? = 5, synonyms: [String] = [], warmth: Int? = nil,
        weight: Int? = nil, text: String = "", attributes: [Product.Attribute] = []
    ) throws -> Product {
        Product(
            sku: try #require(SKU(sku)), name: name, category: category, colours: colours,
            sizes: sizes, price: try Samples.eur(price), stock: stock, warmth: warmth,
            weightGrams: weight, text: text, synonyms: synonyms, attributes: attributes)
    }

    private func catalogue() throws -> Catalogue {
        Catalogue(
            products: [
                try product(
                    "JK-1", "Harbour Rain Jacket", "clothing/jackets", price: "129.00",
                    colours: ["blue", "black"], sizes: ["S", "M"], synonyms: ["Regenjacke"],
                    warmth: 3,
                    weight: 420),
                try product(
                    "JK-2", "Summit Down Jacket", "clothing/jackets", price: "249.00",
                    colours: ["red"], sizes: ["M", "L"], synonyms: ["Daunenjacke", "puffer"],
                    warmth: 9, weight: 510),
                try product(
                    "JK-3", "Coast Rain Jacket", "clothing/jackets", price: "99.00",
                    colours: ["navy blue"], sizes: ["M"], stock: 0, warmth: 3, weight: 380),
                try product(
                    "SO-1", "Merino Socks", "accessories/socks", price: "19.90", colours: ["grey"],
                    sizes: ["39-41"], text: "for jackets and boots"),
                try product(
                    "LP-1", "Desk Lamp", "lamps", price: "59.00", colours: ["brass"],
                    attributes: [Product.Attribute(name: "lumen", value: "450 lm")]),
            ], synonyms: [["rain", "storm"]])
    }

    private func found(_ query: ProductQuery) throws -> [String] {
        try catalogue().search(query).map(\.product.sku.text)
    }

    @Test(arguments: [
        (["rain", "jacket"], "JK-1"), (["jaket", "down"], "JK-2"), (["jackets"], "JK-1"),
        (["daunenjacke"], "JK-2"), (["DAUNENJACKEN"], "JK-2"), (["merinos"], "SO-1"),
        (["sock"], "SO-1"), (["storm", "jacket"], "JK-1"), (["puffer"], "JK-2"),
        (["do", "you", "have", "a", "lamp", "for", "my", "desk"], "LP-1"), (["lam"], "LP-1"),
        (["jacke"], "JK-1"), (["jk-2"], "JK-2"), (["rojo", "jacket"], "JK-2"), (["meirno"], "SO-1"),
    ])
    func wordsFindTheirProductFirst(words: [String], sku: String) throws {
        #expect(try found(ProductQuery(words: words)).first == sku)
    }

    @Test(arguments: [
        ("i'm looking for a jacket", "JK-1"), ("socks for my rain jacket", "SO-1"),
        ("a jacket for my lamp", "JK-1"), ("something for my jacket", "JK-1"),
        ("warmest jacket", "JK-2"), ("the lightest jacket", "JK-3"),
        ("die leichteste jacke", "JK-3"), ("cheapest jacket", "JK-3"),
    ])
    func whatIsMeantComesFirst(line: String, sku: String) throws {
        let found = try catalogue().find(line, by: ProductQuality(wantedIn: line))
        #expect(found.hits.first?.product.sku.text == sku)
    }

    @Test func aQualityIsAskedForOnlyByItsDegrees() {
        #expect(ProductQuality(wantedIn: "a light jacket") == nil)
        #expect(ProductQuality(wantedIn: "i am looking for a light") == nil)
        #expect(ProductQuality(wantedIn: "la más ligera")?.attribute == "weight_g")
        #expect(ProductQuality(wantedIn: "am wärmsten")?.isLessWanted == false)
    }

    @Test func facetsNarrowTheSearch() throws {
        #expect(try found(ProductQuery(words: ["jacket"], colour: "azul")) == ["JK-1", "JK-3"])
        #expect(try found(ProductQuery(words: ["jacket"], colour: "navy blue")) == ["JK-3"])
        #expect(try found(ProductQuery(category: "jackets", size: "L")) == ["JK-2"])
        #expect(try found(ProductQuery(category: "jacket", inStockOnly: true)) == ["JK-1", "JK-2"])
        #expect(try found(ProductQuery(category: "clothing")) == ["JK-1", "JK-2", "JK-3"])
        #expect(try found(ProductQuery(category: "kayaks")) == [])
        #expect(try found(ProductQuery(colour: "bleu", size: "S")) == ["JK-1"])
    }

    @Test func pricesIncludeTheirEnds() throws {
        let query = ProductQuery(
            words: ["jacket"], priceMin: try Samples.eur("99"), priceMax: try Samples.eur("129"))
        #expect(try found(query) == ["JK-1", "JK-3"])
        #expect(try found(ProductQuery(priceMax: try Samples.eur("59"))) == ["SO-1", "LP-1"])
        #expect(try found(ProductQuery(priceMin: try Samples.eur("200"))) == ["JK-2"])
        #expect(try found(ProductQuery(priceMax: try Samples.usd("500"))) == [])
    }

    @Test func hitsSayWhy() throws {
        let query = ProductQuery(words: ["jaket", "down"], colour: "rot", limit: 1)
        let hit = try #require(try catalogue().search(query).first)
        #expect(
            hit.why == [
                .like(typed: "jaket", found: "jacket"), .word("down"), .facet("colour", "rot"),
            ])
    }

    @Test func productsAreNamed() throws {
        let catalogue = try catalogue()
        #expect(catalogue.product(named: "summit down jacket")?.sku.text == "JK-2")
        #expect(catalogue.product(named: "the Sumit jaket")?.sku.text == "JK-2")
        #expect(catalogue.product(named: "so-1")?.name == "Merino Socks")
        #expect(catalogue.product(named: "kayak") == nil)
        #expect(catalogue.product(named: "") == nil)
        #expect(catalogue.product(named: "rain jacket") == nil)
        #expect(catalogue.product(sku: "jk-1")?.name == "Harbour Rain Jacket")
    }

    @Test func comparisonsKnowWhatIsBetter() throws {
        let catalogue = try catalogue()
        let (rain, down) = (catalogue.products[0], catalogue.products[1])
        let warmth = catalogue.compare(rain, down, by: "warmth")
        #expect(warmth.better == .second)
        #expect([warmth.first, warmth.second] == ["3", "9"])
        #expect(catalogue.compare(rain, down, by: "weight_g").better == .first)
        #expect(catalogue.compare(rain, down, by: "price").better == .first)
        #expect(catalogue.compare(rain, catalogue.products[2], by: "warmth").better == .equal)
        #expect(catalogue.compare(rain, down, by: "lumen").better == .unknown)
        #expect(catalogue.products[4].measure("lumen") == 450_000)
    }

    @Test func alternativesCanBeHadAndAreAlike() throws {
        let catalogue = try catalogue()
        let hits = catalogue.alternatives(to: catalogue.products[2])
        #expect(hits.map(\.product.sku.text) == ["JK-1", "JK-2"])
        #expect(catalogue.alternatives(to: catalogue.products[4]).isEmpty)
    }

    @Test func anEmptyCatalogueFindsNothing() {
        let catalogue = Catalogue(products: [])
        #expect(catalogue.search(ProductQuery(words: ["jacket"])).isEmpty)
        #expect(catalogue.search(ProductQuery()).isEmpty)
    }

    @Test func hostileQueriesAreBounded() throws {
        let long = String(repeating: "jacket\u{202E}{{x}}' OR 1=1 ", count: 200)
        _ = try found(ProductQuery(words: [long], limit: 1_000_000))
        _ = try found(ProductQuery(words: [String(repeating: "a", count: 4_000)], limit: -5))
        #expect(try found(ProductQuery(words: ["{{", "%", "🧥"])).count <= 5)
    }

    /// Goal: a search of a large catalogue finds what it should, within its bounds.
    /// Method: every product has a word of its own; find some of them, with and without a typo.
    @Test func rareWordsAreFoundAmongMany() throws {
        let seed: UInt64 = 99
        var random = SeededRandom(seed: seed)
        let names = (0..<3_000).map { _ in
            String(
                (0..<9).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement(using: &random) ?? "a"
                })
        }
        let catalogue = Catalogue(
            products: try names.enumerated().map { index, name in
                try product("P-\(index)", "\(name) lamp", "lamps", price: "10")
            })
        for index in stride(from: 0, to: names.count, by: 271) {
            let typo = String(names[index].dropFirst(4)) + ""
            let swapped = names[index].prefix(4) + "q" + typo.dropFirst()
            for word in [names[index], String(swapped)] {
                let hit = catalogue.search(ProductQuery(words: ["lamp", word], limit: 1)).first
                #expect(hit?.product.sku.text == "P-\(index)", "seed \(seed): \(word)")
            }
        }
    }
}
