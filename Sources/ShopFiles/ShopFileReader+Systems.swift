import BusinessTime
import Knowledge
import Vocabulary

/// `orders_api` and `actions` of shop.yml: the shop's own systems.
extension ShopFileReader {
    private static let ordersKeys = [
        "url", "headers", "fields", "items", "statuses", "timeout_seconds",
    ]
    private static let itemKeys = ["path", "sku", "quantity", "price", "flags"]
    private static let actionsKeys = ["url", "secret_env", "names", "headers", "timeout_seconds"]
    private static let placeholders = ["{order_number}", "{order_proof}"]

    /// - Returns: nil where the shop has none, or where it cannot be used; the log then says why.
    func ordersAPI(zone: TimeZoneRules, currency: Currency?) -> OrderAPI? {
        guard let table = table.reader("orders_api", allowed: Self.ordersKeys),
            let url = address(table, placeholders: Self.placeholders)
        else { return nil }
        if !url.value.contains("{order_number}") {
            log.error(
                url.spot, "'url' needs {order_number} where the number goes",
                allowed: Self.placeholders)
        }
        let fields = fieldPaths(table)
        checkFields(fields.map(\.column), table, url.value, currency)
        guard let items = itemPaths(table) else { return nil }
        return OrderAPI(
            url: url.value, headers: secretHeaders(table), timeLimit: timeLimit(table),
            fields: fields, items: items, statuses: statuses(table), currency: currency, zone: zone)
    }

    /// - Returns: nil where the shop has none, or where it cannot be used; the log then says why.
    func actionAPI() -> ActionAPI? {
        guard let table = table.reader("actions", allowed: Self.actionsKeys),
            let url = address(table, placeholders: [])
        else { return nil }
        guard let secret = table.needed("secret_env") else { return nil }
        if !Self.isVariable(secret.value) {
            log.error(
                secret.spot,
                "'secret_env' names a variable of the server's environment, such as "
                    + "JUNIPER_ACTIONS_SECRET; the secret itself is in no file")
        }
        let names = table.texts("names").map { name in
            if !name.value.hasPrefix("request_") {
                log.error(
                    name.spot,
                    "'\(name.value.shortened)' is no action of a rule; they begin "
                        + "with request_",
                    hint: "request_\(name.value)")
            }
            return name.value
        }
        return ActionAPI(
            url: url.value, secretVariable: secret.value, names: Set(names),
            headers: secretHeaders(table), timeLimit: timeLimit(table))
    }

    private func address(
        _ table: TableReader, placeholders: [String]
    ) -> Located<String>? {
        guard let url = table.needed("url") else { return nil }
        let text = url.value
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            log.error(url.spot, "'url' begins with https://")
            return nil
        }
        let host = text.drop { $0 != ":" }.dropFirst(3).prefix { $0 != "/" && $0 != "?" }
        if host.isEmpty || host.contains("@") || host.contains("{") || host.contains("\\") {
            log.error(
                url.spot,
                "the host '\(String(host).shortened)' must be plain: no name or password before "
                    + "it, and nothing in it that customers type")
            return nil
        }
        for match in text.matches(of: #/\{[^}]*\}?/#) where !placeholders.contains(String(match.0))
        {
            log.error(
                url.spot, "'\(String(match.0).shortened)' has no value here", allowed: placeholders,
                hint: NearestName.of(String(match.0), among: placeholders))
        }
        if text.hasPrefix("http://") {
            log.note(
                url.spot,
                "plain http is sent only where the operator allows the network")
        }
        return url
    }

    private func timeLimit(_ table: TableReader) -> Duration {
        .seconds(table.integer("timeout_seconds", in: 1...5)?.value ?? 3)
    }

