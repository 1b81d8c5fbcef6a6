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

    func read() -> FoundFacts {
        var found = FoundFacts()
        found.products = products()
        if shop.files["products"] != nil {
            found.shopFacts.catalogue = Catalogue(products: found.products)
        }
        found.shopFacts.orders = orders()
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

    private func orders() -> OrderBook? {
        guard let (table, path) = table("orders") else { return nil }
        let (book, problems) = OrderBook.read(table, currency: shop.settings.currency)
        report(problems, in: path)
        return book
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
