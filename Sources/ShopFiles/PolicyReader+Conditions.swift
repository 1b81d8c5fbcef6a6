import Knowledge
import Vocabulary

extension PolicyReader {
    private static let conditionKeys = [
        "categories", "tags", "condition", "price_kinds", "member_tiers", "sellers", "payments",
        "channels", "countries", "reasons", "bought_between", "gift", "personalised",
    ]

    func conditions(_ node: YAMLNode) -> ReturnConditions {
        var conditions = ReturnConditions()
        guard
            let table = TableReader(
                node, "'conditions'", allowed: Self.conditionKeys, in: yaml, log: log)
        else { return conditions }
        conditions.categories = words("categories", table)
        conditions.tags = words("tags", table)
        conditions.memberTiers = words("member_tiers", table)
        conditions.sellers = words("sellers", table)
        conditions.payments = words("payments", table)
        conditions.countries = countries(table)
        conditions.condition = values("condition", table, ItemCondition.self)
        conditions.priceKinds = values("price_kinds", table, PriceKind.self)
        conditions.channels = values("channels", table, Channel.self)
        conditions.reasons = values("reasons", table, ReturnReason.self)
        conditions.boughtBetween = season(table)
        conditions.isGift = truth("gift", table)
        conditions.isPersonalised = truth("personalised", table)
        return conditions
    }

    /// A list is what is admitted; `{except: [...]}` is what is not.
    private func choice<Value>(
        _ key: String, _ table: TableReader, _ value: (Located<String>) -> Value?
    ) -> Choice<Value> {
        guard let node = table.node(key) else { return .any }
        guard case .table = node.content else {
            let values = table.texts(key)
            if values.isEmpty { log.error(table.spot(ofKey: key), "'\(key)' admits nothing") }
            return .only(values.compactMap(value))
        }
        guard let inner = table.reader(key, allowed: ["only", "except"]) else { return .any }
        if inner.has("only") && inner.has("except") {
            log.error(inner.spot, "'\(key)' has either 'only' or 'except'")
            return .any
        }
        return inner.has("only")
            ? .only(inner.texts("only").compactMap(value))
            : .except(inner.texts("except").compactMap(value))
    }

    private func words(_ key: String, _ table: TableReader) -> Choice<String> {
        choice(key, table) { $0.value.lowercased() }
    }

    private func countries(_ table: TableReader) -> Choice<String> {
        choice("countries", table) { text in
            let code = text.value.uppercased()
            if code.utf8.count == 2, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
                return code
            }
            log.error(
                text.spot,
                "'\(text.value.shortened)' is no country; two letters of ISO 3166, such as DE")
            return nil
        }
    }

    private func values<Value: RawRepresentable & CaseIterable>(
        _ key: String, _ table: TableReader, _ type: Value.Type
    ) -> Choice<Value> where Value.RawValue == String {
        choice(key, table) { text in
            if let value = Value(rawValue: text.value) { return value }
            let names = Value.allCases.map(\.rawValue)
            log.error(
                text.spot, "'\(key)' cannot be '\(text.value.shortened)'", allowed: names,
                hint: NearestName.of(text.value, among: names))
            return nil
        }
    }
}
