import IntentMatching
import Vocabulary

extension IntentFileReader {
    private static let nluKeys = ["intent", "synonym", "lookup", "regex"]

    mutating func readNLU(_ items: [YAMLNode]) {
        for item in items {
            guard
                let table = TableReader(
                    item, "an entry of 'nlu'", allowed: Self.nluKeys + ["examples", "pattern"],
                    ignored: ["metadata"], in: yaml, log: log)
            else { continue }
            let named = Self.nluKeys.filter(table.has)
            guard named.count == 1, let name = table.needed(named[0]) else {
                if named.count != 1 {
                    log.error(
                        table.spot, "an entry of 'nlu' is exactly one of these",
                        allowed: Self.nluKeys)
                }
                continue
            }
            if named[0] != "intent", table.has("pattern") {
                log.error(table.spot(ofKey: "pattern"), "only an intent has a 'pattern'")
            }
            switch named[0] {
            case "intent": readIntent(name, table)
            case "synonym": file.synonyms.append((name.value, lines(table, of: name)))
            case "lookup": file.lookups.append((name.value, lines(table, of: name)))
            default:
                let lines = lines(table, of: name)
                checkRegexes(lines)
                for line in lines { file.regexes.append((name.value, line)) }
            }
        }
    }

    private mutating func readIntent(_ name: Located<String>, _ table: TableReader) {
        guard Self.isName(name.value) else {
            return log.error(
                name.spot,
                "'\(name.value.shortened)' is no name for an intent; letters, digits, '_', '-', '/'"
            )
        }
        var intent = WrittenIntent(name: IntentName(name.value), spot: name.spot)
        if let pattern = pattern(table, of: intent.name) { intent.patterns = [pattern] }
        for line in examples(table) {
            let annotated = AnnotatedLine(line.text)
            for mistake in annotated.mistakes {
                var spot = line.spot
                let before = line.text.utf8.prefix(mistake.offset)
                spot.column += String(decoding: before, as: UTF8.self).unicodeScalars.count
                log.error(spot, mistake.message)
            }
            let text = annotated.text.trimmedEnd
            if text.isEmpty {
                log.warning(line.spot, "an example without words")
            } else if text.utf8.count > Limits.lineBytesMax {
                log.error(line.spot, "an example has at most \(Limits.lineBytesMax) bytes")
            } else {
                intent.examples.append(TextLine(text: text, spot: line.spot))
                intent.annotations += annotated.annotations
            }
        }
        file.intents.append(intent)
    }

    private func pattern(_ table: TableReader, of intent: IntentName) -> PatternRule? {
        guard let node = table.node("pattern"), let text = table.text("pattern") else { return nil }
        do throws(PatternError) {
            return try PatternRule(
                parsing: text.value, intent: intent, place: text.spot.short)
        } catch {
            let before = String(text.value.prefix(max(0, error.column - 1)))
            log.error(
                yaml.spot(ofOffset: before.utf8.count, in: node),
                "the pattern of '\(intent)': \(error.problem); \(error.hint)")
            return nil
        }
    }

    /// Says what is wrong with the patterns of a `regex` entry.
    private func checkRegexes(_ lines: [TextLine]) {
        for line in lines {
            if let mistake = RegexCheck.mistake(in: line.text) {
                log.error(
                    line.spot, "'\(line.text.shortened)' is no regular expression: \(mistake)")
            }
        }
    }

    private func lines(_ table: TableReader, of name: Located<String>) -> [TextLine] {
        let found = examples(table)
        if found.isEmpty {
            log.error(
                name.spot, "'\(name.value)' has no 'examples'; give it lines that begin with '-'")
        }
        return found
    }

    /// The lines of `examples`: a block of lines that begin with `-`, a list of texts, or Rasa's list of
    /// tables with `text`.
    private func examples(_ table: TableReader) -> [TextLine] {
        guard let node = table.node("examples") else { return [] }
        switch node.content {
        case .scalar: return blockLines(node)
        case .table:
            log.error(
                table.spot(of: node),
                "'examples' is a block of lines ('|') that begin with '-', or a list")
            return []
        case .list(let items):
            return items.compactMap { item in
                if item.text != nil { return firstLine(item) }
                guard
                    let long = TableReader(
                        item, "an example", allowed: ["text"],
                        ignored: ["metadata", "entities", "intent"], in: yaml, log: log),
                    long.needed("text") != nil, let text = long.node("text")
                else { return nil }
                return firstLine(text)
            }
        }
    }

    private func firstLine(_ node: YAMLNode) -> TextLine? {
        let lines = yaml.textLines(of: node).filter { !$0.text.allSatisfy(\.isWhitespace) }
        guard let first = lines.first else { return nil }
        return first.text.hasPrefix("- ")
            ? trimmed(first, dropping: 2) : trimmed(first, dropping: 0)
    }

    private func blockLines(_ node: YAMLNode) -> [TextLine] {
        yaml.textLines(of: node).compactMap { line in
            let bytes = line.text.utf8
            let inner = bytes.drop { $0 == 0x20 || $0 == 0x09 }
            if inner.isEmpty || inner.first == UInt8(ascii: "#") { return nil }
            let next = inner.dropFirst().first
            guard inner.first == UInt8(ascii: "-"), next == nil || next == 0x20 || next == 0x09
            else {
                let found = String(Substring(inner)).shortened
                log.error(line.spot, "an example begins with '- ', not with '\(found)'")
                return nil
            }
            return trimmed(line, dropping: bytes.count - inner.count + 1)
        }
    }

    /// The line without its first bytes, which are ASCII, and the blanks after them.
    private func trimmed(_ line: TextLine, dropping count: Int) -> TextLine {
        let bytes = line.text.utf8
        let text = bytes.dropFirst(count).drop { $0 == 0x20 || $0 == 0x09 }
        var spot = line.spot
        spot.column += bytes.count - text.count
        return TextLine(text: String(Substring(text)).trimmedEnd, spot: spot)
    }

    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || scalar == "_" || scalar == "-" || scalar == "/" || scalar == "."
                    || scalar == "+"
            }
    }
}
