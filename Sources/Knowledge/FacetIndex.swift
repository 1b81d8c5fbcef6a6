/// Categories, colours and sizes of a catalogue, each value with the products that have it.
struct FacetIndex: Sendable {
    /// The facets that a query can name.
    enum Name: String, CaseIterable, Sendable {
        case category, colour, size

        /// Its place among all.
        fileprivate var place: Int {
            switch self {
            case .category: 0
            case .colour: 1
            case .size: 2
            }
        }
    }

    /// The values of one facet.
    private struct Values: Sendable {
        let ids: WordTable<UInt32>
        let sorted: [String]
        /// Words with which a value of several words begins.
        let beginnings: WordSet

        init(_ ids: [String: UInt32]) {
            self.ids = WordTable(ids)
            sorted = ids.keys.sorted()
            let phrases = sorted.filter { $0.utf8.contains(0x20) }
            beginnings = WordSet(phrases.map { String($0.prefix { $0 != " " }) })
        }
    }

    /// By place of the facet's name.
    private let valuesByName: [Values]
    /// Products by value, ascending.
    private let products: [[UInt32]]
    /// Values by product, one product after the other; `starts` has one entry more.
    private let values: [UInt32]
    /// By value: whether it is a category.
    private let isCategory: [Bool]
    private let starts: [Int]

    init(_ catalogue: [Product]) {
        var ids = Name.allCases.map { _ in [String: UInt32]() }
        var products: [[UInt32]] = []
        var (values, starts): ([UInt32], [Int]) = ([], [0])
        for (index, product) in catalogue.enumerated() {
            for (name, value) in Self.values(of: product) {
                let id = ids[name.place][value] ?? UInt32(products.count)
                if Int(id) == products.count {
                    ids[name.place][value] = id
                    products.append([])
                }
                guard products[Int(id)].last != UInt32(index) else { continue }
                products[Int(id)].append(UInt32(index))
                values.append(id)
            }
            starts.append(values.count)
        }
        valuesByName = ids.map(Values.init)
        (self.products, self.values, self.starts) = (products, values, starts)
        var isCategory = [Bool](repeating: false, count: products.count)
        for id in ids[Name.category.place].values { isCategory[Int(id)] = true }
        self.isCategory = isCategory
    }

    /// The id of a value as people type it, with synonyms and one or two typos.
    ///
    /// - Returns: nil if no product has it.
    func id(_ name: Name, _ typed: String, _ synonyms: CatalogueSynonyms) -> UInt32? {
        let folded = Self.folded(typed)
        let ids = valuesByName[name.place].ids
        if let id = ids[folded] { return id }
        for other in synonyms.others(for: folded) {
            if let id = ids[other] { return id }
        }
        guard name != .size else { return nil }
        for other in [folded + "s", String(folded.dropLast())] {
            if let id = ids[other] { return id }
        }
        let sorted = valuesByName[name.place].sorted
        return PlainText.nearest(to: folded, among: sorted).flatMap { ids[$0] }
    }

    /// The category of exactly this name; folded.
    func id(ofCategory name: String) -> UInt32? { valuesByName[Name.category.place].ids[name] }

    /// Whether a typed word is a value as it stands, or by a synonym.
    func isKnown(_ name: Name, _ typed: String, _ synonyms: CatalogueSynonyms) -> Bool {
        isKnown(name, PlainText.words(typed), synonyms)
    }

    /// The same of folded words.
    func isKnown(_ name: Name, _ words: [String], _ synonyms: CatalogueSynonyms) -> Bool {
        guard let first = words.first else { return false }
        let values = valuesByName[name.place]
        // Synonyms are single words, so what is more is a value that begins like this, or nothing.
        guard words.count > 1 else { return isKnown(name, word: first, synonyms) }
        return values.beginnings.contains(first)
            && values.ids.contains(words.joined(separator: " "))
    }

    /// The same of one folded word.
    func isKnown(_ name: Name, word: String, _ synonyms: CatalogueSynonyms) -> Bool {
        let ids = valuesByName[name.place].ids
        return ids.contains(word) || synonyms.others(for: word).contains(where: ids.contains)
    }

    /// Whether a value of several words begins with this one.
    func begins(_ name: Name, with word: String) -> Bool {
        valuesByName[name.place].beginnings.contains(word)
    }

    func products(with id: UInt32) -> [UInt32] { products[Int(id)] }

    func productCount(with id: UInt32) -> Int { products[Int(id)].count }

    func has(_ id: UInt32, product: Int) -> Bool {
        values[starts[product]..<starts[product + 1]].contains(id)
    }

    /// Calls `body` with each category that a product is in.
    func forEachCategory(of product: Int, _ body: (UInt32) -> Void) {
        for value in values[starts[product]..<starts[product + 1]] where isCategory[Int(value)] {
            body(value)
        }
    }

    /// The values that products have, sorted, folded.
    func values(_ name: Name) -> [String] { valuesByName[name.place].sorted }

    /// `navy blue` counts as `navy blue`, `navy` and `blue`.
    private static func values(of product: Product) -> [(Name, String)] {
        let categories = ReturnItem.categories(of: product.category).map { (Name.category, $0) }
        let colours = product.colours.flatMap { [$0] + PlainText.words($0) }
        let sizes = product.sizes.map { (Name.size, folded($0)) }
        return categories.map { ($0.0, folded($0.1)) } + colours.map { (Name.colour, folded($0)) }
            + sizes
    }

    private static func folded(_ text: String) -> String {
        PlainText.words(text).joined(separator: " ")
    }
}
