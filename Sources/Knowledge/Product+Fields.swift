extension Product {
    /// The columns of a product file; `attr:NAME` columns may be added.
    public static let fieldNames = [
        "sku", "name", "category", "colours", "sizes", "price", "sale_price", "currency", "stock",
        "warmth", "waterproof_mm", "weight_g", "material", "url", "description", "synonyms",
        "condition_rules",
    ]
    /// Without these there is no product.
    public static let requiredFieldNames = ["sku", "name", "category", "price", "currency"]

    /// Reads a product from names and values: a row of a table or a JSON object. Lists are separated
    /// by `|`.
    ///
    /// - Throws: The first mistake, with its field.
    public init(fields: [(String, String)]) throws(FieldProblem) {
        let reader = try FieldReader(
            fields, known: Self.fieldNames, required: Self.requiredFieldNames,
            attributesAllowed: true)
        let currency = try reader.currency("currency")
        guard let sku = SKU(reader.text("sku")) else {
            throw reader.problem("sku", "is not a SKU", "1 to 64 letters, digits and -_./")
        }
        guard let price = try reader.money("price", currency), price.minorUnits >= 0 else {
            throw reader.problem("price", "is negative", "0 or more")
        }
        let salePrice = try reader.money("sale_price", currency)
        if let salePrice, salePrice > price || salePrice.minorUnits < 0 {
            throw reader.problem("sale_price", "is not below the price", "0 to \(price)")
        }
        let url = reader.text("url")
        guard url.isEmpty || url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw reader.problem("url", "is not an address", "https://…")
        }
        self.init(
            sku: sku, name: reader.text("name"), category: reader.text("category").lowercased(),
            colours: reader.list("colours"), sizes: reader.list("sizes"), price: price,
            salePrice: salePrice, stock: try reader.count("stock", 0...10_000_000),
            warmth: try reader.count("warmth", 1...10),
            waterproofMillimetres: try reader.count("waterproof_mm", 0...1_000_000),
            weightGrams: try reader.count("weight_g", 0...100_000_000),
            material: reader.text("material"), url: url, text: reader.text("description"),
            synonyms: reader.list("synonyms"),
            returnTags: reader.list("condition_rules").map { $0.lowercased() },
            attributes: reader.attributes.filter { !$0.value.isEmpty }
                .map { Attribute(name: $0.name, value: $0.value) })
    }

    /// Reads all rows of a product table.
    ///
    /// - Returns: The good products and every mistake: of fields, SKUs that come twice, and
    ///   currencies that differ from the first product's.
    public static func read(
        _ table: CSVTable
    ) -> (products: [Product], problems: [RecordProblem]) {
        var products: [Product] = []
        var problems = table.missingColumns(requiredFieldNames)
        guard problems.isEmpty else { return ([], problems) }
        var lineBySKU: [SKU: Int] = [:]
        for row in table.rows {
            do throws(FieldProblem) {
                let product = try Product(fields: table.fields(of: row))
                if let line = lineBySKU[product.sku] {
                    throw FieldProblem(
                        field: "sku", found: product.sku.text,
                        message: "is the SKU of line \(line) too", allowed: "each SKU once")
                }
                if let first = products.first?.price.currency, product.price.currency != first {
                    throw FieldProblem(
                        field: "currency", found: product.price.currency.code,
                        message: "differs from the products above", allowed: first.code)
                }
                lineBySKU[product.sku] = row.line
                products.append(product)
            } catch {
                problems.append(table.problem(error, in: row))
            }
        }
        return (products, problems)
    }
}
