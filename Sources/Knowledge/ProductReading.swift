/// What was found for a line of a customer, and what had to be left out to find it.
public struct FoundProducts: Hashable, Sendable {
    /// A condition that nothing met together with the others. Stored: never rename.
    public enum Condition: String, Hashable, Sendable, CaseIterable {
        case stock
        case size
        case colour
        case price
    }

    /// The line as it was read, with all its conditions.
    public let query: ProductQuery
    public internal(set) var hits: [ProductHit]
    /// In the order in which they were left out; empty if the hits meet all conditions.
    public let leftOut: [Condition]
}

extension Catalogue {
    /// Reads what a customer typed and searches: "a blue rain jacket under 100 in M".
    ///
    /// If nothing meets all conditions they are left out one after the other: stock, size, colour,
    /// price; the words never are, and that a thing is of the kind that was named only where there is
    /// none of it at all.
    ///
    /// - Parameter quality: What the line asks for most of: "the warmest jacket". Of the hits that fit
    ///   nearly as well as the best, those with most of it come first.
    public func find(
        _ text: String, limit: Int = 5, by quality: ProductQuality? = nil
    ) -> FoundProducts {
        find(query(reading: text, limit: limit), by: quality)
    }

    /// The same for a line that has been read: see `query(reading:limit:)`.
    public func find(_ query: ProductQuery, by quality: ProductQuality?) -> FoundProducts {
        guard let quality else { return find(query) }
        let limit = query.limit
        var query = query
        query.limit = ProductQuery.hitCountMax
        query.words.removeAll(where: ProductQuality.isNamed)
        var found = find(query)
        found.hits = Array(best(found.hits, by: quality).prefix(max(limit, 1)))
        return found
    }

    /// Hits at least half as good as the first one, by a quality; those that do not say come last.
    private func best(_ hits: [ProductHit], by quality: ProductQuality) -> [ProductHit] {
        guard let top = hits.first, top.isByWords else { return hits }
        let near = hits.filter { $0.score * 2 >= top.score }
        func rank(_ hit: ProductHit) -> Int64? {
            hit.product.measure(quality.attribute).map { quality.isLessWanted ? $0 : -$0 }
        }
        // Sorting keeps no order among equals by itself.
        return near.enumerated().sorted { left, right in
            (rank(left.element) ?? .max, left.offset) < (rank(right.element) ?? .max, right.offset)
        }.map(\.element)
    }

    func find(_ query: ProductQuery) -> FoundProducts {
        var relaxed = query
        var leftOut: [FoundProducts.Condition] = []
        var hits = search(relaxed)
        for condition in FoundProducts.Condition.allCases where hits.isEmpty {
            guard relaxed.drop(condition) else { continue }
            leftOut.append(condition)
            hits = search(relaxed)
        }
        if hits.isEmpty, query.headWord != nil {
            var other = query
            other.headWord = nil
            return find(other)
        }
        return FoundProducts(query: query, hits: hits, leftOut: hits.isEmpty ? [] : leftOut)
    }

    /// The conditions in a line: colours and sizes that the catalogue has, a price with a sign of
    /// money or a word such as "under" before it, "in stock". What is left are words to look for.
    ///
    /// English, German and Spanish.
    public func query(reading text: String, limit: Int = 5) -> ProductQuery {
        var reader = QueryReader(text, self)
        return reader.query(limit: limit)
    }
}

extension ProductQuery {
    /// - Returns: false if there is no such condition.
    fileprivate mutating func drop(_ condition: FoundProducts.Condition) -> Bool {
        let before = self
        switch condition {
        case .stock: inStockOnly = false
        case .size: size = nil
        case .colour: colour = nil
        case .price: (priceMin, priceMax) = (nil, nil)
        }
        return self != before
    }
}
