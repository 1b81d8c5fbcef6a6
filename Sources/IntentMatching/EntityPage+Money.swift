import Vocabulary

extension EntityPage {
    /// An amount with a currency before or behind it: `€49,90`, `20 dollars`, `1.299,00 EUR`.
    mutating func findMoney() {
        var at = 0
        while at < bytes.count {
            guard Self.isDigit(bytes[at]), isStart(at) || at > 0 && bytes[at - 1] >= 0x80 else {
                at += 1
                continue
            }
            var end = at
            while end < bytes.count, end - at < 16,
                Self.isDigit(bytes[end])
                    || [0x2E, 0x2C].contains(bytes[end]) && end + 1 < bytes.count
                        && Self.isDigit(bytes[end + 1])
            { end += 1 }
            if let amount = Self.amount(bytes[at..<end]) {
                if let (code, start) = signBefore(at) {
                    claim(Entity.Kind.money, "\(amount) \(code)", start..<end)
                } else if let (code, stop) = signBehind(end) {
                    claim(Entity.Kind.money, "\(amount) \(code)", at..<stop)
                }
            }
            at = end + 1
        }
    }

    private func signBefore(_ at: Int) -> (code: String, start: Int)? {
        var end = at
        if end > 0, bytes[end - 1] == 0x20 { end -= 1 }
        for (sign, code) in Self.signs where end >= sign.count {
            if bytes[(end - sign.count)..<end].elementsEqual(sign) {
                return (code, end - sign.count)
            }
        }
        guard let word = line.words.firstIndex(where: { Int($0.byteEnd) == end }),
            let code = EntityWords.currencies[hash(of: word)], code.isAbbreviation
        else { return nil }
        return (code.code, Int(line.words[word].byteStart))
    }

    private func signBehind(_ at: Int) -> (code: String, end: Int)? {
        var start = at
        if start < bytes.count, bytes[start] == 0x20 { start += 1 }
        for (sign, code) in Self.signs where start + sign.count <= bytes.count {
            if bytes[start..<(start + sign.count)].elementsEqual(sign) {
                return (code, start + sign.count)
            }
        }
        guard let word = line.words.firstIndex(where: { Int($0.byteStart) == start }),
            let code = EntityWords.currencies[hash(of: word)]
        else { return nil }
        return (code.code, Int(line.words[word].byteEnd))
    }

    private static let signs: [([UInt8], String)] = [
        (Array("€".utf8), "EUR"), (Array("£".utf8), "GBP"), (Array("$".utf8), "USD"),
        (Array("₹".utf8), "INR"), (Array("¥".utf8), "JPY"),
    ]

    /// Two digits behind the last mark are cents; every other mark only groups.
    private static func amount(_ typed: ArraySlice<UInt8>) -> String? {
        let digits = typed.filter { isDigit($0) }
        guard !digits.isEmpty, digits.count <= 12 else { return nil }
        var cents = 0
        if let mark = typed.lastIndex(where: { !isDigit($0) }) {
            let behind = typed.endIndex - mark - 1
            if behind <= 2 { cents = behind }
        }
        let whole = String(decoding: digits.dropLast(cents).drop { $0 == 0x30 }, as: UTF8.self)
        let fraction = String(decoding: digits.suffix(cents), as: UTF8.self)
        return (whole.isEmpty ? "0" : whole) + "."
            + fraction + String(repeating: "0", count: 2 - cents)
    }
}
