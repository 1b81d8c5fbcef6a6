/// Takes the conditions out of a line, one after the other.
struct QueryReader {
    private struct Token {
        let text: String
        let folded: String
        /// The folded words in it where it is not one word all through, as most are.
        private let parts: [String]?
        var isTaken = false

        init(_ text: String) {
            self.text = text
            folded = PlainText.folded(text)
            let words = PlainText.words(text)
            parts = words == [folded] ? nil : words
        }

        /// - Parameter bytes: ASCII.
        init(ascii bytes: ArraySlice<UInt8>) {
            text = String(decoding: bytes, as: UTF8.self)
            if bytes.allSatisfy(PlainText.isPlain) {
                (folded, parts) = (text, nil)
            } else {
                folded = PlainText.folded(text)
                let words = PlainText.words(text)
                parts = words == [folded] ? nil : words
            }
        }

        /// The word that the token is; nil where it is several, or none.
        var word: String? { parts == nil ? folded : nil }

        var words: [String] { parts ?? [folded] }
    }

    private var tokens: [Token]
    private let catalogue: Catalogue

    /// Longest line that is read, in characters; what comes after says nothing new.
    private static let charactersMax = 400

    init(_ text: String, _ catalogue: Catalogue) {
        self.catalogue = catalogue
        let bytes = Array(text.utf8)
        if bytes.count <= Self.charactersMax, bytes.allSatisfy({ $0 < 0x80 }) {
            tokens = Self.asciiTokens(bytes)
            return
        }
        let spaced = text.prefix(Self.charactersMax).split {
            $0.isWhitespace || "?!;:()\"".contains($0)
        }
        tokens = spaced.map { PlainText.trimmed(String($0)).trimmingMarks }
            .filter { !$0.isEmpty }.map { Token($0) }
    }

    /// The same for plain text, which most is, at a fraction of the cost.
    private static func asciiTokens(_ bytes: [UInt8]) -> [Token] {
        bytes.split { byte in
            switch byte {
            case 0x09...0x0D, 0x20, UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"),
                UInt8(ascii: ":"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""):
                true
            default: false
            }
        }.compactMap { part in
            var part = part
            while let last = part.last, last == UInt8(ascii: ".") || last == UInt8(ascii: ",") {
                part.removeLast()
            }
            return part.isEmpty ? nil : Token(ascii: part)
        }
    }

    mutating func query(limit: Int) -> ProductQuery {
        var query = ProductQuery(limit: limit)
        readPrices(into: &query)
        readStock(into: &query)
        readSize(into: &query)
        readColour(into: &query)
        for token in tokens where !token.isTaken {
            if let word = token.word {
                query.words.append(word)
            } else {
                query.words += token.words
            }
        }
        let head = headWord()
        query.headWord = head?.word
        query.headCategory = head?.category
        return query
    }

    /// The last word that names a kind of product before what it is for; without one before, the first
    /// behind: "charger for a laptop", "something for my laptop".
    private func headWord() -> (word: String, category: UInt32?)? {
        let split =
            tokens.indices.first { index in
                // "Looking for" says nothing of a purpose.
                Self.purposeWords.contains(tokens[index].folded)
                    && !(index > 0 && Self.seekingWords.contains(tokens[index - 1].folded))
            } ?? tokens.endIndex
        // "La más ligera" is no kind of thing, though a light may be one.
        let asksDegree = tokens.contains { ProductQuality.asksDegree($0.folded) }
        func category(meantBy token: Token) -> UInt32? {
            guard !token.isTaken, !(asksDegree && ProductQuality.isNamed(by: token.folded)) else {
                return nil
            }
            return catalogue.category(meantBy: token.folded)
        }
        for place in tokens[..<split].indices.reversed() {
            guard let category = category(meantBy: tokens[place]) else { continue }
            // A "laptop charger" is a charger, though other kinds are called chargers too.
            let later = tokens[(place + 1)..<split].last {
                !$0.isTaken && catalogue.category(called: $0.folded) != nil
            }
            return later.map { ($0.folded, nil) } ?? (tokens[place].folded, category)
        }
        for token in tokens[split...] {
            if let category = category(meantBy: token) { return (token.folded, category) }
        }
        return nil
    }

