import Vocabulary

/// A rule beside examples: `refund{2} && (money|card) !policy`.
///
/// A word stands for itself, `word{n}` for itself with up to n slips of the keyboard, `*cash*` for any
/// word around it, `"my money"` for words one after the other; `&&` or a space is and, `|` is or, `!`
/// is not, brackets group, and `max_words=n` asks for a line of at most n words. And binds closer than
/// or. Letter case and accents make no difference.
public struct PatternRule: Sendable, Equatable {
    public var intent: IntentName
    /// The pattern as its author wrote it.
    public let source: String
    /// Where it stands, for messages: `juniper/en/returns.yml:12`.
    public var place: String
    let term: PatternTerm
    /// What every line that fits has one of; see `FoldedLine.wordMarks`.
    private let wordMarks: UInt64

    /// - Throws: `PatternError` with the column of the mistake.
    public init(parsing source: String, intent: IntentName, place: String = "") throws(PatternError)
    {
        self.intent = intent
        self.source = source
        self.place = place
        var parser = PatternParser(source)
        term = try parser.pattern()
        wordMarks = term.wordMarks
    }

    /// Whether a line fits the pattern.
    func matches(_ line: FoldedLine) -> Bool { matches(line, marks: line.wordMarks) }

    /// The same where the marks of the line's words are known.
    func matches(_ line: FoldedLine, marks: UInt64) -> Bool {
        wordMarks & marks != 0 && term.matches(line)
    }
}

/// Why a pattern cannot be read.
public struct PatternError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Place of the mistake in the pattern; the first character is 1.
    public let column: Int
    /// What was found there.
    public let problem: String
    /// What to write instead.
    public let hint: String

    public var description: String { "column \(column): \(problem); \(hint)" }
}

/// One part of a pattern.
indirect enum PatternTerm: Sendable, Equatable {
    /// A word with so many slips at the most.
    case word([UInt32], slipsMax: Int)
    /// Pieces of a word that follow one another; a first or last piece that is empty is open.
    case wildcard([[UInt32]])
    /// Words one after the other.
    case phrase([[UInt32]])
    case all([PatternTerm])
    case any([PatternTerm])
    case not(PatternTerm)
    case wordCountMax(Int)

    func matches(_ line: FoldedLine) -> Bool {
        switch self {
        case .word(let letters, let slipsMax):
            line.words.contains { word in
                line.has(letters, at: word)
                    || slipsMax > 0 && abs(word.count - letters.count) <= slipsMax
                        && EditDistance.slips(
                            line.letters(of: word), letters[...], atMost: slipsMax) != nil
            }
        case .wildcard(let pieces):
            line.words.contains { Self.fits(line.letters(of: $0), pieces) }
        case .phrase(let words): Self.holds(line, words)
        case .all(let terms): terms.allSatisfy { $0.matches(line) }
        case .any(let terms): terms.contains { $0.matches(line) }
        case .not(let term): !term.matches(line)
        case .wordCountMax(let count): line.words.count <= count
        }
    }

    /// Marks of words one of which a line has to have, as far as they are known; all where they are not.
    var wordMarks: UInt64 {
        switch self {
        case .word(let letters, slipsMax: 0): FoldedLine.mark(ofWord: letters[...])
        case .phrase(let words): words.first.map { FoldedLine.mark(ofWord: $0[...]) } ?? .max
        case .all(let terms):
            terms.map(\.wordMarks).min { $0.nonzeroBitCount < $1.nonzeroBitCount } ?? .max
        case .any(let terms): terms.reduce(0) { $0 | $1.wordMarks }
        case .word, .wildcard, .not, .wordCountMax: .max
        }
    }

    /// Each piece is taken at its first place, which never rules out a later one.
    private static func fits(_ word: ArraySlice<UInt32>, _ pieces: [[UInt32]]) -> Bool {
        guard let first = pieces.first, let last = pieces.last, word.starts(with: first) else {
            return false
        }
        var rest = word.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let place = Self.place(of: piece, in: rest) else { return false }
            rest = rest[(place + piece.count)...]
        }
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    private static func place(of piece: [UInt32], in word: ArraySlice<UInt32>) -> Int? {
        guard word.count >= piece.count else { return nil }
        return (word.startIndex...(word.endIndex - piece.count)).first { start in
            word[start..<(start + piece.count)].elementsEqual(piece)
        }
    }

    private static func holds(_ line: FoldedLine, _ words: [[UInt32]]) -> Bool {
        guard !words.isEmpty, line.words.count >= words.count else { return false }
        return (0...(line.words.count - words.count)).contains { start in
            words.indices.allSatisfy { offset in
                line.has(words[offset], at: line.words[start + offset])
            }
        }
    }
}
