import Vocabulary

/// One thing that somebody wants to return; what is not known is nil.
public struct ReturnItem: Hashable, Sendable {
    public var sku: SKU?
    public var name: String
    /// The category and its parts, in lower case; nil if unknown.
    public var categories: [String]?
    public var tags: [String]?
    public var quantity: Int
    public var unitPrice: Money?
    public var priceKind: PriceKind?
    public var isGift: Bool?
    public var isPersonalised: Bool?
    /// Sent back or cancelled already.
    public var isGone: Bool
    /// Its place in the order; nil without an order.
    public var orderIndex: Int?

    public init(
        sku: SKU? = nil, name: String = "", categories: [String]? = nil, tags: [String]? = nil,
        quantity: Int = 1, unitPrice: Money? = nil, priceKind: PriceKind? = nil,
        isGift: Bool? = nil, isPersonalised: Bool? = nil, isGone: Bool = false,
        orderIndex: Int? = nil
    ) {
        (self.sku, self.name, self.categories, self.tags) = (sku, name, categories, tags)
        (self.quantity, self.unitPrice, self.priceKind) = (quantity, unitPrice, priceKind)
        (self.isGift, self.isPersonalised) = (isGift, isPersonalised)
        (self.isGone, self.orderIndex) = (isGone, orderIndex)
    }

    /// An item of an order.
    ///
    /// - Parameters:
    ///   - product: What the catalogue says of its SKU; its category is unknown without.
    ///   - quantity: How many pieces come back; all of them if nil, at most as many as were ordered.
    public init(order: Order, index: Int, product: Product?, quantity: Int? = nil) {
        let item = order.items[index]
        let kind: PriceKind =
            item.flags.contains(.final) ? .final : item.flags.contains(.sale) ? .sale : .full
        self.init(
            sku: item.sku, name: product?.name ?? item.sku.text,
            categories: product.map { Self.categories(of: $0.category) },
            tags: product?.returnTags,
            quantity: min(max(quantity ?? item.quantity, 1), item.quantity),
            unitPrice: item.unitPrice, priceKind: kind, isGift: item.flags.contains(.gift),
            isPersonalised: item.flags.contains(.personalised), isGone: !item.isKept,
            orderIndex: index)
    }

    /// A product without an order: what the catalogue knows of it, and no price paid.
    public init(product: Product) {
        self.init(
            sku: product.sku, name: product.name, categories: Self.categories(of: product.category),
            tags: product.returnTags)
    }

    /// All items of an order that are still with the customer.
    public static func items(of order: Order, product: (SKU) -> Product?) -> [ReturnItem] {
        order.items.indices.filter { order.items[$0].isKept }.map { index in
            ReturnItem(order: order, index: index, product: product(order.items[index].sku))
        }
    }

    /// `clothing/jackets` is `clothing/jackets`, `clothing` and `jackets`.
    public static func categories(of path: String) -> [String] {
        let parts = path.lowercased().split(separator: "/").map { PlainText.trimmed(String($0)) }
        return parts.count > 1 ? [path.lowercased()] + parts : parts
    }
}

/// "Can I return this?" with all that is known about it.
public struct ReturnQuestion: Hashable, Sendable {
    public var order: Order?
    /// What comes back; with an order and none named, use `ReturnItem.items(of:product:)`. Empty
    /// means one unknown thing.
    public var items: [ReturnItem]
    /// Whether the customer said which items they mean.
    public var itemsAreChosen: Bool
    public var reason: ReturnReason?
    public var condition: ItemCondition?
    /// What the customer told where no order tells it, by fact: `ordered_on` → `2026-03-03`,
    /// `member_tier` → `gold`. An order outweighs it.
    public var toldFacts: [Fact: String]

    public init(
        order: Order? = nil, items: [ReturnItem] = [], itemsAreChosen: Bool = false,
        reason: ReturnReason? = nil, condition: ItemCondition? = nil,
        toldFacts: [Fact: String] = [:]
    ) {
        (self.order, self.items, self.itemsAreChosen) = (order, items, itemsAreChosen)
        (self.reason, self.condition, self.toldFacts) = (reason, condition, toldFacts)
    }
}

