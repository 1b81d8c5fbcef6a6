import Vocabulary

/// The number of an order as the shop writes it; equal however it is typed.
///
/// `JP-10432`, `jp 10432` and `#jp10432` are one number.
public struct OrderNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// As the shop writes it.
    public let text: String
    /// Upper-case letters and digits only.
    public let code: String

    /// - Returns: nil without a letter or digit, or over 40 of them.
    public init?(_ text: String) {
        let code = PlainText.code(text)
        guard (1...40).contains(code.utf8.count) else { return nil }
        self.text = PlainText.trimmed(text)
        self.code = code
    }

    public static func == (left: OrderNumber, right: OrderNumber) -> Bool {
        left.code == right.code
    }
    public static func < (left: OrderNumber, right: OrderNumber) -> Bool { left.code < right.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
    public var description: String { text }
}

/// How far an order is. Stored: never rename.
public enum OrderStatus: String, Hashable, Sendable, CaseIterable {
    /// Placed; the payment has not arrived.
    case placed
    /// Paid; nobody has begun to pack it.
    case paid
    /// Waits for something: a check, stock, the customer.
    case onHold = "on_hold"
    /// Packed; can no longer be changed.
    case packed
    /// Some parcels are on their way, others are not.
    case partlyShipped = "partly_shipped"
    /// All parcels are on their way.
    case shipped
    /// Some parcels have arrived.
    case partlyDelivered = "partly_delivered"
    /// All parcels have arrived.
    case delivered
    /// The carrier lost it, or it has not moved for long.
    case lost
    /// Some items were cancelled, the others go on.
    case partlyCancelled = "partly_cancelled"
    /// Cancelled before it left.
    case cancelled
    /// Some items came back.
    case partlyReturned = "partly_returned"
    /// All items came back; the money may still be on its way.
    case returned
    /// The money was sent back.
    case refunded
}

/// Where an order was made. Stored: never rename.
public enum Channel: String, Hashable, Sendable, CaseIterable {
    case online
    case inStore = "in_store"
    case phone
}

/// One line of an order.
public struct OrderItem: Hashable, Sendable {
    public let sku: SKU
    /// 1 to `Order.quantityMax`.
    public let quantity: Int
    /// What one piece cost, after discounts on the piece.
    public let unitPrice: Money
    public let flags: Set<Flag>

    /// What is special about the item. Stored: never rename.
    public enum Flag: String, Hashable, Sendable, CaseIterable {
        /// Sold as final: no returns by the shop's own policy.
        case final
        /// Bought at a reduced price.
        case sale
        /// Bought as a present for somebody else.
        case gift
        /// Made or marked for this customer.
        case personalised
        /// Already sent back.
        case returned
        /// Cancelled before it left.
        case cancelled
    }

    public init(sku: SKU, quantity: Int, unitPrice: Money, flags: Set<Flag> = []) {
        precondition((1...Order.quantityMax).contains(quantity), "quantity \(quantity)")
        (self.sku, self.quantity, self.unitPrice, self.flags) = (sku, quantity, unitPrice, flags)
    }

    public var total: Money { unitPrice * quantity }
    /// Neither returned nor cancelled.
    public var isKept: Bool { flags.isDisjoint(with: [.returned, .cancelled]) }
}

/// One parcel on its way.
public struct Parcel: Hashable, Sendable {
    public let carrier: String
    public let trackingNumber: String
    /// Empty if the carrier has no page for it.
    public let trackingURL: String

    public init(carrier: String, trackingNumber: String, trackingURL: String) {
        (self.carrier, self.trackingNumber) = (carrier, trackingNumber)
        self.trackingURL = trackingURL
    }
}

/// What a shop knows of one order. Days are those of the shop's time zone.
public struct Order: Hashable, Sendable {
    public static let itemCountMax = 500
    public static let quantityMax = 9_999

    public var number: OrderNumber
    /// Second proofs; an empty one proves nothing.
    public var email: String
    public var postcode: String
    public var name: String
    public var placedOn: CivilDay
    public var paidOn: CivilDay?
    public var shippedOn: CivilDay?
    public var deliveredOn: CivilDay?
    public var status: OrderStatus
    /// How it was paid, as the shop names it: `card`, `paypal`, `store_card`; empty if unknown.
    public var payment: String
    /// Empty for customers without one.
    public var memberTier: String
    public var channel: Channel
    /// `shop`, or the name of the marketplace seller.
    public var seller: String
    /// ISO 3166 code in upper case; empty if unknown.
    public var country: String
    public var currency: Currency
    public var shippingPaid: Money
    /// Taken off the sum of the items.
    public var discount: Money
    /// Already sent back.
    public var refunded: Money
    public var parcels: [Parcel]
    public var items: [OrderItem]

    public init(
        number: OrderNumber, email: String = "", postcode: String = "", name: String = "",
        placedOn: CivilDay, paidOn: CivilDay? = nil, shippedOn: CivilDay? = nil,
        deliveredOn: CivilDay? = nil, status: OrderStatus, payment: String = "",
        memberTier: String = "", channel: Channel = .online, seller: String = "shop",
        country: String = "", currency: Currency, shippingPaid: Money? = nil,
        discount: Money? = nil, refunded: Money? = nil, parcels: [Parcel] = [], items: [OrderItem]
    ) {
        let zero = Money.zero(currency)
        (self.number, self.email, self.postcode, self.name) = (number, email, postcode, name)
        (self.placedOn, self.paidOn, self.shippedOn) = (placedOn, paidOn, shippedOn)
        (self.deliveredOn, self.status, self.payment) = (deliveredOn, status, payment)
        (self.memberTier, self.channel, self.seller) = (memberTier, channel, seller)
        (self.country, self.currency) = (country, currency)
        self.shippingPaid = shippingPaid ?? zero
        self.discount = discount ?? zero
        self.refunded = refunded ?? zero
        (self.parcels, self.items) = (parcels, items)
    }

    /// What the items cost together, before the discount.
    public var itemsTotal: Money { items.reduce(.zero(currency)) { $0 + $1.total } }
    /// What the customer paid: items less discount, plus shipping.
    public var total: Money { itemsTotal - discount + shippingPaid }
}
