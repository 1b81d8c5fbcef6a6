import Dialogue

/// A text with variables as an author wrote it, with the way back to its place in the file.
struct WrittenText {
    let template: Template
    let spot: Spot
    private let node: YAMLNode
    private let file: YAMLFile

    var source: String { template.source }

    /// - Returns: nil if the text is no template; the log then says where.
    init?(_ node: YAMLNode, in file: YAMLFile, log: ProblemLog) {
        guard let text = node.text else {
            log.error(file.spot(node), "a text stands here, not \(node.kindName)")
            return nil
        }
        self.node = node
        self.file = file
        spot = file.spot(node)
        do throws(TemplateError) {
            // Block texts end with a line feed that nobody meant to send.
            template = try Template(parsing: Self.withDoubleBraces(text.trimmedEnd))
        } catch {
            log.error(file.spot(ofOffset: error.offset, in: node), error.message)
            return nil
        }
    }

    /// Where a byte of the text stands in the file.
    func spot(ofOffset offset: Int) -> Spot { file.spot(ofOffset: offset, in: node) }

    /// The variables of the text with their places.
    var variables: [Located<String>] {
        var searched = source.startIndex
        return template.variables.map { name in
            guard let opening = source[searched...].firstRange(of: "{{"),
                let found = source[opening.upperBound...].firstRange(of: name)
            else { return Located(value: name, spot: spot) }
            searched = found.upperBound
            let offset = source.utf8.distance(from: source.startIndex, to: found.lowerBound)
            return Located(value: name, spot: spot(ofOffset: offset))
        }
    }

    /// Files made for Rasa write `{name}` where we write `{{name}}`.
    static func withDoubleBraces(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result = ""
        var rest = Substring(text)
        while let opening = rest.firstIndex(of: "{") {
            result += rest[..<opening]
            let run = rest[opening...].prefix { $0 == "{" }
            let inner = rest[run.endIndex...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            let after = rest[inner.endIndex...]
            if run.count == 1, !inner.isEmpty, after.first == "}", !after.hasPrefix("}}") {
                result += "{{\(inner)}}"
                rest = after.dropFirst()
            } else {
                result += run
                rest = rest[run.endIndex...]
            }
        }
        return result + rest
    }
}

extension String {
    /// Without white space at its end.
    var trimmedEnd: String {
        guard let last = utf8.last, last <= 0x20 || last >= 0x80 else { return self }
        var end = self[...]
        while let last = end.last, last.isWhitespace { end = end.dropLast() }
        return String(end)
    }
}
