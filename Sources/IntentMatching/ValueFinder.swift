import Vocabulary

/// Finds what the shop and its author listed: products, colours, sizes, categories, synonyms and
/// lookups, misspelt or in the plural too.
struct ValueFinder: Sendable {
    private struct Phrase: Sendable {
        /// Words by their index in the lexicon.
        var words: [Int]
        var kind: String
        var value: String
    }

    /// Words of one line that are looked for among misspelt ones.
    private static let correctionCountMax = 16
    /// Shortest word that may be a listed one misspelt.
    private static let correctedCountMin = 5

    private let lexicon: Lexicon
    /// Phrases by their first word, longest first.
    private let phrases: [Int: [Phrase]]
    private let hasPhrases: Bool

    init(_ sources: EntitySources) {
        var builder = Builder()
        for (entity, values) in sources.lookups.sorted(by: { $0.key < $1.key }) {
            for value in values { builder.add(value, kind: entity, value: value) }
        }
        builder.add(sources.productNames, kind: Entity.Kind.product)
        builder.add(sources.categories, kind: Entity.Kind.category)
        builder.add(sources.colours, kind: Entity.Kind.colour)
        builder.add(sources.sizes, kind: Entity.Kind.size)
        builder.addSizeNames(sources.sizes)
        let kinds = builder.kinds
        for (value, variants) in sources.synonyms.sorted(by: { $0.key < $1.key }) {
            // A synonym of a listed value is of its kind; others are their own.
            let kind = kinds[value] ?? value
            for variant in [value] + variants { builder.add(variant, kind: kind, value: value) }
        }
        builder.addTelling(sources.productNames)
        lexicon = Lexicon(builder.entries)
        phrases = builder.phrases.mapValues { phrases in
            phrases.sorted { ($1.words.count, $0.value) < ($0.words.count, $1.value) }
        }
        hasPhrases = !builder.phrases.isEmpty
    }

    func find(in page: inout EntityPage, lexicon known: Lexicon) {
        guard hasPhrases else { return }
        var left = Self.correctionCountMax
        let found = page.line.words.indices.map { index -> Int? in
            let letters = page.line.letters(of: page.line.words[index])
            let hash = page.hash(of: index)
            if let word = lexicon.index(ofSurface: hash) { return word }
            if let word = singular(letters) { return word }
            guard left > 0, letters.count >= Self.correctedCountMin,
                known.index(ofSurface: hash) == nil
            else { return nil }
            left -= 1
            return lexicon.nearest(to: letters).first
        }
        var index = 0
        while index < found.count {
            let fitting = found[index].flatMap { phrases[$0] }?.first { phrase in
                index + phrase.words.count <= found.count
                    && phrase.words.indices.allSatisfy { found[index + $0] == phrase.words[$0] }
                    && isMeant(phrase, at: index, page)
            }
            if let fitting {
                page.claim(
                    fitting.kind, fitting.value, page.range(index, index + fitting.words.count - 1))
                index += fitting.words.count
            } else {
                index += 1
            }
        }
    }

    /// A listed word without its plural ending.
    private func singular(_ letters: ArraySlice<UInt32>) -> Int? {
        guard letters.count > 3, letters.last == 0x73 else { return nil }
        let surface = FeatureHash.word(letters.dropLast(), kind: Lexicon.surfaceKind)
        return lexicon.index(ofSurface: surface)
    }

    /// Sizes of one letter or of figures need the word "size" before them, or a capital.
    private func isMeant(_ phrase: Phrase, at index: Int, _ page: EntityPage) -> Bool {
        guard phrase.kind == Entity.Kind.size, phrase.words.count == 1 else { return true }
        let word = page.line.words[index]
        if index > 0, page.words.sizes.contains(page.hash(of: index - 1)) { return true }
        if page.line.words.count == 1 { return true }
        if word.isNumber { return false }
        return word.count > 1 || page.bytes[Int(word.byteStart)] &- 0x41 < 26
    }

