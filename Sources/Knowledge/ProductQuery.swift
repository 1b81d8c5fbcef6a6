/// What somebody looks for. Conditions that are nil or empty do not matter.
public struct ProductQuery: Hashable, Sendable {
    /// Hits of one search at the most.
    public static let hitCountMax = 50
    /// Words that are looked at; more say nothing new.
    public static let wordCountMax = 8

    /// Free text in any order, with typos; words such as "a" and "have" may stay.
    public var words: [String]
    public var category: String?
    /// The typed word that says what the thing is: "charger" in "a usb-c charger for my laptop".
    /// Only products of the category that the word stands for are found.
    public var headWord: String? { didSet { headCategory = nil } }
    /// The category that it stands for, where the reading has found out.
    var headCategory: UInt32?
    public var colour: String?
    public var size: String?
    /// Both ends are included; compared with today's price. Of the catalogue's currency.
    public var priceMin: Money?
    public var priceMax: Money?
    /// Only products that can be had.
    public var inStockOnly: Bool
    /// 1 to `hitCountMax`.
    public var limit: Int

    public init(
        words: [String] = [], category: String? = nil, colour: String? = nil, size: String? = nil,
        priceMin: Money? = nil, priceMax: Money? = nil, inStockOnly: Bool = false,
        headWord: String? = nil, limit: Int = 5
    ) {
        (self.words, self.category, self.colour) = (words, category, colour)
        self.headWord = headWord
        (self.size, self.priceMin, self.priceMax) = (size, priceMin, priceMax)
        (self.inStockOnly, self.limit) = (inStockOnly, limit)
    }
}

/// A product that was found.
public struct ProductHit: Hashable, Sendable {
    /// Why it was found.
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        /// The word is in its name, category or text.
        case word(String)
        /// A word like the one that was typed: another form, a synonym, a correction.
        case like(typed: String, found: String)
        /// It meets this condition, for example `colour` `blue`.
        case facet(String, String)

        public var description: String {
            switch self {
            case .word(let word): word
            case .like(let typed, let found): "\(typed) ~ \(found)"
            case .facet(let name, let value): "\(name): \(value)"
            }
        }
    }

    public let product: Product
    /// Only for comparing hits of one search; more is better.
    public let score: Int
    public let why: [Reason]

    /// Whether at least one typed word led to it.
    public var isByWords: Bool {
        why.contains { reason in
            switch reason {
            case .word, .like: true
            case .facet: false
            }
        }
    }
}
