import Vocabulary

/// Small words of a language that turn a wish round or join two: "not", "instead of", "and".
struct Manners: Sendable {
    private let joiners: Set<UInt64>
    /// "don't want": a word that denies and a word that wishes, at most two words apart.
    private let denials: Set<UInt64>
    private let wishes: Set<UInt64>
    /// "not a refund but": a denial that needs no wish because this word answers it.
    private let turns: Set<UInt64>
    /// "instead of", "rather than": what follows is not wanted, up to the next mark.
    private let insteads: Set<UInt64>

    init(_ language: Language) {
        let words = Self.words[language.code] ?? Words()
        joiners = Self.hashes(words.joiners)
        denials = Self.hashes(words.denials)
        wishes = Self.hashes(words.wishes)
        turns = Self.hashes(words.turns)
        insteads = Self.hashes(words.insteads)
    }

    func isJoiner(_ line: FoldedLine, _ word: Int) -> Bool {
        word < line.words.count && joiners.contains(Self.hash(line, word))
    }

    /// The words that say what is not wanted: from the denial to the mark or the word that turns to
    /// what is. nil where nothing is refused, or nothing is wanted instead.
    func refusedClause(_ line: FoldedLine) -> Range<Int>? {
        for start in line.words.indices {
            let hash = Self.hash(line, start)
            if insteads.contains(hash), start + 2 < line.words.count || start > 1 {
                let end = clauseEnd(line, from: start + 1)
                if start > 1 || end < line.words.count { return start..<end }
            }
            guard denials.contains(hash) else { continue }
            let end = clauseEnd(line, from: start + 1)
            guard end < line.words.count else { continue }
            let isWish = (max(0, start - 2)..<min(end, start + 3)).contains {
                wishes.contains(Self.hash(line, $0))
            }
            let isTurned = turns.contains(Self.hash(line, end))
            let isWishedBehind = (end..<min(line.words.count, end + 4)).contains {
                wishes.contains(Self.hash(line, $0))
            }
            if isTurned || isWish && isWishedBehind || start == 0 {
                return begin(start, line)..<end
            }
        }
        return nil
    }

    /// The subject before a denial goes with it: "I don't want".
    private func begin(_ denial: Int, _ line: FoldedLine) -> Int {
        var start = denial
        while start > 0, line.marks[start - 1] == 0, denial - start < 2 { start -= 1 }
        return start
    }

    private func clauseEnd(_ line: FoldedLine, from start: Int) -> Int {
        var end = start
        while end < line.words.count {
            if end > start, line.marks[end - 1] != 0, line.marks[end - 1] != UInt8(ascii: "-") {
                return end
            }
            if end > start, turns.contains(Self.hash(line, end)) { return end }
            end += 1
        }
        return end
    }

    private static func hash(_ line: FoldedLine, _ word: Int) -> UInt64 {
        FeatureHash.word(line.letters(of: line.words[word]), kind: Lexicon.surfaceKind)
    }

    private static func hashes(_ words: String) -> Set<UInt64> {
        Set(words.split(separator: " ").map { EntityWords.hash(String($0)) })
    }

    private struct Words {
        var joiners = ""
        var denials = ""
        var wishes = ""
        var turns = ""
        var insteads = ""
    }

    private static let words: [String: Words] = [
        "en": Words(
            joiners: "and also plus then",
            denials: "not dont doesnt didnt no never without wont cannot cant",
            wishes: "want need like looking asking after wanted wish care interested",
            turns: "but just only rather", insteads: "than instead"),
        "de": Words(
            joiners: "und auch außerdem sowie", denials: "nicht kein keine keinen nie ohne",
            wishes: "will möchte brauche wünsche mag wollte suche",
            turns: "sondern aber nur lieber",
            insteads: "statt anstatt"),
        "es": Words(
            joiners: "y e también además", denials: "no nunca sin ni",
            wishes: "quiero necesito quisiera busco deseo quería", turns: "sino pero solo mejor",
            insteads: "vez lugar"),
    ]
}
