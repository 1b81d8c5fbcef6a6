import Dialogue
import Vocabulary

/// Reads `canned.yml`: texts that agents insert by a short name.
///
/// ```yaml
/// size: "Our sizes run small; most people take one more."
/// refund_soon:
///   tags: [refund]
///   en: "Your refund of {{order.total}} is on its way."
///   de: "Ihre Erstattung von {{order.total}} ist unterwegs."
/// ```
struct CannedFile {
    let shop: WrittenShop
    let source: FileSource
    let log: ProblemLog
    /// Complains of a variable that nothing gives a value.
    let checkVariable: (Located<String>) -> Void

    func read() -> [CannedText] {
        let path = "\(shop.id)/\(shop.files["canned"]?.value ?? "canned.yml")"
        guard source.isFile(path) else {
            if let name = shop.files["canned"] { log.error(name.spot, "there is no file \(path)") }
            return []
        }
        guard let yaml = source.yaml(path) else { return [] }
        guard case .table(let pairs) = yaml.root.content else {
            log.error(yaml.spot(yaml.root), "canned.yml is a table of names and texts")
            return []
        }
        return pairs.compactMap { text($0, in: yaml) }
    }

    private func text(_ pair: YAMLPair, in yaml: YAMLFile) -> CannedText? {
        guard IntentFileReader.isName(pair.key) else {
            log.error(
                yaml.spot(pair),
                "'\(pair.key.shortened)' is no short name; letters, digits, '_', '-'")
            return nil
        }
        if pair.value.text != nil {
            return template(pair.value, in: yaml).map {
                CannedText(name: pair.key, texts: [shop.settings.languages[0]: $0])
            }
        }
        guard case .table(let pairs) = pair.value.content else {
            log.error(yaml.spot(pair), "'\(pair.key)' is a text, or a text for each language")
            return nil
        }
        let tags = pairs.first { $0.key == "tags" }
        let texts: [Language: Template]
        if let node = pair.value["text"] {
            for other in pairs where other.key != "text" && other.key != "tags" {
                log.error(
                    yaml.spot(other), "the canned text '\(pair.key)' has no key '\(other.key)'",
                    allowed: ["text", "tags"],
                    hint: NearestName.of(other.key, among: ["text", "tags"]))
            }
            texts = self.texts(node, of: pair.key, in: yaml)
        } else {
            texts = self.texts(
                pairs.filter { $0.key != "tags" }, of: pair.key, at: yaml.spot(pair), in: yaml)
        }
        return CannedText(
            name: pair.key, texts: texts, tags: tags.map { Self.words(of: $0.value) } ?? [])
    }

    private static func words(of node: YAMLNode) -> [String] {
        guard case .list(let items) = node.content else { return [node.text].compactMap(\.self) }
        return items.compactMap(\.text)
    }

    /// One text for the first language, or a table of texts by language.
    private func texts(
        _ node: YAMLNode, of name: String, in yaml: YAMLFile
    ) -> [Language: Template] {
        guard case .table(let pairs) = node.content else {
            let text = template(node, in: yaml)
            return text.map { [shop.settings.languages[0]: $0] } ?? [:]
        }
        return texts(pairs, of: name, at: yaml.spot(node), in: yaml)
    }

    private func texts(
        _ pairs: [YAMLPair], of name: String, at spot: Spot, in yaml: YAMLFile
    ) -> [Language: Template] {
        var texts: [Language: Template] = [:]
        let codes = shop.settings.languages.map(\.code)
        for pair in pairs {
            guard let language = Language(pair.key) else {
                log.error(
                    yaml.spot(pair), "'\(pair.key.shortened)' is neither a language nor 'tags'",
                    allowed: codes + ["tags"],
                    hint: NearestName.of(pair.key, among: codes + ["tags"]))
                continue
            }
            texts[language] = template(pair.value, in: yaml)
        }
        for language in shop.settings.languages where texts[language] == nil {
            log.warning(spot, "'\(name)' has no text in '\(language)'")
        }
        return texts
    }

    private func template(_ node: YAMLNode, in yaml: YAMLFile) -> Template? {
        guard let text = WrittenText(node, in: yaml, log: log) else { return nil }
        for variable in text.variables { checkVariable(variable) }
        return text.template
    }
}
