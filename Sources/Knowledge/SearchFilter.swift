/// A query's conditions as ids and numbers, and why they hold.
struct SearchFilter {
    private var ids: [UInt32] = []
    private var priceMin = Int64.min
    private var priceMax = Int64.max
    private let inStockOnly: Bool
    private(set) var reasons: [ProductHit.Reason] = []

    /// Products looked at where no word narrows the search.
    private static let walkedCountMax = 20_000

    /// - Returns: nil if no product can meet the conditions.
    init?(_ query: ProductQuery, _ catalogue: Catalogue) {
        inStockOnly = query.inStockOnly
        let wanted: [(FacetIndex.Name, String?)] = [
            (.category, query.category), (.colour, query.colour), (.size, query.size),
        ]
        for (name, value) in wanted {
            guard let value, !PlainText.words(value).isEmpty else { continue }
            guard let id = catalogue.facets.id(name, value, catalogue.synonyms) else { return nil }
            ids.append(id)
            reasons.append(.facet(name.rawValue, value))
        }
        let currency = catalogue.products.first?.price.currency
        for limit in [query.priceMin, query.priceMax] {
            guard limit == nil || limit?.currency == currency else { return nil }
        }
        if let least = query.priceMin {
            priceMin = least.minorUnits
            reasons.append(.facet("price_min", least.description))
        }
        if let most = query.priceMax {
            priceMax = most.minorUnits
            reasons.append(.facet("price_max", most.description))
        }
        if inStockOnly { reasons.append(.facet("in_stock", "yes")) }
    }

    func admits(_ product: Int, _ catalogue: Catalogue) -> Bool {
        let price = catalogue.prices[product]
        guard price >= priceMin, price <= priceMax else { return false }
        if inStockOnly && !catalogue.isInStock[product] { return false }
        return ids.allSatisfy { catalogue.facets.has($0, product: product) }
    }

    /// The cheapest products that meet the conditions; those that can be had first.
    func cheapest(_ limit: Int, _ catalogue: Catalogue) -> [ProductHit] {
        var top = TopList(limit: limit)
        let rarest = ids.map { catalogue.facets.products(with: $0)[...] }.min {
            $0.count < $1.count
        }
        for entry in (rarest ?? catalogue.cheapest(from: priceMin)).prefix(Self.walkedCountMax) {
            let product = Int(entry)
            let score =
                (catalogue.isInStock[product] ? 1 << 50 : 0) - Int(catalogue.prices[product])
            if top.wouldTake(score, product), admits(product, catalogue) { top.put(score, product) }
        }
        return top.entries.map { entry in
            ProductHit(product: catalogue.products[entry.product], score: entry.score, why: reasons)
        }
    }
}

extension Catalogue {
    /// Products from that price on, cheapest first.
    fileprivate func cheapest(from price: Int64) -> ArraySlice<UInt32> {
        var (low, high) = (0, byPrice.count)
        while low < high {
            let middle = (low + high) / 2
            if prices[Int(byPrice[middle])] < price { low = middle + 1 } else { high = middle }
        }
        return byPrice[low...]
    }
}
