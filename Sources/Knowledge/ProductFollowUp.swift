/// What a line says about products that were shown before it: "the second one", "in blue?",
/// "something similar". English, German and Spanish.
public struct ProductFollowUp: Hashable, Sendable {
    /// Colour, size, price and stock that the line asks for, and its words where it points back by a
    /// word such as "those".
    public let conditions: ProductQuery
    /// Which of those shown is meant; from 0.
    public let place: Int?
    /// Whether others of the kind are asked for.
    public let asksSimilar: Bool

    /// - Parameters:
    ///   - query: What the catalogue reads in the line.
    ///   - shownCount: Products that were shown last, 1 or more.
    /// - Returns: nil if the line names a kind of product, or says nothing about those shown.
    init?(reading text: String, as query: ProductQuery, shownCount: Int) {
        var query = query
        let words = PlainText.words(text)
        let pointsBack = words.contains(where: Self.pointingWords.contains)
        guard query.headWord == nil || pointsBack, text.utf8.count <= Self.bytesMax else {
            return nil
        }
        query.headWord = nil
        place = Self.place(in: words, of: shownCount)
        asksSimilar = words.contains(where: Self.similarWords.contains)
        if !pointsBack || place != nil || asksSimilar { query.words = [] }
        conditions = query
        guard place != nil || asksSimilar || pointsBack || query.hasConditions else { return nil }
    }

    /// Longer lines say something of their own.
    private static let bytesMax = 80

    /// Which of several a short line means: "the second one", "el segundo", "die zweite".
    ///
    /// - Returns: From 0; nil if it means none, or more than a place is said.
    public static func place(in text: String, of count: Int) -> Int? {
        guard PlainText.mayHaveWords(atMost: 3, text) else { return nil }
        let words = PlainText.words(text)
        return words.count <= 3 ? place(in: words, of: count) : nil
    }

    /// "The second", "el segundo", "die zweite": an ordinal stands behind an article.
    private static func place(in words: [String], of count: Int) -> Int? {
        for (article, word) in zip(words, words.dropFirst()) where articles.contains(article) {
            if lastWords.contains(word) { return count - 1 }
            if let place = ordinals.firstIndex(where: { $0.contains(word) }), place < count {
                return place
            }
        }
        return nil
    }

    private static let articles: WordSet = [
        "the", "el", "la", "del", "al", "der", "die", "das", "den", "dem", "vom", "zum",
    ]
    private static let ordinals: [WordSet] = [
        ["first", "1st", "primero", "primera", "primer", "erste", "ersten", "erster", "erstes"],
        ["second", "2nd", "segundo", "segunda", "zweite", "zweiten", "zweiter", "zweites"],
        [
            "third", "3rd", "tercero", "tercera", "tercer", "dritte", "dritten", "dritter",
            "drittes",
        ],
        ["fourth", "4th", "cuarto", "cuarta", "vierte", "vierten", "vierter", "viertes"],
        ["fifth", "5th", "quinto", "quinta", "funfte", "funften", "funfter", "funftes"],
    ]
    private static let lastWords: WordSet = [
        "last", "ultimo", "ultima", "letzte", "letzten", "letzter", "letztes",
    ]
    private static let similarWords: WordSet = [
        "similar", "alternative", "alternatives", "ahnlich", "ahnliche", "ahnlichen", "ahnlicher",
        "ahnliches", "vergleichbar", "vergleichbares", "alternativen", "parecido", "parecida",
        "parecidos", "parecidas", "similares", "alternativa", "alternativas",
    ]
    private static let pointingWords: WordSet = [
        "those", "these", "them", "davon", "diese", "diesen", "esos", "esas", "estos", "estas",
        "ellos", "ellas",
    ]
}

extension Catalogue {
    /// What a line says about products that were shown before it; see `ProductFollowUp`.
    public func followUp(reading text: String, shownCount: Int) -> ProductFollowUp? {
        followUp(reading: text, as: query(reading: text), shownCount: shownCount)
    }

    /// The same for a line that has been read.
    public func followUp(
        reading text: String, as query: ProductQuery, shownCount: Int
    ) -> ProductFollowUp? {
        guard shownCount > 0 else { return nil }
        return ProductFollowUp(reading: text, as: query, shownCount: shownCount)
    }

    /// Products that meet what earlier lines asked for and what the last one adds to it or changes.
    ///
    /// - Parameter lines: The earlier lines, the oldest first.
    public func refine(_ lines: [String], by followUp: ProductFollowUp, limit: Int) -> FoundProducts
    {
        let before = lines.map { query(reading: $0, limit: limit) }
        var narrowed = before.first ?? ProductQuery(limit: limit)
        for next in before.dropFirst() { narrowed.narrow(by: next) }
        narrowed.narrow(by: followUp.conditions)
        return find(narrowed)
    }

    /// Products of the same kind that meet the conditions, the most alike first.
    public func peers(of product: Product, meeting query: ProductQuery, limit: Int) -> [Product] {
        alternatives(to: product, limit: ProductQuery.hitCountMax).map(\.product)
            .filter { meets($0, query) }.prefix(limit).map { $0 }
    }

    /// The product among the best of its kind in one quality; those that can be had, best first.
    ///
    /// - Returns: `product` and at most `limit` others that say what they have of it.
    public func ranked(around product: Product, by quality: ProductQuality, limit: Int) -> [Product]
    {
        let measured = products.filter { other in
            other.category == product.category && other.sku != product.sku && other.isInStock
                && other.measure(quality.attribute) != nil
        }
        let sign: Int64 = quality.isLessWanted ? 1 : -1
        let best = measured.enumerated().sorted { left, right in
            let (first, second) = (
                left.element.measure(quality.attribute) ?? 0,
                right.element.measure(quality.attribute) ?? 0
            )
            return (sign * first, left.offset) < (sign * second, right.offset)
        }
        return [product] + best.prefix(limit).map(\.element)
    }

    /// Whether a product has the colour, the size, the price and the stock that are asked for.
    public func meets(_ product: Product, _ query: ProductQuery) -> Bool {
        guard let index = place(of: product.sku), let filter = SearchFilter(query, self) else {
            return false
        }
        return filter.admits(index, self)
    }

    /// Whether a word names the kind of thing that a product is: "socks", "calcetines".
    public func isKind(_ word: String, _ product: Product) -> Bool {
        guard let index = place(of: product.sku),
            let category = category(meantBy: PlainText.folded(word))
        else { return false }
        return facets.has(category, product: index)
    }
}

extension ProductQuery {
    /// Whether it asks for a colour, a size, a price or something in stock.
    var hasConditions: Bool {
        colour != nil || size != nil || priceMin != nil || priceMax != nil || inStockOnly
    }

    /// Takes over what another query asks for; what it says nothing of stays.
    fileprivate mutating func narrow(by other: ProductQuery) {
        words += other.words
        headWord = headWord ?? other.headWord
        colour = other.colour ?? colour
        size = other.size ?? size
        if other.priceMin != nil || other.priceMax != nil {
            (priceMin, priceMax) = (other.priceMin, other.priceMax)
        }
        inStockOnly = inStockOnly || other.inStockOnly
    }
}
