import Vocabulary

/// The fields behind the question mark of a request, each of which must be known and stand once.
struct QueryFields {
    private var fields: [(name: String, value: String)] = []

    /// - Parameter query: `name=value&…`, with `%` before two hexadecimal digits for a byte and `+`
    ///   for a space.
    init(_ query: Substring) throws(AdminError) {
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(pair[0]),
                let value = Self.decoded(pair.count > 1 ? pair[1] : "")
            else { throw .usage("what stands behind '?' is not encoded as it has to be") }
            guard !fields.contains(where: { $0.name == name }) else {
                throw .usage("'\(name.prefix(40))' stands there twice")
            }
            fields.append((name, value))
        }
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(digit),
                    let low = rest.popFirst().flatMap(digit)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        guard !bytes.contains(0) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Takes a field out; nil if it is not there.
    mutating func text(_ name: String) throws(AdminError) -> String? {
        guard let index = fields.firstIndex(where: { $0.name == name }) else { return nil }
        let value = fields.remove(at: index).value
        guard !value.isEmpty, value.utf8.count <= 1_000 else {
            throw .usage("'\(name)' has 1 to 1,000 bytes")
        }
        return value
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(AdminError) -> Choice? {
        guard let text = try text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .usage("'\(name)' cannot be '\(text.prefix(40))'", hint: "it can be \(all)")
        }
        return choice
    }

    mutating func flag(_ name: String) throws(AdminError) -> Bool {
        switch try text(name) {
        case nil, "false": return false
        case "true": return true
        case let text?:
            throw .usage("'\(name)' cannot be '\(text.prefix(40))'", hint: "it can be true, false")
        }
    }

    mutating func limit() throws(AdminError) -> Int {
        guard let text = try text("limit") else { return 50 }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let limit = Int(text),
            (1...500).contains(limit)
        else { throw .usage("'limit' is a whole number from 1 to 500") }
        return limit
    }

    mutating func filter(withState: Bool) throws(AdminError) -> AdminFilter {
        var filter = AdminFilter()
        if let shop = try text("shop") {
            filter.shop = ShopID(shop)
            guard filter.shop != nil else { throw .usage("'shop' is no shop's name") }
        }
        if withState { filter.state = try choice("state", of: AdminFilter.State.self) ?? .any }
        filter.since = try time("since")
        filter.until = try time("until")
        filter.limit = try limit()
        return filter
    }

    private mutating func time(_ name: String) throws(AdminError) -> WallTime? {
        guard let text = try text(name) else { return nil }
        guard let time = WallTime(text) else {
            throw .usage("'\(name)' is no time", hint: "write such as 2026-03-10T10:00:00Z")
        }
        return time
    }

    /// - Throws: If fields are left that nobody asked for.
    func end() throws(AdminError) {
        guard let field = fields.first else { return }
        throw .usage("'\(field.name.prefix(40))' is not known here")
    }
}
