import BusinessTime
import Dialogue
import Knowledge
import Vocabulary

/// What a shop's files of facts hold.
struct FoundFacts {
    var shopFacts = ShopFacts()
    var products: [Product] = []
    /// Values that texts take from the policy, by name, with their places.
    var policyValues: [PolicyValue] = []

    var policyNames: [String] { policyValues.map(\.name) }
}

/// A value of the policy that texts show.
struct PolicyValue {
    let name: String
    /// As written: `30`, `4.95 EUR`.
    let source: String
    let spot: Spot
    /// As customers read it.
    let texts: [Language: String]
}

/// Reads the products, orders and policy of one shop.
struct FactFiles {
    let shop: WrittenShop
    let source: FileSource
    let log: ProblemLog
    /// Words that mean the same to the shop, in all its languages.
    let synonyms: [[String]]

    func read() -> FoundFacts {
        var found = FoundFacts()
        found.products = products()
        if shop.files["products"] != nil {
            found.shopFacts.catalogue = Catalogue(
                products: found.products, synonyms: synonyms)
        }
        found.shopFacts.orders = orders(of: found.shopFacts.catalogue)
        found.shopFacts.asksOrders = shop.settings.ordersAPI != nil
        found.shopFacts.calledActions = shop.settings.actions?.names
        let policy = PolicyFile(shop: shop, source: source, log: log).read()
        found.shopFacts.policy = policy.policy
        found.policyValues = policy.values
        for language in shop.settings.languages {
            var values: [String: String] = [:]
            for (key, value) in shop.settings.contact { values["shop.\(key)"] = value }
            values["shop.hours"] = shop.settings.hours.sentence(in: language)
            for value in found.policyValues {
                values["policy.\(value.name)"] = value.texts[language]
            }
            found.shopFacts.values[language] = values
        }
        return found
    }

    private func products() -> [Product] {
        guard let (table, path) = table("products") else { return [] }
        let (products, problems) = Product.read(table)
        report(problems, in: path)
        return products
    }

    private func orders(of catalogue: Catalogue?) -> OrderBook? {
        guard let (table, path) = table("orders") else { return nil }
        let (book, problems) = OrderBook.read(table, currency: shop.settings.currency)
        report(problems, in: path)
        check(book, table, path, catalogue)
        return book
    }

    /// Orders that point at products nobody knows, and numbers that no customer's line would be
    /// recognised by.
    private func check(
        _ book: OrderBook, _ table: CSVTable, _ path: String, _ catalogue: Catalogue?
    ) {
        guard let numbers = table.columns.firstIndex(of: "number"),
            let items = table.columns.firstIndex(of: "items")
        else { return }
        var rowByCode: [String: CSVTable.Row] = [:]
        for row in table.rows {
            guard let number = OrderNumber(row.fields[numbers]) else { continue }
            rowByCode[number.code] = rowByCode[number.code] ?? row
        }
        let shapes = shop.settings.orderNumberShapes
        for order in book.orders {
            guard let row = rowByCode[order.number.code] else { continue }
            if !shapes.isEmpty, !shapes.contains(where: { order.number.text.hasShape($0) }) {
                log.warning(
                    Spot(file: path, line: row.line, column: row.columns[numbers]),
                    "'\(order.number)' is not written as 'order_number' in shop.yml says",
                    allowed: shapes)
            }
            guard let catalogue else { continue }
            for item in order.items where catalogue.product(item.sku) == nil {
                log.warning(
                    Spot(file: path, line: row.line, column: row.columns[items]),
                    "no product has the SKU '\(item.sku)'")
            }
        }
    }

    /// - Returns: nil where the shop names no such file, or it cannot be read.
    private func table(_ key: String) -> (table: CSVTable, path: String)? {
        guard let name = shop.files[key] else { return nil }
        let path = "\(shop.id)/\(name.value)"
        guard source.isFile(path) else {
            let names = source.names(in: shop.id.name)
            log.error(
                name.spot, "there is no file \(path)",
                hint: NearestName.of(
                    name.value, among: names.filter(source.isNamedFile(in: shop.id))))
            return nil
        }
        guard let bytes = source.bytes(of: path, bytesMax: CSVTable.bytesMax) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            log.error(Spot(file: path), "the file is not UTF-8; save it as UTF-8")
            return nil
        }
        do throws(CSVTable.Problem) {
            return (try CSVTable(text), path)
        } catch {
            log.error(
                Spot(file: path, line: error.line, column: error.column), error.message,
                allowed: [error.allowed])
            return nil
        }
    }

    private func report(_ problems: [RecordProblem], in path: String) {
        for record in problems {
            let problem = record.problem
            let found = problem.found.isEmpty ? "" : ", found '\(problem.found.shortened)'"
            log.error(
                Spot(file: path, line: record.line, column: record.column ?? 1),
                "\(problem.field): \(problem.message)\(found)", allowed: [problem.allowed],
                hint: problem.hint)
        }
    }
}

extension FileSource {
    func isNamedFile(in shop: ShopID) -> (String) -> Bool {
        { self.isFile("\(shop)/\($0)") }
    }
}

extension String {
    /// Whether the text is written as a shape says in which `#` is a digit; letter case aside.
    func hasShape(_ shape: String) -> Bool {
        count == shape.count
            && zip(self, shape).allSatisfy { character, wanted in
                wanted == "#"
                    ? character.isASCII && character.isNumber
                    : character.lowercased() == wanted.lowercased()
            }
    }
}
