/// One node of an author's YAML file with its place.
struct YAMLNode {
    enum Content {
        case scalar(YAMLScalar)
        case list([YAMLNode])
        case table([YAMLPair])
    }

    let line: Int
    let column: Int
    let content: Content

    /// The text of a scalar as written; numbers and booleans are not told apart from words.
    var text: String? {
        guard case .scalar(let scalar) = content, !scalar.isNull else { return nil }
        return scalar.text
    }

    var isNull: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.isNull
    }

    /// What stands here, for messages.
    var kindName: String {
        switch content {
        case .scalar(let scalar): scalar.isNull ? "nothing" : "'\(scalar.text.shortened)'"
        case .list: "a list"
        case .table: "a table of keys and values"
        }
    }

    /// The value of a key, if this is a table that has it.
    subscript(_ key: String) -> YAMLNode? {
        guard case .table(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }
}

struct YAMLPair {
    let key: String
    let line: Int
    let column: Int
    let value: YAMLNode
}

struct YAMLScalar {
    enum Style { case plain, singleQuoted, doubleQuoted, literal, folded }

    let text: String
    let style: Style

    /// Nothing, `~` or `null` without quotes.
    var isNull: Bool {
        style == .plain && (text.isEmpty || text == "~" || text == "null" || text == "Null")
    }
}

/// One file as read: its tree and its lines, so that places within texts can be told.
struct YAMLFile {
    /// Relative to `Intents/`.
    let path: String
    /// Without line feeds; the first line has index 0.
    let lines: [Substring]
    let root: YAMLNode

    func spot(_ node: YAMLNode) -> Spot {
        Spot(file: path, line: node.line, column: node.column)
    }

    func spot(_ pair: YAMLPair) -> Spot {
        Spot(file: path, line: pair.line, column: pair.column)
    }
}

extension String {
    /// At most 40 characters, for messages.
    var shortened: String {
        let line = split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.count > 40 ? line.prefix(39) + "…" : line
    }
}
