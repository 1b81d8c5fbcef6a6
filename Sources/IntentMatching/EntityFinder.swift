import Vocabulary

/// Finds values in a line: numbers, names, dates and what the author listed.
///
/// Time grows with the bytes of the line alone: misspelt words looked up are bounded, and authors'
/// expressions run in linear time.
struct EntityFinder: Sendable {
    private let shapes: [OrderNumberShape]
    private let values: ValueFinder
    private let expressions: [(name: String, regex: LinearRegex)]
    private let words: EntityWords

    init(_ sources: EntitySources, language: Language) throws(TrainingError) {
        words = EntityWords(language)
        shapes = sources.orderNumberShapes.map { OrderNumberShape($0) }
        values = ValueFinder(sources)
        var expressions: [(name: String, regex: LinearRegex)] = []
        for (name, source) in sources.regexes.sorted(by: { $0.key < $1.key }) {
            do throws(PatternError) {
                expressions.append((name, try LinearRegex(source)))
            } catch {
                throw .badExpression(name: name, reason: error.description)
            }
        }
        self.expressions = expressions
    }

    /// - Parameter lexicon: Words that are right as they are typed, though a listed one is near.
    /// - Returns: Entities in the order of the line; ranges do not overlap.
    func entities(
        in text: String, line: FoldedLine, today: CivilDay?, lexicon: Lexicon
    ) -> [Entity] {
        var page = EntityPage(text, line: line, words: words)
        if page.hasDigits || page.hasAtSign {
            page.findEmails()
            page.findOrderNumbers(shapes)
        }
        findExpressions(in: text, &page)
        if page.hasDigits { page.findMoney() }
        page.findDates(today: today)
        if page.hasDigits {
            page.findPhones()
            page.findPostcodes()
        }
        values.find(in: &page, lexicon: lexicon)
        page.findQuantities()
        return page.entities.sorted { $0.byteRange.lowerBound < $1.byteRange.lowerBound }
    }

    private func findExpressions(in text: String, _ page: inout EntityPage) {
        guard !expressions.isEmpty else { return }
        var scalars: [UInt32] = []
        var offsets: [Int] = []
        var offset = 0
        for scalar in text.unicodeScalars {
            scalars.append(RegexStep.folded(scalar.value))
            offsets.append(offset)
            offset += UTF8.width(scalar)
        }
        offsets.append(offset)
        for (name, regex) in expressions {
            var start = 0
            var count = 0
            while count < EntityPage.entityCountMax,
                let found = regex.firstMatch(in: scalars, from: start)
            {
                let range = offsets[found.lowerBound]..<offsets[found.upperBound]
                page.claim(name, page.text(range), range)
                start = found.upperBound
                count += 1
            }
        }
    }
}

/// A line on which entities are marked, each byte for one entity at the most.
struct EntityPage {
    /// Entities of one line at the most.
    static let entityCountMax = 16

    let bytes: [UInt8]
    let line: FoldedLine
    let words: EntityWords
    let hasDigits: Bool
    let hasAtSign: Bool
    private(set) var entities: [Entity] = []

    init(_ text: String, line: FoldedLine, words: EntityWords) {
        bytes = Array(text.utf8)
        self.line = line
        self.words = words
        hasDigits = bytes.contains { (0x30...0x39).contains($0) }
        hasAtSign = bytes.contains(UInt8(ascii: "@"))
    }

    /// Marks a range unless a part of it is taken.
    mutating func claim(_ kind: String, _ value: String, _ range: Range<Int>) {
        guard !range.isEmpty, entities.count < Self.entityCountMax, isFree(range) else { return }
        entities.append(Entity(kind: kind, value: value, byteRange: range))
    }

    func isFree(_ range: Range<Int>) -> Bool {
        !entities.contains { $0.byteRange.overlaps(range) }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The hash of a word, to look it up in a list of words.
    func hash(of word: Int) -> UInt64 {
        FeatureHash.word(line.letters(of: line.words[word]), kind: Lexicon.surfaceKind)
    }

    /// The bytes of words `first` to `last`, both among them.
    func range(_ first: Int, _ last: Int) -> Range<Int> {
        Int(line.words[first].byteStart)..<Int(line.words[last].byteEnd)
    }

    /// - Returns: The number that a word of up to nine digits is, or a number word is.
    func number(at word: Int) -> Int? {
        guard line.words.indices.contains(word) else { return nil }
        if line.words[word].isNumber, line.words[word].count <= 9 {
            return line.letters(of: line.words[word]).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        let hash = hash(of: word)
        return words.isValued(hash) ? words.numbers[hash] : nil
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// A letter or digit of ASCII, or a byte of any other letter.
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte >= 0x80
    }

    /// Whether a word can begin at `at`: no letter or digit stands before.
    func isStart(_ at: Int) -> Bool { at == 0 || !Self.isLetterOrDigit(bytes[at - 1]) }
    func isEnd(_ at: Int) -> Bool { at == bytes.count || !Self.isLetterOrDigit(bytes[at]) }
}
