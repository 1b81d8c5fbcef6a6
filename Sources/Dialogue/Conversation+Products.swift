import Knowledge
import Vocabulary

extension Conversation {
    /// Finds products by what the line says: words, category, colour, size and price.
    ///
    /// Sets `products.count` and `products.list` for the texts of this turn; where several fit they
    /// become the menu, so that a number shows one of them. What nothing met is left out and named in
    /// `products.left_out`; for a product that is sold out there are `products.alternatives`. Without
    /// a catalogue, or with nothing to look for, there are no such values and the shop's other text is
    /// said.
    ///
    /// - Returns: false where nothing was found, and said so.
    mutating func searchProducts(in turn: inout Turn) -> Bool {
        guard let catalogue = turn.shop.facts.catalogue else { return true }
        let named = namedProducts(catalogue, in: turn)
        if named.count == 1 {
            show(named, in: &turn)
            if !named[0].isInStock { offerAlternatives(to: named[0], catalogue, in: &turn) }
            return true
        }
        let query = catalogue.query(reading: turn.text, limit: Self.shownProductCount)
        if let products = followedUp(catalogue, query, in: &turn) {
            show(products, in: &turn)
            if let first = products.first, !first.isInStock {
                offerAlternatives(to: first, catalogue, in: &turn)
            }
            return true
        }
        let found = catalogue.find(query, by: ProductQuality(wantedIn: turn.text))
        guard found.query.isSpecific else { return true }
        guard let first = found.hits.first?.product else {
            endTask()
            say(.productsNone, in: &turn)
            return false
        }
        show(found.hits.map(\.product), in: &turn)
        noteSearch(turn.text)
        noteLeftOut(found, in: &turn)
        if !first.isInStock { offerAlternatives(to: first, catalogue, in: &turn) }
        return true
    }

    func noteLeftOut(_ found: FoundProducts, in turn: inout Turn) {
        let leftOut = found.leftOut.compactMap { word("without_\($0.rawValue)", in: turn) }
        turn.facts["products.left_out"] = list(leftOut)
    }

    /// The products that the line calls by their names.
    func namedProducts(_ catalogue: Catalogue, in turn: Turn) -> [Product] {
        let named = turn.match?.entities.filter { $0.kind == Entity.Kind.product } ?? []
        return named.compactMap { catalogue.product(named: $0.value) }.uniqued
    }

    /// Products that can be had in place of one that is sold out.
    private mutating func offerAlternatives(
        to product: Product, _ catalogue: Catalogue, in turn: inout Turn
    ) {
        let others = catalogue.alternatives(to: product).map(\.product)
        guard !others.isEmpty else { return }
        turn.facts["products.alternatives"] =
            others.map { line(for: $0) }.joined(separator: "\n")
        offer(others, in: &turn)
    }

    /// Shows one product of a menu.
    mutating func showProduct(_ product: Product, in turn: inout Turn) {
        show([product], in: &turn)
        guard let rendered = rendered("utter_product_detail", in: turn) else {
            return say(Rendered(text: line(for: product)), in: &turn)
        }
        say(rendered, in: &turn)
    }

    static let shownProductCount = 5

    /// Makes the products what the texts of this turn speak of, and what "the first one" means later.
    mutating func show(_ products: [Product], in turn: inout Turn) {
        turn.facts["products.count"] = String(products.count)
        turn.facts["products.list"] = products.map { line(for: $0) }.joined(separator: "\n")
        if products.count > 1 {
            offer(products, in: &turn)
        } else if let only = products.first {
            memory[.shownProducts] = only.sku.text
        }
        turn.product = products.first ?? turn.product
    }

    /// A fact of the product that this turn shows, the first of several: `product.` and one of these
    /// names.
    func productValue(_ name: Substring, in turn: Turn) -> String? {
        guard let product = turn.product else { return nil }
        switch name {
        case "name": return product.name
        case "price": return product.currentPrice.text(in: language)
        case "colours": return list(product.colours)
        case "sizes": return list(product.sizes)
        case "material": return product.material.isEmpty ? nil : product.material
        case "description": return product.text.isEmpty ? nil : product.text
        case "url": return product.url.isEmpty ? nil : product.url
        case "in_stock": return product.isInStock ? "true" : "false"
        case "stock": return product.stock.map(String.init)
        default: return nil
        }
    }

    /// Lets the customer choose one by its number, now and in a later question about "them".
    private mutating func offer(_ products: [Product], in turn: inout Turn) {
        turn.productOptions = products.map {
            DialogueMemory.MenuOption(title: $0.name, payload: .text($0.sku.text))
        }
        memory[.shownProducts] = products.map(\.sku.text).joined(separator: " ")
    }

    /// The products that the customer was shown last.
    func shownProducts(in turn: Turn) -> [Product] {
        let names = memory[.shownProducts]?.split(separator: " ") ?? []
        return names.compactMap { turn.shop.facts.catalogue?.product(sku: String($0)) }
    }

    /// One product in one line: name, price, sizes, and whether it can be had.
    func line(for product: Product) -> String {
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

extension SlotName {
    /// SKUs of the products shown last; outlives the task, and is no value of a form.
    static let shownProducts = SlotName("shown_products")
    /// The lines that asked for what was shown last, the oldest first; outlives the task too.
    static let productSearch = SlotName("product_search")
}

extension ProductQuery {
    /// Whether there is anything to look for at all.
    var isSpecific: Bool {
        !words.isEmpty || category != nil || colour != nil || priceMin != nil || priceMax != nil
    }
}
