import Foundation
import Vocabulary
import Yams

/// Turns the bytes of a file into a `YAMLFile`, or says why they are none.
///
/// What a file can make the reader do is bounded: bytes, depth, nodes, and aliases, whose copies could
/// otherwise multiply.
struct YAMLReader {
    static let depthMax = 64
    static let nodeCountMax = 200_000
    static let aliasCountMax = 20

    let path: String
    let log: ProblemLog
    private var nodeCount = 0

    init(path: String, log: ProblemLog) {
        self.path = path
        self.log = log
    }

    /// - Returns: nil if the file cannot be used at all; the log then says why. An empty file is an
    ///   empty table.
    mutating func read(_ bytes: [UInt8]) -> YAMLFile? {
        guard bytes.count <= Limits.intentFileBytesMax else {
            log.error(
                Spot(file: path),
                "the file has \(bytes.count) bytes; the most is \(Limits.intentFileBytesMax), "
                    + "split it up")
            return nil
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            log.error(Self.notUTF8(content, path: path), "the file is not UTF-8; save it as UTF-8")
            return nil
        }
        let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            Substring(line.last == 0x0D ? line.dropLast() : line)
        }
        guard isBounded(lines) else { return nil }
        let empty = YAMLNode(line: 1, column: 1, content: .table([]))
        do {
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            guard let node = try parser.singleRoot() else {
                return YAMLFile(path: path, lines: lines, root: empty)
            }
            guard let root = converted(node, depth: 0) else { return nil }
            return YAMLFile(path: path, lines: lines, root: root.isNull ? empty : root)
        } catch {
            report(error, lines: lines)
            return nil
        }
    }

    private mutating func converted(_ node: Node, depth: Int) -> YAMLNode? {
        let (line, column) = (node.mark?.line ?? 1, node.mark?.column ?? 1)
        nodeCount += 1
        guard nodeCount <= Self.nodeCountMax, depth <= Self.depthMax else {
            log.error(
                Spot(file: path, line: line, column: column),
                depth > Self.depthMax
                    ? "nested deeper than \(Self.depthMax) levels"
                    : "the file has more than \(Self.nodeCountMax) values; split it up")
            return nil
        }
        switch node {
        case .scalar(let scalar):
            let content = YAMLScalar(text: scalar.string, style: Self.style(of: scalar.style))
            return YAMLNode(line: line, column: column, content: .scalar(content))
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence {
                guard let item = converted(item, depth: depth + 1) else { return nil }
                items.append(item)
            }
            return YAMLNode(line: line, column: column, content: .list(items))
        case .mapping(let mapping):
            var pairs: [YAMLPair] = []
            for (key, value) in mapping {
                guard let value = converted(value, depth: depth + 1) else { return nil }
                let mark = key.mark
                let spot = Spot(
                    file: path, line: mark?.line ?? line, column: mark?.column ?? column)
                guard let name = key.scalar?.string else {
                    log.error(spot, "a key is one word, not a list or a table")
                    return nil
                }
                pairs.append(
                    YAMLPair(key: name, line: spot.line, column: spot.column, value: value))
            }
            return YAMLNode(line: line, column: column, content: .table(pairs))
        case .alias:
            log.error(Spot(file: path, line: line, column: column), "an alias without its anchor")
            return nil
        }
    }

    private static func style(of style: Node.Scalar.Style) -> YAMLScalar.Style {
        switch style {
        case .any, .plain: .plain
        case .singleQuoted: .singleQuoted
        case .doubleQuoted: .doubleQuoted
        case .literal: .literal
        case .folded: .folded
        }
    }

    private static func notUTF8(_ bytes: ArraySlice<UInt8>, path: String) -> Spot {
        let repaired = String(decoding: bytes, as: UTF8.self)
        let before = repaired.unicodeScalars.prefix { $0 != "\u{FFFD}" }
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return Spot(file: path, line: line, column: column)
    }
}
