/// The products of one shop with an index for search. Immutable: a reload makes a new one.
///
/// Work is bounded whatever is typed: `postingCountMax` entries are read for one search.
public struct Catalogue: Sendable {
    /// Products of one shop at the most.
    public static let productCountMax = 1_000_000
    /// Products of a catalogue whose words are all looked up when it is read.
    private static let smallCountMax = 5_000
    /// Entries of the index read for one search; rarer words come first.
    static let postingCountMax = 60_000

    /// In the order given, without those whose SKU came again.
    public let products: [Product]
    let words: WordIndex
    let facets: FacetIndex
    let synonyms: CatalogueSynonyms
    /// Products from the cheapest to the dearest.
    let byPrice: [UInt32]
    /// By product: what it costs today in minor units, and whether it can be had.
    let prices: [Int64]
    let isInStock: [Bool]
    /// By word of the index: the category that it stands for. Empty for large catalogues, where looking
    /// them all up would take longer than it saves.
    private(set) var categoriesMeant: [UInt32] = []
    private let indexBySKU: [SKU: Int]
    private let indexesByName: [String: [Int]]

    /// - Parameters:
    ///   - products: All of one currency.
    ///   - synonyms: Groups of single words with one meaning, in any language.
    public init(products: [Product], synonyms: [[String]] = []) {
        var indexBySKU: [SKU: Int] = [:]
        var kept: [Product] = []
        for product in products.prefix(Self.productCountMax) where indexBySKU[product.sku] == nil {
            indexBySKU[product.sku] = kept.count
            kept.append(product)
        }
        self.products = kept
        self.indexBySKU = indexBySKU
        indexesByName = Dictionary(
            grouping: kept.indices, by: { PlainText.words(kept[$0].name).joined(separator: " ") })
        words = WordIndex(Self.entries(kept))
        facets = FacetIndex(kept)
        self.synonyms = CatalogueSynonyms(synonyms)
        let prices = kept.map(\.currentPrice.minorUnits)
        self.prices = prices
        isInStock = kept.map(\.isInStock)
        byPrice = kept.indices.sorted { (prices[$0], $0) < (prices[$1], $1) }.map { UInt32($0) }
        if kept.count <= Self.smallCountMax { categoriesMeant = categoriesOfWords() }
    }

    /// Where a product stands in `products`.
    func place(of sku: SKU) -> Int? { indexBySKU[sku] }

    public func product(_ sku: SKU) -> Product? { indexBySKU[sku].map { products[$0] } }

    /// The product with this SKU as text. - Returns: nil also if `text` is no SKU.
    public func product(sku text: String) -> Product? { SKU(text).flatMap { product($0) } }

    /// The one product that is meant by a name as people type it.
    ///
    /// - Returns: nil if nothing is near, or several are equally near.
    public func product(named name: String) -> Product? {
        if let product = product(sku: name) { return product }
        let typed = PlainText.words(name)
        if let exact = indexesByName[typed.joined(separator: " ")] {
            return exact.count == 1 ? products[exact[0]] : nil
        }
        let hits = search(ProductQuery(words: typed, limit: 2))
        guard let first = hits.first, first.isByWords else { return nil }
        // The last bit of a score is the stock's, which does not make a name.
        return hits.count == 1 || first.score / 2 > hits[1].score / 2 ? first.product : nil
    }

    /// How much each word says of each product.
    private static func entries(_ products: [Product]) -> [String: [WordIndex.Posting]] {
        var entries: [String: [WordIndex.Posting]] = [:]
        for (index, product) in products.enumerated() {
            var weights: [String: UInt8] = [:]
            let fields: [(String, UInt8)] = [
                (product.name, 40), (product.synonyms.joined(separator: " "), 36),
                (product.sku.text, 40), (product.category, 30),
                (product.colours.joined(separator: " "), 20), (product.material, 16),
                (product.attributes.map { "\($0.name) \($0.value)" }.joined(separator: " "), 10),
                (product.text, 8),
            ]
            for (text, weight) in fields {
                for word in PlainText.words(text) where word.utf8.count <= WordIndex.wordBytesMax {
                    weights[word] = max(weights[word] ?? 0, weight)
                }
            }
            for (word, weight) in weights {
                let posting = WordIndex.Posting(product: UInt32(index), weight: weight)
                entries[word, default: []].append(posting)
            }
        }
        return entries
    }
}