    private mutating func readPrices(into query: inout ProductQuery) {
        guard let currency = catalogue.products.first?.price.currency else { return }
        for index in tokens.indices where !tokens[index].isTaken {
            guard let (money, isSigned, count) = price(at: index, currency) else { continue }
            let before = bound(before: index)
            guard isSigned || before != nil else { continue }
            take(index..<(index + count))
            switch before?.bound ?? .atMost {
            case .atMost: query.priceMax = money
            case .atLeast: query.priceMin = money
            case .between:
                query.priceMin = money
                // The second of "between 50 and 100" follows one word later.
                let next = index + count + 1
                if next < tokens.count, let (most, _, length) = price(at: next, currency) {
                    query.priceMax = most
                    take((next - 1)..<(next + length))
                }
            }
            if let before { take(before.place..<index) }
        }
        if let least = query.priceMin, let most = query.priceMax, most < least {
            (query.priceMin, query.priceMax) = (most, least)
        }
    }

    /// An amount that begins at a token: `100`, `100€`, `$100`, `100 euros`.
    private func price(
        at index: Int, _ currency: Currency
    ) -> (money: Money, isSigned: Bool, count: Int)? {
        let text = tokens[index].text
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        guard text.hasNumber, let money = Money(text, currency: currency) else {
            return nil
        }
        if let next,
            Self.moneyWords.contains(next.folded) || Currency(symbol: next.text) == currency
                || (next.text.utf8.count == 3 && Currency(next.text) == currency)
        {
            return (money, true, 2)
        }
        let isSigned = text.contains { !$0.isNumber && !".,'".contains($0) }
        // "under 2 kg" is no price.
        if !isSigned, let next, Self.unitWords.contains(next.folded) { return nil }
        return (money, isSigned, 1)
    }

    private enum Bound {
        case atMost, atLeast, between
    }

    /// The words that end right before a token.
    private func bound(before index: Int) -> (bound: Bound, place: Int)? {
        for length in [3, 2, 1] where index >= length {
            let words = tokens[(index - length)..<index]
            guard words.allSatisfy({ !$0.isTaken }) else { continue }
            let phrase = words.map(\.folded).joined(separator: " ")
            if let bound = Self.bounds[phrase] { return (bound, index - length) }
        }
        return nil
    }

    private mutating func readStock(into query: inout ProductQuery) {
        for phrase in Self.stockPhrases {
            guard let place = place(of: phrase) else { continue }
            query.inStockOnly = true
            take(place..<(place + phrase.count))
        }
    }

    private mutating func readSize(into query: inout ProductQuery) {
        for index in tokens.indices where !tokens[index].isTaken {
            let isNamed = index > 0 && Self.sizeWords.contains(tokens[index - 1].folded)
            let folded = tokens[index].folded
            if index > 0, Self.beforeSizeNames.contains(tokens[index - 1].folded),
                let size = Self.sizeNames[folded],
                catalogue.facets.isKnown(.size, size, catalogue.synonyms)
            {
                query.size = size
                take(index..<(index + 1))
                return
            }
            guard isNamed || folded.utf8.count <= 4 && Self.letterSizes.contains(folded),
                catalogue.facets.isKnown(.size, tokens[index].text, catalogue.synonyms)
            else { continue }
            query.size = tokens[index].text
            take((isNamed ? index - 1 : index)..<(index + 1))
            return
        }
    }

    private mutating func readColour(into query: inout ProductQuery) {
        for length in [2, 1] {
            for index in tokens.indices where index + length <= tokens.count {
                let range = index..<(index + length)
                guard tokens[range].allSatisfy({ !$0.isTaken }), isColour(range) else { continue }
                query.colour = tokens[range].map(\.text).joined(separator: " ")
                take(range)
                return
            }
        }
    }