    private func secretHeaders(_ table: TableReader) -> [SecretHeader] {
        table.table("headers").compactMap { pair in
            let spot = Spot(file: table.spot.file, line: pair.line, column: pair.column)
            guard let text = pair.value.text else {
                log.error(spot, "the header '\(pair.key)' is a text")
                return nil
            }
            let header = SecretHeader(name: pair.key, template: text)
            let isName = pair.key.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
                    || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }
            if !isName || ["host", "content-length"].contains(pair.key.lowercased()) {
                log.error(spot, "'\(pair.key.shortened)' is no header that can be set here")
            }
            let isSecret = ["authorization", "x-api-key", "api-key", "x-auth-token"]
                .contains(pair.key.lowercased())
            if isSecret, header.variables.isEmpty {
                log.error(
                    spot,
                    "the secret stands in the file; put it into the server's environment and write "
                        + "${NAME} here, such as \"Bearer ${JUNIPER_TOKEN}\"")
            }
            if text.contains("${"), header.variables.isEmpty {
                log.error(spot, "'${' is followed by a name in capitals and '}'")
            }
            return header
        }
    }

    private static func isVariable(_ text: String) -> Bool {
        text.wholeMatch(of: #/[A-Z][A-Z0-9_]*/#) != nil
    }

    private func path(_ text: Located<String>) -> JSONPath? {
        guard let path = JSONPath(text.value) else {
            log.error(
                text.spot,
                "'\(text.value.shortened)' is no path into JSON; write keys with dots and places in "
                    + "brackets, such as order.lines[0].sku")
            return nil
        }
        return path
    }

    private func fieldPaths(_ table: TableReader) -> [(column: String, path: JSONPath)] {
        let known = Order.fieldNames.filter { $0 != "items" }
        guard let fields = table.reader("fields", allowed: known) else {
            log.error(table.spot, "'orders_api' needs 'fields'", allowed: known)
            return []
        }
        return known.compactMap { column in
            guard let text = fields.text(column), let path = path(text) else { return nil }
            return (column, path)
        }
    }

    private func checkFields(
        _ columns: [String], _ table: TableReader, _ url: String, _ currency: Currency?
    ) {
        let spot = table.spot(ofKey: "fields")
        for column in ["placed_on", "status"] where !columns.contains(column) {
            log.error(spot, "'fields' needs a path for '\(column)'")
        }
        if currency == nil, !columns.contains("currency") {
            log.error(spot, "'fields' needs a path for 'currency', or shop.yml a 'currency'")
        }
        if !url.contains("{order_proof}"), !columns.contains("email"), !columns.contains("postcode")
        {
            log.error(
                spot,
                "nothing proves that the order is the customer's: give a path for 'email' or "
                    + "'postcode', or put {order_proof} into the url")
        }
    }

    private func itemPaths(_ table: TableReader) -> OrderAPI.ItemPaths? {
        guard let items = table.reader("items", allowed: Self.itemKeys) else {
            log.error(table.spot, "'orders_api' needs 'items'", allowed: Self.itemKeys)
            return nil
        }
        guard let list = items.needed("path").flatMap(path),
            let sku = items.needed("sku").flatMap(path),
            let price = items.needed("price").flatMap(path)
        else { return nil }
        var paths = OrderAPI.ItemPaths(
            list: list, sku: sku, quantity: items.text("quantity").flatMap(path), price: price)
        let known = OrderItem.Flag.allCases.map(\.rawValue)
        guard let flags = items.reader("flags", allowed: known) else { return paths }
        for flag in OrderItem.Flag.allCases {
            guard let found = flags.text(flag.rawValue).flatMap(path) else { continue }
            paths.flags.append((flag, found))
        }
        return paths
    }

    private func statuses(_ table: TableReader) -> [String: OrderStatus] {
        let known = OrderStatus.allCases.map(\.rawValue)
        var statuses: [String: OrderStatus] = [:]
        for pair in table.table("statuses") {
            let spot = Spot(file: table.spot.file, line: pair.line, column: pair.column)
            guard let text = pair.value.text, let status = OrderStatus(rawValue: text) else {
                log.error(
                    spot, "'\(pair.key.shortened)' stands for one of our states", allowed: known,
                    hint: pair.value.text.flatMap { NearestName.of($0, among: known) })
                continue
            }
            statuses[pair.key.lowercased()] = status
        }
        return statuses
    }
}
