/// A line of a text, with its place.
struct TextLine: Equatable {
    let text: String
    let spot: Spot
}

extension YAMLFile {
    /// Where a byte of a scalar's text stands in the file.
    ///
    /// - Parameter offset: UTF-8 bytes from the beginning of the text.
    /// - Returns: The beginning of the scalar where the place cannot be told, as in folded texts.
    func spot(ofOffset offset: Int, in node: YAMLNode) -> Spot {
        guard case .scalar(let scalar) = node.content else { return spot(node) }
        let prefix = String(decoding: scalar.text.utf8.prefix(offset), as: UTF8.self)
        switch scalar.style {
        case .literal:
            let rows = prefix.split(separator: "\n", omittingEmptySubsequences: false)
            let row = rows.count - 1
            let lines = scalar.text.split(separator: "\n", omittingEmptySubsequences: false)
            guard row < lines.count else { return spot(node) }
            let start = literalStart(ofRow: row, text: lines[row], in: node)
            let column = start.column + (rows.last?.unicodeScalars.count ?? 0)
            return Spot(file: path, line: start.line, column: column)
        case .plain, .singleQuoted, .doubleQuoted:
            guard node.line <= lines.count, !prefix.contains("\n") else { return spot(node) }
            let width = sourceWidth(of: prefix, style: scalar.style, in: node)
            return width.map { Spot(file: path, line: node.line, column: node.column + $0) }
                ?? spot(node)
        case .folded: return spot(node)
        }
    }

    /// The lines of a scalar's text, each with its place.
    func textLines(of node: YAMLNode) -> [TextLine] {
        guard case .scalar(let scalar) = node.content else { return [] }
        let rows = scalar.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard scalar.style == .literal else {
            return rows.map { TextLine(text: String(Substring($0)), spot: spot(node)) }
        }
        return rows.enumerated().map { row, bytes in
            let text = Substring(bytes)
            return TextLine(
                text: String(text), spot: literalStart(ofRow: row, text: text, in: node))
        }
    }

    /// A literal block begins on the line after its `|`; its lines end as they end in the file.
    private func literalStart(ofRow row: Int, text: Substring, in node: YAMLNode) -> Spot {
        let line = node.line + 1 + row
        guard line <= lines.count else { return spot(node) }
        let source = lines[line - 1]
        // What stands before the text is blanks, so bytes are columns.
        let indentation = source.utf8.count - text.utf8.count
        return Spot(file: path, line: line, column: max(0, indentation) + 1)
    }

    /// Characters of the file that `prefix` takes, quote and escapes counted.
    ///
    /// - Returns: nil if the text goes on in another line of the file.
    private func sourceWidth(
        of prefix: String, style: YAMLScalar.Style, in node: YAMLNode
    ) -> Int? {
        let source = lines[node.line - 1].unicodeScalars.dropFirst(node.column - 1)
        var left = prefix.unicodeScalars.count
        var index = source.startIndex
        var width = 0
        func step(_ count: Int) {
            index =
                source.index(index, offsetBy: count, limitedBy: source.endIndex) ?? source.endIndex
            width += count
        }
        if style != .plain { step(1) }
        while left > 0 {
            guard index < source.endIndex else { return nil }
            let scalar = source[index]
            if style == .singleQuoted && scalar == "'" {
                step(2)
            } else if style == .doubleQuoted && scalar == "\\" {
                let next = source.index(after: index)
                guard next < source.endIndex else { return nil }
                step(Self.escapeWidth(source[next]))
            } else {
                step(1)
            }
            left -= 1
        }
        return width
    }

    private static func escapeWidth(_ mark: Unicode.Scalar) -> Int {
        switch mark {
        case "x": 4
        case "u": 6
        case "U": 10
        default: 2
        }
    }
}