    private func isColour(_ range: Range<Int>) -> Bool {
        if let only = tokens[range].first?.word, range.count == 1 {
            return catalogue.facets.isKnown(.colour, word: only, catalogue.synonyms)
        }
        // Most pairs begin no colour of two words.
        if let first = tokens[range].first?.word, !catalogue.facets.begins(.colour, with: first) {
            return false
        }
        let words = tokens[range].flatMap(\.words)
        return catalogue.facets.isKnown(.colour, words, catalogue.synonyms)
    }

    private func place(of phrase: [String]) -> Int? {
        guard tokens.count >= phrase.count else { return nil }
        return (0...(tokens.count - phrase.count)).first { start in
            phrase.indices.allSatisfy {
                tokens[start + $0].folded == phrase[$0] && !tokens[start + $0].isTaken
            }
        }
    }

    private mutating func take(_ range: Range<Int>) {
        for index in range { tokens[index].isTaken = true }
    }
}

extension QueryReader {
    private static let bounds: WordTable<Bound> = {
        let atMost = [
            "under", "below", "less than", "up to", "at most", "max", "maximum", "cheaper than",
            "not more than", "no more than", "unter", "bis", "bis zu", "hochstens", "maximal",
            "weniger als", "gunstiger als", "billiger als", "menos de", "hasta", "maximo",
            "como maximo",
            "por debajo de", "por menos de", "for under", "fur unter",
        ]
        let atLeast = [
            "over", "above", "more than", "at least", "from", "min", "uber", "mehr als", "ab",
            "mindestens", "mas de", "desde", "a partir de", "por encima de", "al menos",
        ]
        var bounds: [String: Bound] = [:]
        for phrase in atMost { bounds[phrase] = .atMost }
        for phrase in atLeast { bounds[phrase] = .atLeast }
        for phrase in ["between", "zwischen", "entre"] { bounds[phrase] = .between }
        return WordTable(bounds)
    }()

    private static let seekingWords: WordSet = [
        "looking", "look", "search", "searching", "shopping", "suche", "suchen",
    ]
    private static let purposeWords: WordSet = [
        "for", "with", "to", "that", "without", "in", "fur", "mit", "zum", "zur", "ohne", "para",
        "con", "sin", "de",
    ]
    private static let moneyWords: WordSet = [
        "euro", "euros", "dollar", "dollars", "bucks", "pound", "pounds", "quid", "francs",
        "franken",
        "dolares", "libras",
    ]
    private static let unitWords: WordSet = [
        "kg", "g", "gram", "grams", "gramm", "gramos", "kilo", "kilos", "mm", "cm", "m", "l",
        "litre",
        "litres", "liter", "litros", "inch", "inches", "zoll", "pulgadas", "w", "watt", "watts",
        "lumen", "hours", "stunden", "horas", "days", "tage", "dias", "person", "personen",
        "personas",
        "people", "mah", "gb", "tb", "hz", "years", "jahre", "anos", "°c", "degrees", "grad",
        "grados",
    ]
    private static let stockPhrases = [
        ["in", "stock"], ["available"], ["auf", "lager"], ["vorratig"], ["lieferbar"],
        ["verfugbar"],
        ["en", "stock"], ["disponible"], ["disponibles"],
    ]
    private static let sizeWords: WordSet = ["size", "grosse", "talla", "gr.", "gr", "numero"]
    /// "In large" is a size, "a large tent" is none.
    private static let beforeSizeNames: WordSet = ["in", "size", "grosse", "talla", "en"]
    private static let sizeNames = WordTable([
        "small": "S", "medium": "M", "large": "L", "klein": "S", "mittel": "M", "gross": "L",
        "pequena": "S", "mediana": "M", "grande": "L",
    ])
    private static let letterSizes: WordSet = ["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"]
}

extension String {
    /// Whether a character of it is a number of any script.
    fileprivate var hasNumber: Bool {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.contains { $0 &- 0x30 < 10 } }
        return contains(where: \.isNumber)
    }

    /// Without the marks that end a clause; those within an amount stay.
    fileprivate var trimmingMarks: String {
        var text = self[...]
        while let last = text.last, ".,".contains(last) { text.removeLast() }
        return String(text)
    }
}
