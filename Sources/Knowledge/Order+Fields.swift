import Vocabulary

extension Order {
    /// The columns of an order file; `discount` and `refunded` may be left out.
    public static let fieldNames = [
        "number", "email", "postcode", "name", "placed_on", "paid_on", "shipped_on", "delivered_on",
        "status", "payment", "member_tier", "channel", "seller", "country", "currency",
        "shipping_paid", "discount", "refunded", "tracking_carrier", "tracking_number",
        "tracking_url", "items",
    ]
    /// Without these there is no order.
    public static let requiredFieldNames = ["number", "placed_on", "status", "currency", "items"]

    /// Reads an order from names and values: a row of a table or a JSON object.
    ///
    /// `items` is `SKU*2@49.90;SKU2@19.00!final!gift`: quantity (1 if left out), unit price, flags.
    /// Several parcels are separated by `|` in each of the three tracking fields.
    /// - Throws: The first mistake, with its field.
    public init(fields: [(String, String)]) throws(FieldProblem) {
        let reader = try FieldReader(
            fields, known: Self.fieldNames, required: Self.requiredFieldNames)
        let currency = try reader.currency("currency")
        guard let number = OrderNumber(reader.text("number")) else {
            throw reader.problem("number", "is not an order number", "1 to 40 letters and digits")
        }
        self.init(
            number: number, email: reader.text("email"), postcode: reader.text("postcode"),
            name: reader.text("name"), placedOn: try reader.requiredDay("placed_on"),
            paidOn: try reader.day("paid_on"), shippedOn: try reader.day("shipped_on"),
            deliveredOn: try reader.day("delivered_on"),
            status: try reader.choice("status", OrderStatus.allCases) ?? .placed,
            payment: reader.text("payment").lowercased(),
            memberTier: reader.text("member_tier").lowercased(),
            channel: try reader.choice("channel", Channel.allCases) ?? .online,
            seller: reader.text("seller").isEmpty ? "shop" : reader.text("seller"),
            country: try reader.country("country"), currency: currency,
            shippingPaid: try reader.money("shipping_paid", currency),
            discount: try reader.money("discount", currency),
            refunded: try reader.money("refunded", currency), parcels: try Self.parcels(reader),
            items: try Self.items(reader, currency))
        try checkDays(reader)
        try checkAmounts(reader)
    }

    private static func items(
        _ reader: FieldReader, _ currency: Currency
    ) throws(FieldProblem) -> [OrderItem] {
        var items: [OrderItem] = []
        for part in reader.text("items").split(separator: ";") {
            items.append(try item(part, reader, currency))
        }
        guard (1...itemCountMax).contains(items.count) else {
            throw reader.problem(
                "items", "\(items.count) items in one order", "1 to \(itemCountMax)")
        }
        return items
    }

    private static func item(
        _ text: Substring, _ reader: FieldReader, _ currency: Currency
    ) throws(FieldProblem) -> OrderItem {
        let parts = text.split(separator: "!", omittingEmptySubsequences: false)
        let main = parts[0].split(separator: "@", omittingEmptySubsequences: false)
        let names = main[0].split(separator: "*", omittingEmptySubsequences: false)
        let shape = "SKU*2@49.90!final"
        guard main.count == 2, names.count <= 2, let sku = SKU(String(names[0])) else {
            throw reader.problem("items", "'\(text)' is not an item", shape)
        }
        let quantity = names.count == 2 ? Int(PlainText.trimmed(String(names[1]))) : 1
        guard let quantity, (1...quantityMax).contains(quantity) else {
            throw reader.problem(
                "items", "'\(text)' has no proper quantity", "1 to \(quantityMax), as in \(shape)")
        }
        guard let price = Money(String(main[1]), currency: currency), price.minorUnits >= 0 else {
            throw reader.problem(
                "items", "'\(main[1])' is not a price in \(currency)", "an amount such as 49.90")
        }
        var flags: Set<OrderItem.Flag> = []
        for part in parts.dropFirst() {
            let name = PlainText.trimmed(String(part)).lowercased()
            guard let flag = OrderItem.Flag(rawValue: name) else {
                let names = OrderItem.Flag.allCases.map(\.rawValue)
                throw reader.problem(
                    "items", "'!\(name)' is not a flag",
                    names.map { "!\($0)" }.joined(separator: " "),
                    hint: PlainText.nearest(to: name, among: names).map { "!\($0)" })
            }
            flags.insert(flag)
        }
        return OrderItem(sku: sku, quantity: quantity, unitPrice: price, flags: flags)
    }

    private static func parcels(_ reader: FieldReader) throws(FieldProblem) -> [Parcel] {
        let numbers = reader.list("tracking_number", keepingEmpty: true)
        let carriers = reader.list("tracking_carrier", keepingEmpty: true)
        let addresses = reader.list("tracking_url", keepingEmpty: true)
        for address in addresses where !address.isEmpty {
            guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
                throw reader.problem("tracking_url", "is not an address", "https://…")
            }
        }
        return numbers.indices.map { index in
            Parcel(
                carrier: index < carriers.count ? carriers[index] : carriers.last ?? "",
                trackingNumber: numbers[index],
                trackingURL: index < addresses.count ? addresses[index] : "")
        }
    }

    private func checkDays(_ reader: FieldReader) throws(FieldProblem) {
        let later: [(String, CivilDay?, String, CivilDay?)] = [
            ("shipped_on", shippedOn, "placed_on", placedOn),
            ("delivered_on", deliveredOn, "placed_on", placedOn),
            ("delivered_on", deliveredOn, "shipped_on", shippedOn),
        ]
        for (field, day, other, start) in later {
            if let day, let start, day < start {
                throw reader.problem(field, "is before \(other) \(start)", "\(start) or later")
            }
        }
        switch status {
        case .delivered where deliveredOn == nil && channel != .inStore:
            throw reader.problem("delivered_on", "is missing though status is delivered", "a day")
        case .shipped where shippedOn == nil:
            throw reader.problem("shipped_on", "is missing though status is shipped", "a day")
        case .placed, .paid, .onHold, .packed, .partlyShipped, .shipped, .partlyDelivered,
            .delivered, .lost, .partlyCancelled, .cancelled, .partlyReturned, .returned, .refunded:
            return
        }
    }

    private func checkAmounts(_ reader: FieldReader) throws(FieldProblem) {
        for (field, amount) in [
            ("shipping_paid", shippingPaid), ("discount", discount), ("refunded", refunded),
        ] where amount.minorUnits < 0 {
            throw reader.problem(field, "is negative", "0 or more")
        }
        if discount > itemsTotal {
            throw reader.problem("discount", "is more than the items cost", "up to \(itemsTotal)")
        }
        if refunded > total {
            throw reader.problem("refunded", "is more than was paid", "up to \(total)")
        }
    }
}
