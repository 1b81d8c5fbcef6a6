import BusinessTime
import Vocabulary

/// Facts of an order as texts for answers: `{{order.delivered_on}}`.
///
/// Amounts and days are written as the language writes them; a fact that is not known is nil, so that
/// an answer's own fallback stands in its place.
public struct OrderFacts: Sendable {
    /// The names that answers may use, sorted.
    public static let names = [
        "carrier", "currency", "delivered_on", "discount", "email_hint", "item_count", "items",
        "member_tier", "name", "number", "paid_on", "payment", "placed_on", "shipped_on",
        "shipping_paid", "status", "total", "tracking_number", "tracking_url",
    ]

    public let order: Order
    public let language: Language
    private let productName: @Sendable (SKU) -> String?

    /// - Parameter productName: What the catalogue calls a SKU; without it the SKU stands in texts.
    public init(
        _ order: Order, language: Language,
        productName: @escaping @Sendable (SKU) -> String? = { _ in nil }
    ) {
        (self.order, self.language, self.productName) = (order, language, productName)
    }

    /// - Returns: nil if the fact is not known or there is no such name.
    public func value(_ name: String) -> String? {
        let parcel = order.parcels.first
        let text: String? =
            switch name {
            case "number": order.number.text
            case "name": order.name
            case "status": order.status.text(in: language)
            case "placed_on": order.placedOn.text(in: language)
            case "paid_on": order.paidOn?.text(in: language)
            case "shipped_on": order.shippedOn?.text(in: language)
            case "delivered_on": order.deliveredOn?.text(in: language)
            case "payment": order.payment
            case "member_tier": order.memberTier
            case "currency": order.currency.code
            case "total": order.total.text(in: language)
            case "shipping_paid": order.shippingPaid.text(in: language)
            case "discount": order.discount.isZero ? nil : order.discount.text(in: language)
            case "item_count": String(order.items.reduce(0) { $0 + $1.quantity })
            case "items": itemsText
            case "carrier": parcel?.carrier
            case "tracking_number": parcel?.trackingNumber
            case "tracking_url": parcel?.trackingURL
            case "email_hint": emailHint
            default: nil
            }
        return text?.isEmpty == true ? nil : text
    }

    /// For example `2 × Wool socks, Harbour jacket`.
    private var itemsText: String {
        order.items.map { item in
            let name = productName(item.sku) ?? item.sku.text
            return item.quantity == 1 ? name : "\(item.quantity) × \(name)"
        }.joined(separator: ", ")
    }

    /// `a…@example.com`: enough to recognise one's own address, too little to learn it.
    private var emailHint: String? {
        guard let at = order.email.firstIndex(of: "@"), let first = order.email.first else {
            return nil
        }
        return "\(first)…\(order.email[at...])"
    }
}

extension OrderStatus {
    /// The state in words that fit "your order is …"; English for a language not known: en, de, es.
    public func text(in language: Language) -> String {
        switch language.code {
        case "de": german
        case "es": spanish
        default: english
        }
    }

    private var english: String {
        switch self {
        case .placed: "placed, waiting for payment"
        case .paid: "paid, waiting to be packed"
        case .onHold: "on hold"
        case .packed: "packed"
        case .partlyShipped: "partly shipped"
        case .shipped: "on its way"
        case .partlyDelivered: "partly delivered"
        case .delivered: "delivered"
        case .lost: "lost on the way"
        case .partlyCancelled: "partly cancelled"
        case .cancelled: "cancelled"
        case .partlyReturned: "partly returned"
        case .returned: "returned"
        case .refunded: "refunded"
        }
    }

    private var german: String {
        switch self {
        case .placed: "eingegangen, wir warten auf die Zahlung"
        case .paid: "bezahlt und wird bald gepackt"
        case .onHold: "angehalten"
        case .packed: "gepackt"
        case .partlyShipped: "teilweise verschickt"
        case .shipped: "unterwegs"
        case .partlyDelivered: "teilweise zugestellt"
        case .delivered: "zugestellt"
        case .lost: "auf dem Weg verloren gegangen"
        case .partlyCancelled: "teilweise storniert"
        case .cancelled: "storniert"
        case .partlyReturned: "teilweise zurückgeschickt"
        case .returned: "zurückgeschickt"
        case .refunded: "erstattet"
        }
    }

    private var spanish: String {
        switch self {
        case .placed: "registrado, a la espera del pago"
        case .paid: "pagado, pendiente de preparar"
        case .onHold: "en espera"
        case .packed: "preparado"
        case .partlyShipped: "enviado en parte"
        case .shipped: "en camino"
        case .partlyDelivered: "entregado en parte"
        case .delivered: "entregado"
        case .lost: "perdido en el transporte"
        case .partlyCancelled: "cancelado en parte"
        case .cancelled: "cancelado"
        case .partlyReturned: "devuelto en parte"
        case .returned: "devuelto"
        case .refunded: "reembolsado"
        }
    }
}
