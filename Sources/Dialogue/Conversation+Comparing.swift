import Knowledge
import Vocabulary

extension Conversation {
    /// Puts products side by side: those that the line names, those that were shown last, or those
    /// that the line describes; and says which is the warmer, lighter or cheaper where that is asked.
    ///
    /// Sets `products.list`, and with a quality `comparison.by` and `comparison.winner` with its
    /// `comparison.value`; two that are level have no winner and `comparison.is_equal`.
    ///
    /// - Returns: true; the rule always goes on.
    mutating func compareProducts(in turn: inout Turn) -> Bool {
        guard let catalogue = turn.shop.facts.catalogue else { return true }
        let quality = ProductQuality(reading: turn.text)
        let products = comparedProducts(catalogue, quality, in: turn)
        guard products.count >= 2 else { return true }
        memory[.productSearch] = nil
        guard let quality else {
            put(products, in: &turn)
            return true
        }
        turn.facts["comparison.by"] = word("by_\(quality.attribute)", in: turn)
        let ranked = catalogue.ranking(products, by: quality)
        put(ranked.products, in: &turn)
        guard ranked.measuredCount >= 2, let best = ranked.products.first else { return true }
        if ranked.isLevel {
            turn.facts["comparison.is_equal"] = "true"
        } else {
            turn.facts["comparison.winner"] = best.name
        }
        turn.facts["comparison.value"] = value(of: quality, best)
        return true
    }

    /// Shows products with all that can be measured about them.
    private mutating func put(_ products: [Product], in turn: inout Turn) {
        show(products, in: &turn)
        turn.facts["products.list"] = products.map { measures(of: $0) }.joined(separator: "\n")
    }

    private func comparedProducts(
        _ catalogue: Catalogue, _ quality: ProductQuality?, in turn: Turn
    ) -> [Product] {
        let products = namedProducts(catalogue, in: turn)
        guard products.count < 2 else { return products }
        let shown = shownProducts(in: turn)
        let numbered = turn.text.words.compactMap { Int($0) }.filter(shown.indices.shifted.contains)
            .map { shown[$0 - 1] }.uniqued
        guard numbered.count < 2 else { return numbered }
        let found = catalogue.find(turn.text, limit: 2, by: quality)
        let isDescribed = found.query.headWord != nil || !products.isEmpty
        // "Which is the lightest" beside one product means its kind, and beside none nothing yet.
        if !isDescribed, shown.count < 2 {
            guard let only = shown.first else { return [] }
            guard let quality else {
                return [only] + catalogue.alternatives(to: only, limit: 2).map(\.product)
            }
            return catalogue.ranked(around: only, by: quality, limit: 3)
        }
        // "Which of them is lighter" describes nothing: it means what was shown.
        guard isDescribed else { return shown }
        guard found.query.isSpecific else { return products }
        return Array((products + found.hits.map(\.product)).uniqued.prefix(2))
    }

    /// One product with all that can be measured about it, for putting beside another.
    private func measures(of product: Product) -> String {
        var parts = [line(for: product)]
        if let weight = product.weightGrams { parts.append("\(weight) g") }
        if let rain = product.waterproofMillimetres, rain > 0 { parts.append("\(rain) mm H₂O") }
        if let warmth = product.warmth { parts.append("☀ \(warmth)") }
        return parts.joined(separator: " · ")
    }

    private func value(of quality: ProductQuality, _ product: Product) -> String? {
        switch quality.attribute {
        case "price": product.currentPrice.text(in: language)
        case "weight_g": product.weightGrams.map { "\($0) g" }
        case "waterproof_mm": product.waterproofMillimetres.map { "\($0) mm" }
        case "warmth": product.warmth.map { "\($0)/10" }
        default: product.value(of: quality.attribute)
        }
    }
}

extension [Product] {
    /// Each product once, where it came first.
    var uniqued: [Product] {
        var seen: Set<SKU> = []
        return filter { seen.insert($0.sku).inserted }
    }
}

extension Range<Int> {
    /// The numbers that customers count places by: from 1.
    fileprivate var shifted: Range<Int> { (lowerBound + 1)..<(upperBound + 1) }
}
