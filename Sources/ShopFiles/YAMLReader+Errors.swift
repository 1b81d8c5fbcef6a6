import Yams

extension YAMLReader {
    /// Looks at the text before it is parsed, for what would cost the parser too much.
    func isBounded(_ lines: [Substring]) -> Bool {
        var anchors: Set<Substring> = []
        var aliasCount = 0
        for (index, line) in lines.enumerated() {
            var depth = 0
            var previous: UInt8 = 0x20
            for (offset, byte) in line.utf8.enumerated() {
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
                case UInt8(ascii: "&") where Self.startsToken(after: previous):
                    anchors.insert(Self.name(in: line, at: offset + 1))
                case UInt8(ascii: "*") where Self.startsToken(after: previous):
                    if anchors.contains(Self.name(in: line, at: offset + 1)) { aliasCount += 1 }
                case UInt8(ascii: "-") where previous == 0x2D: break
                default: break
                }
                previous = byte
                guard depth <= Self.depthMax, aliasCount <= Self.aliasCountMax else {
                    let spot = Spot(file: path, line: index + 1, column: offset + 1)
                    log.error(
                        spot,
                        depth > Self.depthMax
                            ? "brackets nested deeper than \(Self.depthMax) levels"
                            : "more than \(Self.aliasCountMax) aliases ('*name'); write the values out"
                    )
                    return false
                }
            }
        }
        return true
    }

    private static func startsToken(after byte: UInt8) -> Bool {
        " [{,:-?".utf8.contains(byte)
    }

    private static func name(in line: Substring, at offset: Int) -> Substring {
        let rest = line.utf8.dropFirst(offset).prefix { byte in
            !" ,]}:\t".utf8.contains(byte)
        }
        return Substring(rest)
    }

    /// Puts the parser's own words into ours where we can say more.
    func report(_ error: any Error, lines: [Substring]) {
        guard let error = error as? YamlError else {
            return log.error(Spot(file: path), "the file cannot be read as YAML: \(error)")
        }
        switch error {
        case .scanner(let outer, let problem, let mark, _),
            .parser(let outer, let problem, let mark, _),
            .composer(let outer, let problem, let mark, _):
            reportSyntax(problem, outer?.text, mark, lines)
        case .reader(let problem, let offset, _, let text):
            let before = text.prefix(offset ?? 0)
            let line = before.count { $0.isNewline } + 1
            let column = before.reversed().prefix { !$0.isNewline }.count + 1
            log.error(
                Spot(file: path, line: line, column: column),
                "a character that YAML does not allow (\(problem)); remove it")
        case .duplicatedKeysInMapping(let keys, let place):
            reportDuplicates(keys, near: place.mark, lines)
        case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
            log.error(Spot(file: path), "the file cannot be read as YAML: \(error)")
        }
    }

    private func reportSyntax(
        _ problem: String, _ outer: String?, _ mark: Mark, _ lines: [Substring]
    ) {
        let spot = Spot(file: path, line: mark.line, column: mark.column)
        let line = mark.line <= lines.count ? lines[mark.line - 1] : ""
        let start = line.prefix { $0 == " " || $0 == "\t" }
        if start.contains("\t") {
            let column = start.prefix { $0 == " " }.count + 1
            return log.error(
                Spot(file: path, line: mark.line, column: column),
                "a tab indents this line; YAML wants blanks")
        }
        if problem.contains("expected a single document") || problem.contains("another document") {
            return log.error(
                spot, "a second document ('---') begins here; one file is one document")
        }
        if problem.contains("mapping values are not allowed") {
            return log.error(
                spot,
                "a ':' stands where none can; put the text in quotes, or check the indentation")
        }
        if problem.contains("undefined alias") {
            return log.error(
                spot, "'*' begins an alias here; put a text that begins with '*' in quotes")
        }
        if problem.contains("cannot start any token") {
            return log.error(spot, "this character cannot begin a value; put the text in quotes")
        }
        let whole = [outer, problem].compactMap(\.self).joined(separator: ": ")
        log.error(spot, "not YAML: \(whole); check indentation and quotes here and just before")
    }

    /// The parser names the key and one of its places; the file is searched for the others at the
    /// same depth.
    private func reportDuplicates(_ keys: [String], near mark: Mark, _ lines: [Substring]) {
        for key in keys {
            let first = places(of: key, near: mark, lines)
            guard first.count > 1 else {
                log.error(
                    Spot(file: path, line: mark.line, column: mark.column),
                    "the key '\(key)' stands twice in one table; join or rename")
                continue
            }
            for line in first.dropFirst() {
                log.error(
                    Spot(file: path, line: line, column: mark.column),
                    "the key '\(key)' is at line \(first[0]) already; join the two or rename one")
            }
        }
    }

    /// Lines of the same table that begin with the key at the same column.
    private func places(of key: String, near mark: Mark, _ lines: [Substring]) -> [Int] {
        let indentation = mark.column - 1
        func belongs(_ line: Substring) -> Bool {
            let inner = line.drop { $0 == " " }
            guard !inner.isEmpty, !inner.hasPrefix("#") else { return true }
            return line.count - inner.count >= indentation
        }
        func begins(_ line: Substring) -> Bool {
            let inner = line.dropFirst(indentation)
            return line.prefix(indentation).allSatisfy { $0 == " " || $0 == "-" }
                && ["\(key):", "\"\(key)\":", "'\(key)':"].contains { inner.hasPrefix($0) }
        }
        guard (1...lines.count).contains(mark.line) else { return [] }
        var found: [Int] = []
        var start = mark.line
        while start > 1, belongs(lines[start - 2]) { start -= 1 }
        for line in start...lines.count {
            if line > mark.line, !belongs(lines[line - 1]) { break }
            if begins(lines[line - 1]) { found.append(line) }
        }
        return found
    }
}
