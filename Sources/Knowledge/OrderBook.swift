/// The orders of one shop that are read from a file, by number.
public struct OrderBook: Sendable {
    /// As given, without those whose numbers came again.
    public let orders: [Order]
    private let indexByCode: [String: Int]
    /// By the digits of the number alone, where no two orders share them.
    private let indexByDigits: [String: Int]

    /// - Parameter orders: Of two with the same number the first is kept; see `init(table:)`.
    public init(orders: [Order]) {
        var kept: [Order] = []
        var byCode: [String: Int] = [:]
        var byDigits: [String: Int] = [:]
        var shared: Set<String> = []
        for order in orders where byCode[order.number.code] == nil {
            byCode[order.number.code] = kept.count
            let digits = order.number.code.filter(\.isNumber)
            if byDigits.updateValue(kept.count, forKey: digits) != nil { shared.insert(digits) }
            kept.append(order)
        }
        for digits in shared { byDigits[digits] = nil }
        (self.orders, indexByCode, indexByDigits) = (kept, byCode, byDigits)
    }

    /// Reads all rows of an order table.
    ///
    /// - Returns: The good orders and every mistake: of fields, numbers that come twice, and
    ///   currencies that differ from the first order's where `currency` is given.
    public static func read(
        _ table: CSVTable, currency: Currency? = nil
    ) -> (book: OrderBook, problems: [RecordProblem]) {
        var orders: [Order] = []
        var problems = table.missingColumns(Order.requiredFieldNames)
        guard problems.isEmpty else { return (OrderBook(orders: []), problems) }
        var lineByCode: [String: Int] = [:]
        for row in table.rows {
            do throws(FieldProblem) {
                let order = try Order(fields: table.fields(of: row))
                if let line = lineByCode[order.number.code] {
                    throw FieldProblem(
                        field: "number", found: order.number.text,
                        message: "is the number of line \(line) too", allowed: "each number once")
                }
                if let currency, order.currency != currency {
                    throw FieldProblem(
                        field: "currency", found: order.currency.code,
                        message: "differs from the shop's", allowed: currency.code)
                }
                lineByCode[order.number.code] = row.line
                orders.append(order)
            } catch {
                problems.append(table.problem(error, in: row))
            }
        }
        return (OrderBook(orders: orders), problems)
    }

    /// The order with this number, however it is typed; its digits alone are enough where they are
    /// those of one order only.
    public func order(_ number: OrderNumber) -> Order? {
        (indexByCode[number.code] ?? indexByDigits[number.code]).map { orders[$0] }
    }

    /// As `order(_:)`. - Returns: nil also if `text` is no order number at all.
    public func order(_ text: String) -> Order? { OrderNumber(text).flatMap { order($0) } }
}

extension CSVTable {
    /// A mistake of a record with the line and column where its field stands.
    public func problem(_ problem: FieldProblem, in row: Row) -> RecordProblem {
        let column = columns.firstIndex(of: problem.field).map { row.columns[$0] }
        return RecordProblem(line: row.line, column: column, problem: problem)
    }

    func missingColumns(_ names: [String]) -> [RecordProblem] {
        names.filter { !columns.contains($0) }.map { name in
            RecordProblem(
                line: 1, column: nil,
                problem: FieldProblem(
                    field: name, found: "", message: "this column is missing",
                    allowed: "the columns \(names.joined(separator: " ")) must be there"))
        }
    }
}
