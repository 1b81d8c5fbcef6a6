import BusinessTime
import JSONText
import Knowledge
import Vocabulary

/// How a shop's own system is asked for an order, and how its answer is read.
public struct OrderAPI: Sendable {
    /// Keys of `items`, and the columns of a line that they fill.
    struct ItemPaths: Sendable {
        var list: JSONPath
        var sku: JSONPath
        var quantity: JSONPath?
        var price: JSONPath
        /// Flags that hold where the value at their path is true.
        var flags: [(flag: OrderItem.Flag, path: JSONPath)] = []
    }

    /// What the answer says of the order.
    public enum Reading: Equatable, Sendable {
        case order(Order)
        case noSuchOrder
        /// Nothing that can be used; for the log, without a word of what the answer held.
        case nonsense(String)
    }

    /// With `{order_number}` and perhaps `{order_proof}` in it, both behind the host.
    public var url: String
    public var headers: [SecretHeader]
    public var timeLimit: Duration
    /// A path for each column of an order table.
    var fields: [(column: String, path: JSONPath)]
    var items: ItemPaths
    /// The shop's words for states, by their words: `fulfilled` is `shipped`.
    var statuses: [String: OrderStatus]
    /// Where the answer has none.
    var currency: Currency?
    var zone: TimeZoneRules

    /// Whether the system compares the second proof itself.
    public var provesIdentity: Bool { url.contains("{order_proof}") }

    /// The address for one order; what the customer typed is written so that it can be nothing but a
    /// part of a path or a query.
    public func url(number: String, proof: String) -> String {
        url.replacing("{order_number}", with: Self.escaped(number))
            .replacing("{order_proof}", with: Self.escaped(proof))
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: bytes.append(byte)
            // A lone dot or two would be a step in the path.
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads what came back for one order.
    ///
    /// - Parameters:
    ///   - status: Of HTTP. 404 and 410 say that there is no such order.
    ///   - number: Which was asked for; an order with another number is nonsense.
    public func reading(status: Int, body: [UInt8], number: String) -> Reading {
        if status == 404 || status == 410 { return .noSuchOrder }
        guard status == 200 else { return .nonsense("status \(status)") }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue(parsing: body)
        } catch {
            return .nonsense("not JSON: \(error)")
        }
        for (_, path) in fields where path.finding(in: document) == .emptyList {
            return .noSuchOrder
        }
        do throws(FieldProblem) {
            let order = try Order(fields: try table(document, number: number))
            guard let asked = OrderNumber(number), order.number == asked else {
                return .nonsense("another order's number")
            }
            return .order(order)
        } catch {
            // The value itself may be somebody's address: only its place and the rule are told.
            return .nonsense("\(error.field): \(error.message)")
        }
    }

    private func table(
        _ document: JSONValue, number: String
    ) throws(FieldProblem) -> [(String, String)] {
        var table: [(String, String)] = []
        for (column, path) in fields {
            guard let text = path.value(in: document)?.fieldText else { continue }
            table.append((column, read(text, as: column)))
        }
        let columns = Set(table.map(\.0))
        if !columns.contains("number") { table.append(("number", number)) }
        if !columns.contains("currency"), let currency { table.append(("currency", currency.code)) }
        table.append(("items", try itemTexts(document)))
        return table
    }

    private func read(_ text: String, as column: String) -> String {
        if column.hasSuffix("_on") {
            // A moment is a day of the shop's own calendar.
            if let time = WallTime(text) { return zone.day(of: time).description }
            return text.utf8.count > 10 && text.dropFirst(10).hasPrefix("T")
                ? String(text.prefix(10)) : text
        }
        if column == "status" { return statuses[text.lowercased()]?.rawValue ?? text }
        return text
    }

    /// `SKU*2@49.90!final;…`, as an order table has it.
    private func itemTexts(_ document: JSONValue) throws(FieldProblem) -> String {
        guard let list = items.list.value(in: document)?.array else {
            throw FieldProblem(
                field: "items", found: "", message: "no list at \(items.list)",
                allowed: "a list of items")
        }
        var texts: [String] = []
        for item in list.prefix(Order.itemCountMax + 1) {
            let sku = items.sku.value(in: item)?.fieldText ?? ""
            let quantity = items.quantity.map { $0.value(in: item)?.fieldText ?? "" } ?? "1"
            let price = items.price.value(in: item)?.fieldText ?? ""
            let flags = items.flags.filter { $0.path.value(in: item) == .bool(true) }
            let marks: Set<Character> = ["*", "@", "!", ";"]
            guard !(sku + quantity + price).contains(where: marks.contains) else {
                throw FieldProblem(
                    field: "items", found: "", message: "an item with marks in its values",
                    allowed: "SKU, quantity and price")
            }
            texts.append(
                "\(sku)*\(quantity)@\(price)" + flags.map { "!\($0.flag.rawValue)" }.joined())
        }
        return texts.joined(separator: ";")
    }
}

/// A header of a request to a shop's system, whose secret is in the server's environment and in no
/// file: `Bearer ${JUNIPER_TOKEN}`.
public struct SecretHeader: Equatable, Sendable {
    public var name: String
    /// With `${NAME}` where the environment's variable goes.
    public var template: String

    public init(name: String, template: String) {
        self.name = name
        self.template = template
    }

    /// Names of the environment's variables in it.
    public var variables: [String] {
        template.matches(of: #/\$\{([A-Z][A-Z0-9_]*)\}/#).map { String($0.1) }
    }

    /// The header's value.
    ///
    /// - Returns: nil if a variable is not set, or would break the header.
    public func value(in environment: [String: String]) -> String? {
        var value = template
        for name in variables {
            guard let secret = environment[name], !secret.isEmpty else { return nil }
            value = value.replacing("${\(name)}", with: secret)
        }
        return value.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } ? nil : value
    }
}

/// Where a shop wants to be told what to do: signed calls, done once for each key.
public struct ActionAPI: Equatable, Sendable {
    public var url: String
    /// Of the variable in the server's environment that holds the signing secret.
    public var secretVariable: String
    /// Actions that go there, as rules name them; empty for all.
    public var names: Set<String>
    public var headers: [SecretHeader]
    public var timeLimit: Duration

    public init(
        url: String, secretVariable: String, names: Set<String>, headers: [SecretHeader] = [],
        timeLimit: Duration = .seconds(3)
    ) {
        self.url = url
        self.secretVariable = secretVariable
        self.names = names
        self.headers = headers
        self.timeLimit = timeLimit
    }
}