/// What is known about one item when clauses are looked up.
struct ReturnFacts {
    var categories: [String]?
    var tags: [String]?
    var condition: ItemCondition?
    var priceKind: PriceKind?
    var memberTier: String?
    var seller: String?
    var payment: String?
    var channel: Channel?
    var country: String?
    var reason: ReturnReason?
    var orderedOn: CivilDay?
    var shippedOn: CivilDay?
    var deliveredOn: CivilDay?
    var isGift: Bool?
    var isPersonalised: Bool?
    /// The order says that the goods have not been sent, or have not arrived.
    var isShipmentPending = false
    var isDeliveryPending = false

    /// Nothing is known.
    init() {}

    init(item: ReturnItem?, question: ReturnQuestion, homeCountry: String?) {
        let told = question.toldFacts
        let order = question.order
        categories = item?.categories ?? told[.category].map { [$0.lowercased()] }
        tags = item?.tags ?? (item?.categories == nil ? nil : [])
        condition = question.condition ?? told[.condition].flatMap(ItemCondition.init(rawValue:))
        priceKind = item?.priceKind ?? told[.priceKind].flatMap(PriceKind.init(rawValue:))
        memberTier = order?.memberTier ?? told[.memberTier]?.lowercased()
        seller = (order?.seller ?? told[.seller])?.lowercased()
        payment = order.map(\.payment).nonEmpty ?? told[.payment]?.lowercased()
        channel = order?.channel ?? told[.channel].flatMap(Channel.init(rawValue:))
        country = order.map(\.country).nonEmpty ?? told[.country]?.uppercased() ?? homeCountry
        reason = question.reason ?? told[.reason].flatMap(ReturnReason.init(rawValue:))
        isGift = item?.isGift ?? told[.gift].flatMap(Self.answer)
        isPersonalised = item?.isPersonalised ?? told[.personalised].flatMap(Self.answer)
        orderedOn = order?.placedOn ?? told[.orderedOn].flatMap { CivilDay($0) }
        shippedOn = order?.shippedOn ?? told[.shippedOn].flatMap { CivilDay($0) }
        deliveredOn = order?.deliveredOn ?? told[.deliveredOn].flatMap { CivilDay($0) }
        if channel == .inStore {
            shippedOn = shippedOn ?? orderedOn
            deliveredOn = deliveredOn ?? orderedOn
        }
        if let order {
            isDeliveryPending = deliveredOn == nil && order.status.isBeforeDelivery
            isShipmentPending = shippedOn == nil && order.status.isBeforeShipment
        }
    }

    /// - Returns: nil if that day is not known; see `isPending`.
    func day(_ clock: ReturnClock) -> CivilDay? {
        switch clock {
        case .ordered, .boughtInStore: orderedOn
        case .shipped: shippedOn
        case .delivered: deliveredOn
        }
    }

    /// The order says that this has not happened yet.
    func isPending(_ clock: ReturnClock) -> Bool {
        switch clock {
        case .ordered, .boughtInStore: false
        case .shipped: isShipmentPending
        case .delivered: isDeliveryPending
        }
    }

    private static func answer(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true": true
        case "no", "false": false
        default: nil
        }
    }
}

extension ReturnClock {
    /// What to ask for where the day is not known.
    var fact: Fact {
        switch self {
        case .ordered, .boughtInStore: .orderedOn
        case .shipped: .shippedOn
        case .delivered: .deliveredOn
        }
    }
}

extension OrderStatus {
    /// Nothing has left the shop.
    public var isBeforeShipment: Bool {
        switch self {
        case .placed, .paid, .onHold, .packed, .partlyCancelled: true
        case .partlyShipped, .shipped, .partlyDelivered, .delivered, .lost, .cancelled,
            .partlyReturned, .returned, .refunded:
            false
        }
    }

    /// Something has not arrived yet.
    public var isBeforeDelivery: Bool {
        switch self {
        case .placed, .paid, .onHold, .packed, .partlyCancelled, .partlyShipped, .shipped,
            .partlyDelivered, .lost:
            true
        case .delivered, .cancelled, .partlyReturned, .returned, .refunded: false
        }
    }
}

extension Optional where Wrapped == String {
    fileprivate var nonEmpty: String? { self?.isEmpty == false ? self : nil }
}
