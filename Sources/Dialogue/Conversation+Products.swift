import Knowledge
import Vocabulary

extension Conversation {
    /// Finds products by what the line says: words, category, colour, size and price.
    ///
    /// Sets `products.count` and `products.list` for the texts of this turn; where several fit they
    /// become the menu, so that a number shows one of them. Without a catalogue, or with nothing
    /// found, there are no such values and the shop's other text is said.
    ///
    /// - Returns: true; the rule always goes on.
    mutating func searchProducts(in turn: inout Turn) -> Bool {
        guard let catalogue = turn.shop.facts.catalogue else { return true }
        let query = catalogue.query(reading: turn.text, limit: Self.shownProductCount)
        guard query.isSpecific else { return true }
        let hits = catalogue.search(query)
        guard !hits.isEmpty else {
            endTask()
            say(.productsNone, in: &turn)
            return false
        }
        show(hits.map(\.product), in: &turn)
        return true
    }

    /// Puts two products side by side: the two that the line names best.
    mutating func compareProducts(in turn: inout Turn) -> Bool {
        guard let catalogue = turn.shop.facts.catalogue else { return true }
        let named = turn.match?.entities.filter { $0.kind == Entity.Kind.product } ?? []
        var products = named.compactMap { catalogue.product(named: $0.value) }
        if products.count < 2 {
            let query = catalogue.query(reading: turn.text, limit: 2)
            guard query.isSpecific else { return true }
            for hit in catalogue.search(query) where !products.contains(hit.product) {
                products.append(hit.product)
            }
        }
        guard products.count >= 2 else { return true }
        show(Array(products.prefix(2)), in: &turn)
        turn.facts["products.list"] = products.prefix(2).map { measures(of: $0) }
            .joined(separator: "\n")
        return true
    }

    /// One product with all that can be measured about it, for putting beside another.
    private func measures(of product: Product) -> String {
        var parts = [line(for: product)]
        if let weight = product.weightGrams { parts.append("\(weight) g") }
        if let rain = product.waterproofMillimetres { parts.append("\(rain) mm H₂O") }
        if let warmth = product.warmth { parts.append("☀ \(warmth)") }
        return parts.joined(separator: " · ")
    }

    /// Shows one product of a menu.
    mutating func showProduct(_ product: Product, in turn: inout Turn) {
        show([product], in: &turn)
        guard let rendered = rendered("utter_product_detail", in: turn) else {
            return say(Rendered(text: line(for: product)), in: &turn)
        }
        say(rendered, in: &turn)
    }

    private static let shownProductCount = 5

    private func show(_ products: [Product], in turn: inout Turn) {
        turn.facts["products.count"] = String(products.count)
        turn.facts["products.list"] = products.map { line(for: $0) }.joined(separator: "\n")
        if products.count > 1 {
            turn.productOptions = products.map {
                DialogueMemory.MenuOption(title: $0.name, payload: .text($0.sku.text))
            }
        }
        guard let product = products.first else { return }
        turn.facts["product.name"] = product.name
        turn.facts["product.price"] = product.currentPrice.text(in: language)
        turn.facts["product.colours"] = list(product.colours)
        turn.facts["product.sizes"] = list(product.sizes)
        turn.facts["product.material"] = product.material.isEmpty ? nil : product.material
        turn.facts["product.description"] = product.text.isEmpty ? nil : product.text
        turn.facts["product.url"] = product.url.isEmpty ? nil : product.url
        turn.facts["product.in_stock"] = product.isInStock ? "true" : "false"
        turn.facts["product.stock"] = product.stock.map(String.init)
    }

    /// One product in one line: name, price, sizes, and whether it can be had.
    private func line(for product: Product) -> String {
        var parts = [product.name, product.currentPrice.text(in: language)]
        if let colours = list(product.colours) { parts.append(colours) }
        if let first = product.sizes.first, let last = product.sizes.last {
            parts.append(first == last ? first : "\(first)–\(last)")
        }
        return parts.joined(separator: " · ") + (product.isInStock ? "" : " ✗")
    }

    private func list(_ values: [String]) -> String? {
        values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

extension ProductQuery {
    /// Whether there is anything to look for at all.
    fileprivate var isSpecific: Bool {
        !words.isEmpty || category != nil || colour != nil || priceMin != nil || priceMax != nil
    }
}
