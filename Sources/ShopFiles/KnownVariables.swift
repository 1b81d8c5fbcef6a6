import Knowledge
import Vocabulary

/// Variables that the server itself gives a value, by the word before the dot.
enum KnownVariables {
    static let namesByGroup: [String: [String]] = [
        "shop": ["name", "assistant", "email", "phone", "web", "hours", "back_at", "is_open"],
        "customer": ["name"],
        "agent": ["name"],
        "queue": ["position", "wait_minutes"],
        "callback": ["contact", "when"],
        "hold": ["minutes"],
        "order": [
            "number", "status", "placed_on", "paid_on", "shipped_on", "delivered_on", "items",
            "total", "carrier", "tracking_number", "tracking_url", "payment", "refund_amount",
            "refund_status", "name",
        ],
        "verdict": [
            "decision", "deadline", "days_left", "amount", "who_pays", "method", "money_by",
            "clause", "sentence", "items", "fee", "remedy", "cause", "alternative",
        ],
        "action": ["result", "reference"],
        "products": ["count", "list", "left_out", "alternatives"],
        "comparison": ["by", "winner", "value", "is_equal"],
        "product": [
            "name", "price", "colours", "sizes", "stock", "in_stock", "material", "url",
            "description",
        ],
    ]

    /// Names without a dot that the server itself gives a value.
    static let words = ["question", "language", "languages", "commands"]

    /// Slots that the built-in actions read and write, and kinds of entities that every shop has.
    static let slots = [
        "order_number", "order_proof", Entity.Kind.email, Entity.Kind.phone, Entity.Kind.postcode,
        Entity.Kind.money, Entity.Kind.date, Entity.Kind.quantity, Entity.Kind.size,
        Entity.Kind.colour, Entity.Kind.product, Entity.Kind.category,
    ]

    static let entityKinds = [
        Entity.Kind.orderNumber, Entity.Kind.email, Entity.Kind.phone, Entity.Kind.postcode,
        Entity.Kind.money, Entity.Kind.date, Entity.Kind.quantity, Entity.Kind.size,
        Entity.Kind.colour, Entity.Kind.product, Entity.Kind.category,
    ]

    /// Values that a variable can have, where they are few; conditions name one of them.
    static let valuesByVariable: [String: [String]] = [
        "order.status": OrderStatus.allCases.map(\.rawValue),
        "order.refund_status": ["refunded", "pending"],
        "verdict.decision": ["yes", "no", "needs"],
        "verdict.cause": ReturnVerdict.Cause.allCases.map(\.rawValue),
        "verdict.remedy": Remedy.allCases.map(\.rawValue),
        "verdict.alternative": ReturnAlternative.Kind.allCases.map(\.rawValue),
        "product.in_stock": ["true", "false"],
        "action.result": ["done", "refused", "requested"],
        "shop.is_open": ["true", "false"],
    ]
}
