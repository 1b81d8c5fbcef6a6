import Dialogue
import Vocabulary

/// Numbers of the policy come from the policy: a text that spells one out goes stale unseen.
struct LiteralNumberCheck {
    let files: LanguageFiles
    let shop: WrittenShop
    let values: [PolicyValue]
    let log: ProblemLog

    init(
        _ files: LanguageFiles, shop: WrittenShop, values: [PolicyValue], log: ProblemLog
    ) {
        self.files = files
        self.shop = shop
        self.values = values
        self.log = log
    }

    func run() {
        guard !values.isEmpty else { return }
        let known = values.flatMap { value in
            quantities(of: value).map { (name: value.name, quantity: $0) }
        }
        for name in files.responses.keys.sorted() where !name.hasPrefix("title_") {
            guard let response = files.responses[name] else { continue }
            for variant in response.variants { check(variant.text, known) }
        }
    }

    private func check(
        _ text: WrittenText, _ known: [(name: String, quantity: LiteralQuantity)]
    ) {
        for literal in LiteralQuantity.all(in: text.source) {
            let spot = text.spot(ofOffset: literal.offset)
            let same = known.filter { $0.quantity.unit == literal.unit }
            if let match = same.first(where: { $0.quantity.amount == literal.amount }) {
                log.warning(
                    spot,
                    "'\(literal.text)' is the policy's '\(match.name)'; write "
                        + "{{policy.\(match.name)}}, so that it changes with it")
            } else if !same.isEmpty {
                let names = same.map { "\($0.name) \($0.quantity.text)" }.uniqued
                log.error(
                    spot,
                    "'\(literal.text)' agrees with no value of \(shop.id)/policy.yml; write "
                        + "{{policy.NAME}}, adding it under 'values:' if need be",
                    allowed: names.count > 8 ? [] : names)
            } else {
                log.warning(
                    spot,
                    "'\(literal.text)' should come from the policy: put it under 'values:' in "
                        + "\(shop.id)/policy.yml and write {{policy.NAME}}")
            }
        }
    }

    /// A bare number has the unit that its name tells: `window_days: 30`.
    private func quantities(of value: PolicyValue) -> [LiteralQuantity] {
        let shown = LiteralQuantity.all(in: value.texts[files.language] ?? value.source)
        if !shown.isEmpty { return shown }
        guard let number = LiteralQuantity.number(value.source) else { return [] }
        let unit: LiteralQuantity.Unit
        if value.name.hasSuffix("days") {
            unit = .days
        } else if value.name.hasSuffix("years") {
            unit = .years
        } else if value.name.hasSuffix("months") {
            unit = .months
        } else {
            return []
        }
        return [LiteralQuantity(amount: number, unit: unit, text: value.source, offset: 0)]
    }
}

/// An amount with a unit that policies are about, as it stands in a text.
struct LiteralQuantity: Equatable {
    enum Unit: Equatable { case days, months, years, money }

    /// In hundredths.
    let amount: Int
    let unit: Unit
    /// For messages: `30 days`, `4.95 €`.
    let text: String
    /// UTF-8 bytes from the beginning of the text.
    let offset: Int

    private static let unitsByWord: [String: Unit] = [
        "day": .days, "days": .days, "tag": .days, "tage": .days, "tagen": .days, "día": .days,
        "días": .days, "dias": .days, "jour": .days, "jours": .days, "giorni": .days,
        "giorno": .days, "dagen": .days, "dag": .days, "month": .months, "months": .months,
        "monat": .months, "monate": .months, "monaten": .months, "mes": .months, "meses": .months,
        "mois": .months, "mesi": .months, "maanden": .months, "year": .years, "years": .years,
        "jahr": .years, "jahre": .years, "jahren": .years, "año": .years, "años": .years,
        "ans": .years, "anni": .years, "jaar": .years, "eur": .money, "euro": .money,
        "euros": .money, "usd": .money, "dollar": .money, "dollars": .money, "gbp": .money,
        "pounds": .money, "chf": .money, "€": .money, "$": .money, "£": .money,
    ]
    private static let signs: Set<Character> = ["€", "$", "£"]
    /// Words that may stand between a number and its unit: "5 business days".
    private static let adjectives: Set<String> = [
        "business", "working", "calendar", "full", "whole", "more", "werktage", "volle", "vollen",
        "weitere", "hábiles", "laborables", "naturales",
    ]

    /// - Returns: Hundredths; nil if `text` is no number.
    static func number(_ text: some StringProtocol) -> Int? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard (1...2).contains(parts.count), let whole = Int(parts[0]), (0...9_999_999) ~= whole
        else { return nil }
        guard parts.count == 2 else { return whole * 100 }
        guard (1...2).contains(parts[1].count), let rest = Int(parts[1]), rest >= 0 else {
            return nil
        }
        return whole * 100 + (parts[1].count == 1 ? rest * 10 : rest)
    }

    /// Every amount with a unit outside of `{{…}}`.
    static func all(in text: String) -> [LiteralQuantity] {
        guard text.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return [] }
        var found: [LiteralQuantity] = []
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix("{{") {
                index = text[index...].firstRange(of: "}}")?.upperBound ?? text.endIndex
                continue
            }
            guard text[index].isASCII, text[index].isNumber, !followsWord(text, index) else {
                index = text.index(after: index)
                continue
            }
            var digits = text[index...].prefix {
                $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",")
            }
            while let last = digits.last, !last.isNumber { digits = digits.dropLast() }
            if let quantity = quantity(digits, in: text) { found.append(quantity) }
            index = digits.endIndex
        }
        return found
    }

    /// Digits within a code such as `JP-10432` or `v2` are no amount.
    private static func followsWord(_ text: String, _ index: String.Index) -> Bool {
        guard index > text.startIndex else { return false }
        let before = text[text.index(before: index)]
        return before.isLetter || before.isNumber || before == "-" || before == "#" || before == "_"
            || before == "/"
    }

    private static func quantity(_ digits: Substring, in text: String) -> LiteralQuantity? {
        guard let amount = number(digits) else { return nil }
        var start = digits.startIndex
        let before = text[..<start].last { $0 != " " && $0 != "\u{A0}" }
        if let before, signs.contains(before) {
            start = text[..<start].lastIndex(of: before) ?? start
            return LiteralQuantity(
                amount: amount, unit: .money, text: String(text[start..<digits.endIndex]),
                offset: text.utf8.distance(from: text.startIndex, to: start))
        }
        var rest = text[digits.endIndex...]
        for _ in 0..<2 {
            rest = rest.drop { $0 == " " || $0 == "\u{A0}" || $0 == "-" }
            let word =
                rest.first.map(signs.contains) == true
                ? rest.prefix(1) : rest.prefix { $0.isLetter }
            if let unit = unitsByWord[word.lowercased()] {
                return LiteralQuantity(
                    amount: amount, unit: unit, text: String(text[start..<word.endIndex]),
                    offset: text.utf8.distance(from: text.startIndex, to: start))
            }
            guard adjectives.contains(word.lowercased()) else { return nil }
            rest = text[word.endIndex...]
        }
        return nil
    }
}
