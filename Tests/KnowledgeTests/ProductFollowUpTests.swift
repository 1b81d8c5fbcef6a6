import Testing
import Vocabulary

@testable import Knowledge

@Suite struct ProductFollowUpTests {
    private func jacket(
        _ sku: String, _ price: String, colours: [String], sizes: [String], weight: Int,
        category: String = "clothing/jackets", stock: Int = 5
    ) throws -> Product {
        Product(
            sku: try #require(SKU(sku)), name: "\(sku) Jacket", category: category,
            colours: colours, sizes: sizes, price: try Samples.eur(price), stock: stock,
            weightGrams: weight)
    }

    private func catalogue() throws -> Catalogue {
        Catalogue(products: [
            try jacket("AA-1", "90", colours: ["blue"], sizes: ["S", "M"], weight: 500),
            try jacket("BB-2", "120", colours: ["red"], sizes: ["M", "L"], weight: 300),
            try jacket("CC-3", "150", colours: ["blue", "red"], sizes: ["L"], weight: 400),
            try jacket(
                "DD-4", "20", colours: ["blue"], sizes: ["M"], weight: 50, category: "hats"),
        ])
    }

    @Test(arguments: [
        ("the second one", 1), ("is the first one in stock", 0), ("el segundo", 1),
        ("la última", 2), ("ist das dritte lieferbar", 2), ("die zweite in rot", 1),
    ])
    func meansOneOfThoseShown(line: String, place: Int) throws {
        #expect(try catalogue().followUp(reading: line, shownCount: 3)?.place == place)
    }

    @Test(arguments: [
        "where is my order", "i need a jacket in blue", "the fifth one", "my first order", "",
        "can you tell me in blue letters what you would do if it rained all day in the hills where i live",
    ])
    func isNoFollowUp(line: String) throws {
        #expect(try catalogue().followUp(reading: line, shownCount: 3) == nil)
    }

    @Test func hasNothingToFollowWhereNothingWasShown() throws {
        #expect(try catalogue().followUp(reading: "in blue", shownCount: 0) == nil)
    }

    @Test func narrowsTheSearchThatWasShown() throws {
        let catalogue = try catalogue()
        let blue = try #require(catalogue.followUp(reading: "y en azul?", shownCount: 3))
        let found = catalogue.refine(["jackets under 130"], by: blue, limit: 5)
        #expect(found.hits.map(\.product.sku.text) == ["AA-1"])
        let dear = try #require(catalogue.followUp(reading: "under 200", shownCount: 1))
        let more = catalogue.refine(["jackets under 130", "in blue"], by: dear, limit: 5)
        #expect(Set(more.hits.map(\.product.sku.text)) == ["AA-1", "CC-3"], "the last limit holds")
    }

    @Test func findsOthersOfTheKind() throws {
        let catalogue = try catalogue()
        let like = try #require(catalogue.followUp(reading: "something similar", shownCount: 1))
        #expect(like.asksSimilar)
        let peers = catalogue.peers(
            of: catalogue.products[0], meeting: like.conditions, limit: 5)
        #expect(Set(peers.map(\.sku.text)) == ["BB-2", "CC-3"], "hats are none")
    }

    @Test func ranksOneProductAmongItsKind() throws {
        let catalogue = try catalogue()
        let light = try #require(ProductQuality(reading: "the lightest"))
        let around = catalogue.ranked(around: catalogue.products[0], by: light, limit: 3)
        #expect(around.map(\.sku.text) == ["AA-1", "BB-2", "CC-3"])
        let ranking = catalogue.ranking(around, by: light)
        #expect(ranking.products.map(\.sku.text) == ["BB-2", "CC-3", "AA-1"])
        #expect(!ranking.isLevel)
        #expect(ranking.measuredCount == 3)
    }

    @Test func aLimitTurnsNoQualityRound() {
        let line = "chaquetas impermeables por menos de 150"
        #expect(ProductQuality(wantedIn: line)?.isLessWanted == false)
        #expect(ProductQuality(reading: "menos pesada")?.isLessWanted == true)
        #expect(ProductQuality(wantedIn: "a light jacket") == nil)
    }
}