    /// Collects phrases and their words.
    private struct Builder {
        private(set) var entries: [Lexicon.Entry] = []
        private(set) var phrases: [Int: [Phrase]] = [:]
        private(set) var kinds: [String: String] = [:]
        private var places: [UInt64: Int] = [:]

        mutating func add(_ values: [String], kind: String) {
            for value in values { add(value, kind: kind, value: value) }
        }

        mutating func add(_ text: String, kind: String, value: String) {
            let line = FoldedLine(text)
            let words = line.words.map { place(of: line.letters(of: $0)) }
            guard let first = words.first else { return }
            let isThere = phrases[first]?.contains { $0.words == words } ?? false
            if !isThere {
                phrases[first, default: []].append(Phrase(words: words, kind: kind, value: value))
            }
            if kinds[value] == nil { kinds[value] = kind }
        }

        /// "large" for L, where the shop has L.
        mutating func addSizeNames(_ sizes: [String]) {
            for (size, names) in [
                ("XS", ["extra small"]), ("S", ["small"]), ("M", ["medium"]), ("L", ["large"]),
                ("XL", ["extra large", "x large"]), ("XXL", ["2xl", "double xl", "xx large"]),
            ] where sizes.contains(size) {
                for name in names { add(name, kind: Entity.Kind.size, value: size) }
            }
        }

        /// A word that only one product's name has stands for the product.
        mutating func addTelling(_ names: [String]) {
            var owners: [UInt64: Set<Int>] = [:]
            let lines = names.map { FoldedLine($0) }
            for (name, line) in lines.enumerated() {
                for word in line.words {
                    owners[Self.hash(line.letters(of: word)), default: []].insert(name)
                }
            }
            for (name, line) in lines.enumerated() {
                for word in line.words where word.count >= 5 && word.digitCount == 0 {
                    guard owners[Self.hash(line.letters(of: word))]?.count == 1 else { continue }
                    add(line.text(of: word), kind: Entity.Kind.product, value: names[name])
                }
            }
        }

        private mutating func place(of letters: ArraySlice<UInt32>) -> Int {
            let hash = Self.hash(letters)
            if let place = places[hash] { return place }
            places[hash] = entries.count
            entries.append(Lexicon.Entry(letters: Array(letters), stem: hash, lineCount: 1))
            return entries.count - 1
        }

        private static func hash(_ letters: ArraySlice<UInt32>) -> UInt64 {
            FeatureHash.word(letters, kind: Lexicon.surfaceKind)
        }
    }
}

extension EntityPage {
    /// How many: a number before "x" or "pieces", before something found, or alone in its line.
    mutating func findQuantities() {
        for index in line.words.indices {
            let word = line.words[index]
            guard isFree(range(index, index)) else { continue }
            if word.count <= 4, let count = timesCount(word) {
                claim(Entity.Kind.quantity, "\(count)", range(index, index))
                continue
            }
            guard word.count <= 3 || !word.isNumber, let count = number(at: index), count > 0 else {
                continue
            }
            let isAlone = line.words.count == 1 && word.isNumber
            let next = index + 1 < line.words.count ? index + 1 : nil
            let hasPiece = next.map { words.pieces.contains(hash(of: $0)) } ?? false
            let hasThing =
                next.map { next in
                    !isFree(range(next, next))
                        && entities.contains { entity in
                            entity.byteRange.contains(Int(line.words[next].byteStart))
                                && [Entity.Kind.product, Entity.Kind.category, Entity.Kind.colour]
                                    .contains(entity.kind)
                        }
                } ?? false
            let isArticle = !word.isNumber && count == 1
            if isAlone || hasPiece || hasThing && !isArticle {
                claim(Entity.Kind.quantity, "\(count)", range(index, index))
            }
        }
    }

    /// `2x` and `x2`.
    private func timesCount(_ word: FoldedLine.Word) -> Int? {
        let letters = line.letters(of: word)
        guard word.digitCount == word.end - word.start - 1, word.digitCount > 0,
            letters.first == 0x78 || letters.last == 0x78
        else { return nil }
        return letters.filter { $0 != 0x78 }.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
