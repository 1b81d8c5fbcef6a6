import BusinessTime
import Knowledge
import Vocabulary

/// Reads `policy.yml`: the rules, and the values that texts show.
struct PolicyFile {
    let shop: WrittenShop
    let source: FileSource
    let log: ProblemLog

    func read() -> (policy: ReturnPolicy?, values: [PolicyValue]) {
        let name = shop.files["policy"]
        let path = "\(shop.id)/\(name?.value ?? "policy.yml")"
        guard source.isFile(path) else {
            if let name { log.error(name.spot, "there is no file \(path)") }
            return (nil, [])
        }
        guard let yaml = source.yaml(path) else { return (nil, []) }
        var found = values(yaml.root["values"], in: yaml)
        guard let policy = PolicyReader(yaml: yaml, shop: shop, log: log).read() else {
            return (nil, found)
        }
        PolicyAgreement(policy: policy, values: found, yaml: yaml, shop: shop, log: log).check()
        found += computed(policy, besides: found, in: yaml)
        return (policy, found)
    }

    /// What the rules themselves say, under the names that `values:` leaves free.
    private func computed(
        _ policy: ReturnPolicy, besides written: [PolicyValue], in yaml: YAMLFile
    ) -> [PolicyValue] {
        let taken = Set(written.map(\.name))
        let facts = shop.settings.languages.map { PolicyFacts(policy, language: $0) }
        return facts[0].names.filter { !taken.contains($0) }.map { name in
            var texts: [Language: String] = [:]
            for language in facts { texts[language.language] = language.value(name) }
            return PolicyValue(
                name: name, source: facts[0].value(name) ?? "", spot: yaml.spot(yaml.root),
                texts: texts)
        }
    }

    private func values(_ node: YAMLNode?, in yaml: YAMLFile) -> [PolicyValue] {
        guard let node, !node.isNull else { return [] }
        guard case .table(let pairs) = node.content else {
            log.error(
                yaml.spot(node), "'values' is a table of names and values, not \(node.kindName)")
            return []
        }
        return pairs.compactMap { pair in value(pair, in: yaml) }
    }

    /// One value for all languages, or one for each.
    private func value(_ pair: YAMLPair, in yaml: YAMLFile) -> PolicyValue? {
        if let text = pair.value.text {
            if let money = Money(text, currency: nil), let own = shop.settings.currency,
                money.currency != own
            {
                log.error(
                    yaml.spot(pair.value),
                    "'\(pair.key)' is in \(money.currency), the shop's prices are in \(own)",
                    allowed: ["an amount in \(own)"])
            }
            let texts = shop.settings.languages.map { ($0, shown(text, in: $0)) }
            return PolicyValue(
                name: pair.key, source: text, spot: yaml.spot(pair),
                texts: Dictionary(texts, uniquingKeysWith: { first, _ in first }))
        }
        guard case .table(let byLanguage) = pair.value.content else {
            log.error(yaml.spot(pair), "'\(pair.key)' is a text, or a text for each language")
            return nil
        }
        var texts: [Language: String] = [:]
        for entry in byLanguage {
            guard let language = Language(entry.key) else {
                log.error(
                    yaml.spot(entry), "'\(entry.key.shortened)' is no language",
                    allowed: shop.settings.languages.map(\.code))
                continue
            }
            guard let text = entry.value.text else {
                log.error(yaml.spot(entry), "'\(pair.key)' needs a text in '\(entry.key)'")
                continue
            }
            texts[language] = shown(text, in: language)
        }
        for language in shop.settings.languages where texts[language] == nil {
            log.error(yaml.spot(pair), "'\(pair.key)' has no text in '\(language)'")
        }
        return PolicyValue(
            name: pair.key, source: byLanguage.first?.value.text ?? "", spot: yaml.spot(pair),
            texts: texts)
    }

    /// Amounts and days as people of the language write them; all else as it stands.
    private func shown(_ text: String, in language: Language) -> String {
        if let money = Money(text, currency: nil) { return money.text(in: language) }
        if let day = CivilDay(text) { return day.text(in: language) }
        return text
    }
}
