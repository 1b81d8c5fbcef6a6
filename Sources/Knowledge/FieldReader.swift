import Vocabulary

/// Names and values of one record, read with the mistakes named.
struct FieldReader {
    private var values: [String: String] = [:]
    /// Fields whose names begin with `attr:`, in their order.
    private(set) var attributes: [(name: String, value: String)] = []

    /// - Throws: For a name that is not known or comes twice, and for a required one without a value.
    init(
        _ fields: [(String, String)], known: [String], required: [String],
        attributesAllowed: Bool = false
    ) throws(FieldProblem) {
        for (name, value) in fields {
            let field = PlainText.trimmed(name).lowercased()
            if attributesAllowed, field.hasPrefix("attr:"), field.utf8.count > 5 {
                attributes.append((String(field.dropFirst(5)), PlainText.trimmed(value)))
                continue
            }
            guard known.contains(field) else {
                throw FieldProblem(
                    field: field, found: "", message: "is not a known field",
                    allowed: known.joined(separator: " "),
                    hint: PlainText.nearest(to: field, among: known))
            }
            guard values[field] == nil else {
                throw FieldProblem(
                    field: field, found: value, message: "comes twice", allowed: "each field once")
            }
            values[field] = PlainText.trimmed(value)
        }
        for field in required where text(field).isEmpty {
            throw FieldProblem(
                field: field, found: "", message: "is missing", allowed: "a value in every record")
        }
    }

    /// Trimmed; empty if the field is not there.
    func text(_ field: String) -> String { values[field] ?? "" }

    /// The parts between `|`, trimmed.
    func list(_ field: String, keepingEmpty: Bool = false) -> [String] {
        let value = text(field)
        guard !value.isEmpty else { return [] }
        return value.split(separator: "|", omittingEmptySubsequences: false)
            .map { PlainText.trimmed(String($0)) }.filter { keepingEmpty || !$0.isEmpty }
    }

    func day(_ field: String) throws(FieldProblem) -> CivilDay? {
        let value = text(field)
        guard !value.isEmpty else { return nil }
        guard let day = CivilDay(value) else {
            throw problem(field, "is not a day", "a day that exists, as yyyy-mm-dd")
        }
        return day
    }

    func requiredDay(_ field: String) throws(FieldProblem) -> CivilDay {
        guard let day = try day(field) else {
            throw problem(field, "is missing", "a day, as yyyy-mm-dd")
        }
        return day
    }

    func currency(_ field: String) throws(FieldProblem) -> Currency {
        guard let currency = Currency(text(field)) else {
            throw problem(field, "is not a currency", "an ISO 4217 code such as EUR")
        }
        return currency
    }

    func money(_ field: String, _ currency: Currency) throws(FieldProblem) -> Money? {
        let value = text(field)
        guard !value.isEmpty else { return nil }
        guard let money = Money(value, currency: currency) else {
            throw problem(field, "is not an amount in \(currency)", "an amount such as 49.90")
        }
        return money
    }

    /// - Returns: nil if the field is empty.
    func count(_ field: String, _ range: ClosedRange<Int>) throws(FieldProblem) -> Int? {
        let value = text(field)
        guard !value.isEmpty else { return nil }
        guard let count = Int(value), range.contains(count) else {
            throw problem(
                field, "is not a whole number in range",
                "\(range.lowerBound) to \(range.upperBound)")
        }
        return count
    }

    func country(_ field: String) throws(FieldProblem) -> String {
        let value = text(field).uppercased()
        guard
            value.isEmpty
                || (value.utf8.count == 2 && value.utf8.allSatisfy { (0x41...0x5A).contains($0) })
        else { throw problem(field, "is not a country", "two letters of ISO 3166, such as DE") }
        return value
    }

    /// - Returns: nil if the field is empty.
    func choice<Value: RawRepresentable>(
        _ field: String, _ cases: [Value]
    ) throws(FieldProblem) -> Value? where Value.RawValue == String {
        let value = text(field).lowercased()
        guard !value.isEmpty else { return nil }
        guard let found = Value(rawValue: value) else {
            let names = cases.map(\.rawValue)
            throw problem(
                field, "is not one of the known values", names.joined(separator: " "),
                hint: PlainText.nearest(to: value, among: names))
        }
        return found
    }

    func problem(
        _ field: String, _ message: String, _ allowed: String, hint: String? = nil
    ) -> FieldProblem {
        FieldProblem(
            field: field, found: text(field), message: message, allowed: allowed, hint: hint)
    }
}
