/// A value with its place in the file.
struct Located<Value> {
    let value: Value
    let spot: Spot
}

extension Located: Sendable where Value: Sendable {}

/// Reads the keys of one table: unknown keys and values of the wrong kind go to the log.
struct TableReader {
    let file: YAMLFile
    let log: ProblemLog
    /// For messages: "a form", "shop.yml".
    let what: String
    let spot: Spot
    private let pairs: [YAMLPair]

    /// - Parameters:
    ///   - allowed: Keys with a meaning.
    ///   - ignored: Keys that are understood and without a meaning here; they make a note.
    /// - Returns: nil if `node` is no table; the log then says so.
    init?(
        _ node: YAMLNode, _ what: String, allowed: [String], ignored: [String] = [],
        in file: YAMLFile, log: ProblemLog
    ) {
        self.file = file
        self.log = log
        self.what = what
        spot = file.spot(node)
        guard case .table(let pairs) = node.content else {
            log.error(
                file.spot(node), "\(what) is a table of keys and values, not \(node.kindName)",
                allowed: allowed)
            return nil
        }
        self.pairs = pairs
        for pair in pairs where !allowed.contains(pair.key) {
            if ignored.contains(pair.key) {
                log.note(file.spot(pair), "'\(pair.key)' has no meaning here and is left aside")
            } else {
                log.error(
                    file.spot(pair), "\(what) has no key '\(pair.key)'", allowed: allowed,
                    hint: NearestName.of(pair.key, among: allowed))
            }
        }
    }

    /// The value of a key; nil where the key is missing or has no value.
    func node(_ key: String) -> YAMLNode? {
        guard let value = pairs.first(where: { $0.key == key })?.value, !value.isNull else {
            return nil
        }
        return value
    }

    func has(_ key: String) -> Bool { pairs.contains { $0.key == key } }

    /// Where the key stands, or the table if it has none.
    func spot(ofKey key: String) -> Spot {
        pairs.first { $0.key == key }.map(file.spot) ?? spot
    }

    func spot(of node: YAMLNode) -> Spot { file.spot(node) }

    func text(_ key: String) -> Located<String>? {
        guard let node = node(key) else { return nil }
        guard let text = node.text else {
            log.error(file.spot(node), "'\(key)' is a text, not \(node.kindName)")
            return nil
        }
        return Located(value: text, spot: file.spot(node))
    }

    /// A text that must be there.
    func needed(_ key: String) -> Located<String>? {
        guard node(key) != nil else {
            log.error(spot, "\(what) needs '\(key)'")
            return nil
        }
        return text(key)
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Located<Int>? {
        guard let text = text(key) else { return nil }
        guard let number = Int(text.value), range.contains(number) else {
            log.error(
                text.spot,
                "'\(key)' is a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not '\(text.value.shortened)'")
            return nil
        }
        return Located(value: number, spot: text.spot)
    }

    /// A share from 0 to 1.
    func share(_ key: String) -> Float? {
        guard let text = text(key) else { return nil }
        guard let number = Float(text.value), (0...1).contains(number) else {
            log.error(
                text.spot, "'\(key)' is a number from 0 to 1, not '\(text.value.shortened)'")
            return nil
        }
        return number
    }

    func choice<Value: RawRepresentable & CaseIterable>(_ key: String, of: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let text = text(key) else { return nil }
        if let value = Value(rawValue: text.value) { return value }
        let names = Value.allCases.map(\.rawValue)
        log.error(
            text.spot, "'\(key)' cannot be '\(text.value.shortened)'", allowed: names,
            hint: NearestName.of(text.value, among: names))
        return nil
    }

    /// A list of texts; a single text is a list of one.
    func texts(_ key: String) -> [Located<String>] {
        guard let node = node(key) else { return [] }
        return items(key).compactMap { item in
            guard let text = item.text else {
                log.error(file.spot(item), "'\(key)' holds texts, not \(item.kindName)")
                return nil
            }
            return Located(value: text, spot: file.spot(item.isNull ? node : item))
        }
    }

    /// The items of a list; a single value is a list of one.
    func items(_ key: String) -> [YAMLNode] {
        guard let node = node(key) else { return [] }
        guard case .list(let items) = node.content else { return [node] }
        return items
    }

    /// The items of a list that must be one.
    func list(_ key: String) -> [YAMLNode] {
        guard let node = node(key) else { return [] }
        guard case .list(let items) = node.content else {
            log.error(
                file.spot(node),
                "'\(key)' is a list (lines that begin with '-'), not \(node.kindName)")
            return []
        }
        return items
    }

    /// The keys and values of a table.
    func table(_ key: String) -> [YAMLPair] {
        guard let node = node(key) else { return [] }
        guard case .table(let pairs) = node.content else {
            log.error(
                file.spot(node), "'\(key)' is a table of keys and values, not \(node.kindName)")
            return []
        }
        return pairs
    }

    /// Another table below this one.
    func reader(_ key: String, allowed: [String]) -> TableReader? {
        guard let node = node(key) else { return nil }
        return TableReader(node, "'\(key)'", allowed: allowed, in: file, log: log)
    }
}
