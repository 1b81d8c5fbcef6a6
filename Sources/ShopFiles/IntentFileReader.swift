import Dialogue
import Vocabulary

/// Reads one intent file; parts of it by topic in extensions.
struct IntentFileReader {
    let yaml: YAMLFile
    let log: ProblemLog
    var file: IntentFile

    /// - Returns: What could be read; what could not is in the log.
    static func read(_ yaml: YAMLFile, log: ProblemLog) -> IntentFile {
        var reader = IntentFileReader(
            yaml: yaml, log: log, file: IntentFile(path: yaml.path))
        reader.readAll()
        return reader.file
    }

    private mutating func readAll() {
        guard
            let table = TableReader(
                yaml.root, "an intent file", allowed: IntentFile.keys + IntentFile.domainKeys,
                ignored: IntentFile.keysWithoutMeaning, in: yaml, log: log)
        else { return }
        readTopic(table)
        readDomain(table)
        readNLU(table.list("nlu"))
        for pair in table.table("responses") { readResponse(pair) }
        for pair in table.table("forms") { readForm(pair) }
        readRules(table.list("rules"))
        for pair in table.table("keywords") { readKeywords(pair) }
    }

    private mutating func readTopic(_ table: TableReader) {
        guard let topic = table.text("topic") else { return }
        if !IntentFile.topics.contains(topic.value) {
            log.error(
                topic.spot, "there is no topic '\(topic.value)'", allowed: IntentFile.topics,
                hint: NearestName.of(topic.value, among: IntentFile.topics))
        }
        file.topic = topic
    }

    private mutating func readKeywords(_ pair: YAMLPair) {
        let names = Keyword.allCases.map(\.rawValue)
        guard let keyword = Keyword(rawValue: pair.key) else {
            return log.error(
                yaml.spot(pair), "there is no keyword '\(pair.key)'", allowed: names,
                hint: NearestName.of(pair.key, among: names))
        }
        let items: [YAMLNode]
        if case .list(let list) = pair.value.content { items = list } else { items = [pair.value] }
        for item in items {
            guard let text = item.text else {
                log.error(yaml.spot(item), "a keyword is a text, not \(item.kindName)")
                continue
            }
            guard let key = Keyword.key(of: text), !key.isEmpty || text == "?" else {
                log.error(
                    yaml.spot(item),
                    "'\(text.shortened)' cannot be a keyword; it is a line of letters, up to 48 bytes"
                )
                continue
            }
            file.keywords.append((keyword, TextLine(text: text, spot: yaml.spot(item))))
        }
    }
}
