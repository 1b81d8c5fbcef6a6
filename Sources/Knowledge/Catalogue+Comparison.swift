/// How two products stand to one another in one property.
public struct ProductComparison: Hashable, Sendable {
    /// Which has more of it; that less may be better is `isLessBetter`.
    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case first
        case second
        case equal
        /// One of them does not say.
        case unknown
    }

    public let attribute: String
    /// As the catalogue writes them; nil if it says nothing.
    public let first: String?
    public let second: String?
    /// Which is better.
    public let better: Outcome
    /// Whether less is better, as with weight and price.
    public let isLessBetter: Bool
}

extension Product {
    /// A property in thousandths of its unit, for comparing: `warmth`, `waterproof_mm`, `weight_g`,
    /// `price`, `stock` or the name of an attribute whose value begins with a number.
    ///
    /// - Returns: nil if the product does not say.
    public func measure(_ attribute: String) -> Int64? {
        switch attribute.lowercased() {
        case "warmth": warmth.map { Int64($0) * 1_000 }
        case "waterproof_mm": waterproofMillimetres.map { Int64($0) * 1_000 }
        case "weight_g": weightGrams.map { Int64($0) * 1_000 }
        case "stock": stock.map { Int64($0) * 1_000 }
        case "price": currentPrice.minorUnits * 1_000 / currentPrice.currency.minorUnitsPerUnit
        default: value(of: attribute).flatMap(Self.thousandths)
        }
    }

    /// The text of an attribute of the shop's own.
    public func value(of attribute: String) -> String? {
        let wanted = PlainText.folded(attribute)
        return attributes.first { PlainText.folded($0.name) == wanted }?.value
    }

    /// The number at the beginning of a text: `12.5 h` is 12,500.
    private static func thousandths(_ text: String) -> Int64? {
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
        let parts = number.replacing(",", with: ".").split(separator: ".")
        guard let first = parts.first, first.utf8.count <= 12, parts.count <= 2,
            let whole = Int64(first)
        else { return nil }
        let decimals = parts.count == 2 ? String((parts[1] + "000").prefix(3)) : "000"
        return Int64(decimals).map { whole * 1_000 + $0 }
    }

    fileprivate func measureText(_ attribute: String) -> String? {
        switch attribute.lowercased() {
        case "warmth": warmth.map(String.init)
        case "waterproof_mm": waterproofMillimetres.map { "\($0) mm" }
        case "weight_g": weightGrams.map { "\($0) g" }
        case "stock": stock.map(String.init)
        case "price": currentPrice.description
        default: value(of: attribute)
        }
    }
}

extension Catalogue {
    /// Products whose price is looked at for one product, and those of them that are compared whole.
    private static let pricedCountMax = 20_000
    private static let comparedCountMax = 100

    /// Which of two products is better in one property.
    ///
    /// - Parameter isLessBetter: Nil takes what is usual: less weight and a lower price are better.
    public func compare(
        _ first: Product, _ second: Product, by attribute: String, isLessBetter: Bool? = nil
    ) -> ProductComparison {
        let less = isLessBetter ?? ["weight_g", "price"].contains(attribute.lowercased())
        let outcome: ProductComparison.Outcome
        if let left = first.measure(attribute), let right = second.measure(attribute) {
            outcome = left == right ? .equal : (left > right) != less ? .first : .second
        } else {
            outcome = .unknown
        }
        return ProductComparison(
            attribute: attribute, first: first.measureText(attribute),
            second: second.measureText(attribute), better: outcome, isLessBetter: less)
    }

    /// Products in the order of a quality.
    public struct Ranking: Hashable, Sendable {
        /// Those with most of it first; those that do not say last, in the order given.
        public let products: [Product]
        /// How many say what they have of it.
        public let measuredCount: Int
        /// Whether all that say have the same.
        public let isLevel: Bool
    }

    public func ranking(_ products: [Product], by quality: ProductQuality) -> Ranking {
        let sign: Int64 = quality.isLessWanted ? 1 : -1
        let measured = products.enumerated().compactMap { place, product in
            product.measure(quality.attribute).map { (product, sign * $0, place) }
        }.sorted { ($0.1, $0.2) < ($1.1, $1.2) }
        let silent = products.filter { $0.measure(quality.attribute) == nil }
        return Ranking(
            products: measured.map(\.0) + silent, measuredCount: measured.count,
            isLevel: measured.first?.1 == measured.last?.1)
    }

    /// Products that can be had in place of another: of its category, the most alike first.
    ///
    /// - Parameter limit: 1 to `ProductQuery.hitCountMax`.
    public func alternatives(to product: Product, limit: Int = 3) -> [ProductHit] {
        guard let id = facets.id(.category, product.category, synonyms) else { return [] }
        let price = product.currentPrice.minorUnits
        var near = TopList(limit: Self.comparedCountMax)
        for entry in facets.products(with: id).prefix(Self.pricedCountMax)
        where isInStock[Int(entry)] {
            let score = -Int(abs(prices[Int(entry)] - price))
            if near.wouldTake(score, Int(entry)) { near.put(score, Int(entry)) }
        }
        var top = TopList(limit: min(max(limit, 1), ProductQuery.hitCountMax))
        for entry in near.entries where products[entry.product].sku != product.sku {
            let other = products[entry.product]
            guard other.price.currency == product.price.currency else { continue }
            top.put(Self.likeness(product, other), entry.product)
        }
        return top.entries.map { entry in
            ProductHit(
                product: products[entry.product], score: entry.score,
                why: [.facet("category", product.category)])
        }
    }

    /// 0 to about 100: price, colours, sizes and measures in common.
    private static func likeness(_ product: Product, _ other: Product) -> Int {
        let (price, otherPrice) = (
            product.currentPrice.minorUnits, other.currentPrice.minorUnits
        )
        let dearer = max(price, otherPrice, 1)
        var score = Int(40 - 40 * abs(price - otherPrice) / dearer)
        let colours = Set(product.colours.map(PlainText.folded))
        if other.colours.contains(where: { colours.contains(PlainText.folded($0)) }) { score += 20 }
        if !Set(product.sizes).isDisjoint(with: other.sizes) { score += 10 }
        if !product.material.isEmpty && product.material == other.material { score += 10 }
        for attribute in ["warmth", "waterproof_mm", "weight_g"] {
            guard let left = product.measure(attribute), let right = other.measure(attribute) else {
                continue
            }
            score += Int(8 - 8 * abs(left - right) / max(left, right, 1))
        }
        return score
    }
}
