import Knowledge
import Vocabulary

extension Conversation {
    /// The products that a line means which speaks of those shown before: one of them, others like
    /// them, or those of the same search that are also blue, in M, or under 100.
    ///
    /// - Parameter query: What the catalogue reads in the line.
    /// - Returns: nil where the line is a search of its own.
    mutating func followedUp(
        _ catalogue: Catalogue, _ query: ProductQuery, in turn: inout Turn
    ) -> [Product]? {
        let shown = shownProducts(in: turn)
        guard let first = shown.first,
            let followUp = catalogue.followUp(
                reading: turn.text, as: query, shownCount: shown.count)
        else { return nil }
        let conditions = followUp.conditions
        let meant = followUp.place.map { shown[$0] }
        if followUp.asksSimilar {
            let others = catalogue.peers(
                of: meant ?? first, meeting: conditions, limit: Self.shownProductCount)
            return others.isEmpty ? nil : outsideSearch(others)
        }
        if let meant { return [meant] }
        guard shown.count > 1 else {
            var wanted = conditions
            wanted.inStockOnly = false
            if catalogue.meets(first, wanted) { return [first] }
            let others = catalogue.peers(
                of: first, meeting: wanted, limit: Self.shownProductCount)
            return others.isEmpty ? nil : outsideSearch(others)
        }
        let lines = memory[.productSearch]?.split(separator: "\n").map(String.init) ?? []
        guard !lines.isEmpty else {
            let fitting = shown.filter { catalogue.meets($0, conditions) }
            guard fitting.isEmpty else { return fitting }
            let others = catalogue.peers(
                of: first, meeting: conditions, limit: Self.shownProductCount)
            return others.isEmpty ? nil : others
        }
        let found = catalogue.refine(lines, by: followUp, limit: Self.shownProductCount)
        guard !found.hits.isEmpty else { return nil }
        noteLeftOut(found, in: &turn)
        if found.leftOut.isEmpty { noteSearch((lines + [turn.text]).joined(separator: "\n")) }
        return found.hits.map(\.product)
    }

    /// Products that no search found: what comes next narrows them alone.
    private mutating func outsideSearch(_ products: [Product]) -> [Product] {
        memory[.productSearch] = nil
        return products
    }

    /// Whether a line speaks of products that were shown before.
    func followsUp(in turn: Turn) -> Bool {
        let shownCount = shownProducts(in: turn).count
        guard shownCount > 0 else { return false }
        return turn.shop.facts.catalogue?.followUp(reading: turn.text, shownCount: shownCount)
            != nil
    }

    /// Keeps what was searched for, to be narrowed by what is said next.
    mutating func noteSearch(_ lines: String) {
        if lines.utf8.count <= Self.searchLineCharactersMax, !lines.utf8.contains(0x0A) {
            memory[.productSearch] = lines
            return
        }
        let kept = lines.split(separator: "\n").suffix(Self.searchLineCountMax)
            .map { $0.prefix(Self.searchLineCharactersMax) }
        memory[.productSearch] = kept.joined(separator: "\n")
    }

    private static let searchLineCountMax = 4
    private static let searchLineCharactersMax = 100
}
