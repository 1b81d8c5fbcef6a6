import JSONText
import Knowledge
import Vocabulary

/// What web pages are told of a shop: nothing that its customers may not see.
extension LoadedShop {
    /// Products shown on the demonstration page.
    private static let productsShownMax = 8

    /// Name, colours, texts and languages for the widget, as one JSON object without a line end.
    public var card: [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.append(to: &bytes) { writer in
            writer.beginObject()
            writer.pair("shop", id.name)
            writer.pair("name", settings.name)
            writer.pair("assistant", settings.assistant)
            writer.key("languages")
            writer.beginArray()
            for language in settings.languages { writer.string(language.code) }
            writer.endArray()
            writer.pair("colour", settings.branding.colour)
            writer.pair("text_colour", settings.branding.textColour)
            writer.pair("side", settings.branding.side.rawValue)
            writer.key("contact")
            writer.beginObject()
            for (key, value) in settings.contact.sorted(by: { $0.key < $1.key }) {
                writer.pair(key, value)
            }
            writer.endObject()
            writer.key("texts")
            writer.beginObject()
            for (language, texts) in settings.branding.texts.sorted(by: { $0.key < $1.key }) {
                writer.key(named: language.code)
                append(texts, to: &writer)
            }
            writer.endObject()
            writer.endObject()
        }
        return bytes
    }

    /// A few products, of as many categories as there are, as `{"products":[…]}` without a line end.
    public var showcase: [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.append(to: &bytes) { writer in
            writer.beginObject()
            writer.key("products")
            writer.beginArray()
            for product in shownProducts { append(product, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        return bytes
    }

    /// The first that can be bought of each category, in the order of the file, then any others.
    private var shownProducts: [Product] {
        let products = (facts.catalogue?.products ?? []).filter(\.isInStock)
        var categories: Set<String> = []
        let first = products.filter { categories.insert($0.category).inserted }
        let names = Set(first.map(\.sku))
        let rest = products.lazy.filter { !names.contains($0.sku) }.prefix(Self.productsShownMax)
        return Array((first + rest).prefix(Self.productsShownMax))
    }

    private func append(_ texts: Branding.Texts, to writer: inout JSONWriter) {
        writer.beginObject()
        if let launcher = texts.launcher { writer.pair("launcher", launcher) }
        if let title = texts.title { writer.pair("title", title) }
        if let intro = texts.intro { writer.pair("intro", intro) }
        if let demonstration = texts.demonstration { writer.pair("demonstration", demonstration) }
        if !texts.starters.isEmpty {
            writer.key("starters")
            writer.beginArray()
            for starter in texts.starters { writer.string(starter) }
            writer.endArray()
        }
        writer.endObject()
    }

    private func append(_ product: Product, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.pair("sku", product.sku.text)
        writer.pair("name", product.name)
        writer.pair("category", product.category)
        writer.pair("description", product.text)
        writer.key("prices")
        writer.beginObject()
        for language in settings.languages {
            writer.pair(language.code, product.currentPrice.text(in: language))
        }
        writer.endObject()
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func pair(_ key: String, _ text: String) {
        self.key(named: key)
        string(text)
    }
}
