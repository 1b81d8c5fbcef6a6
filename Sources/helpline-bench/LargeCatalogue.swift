import Knowledge
import Vocabulary
import Wiring

/// A catalogue of as many products as a department store's, made of the demonstration shops' own.
enum LargeCatalogue {
    /// What customers look for in it: words, typos, conditions, long lines, words of half of it and of nothing.
    static let lines = [
        "do you have the rain jacket in green, size M", "warm sleping bag under 200",
        "hiking socks", "usb-c charger for my laptop", "noise cancelling headphones in black",
        "desk lamp", "jacket", "blue", "something waterproof for my feet", "cheapest monitor",
        "mens trousers in stock", "4k tv between 300 and 700 euros", "led strip 5 m",
        "lightweight tent for two people", "Tarn Insulated Jacket", "JK-101", "xylophone",
        "i am looking for a present for my father who likes to cook and to walk in the mountains",
        "waterprof trekking botos size 42", "bluetooth", "warm", "lamp that can be dimmed",
        "wireless mouse and a keyboard that fits with it", "merino shirt, grey or blue",
    ]

    /// The same products for the same shops and count: each a demonstration product by another
    /// maker, in other colours and sizes, at another price.
    static func make(of loaded: LoadedShops, count: Int) -> Catalogue {
        let models = loaded.shops.compactMap(\.facts.catalogue).flatMap(\.products)
        guard let currency = models.first?.price.currency else { return Catalogue(products: []) }
        var random = SeededRandom(seed: 1)
        let colours = Set(models.flatMap(\.colours)).sorted()
        let products = (0..<count).compactMap { number -> Product? in
            guard let sku = SKU("LC-\(number)") else { return nil }
            var product = models[number % models.count]
            product.sku = sku
            if number >= models.count { product.name = maker(&random) + " " + product.name }
            product.colours = product.colours.map { _ in
                colours[random.number(below: colours.count)]
            }
            product.price = Money(
                minorUnits: Int64(500 + random.number(below: 90_000)), currency: currency)
            product.salePrice = nil
            product.stock = random.number(below: 20)
            return product
        }
        return Catalogue(products: products)
    }

    private static let syllables = [
        "bar", "cal", "dor", "fen", "gal", "hul", "jor", "kes", "lim", "mor", "nev", "ost", "pal",
        "quin", "ras", "sol", "tam", "ulm", "var", "wes", "yar", "zel",
    ]

    private static func maker(_ random: inout SeededRandom) -> String {
        let parts = (0..<3).map { _ in syllables[random.number(below: syllables.count)] }
        return parts.joined().capitalized
    }
}
