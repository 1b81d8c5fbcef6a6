/// The stock-keeping unit of a product as the shop writes it; case does not matter.
public struct SKU: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let text: String
    private let folded: String

    /// - Returns: nil unless it has 1 to 64 letters, digits and `-_./`.
    public init?(_ text: String) {
        let trimmed = PlainText.trimmed(text)
        guard (1...64).contains(trimmed.utf8.count), trimmed.utf8.allSatisfy(Self.isAllowed) else {
            return nil
        }
        self.text = trimmed
        folded = trimmed.lowercased()
    }

    public static func == (left: SKU, right: SKU) -> Bool { left.folded == right.folded }
    public static func < (left: SKU, right: SKU) -> Bool { left.folded < right.folded }
    public func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    public var description: String { text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F: true
        default: false
        }
    }
}

/// One product of a shop's catalogue.
public struct Product: Hashable, Sendable {
    /// A property with a name of the shop's own, for example `attr:battery_hours`.
    public struct Attribute: Hashable, Sendable {
        public let name: String
        public let value: String
        public init(name: String, value: String) { (self.name, self.value) = (name, value) }
    }

    public var sku: SKU
    public var name: String
    /// May be a path, `clothing/jackets`: every part of it is a category.
    public var category: String
    public var colours: [String]
    public var sizes: [String]
    public var price: Money
    /// The reduced price, while there is one.
    public var salePrice: Money?
    /// Pieces that can be sent; nil if the shop does not count them.
    public var stock: Int?
    /// 1 to 10, the shop's own scale.
    public var warmth: Int?
    public var waterproofMillimetres: Int?
    public var weightGrams: Int?
    public var material: String
    public var url: String
    public var text: String
    /// Other names, in any language.
    public var synonyms: [String]
    /// Marks that return clauses ask for, for example `sealed_hygiene`.
    public var returnTags: [String]
    public var attributes: [Attribute]

    public init(
        sku: SKU, name: String, category: String, colours: [String] = [], sizes: [String] = [],
        price: Money, salePrice: Money? = nil, stock: Int? = nil, warmth: Int? = nil,
        waterproofMillimetres: Int? = nil, weightGrams: Int? = nil, material: String = "",
        url: String = "", text: String = "", synonyms: [String] = [], returnTags: [String] = [],
        attributes: [Attribute] = []
    ) {
        (self.sku, self.name, self.category) = (sku, name, category)
        (self.colours, self.sizes, self.price) = (colours, sizes, price)
        (self.salePrice, self.stock, self.warmth) = (salePrice, stock, warmth)
        self.waterproofMillimetres = waterproofMillimetres
        (self.weightGrams, self.material, self.url) = (weightGrams, material, url)
        (self.text, self.synonyms, self.returnTags) = (text, synonyms, returnTags)
        self.attributes = attributes
    }

    /// What it costs today.
    public var currentPrice: Money { salePrice ?? price }
    /// A product whose pieces are not counted can be had.
    public var isInStock: Bool { stock.map { $0 > 0 } ?? true }
}
