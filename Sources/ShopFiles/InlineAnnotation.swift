import JSONText

/// A value marked in an example: `[anorak]{"entity": "category", "value": "jacket"}`.
struct InlineAnnotation: Equatable, Sendable {
    let kind: String
    /// As it stands in the example.
    let text: String
    /// What it means; the text itself where nothing else is said.
    let value: String
    var role: String?
    var group: String?
}

/// An example with its annotations taken out, or the reason why it cannot be read.
struct AnnotatedLine {
    var text: String
    var annotations: [InlineAnnotation] = []
    /// What is wrong and at which byte of the line.
    var mistakes: [(message: String, offset: Int)] = []

    /// Reads `[text](entity)`, `[text](entity:value)` and `[text]{"entity": …, "value": …, "role": …,
    /// "group": …}`; brackets that nothing of that kind follows stay as they are.
    init(_ line: String) {
        guard line.utf8.contains(UInt8(ascii: "[")) else {
            text = line
            return
        }
        text = ""
        var rest = Substring(line)
        while let opening = rest.firstIndex(of: "[") {
            text += rest[..<opening]
            let inner = rest[rest.index(after: opening)...]
            let offset = line.utf8.distance(from: line.startIndex, to: opening)
            guard let closing = inner.firstIndex(of: "]") else {
                text += rest[opening...]
                return
            }
            let marked = inner[..<closing]
            let after = inner[inner.index(after: closing)...]
            guard let end = read(marked: marked, after: after, offset: offset) else {
                text += rest[opening...closing]
                rest = after
                continue
            }
            text += marked
            rest = end
        }
        text += rest
    }

    /// - Returns: What follows the annotation; nil if none stands here.
    private mutating func read(
        marked: Substring, after: Substring, offset: Int
    ) -> Substring? {
        switch after.first {
        case "(":
            guard let closing = after.firstIndex(of: ")") else {
                mistakes.append(("'[\(marked)](' has no ')' after it", offset))
                return nil
            }
            let parts = after[after.index(after: after.startIndex)..<closing]
                .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let kind = parts[0].filter { $0 != " " }
            if kind.isEmpty { mistakes.append(("'[\(marked)]()' names no entity", offset)) }
            let value = parts.count == 2 ? String(parts[1]) : String(marked)
            annotations.append(
                InlineAnnotation(kind: kind, text: String(marked), value: value))
            return after[after.index(after: closing)...]
        case "{":
            guard let closing = after.firstIndex(of: "}") else {
                mistakes.append(("'[\(marked)]{' has no '}' after it", offset))
                return nil
            }
            let json = Array(after[...closing].utf8)
            guard let value = try? JSONValue(parsing: json), let kind = value["entity"]?.string
            else {
                mistakes.append(
                    (
                        "what follows '[\(marked)]' is not {\"entity\": \"…\"} with keys in quotes",
                        offset
                    ))
                return after[after.index(after: closing)...]
            }
            annotations.append(
                InlineAnnotation(
                    kind: kind, text: String(marked),
                    value: value["value"]?.string ?? String(marked),
                    role: value["role"]?.string, group: value["group"]?.string))
            return after[after.index(after: closing)...]
        default: return nil
        }
    }
}
