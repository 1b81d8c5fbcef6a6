/// Categories, colours and sizes of a catalogue, each value with the products that have it.
struct FacetIndex: Sendable {
    /// The facets that a query can name.
    enum Name: String, CaseIterable, Sendable {
        case category, colour, size
    }

    private let idByValue: [Name: [String: UInt32]]
    private let valuesByName: [Name: [String]]
    /// Products by value, ascending.
    private let products: [[UInt32]]
    /// Values by product, one product after the other; `starts` has one entry more.
    private let values: [UInt32]
    /// By value: whether it is a category.
    private let isCategory: [Bool]
    private let starts: [Int]

    init(_ catalogue: [Product]) {
        var idByValue: [Name: [String: UInt32]] = [:]
        var products: [[UInt32]] = []
        var (values, starts): ([UInt32], [Int]) = ([], [0])
        for (index, product) in catalogue.enumerated() {
            for (name, value) in Self.values(of: product) {
                let id = idByValue[name]?[value] ?? UInt32(products.count)
                if Int(id) == products.count {
                    idByValue[name, default: [:]][value] = id
                    products.append([])
                }
                guard products[Int(id)].last != UInt32(index) else { continue }
                products[Int(id)].append(UInt32(index))
                values.append(id)
            }
            starts.append(values.count)
        }
        self.idByValue = idByValue
        valuesByName = idByValue.mapValues { $0.keys.sorted() }
        (self.products, self.values, self.starts) = (products, values, starts)
        var isCategory = [Bool](repeating: false, count: products.count)
        for id in (idByValue[.category] ?? [:]).values { isCategory[Int(id)] = true }
        self.isCategory = isCategory
    }

    /// The id of a value as people type it, with synonyms and one or two typos.
    ///
    /// - Returns: nil if no product has it.
    func id(_ name: Name, _ typed: String, _ synonyms: CatalogueSynonyms) -> UInt32? {
        let folded = Self.folded(typed)
        guard let ids = idByValue[name] else { return nil }
        if let id = ids[folded] { return id }
        for other in synonyms.others(for: folded) {
            if let id = ids[other] { return id }
        }
        guard name != .size else { return nil }
        for other in [folded + "s", String(folded.dropLast())] {
            if let id = ids[other] { return id }
        }
        return PlainText.nearest(to: folded, among: valuesByName[name] ?? []).flatMap { ids[$0] }
    }

    /// Whether a typed word is a value as it stands, or by a synonym.
    func isKnown(_ name: Name, _ typed: String, _ synonyms: CatalogueSynonyms) -> Bool {
        let folded = Self.folded(typed)
        guard !folded.isEmpty, let ids = idByValue[name] else { return false }
        return ids[folded] != nil || synonyms.others(for: folded).contains { ids[$0] != nil }
    }

    func products(with id: UInt32) -> [UInt32] { products[Int(id)] }

    func has(_ id: UInt32, product: Int) -> Bool {
        values[starts[product]..<starts[product + 1]].contains(id)
    }

    /// The categories that a product is in, one id each.
    func categories(of product: Int) -> [UInt32] {
        values[starts[product]..<starts[product + 1]].filter { isCategory[Int($0)] }
    }

    /// The values that products have, sorted, folded.
    func values(_ name: Name) -> [String] { valuesByName[name] ?? [] }

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
