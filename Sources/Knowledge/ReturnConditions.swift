import Vocabulary

/// Something that a verdict can hang on and a customer can be asked for. Stored: never rename.
public enum Fact: String, Hashable, Sendable, CaseIterable {
    /// Which items of the order are meant.
    case items
    case orderedOn = "ordered_on"
    case shippedOn = "shipped_on"
    case deliveredOn = "delivered_on"
    case condition
    case reason
    case memberTier = "member_tier"
    case seller
    case payment
    case channel
    case category
    /// Full price, sale or final sale.
    case priceKind = "price_kind"
    case country
    case gift
    case personalised
}

/// The state the goods are in. Stored: never rename.
public enum ItemCondition: String, Hashable, Sendable, CaseIterable {
    /// As it came: sealed, tags on, not used.
    case unopened
    /// Unpacked and tried, not used.
    case opened
    /// Worn or used.
    case worn
    case damaged
}

/// Why somebody wants to return something. Stored: never rename.
public enum ReturnReason: String, Hashable, Sendable, CaseIterable {
    case changedMind = "changed_mind"
    case wrongSize = "wrong_size"
    case faulty
    case damagedOnArrival = "damaged_on_arrival"
    case wrongItem = "wrong_item"
    case notAsDescribed = "not_as_described"
    case late

    /// The shop, its carrier or the maker has to answer for it.
    public var isSellersFault: Bool {
        switch self {
        case .faulty, .damagedOnArrival, .wrongItem, .notAsDescribed: true
        case .changedMind, .wrongSize, .late: false
        }
    }
}

/// What kind of price was paid. Stored: never rename.
public enum PriceKind: String, Hashable, Sendable, CaseIterable {
    case full
    case sale
    /// Final sale.
    case final
}

/// Which values a condition admits.
public enum Choice<Value: Hashable & Sendable>: Hashable, Sendable {
    case any
    case only([Value])
    case except([Value])

    /// - Returns: nil if it hangs on a value that is not known.
    public func admits(_ value: Value?) -> Bool? {
        switch self {
        case .any: true
        case .only(let values): value.map(values.contains)
        case .except(let values): value.map { !values.contains($0) }
        }
    }

    /// - Returns: nil if it hangs on values that are not known; any of several suffices.
    func admits(anyOf found: [Value]?) -> Bool? {
        switch self {
        case .any: true
        case .only(let values): found.map { $0.contains(where: values.contains) }
        case .except(let values): found.map { !$0.contains(where: values.contains) }
        }
    }

    /// The values named; none for `any`.
    var values: [Value] {
        switch self {
        case .any: []
        case .only(let values), .except(let values): values
        }
    }
}

/// When a clause applies: all of these together. Names are in lower case.
public struct ReturnConditions: Hashable, Sendable {
    /// Categories; a product of `clothing/jackets` is in `clothing`, `jackets` and the path.
    public var categories: Choice<String>
    /// Marks of products, the `condition_rules` of the catalogue.
    public var tags: Choice<String>
    public var condition: Choice<ItemCondition>
    public var priceKinds: Choice<PriceKind>
    public var memberTiers: Choice<String>
    public var sellers: Choice<String>
    public var payments: Choice<String>
    public var channels: Choice<Channel>
    /// Upper-case ISO 3166 codes.
    public var countries: Choice<String>
    public var reasons: Choice<ReturnReason>
    /// Days on which it was ordered; nil for any.
    public var boughtBetween: Season?
    public var isGift: Bool?
    public var isPersonalised: Bool?

    public init(
        categories: Choice<String> = .any, tags: Choice<String> = .any,
        condition: Choice<ItemCondition> = .any, priceKinds: Choice<PriceKind> = .any,
        memberTiers: Choice<String> = .any, sellers: Choice<String> = .any,
        payments: Choice<String> = .any, channels: Choice<Channel> = .any,
        countries: Choice<String> = .any, reasons: Choice<ReturnReason> = .any,
        boughtBetween: Season? = nil, isGift: Bool? = nil, isPersonalised: Bool? = nil
    ) {
        (self.categories, self.tags, self.condition) = (categories, tags, condition)
        (self.priceKinds, self.memberTiers, self.sellers) = (priceKinds, memberTiers, sellers)
        (self.payments, self.channels, self.countries) = (payments, channels, countries)
        (self.reasons, self.boughtBetween) = (reasons, boughtBetween)
        (self.isGift, self.isPersonalised) = (isGift, isPersonalised)
    }

    /// Applies to everything.
    public static let always = ReturnConditions()

    enum Outcome: Equatable {
        case holds
        case fails
        /// Would hold, if it were not for facts that are not known.
        case hangsOn([Fact])
    }

    /// Whether the conditions hold for what is known.
    func outcome(for facts: ReturnFacts) -> Outcome {
        var missing: [Fact] = []
        guard holds(for: facts, &missing) else { return .fails }
        return missing.isEmpty ? .holds : .hangsOn(missing.withoutRepeats)
    }

    /// - Returns: false as soon as one condition fails; facts that are not known are added.
    private func holds(for facts: ReturnFacts, _ missing: inout [Fact]) -> Bool {
        func admits(_ fact: Fact, _ answer: Bool?) -> Bool {
            if answer == nil { missing.append(fact) }
            return answer ?? true
        }
        let season = boughtBetween.map { season in facts.orderedOn.map(season.contains) }
        let gift = isGift.map { wanted in facts.isGift.map { $0 == wanted } }
        let personal = isPersonalised.map { wanted in facts.isPersonalised.map { $0 == wanted } }
        return admits(.category, categories.admits(anyOf: facts.categories))
            && admits(.category, tags.admits(anyOf: facts.tags))
            && admits(.priceKind, priceKinds.admits(facts.priceKind))
            && admits(.channel, channels.admits(facts.channel))
            && admits(.seller, sellers.admits(facts.seller))
            && admits(.country, countries.admits(facts.country))
            && admits(.memberTier, memberTiers.admits(facts.memberTier))
            && admits(.payment, payments.admits(facts.payment))
            && admits(.orderedOn, season ?? true)
            && admits(.gift, gift ?? true)
            && admits(.personalised, personal ?? true)
            && admits(.reason, reasons.admits(facts.reason))
            && admits(.condition, condition.admits(facts.condition))
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it came first.
    var withoutRepeats: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
