import Vocabulary

/// Small words of a language that turn a wish round or join two: "not", "instead of", "and".
struct Manners: Sendable {
    private let joiners: Set<UInt64>
    /// "don't want": a word that denies and a word that wishes, at most two words apart.
    private let denials: Set<UInt64>
    private let wishes: Set<UInt64>
    /// "not a refund but": a denial that needs no wish because this word answers it.
    private let turns: Set<UInt64>
    /// "instead of", "rather than", by the first word: what follows is not wanted, up to the next mark.
    private let insteads: [UInt64: Set<UInt64>]
    /// Denials and the first words of "instead of": where nothing of it stands, nothing is refused.
    private let refusals: HashTable

    init(_ language: Language) {
        let words = Self.words[language.code] ?? Words()
        joiners = Self.hashes(words.joiners)
        denials = Self.hashes(words.denials)
        wishes = Self.hashes(words.wishes)
        turns = Self.hashes(words.turns)
        var pairs: [UInt64: Set<UInt64>] = [:]
        for pair in words.insteads.split(separator: " ") {
            let halves = pair.split(separator: "+").map { EntityWords.hash(String($0)) }
            if halves.count == 2 { pairs[halves[0], default: []].insert(halves[1]) }
        }
        insteads = pairs
        refusals = HashTable(denials.union(pairs.keys).sorted())
    }

    func isJoiner(_ line: FoldedLine, _ word: Int) -> Bool {
        word < line.words.count && joiners.contains(Self.hash(line, word))
    }

    /// The words that say what is not wanted: from the denial to the mark or the word that turns to
    /// what is. nil where nothing is refused, or nothing is wanted instead.
    func refusedClause(_ line: FoldedLine) -> Range<Int>? {
        for start in line.words.indices {
            let hash = Self.hash(line, start)
            guard refusals.index(of: hash) != HashTable.absent else { continue }
            if start + 2 < line.words.count, let seconds = insteads[hash],
                seconds.contains(Self.hash(line, start + 1))
            {
                let end = clauseEnd(line, from: start + 2)
                if start > 1 || end < line.words.count { return start..<end }
            }
            guard denials.contains(hash) else { continue }
            let end = clauseEnd(line, from: start + 1)
            if end == line.words.count {
                // "I want an exchange, not a refund": a few words behind a mark, behind a wish.
                if start > 1, line.marks[start - 1] != 0, end - start <= 4, hasWish(line, 0..<start)
                {
                    return start..<end
                }
                continue
            }
            let isWish = hasWish(line, max(0, start - 1)..<min(end, start + 4))
            let isTurned = turns.contains(Self.hash(line, end))
            if isWish && (isTurned || hasWish(line, end..<min(line.words.count, end + 4)))
                || isTurned && start == 0
            {
                return begin(start, line)..<end
            }
        }
        return nil
    }

    private func hasWish(_ line: FoldedLine, _ words: Range<Int>) -> Bool {
        words.contains { wishes.contains(Self.hash(line, $0)) }
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
            denials: "not dont no never without",
            wishes: "want need like wanted wish",
            turns: "but just only rather", insteads: "instead+of rather+than"),
        "de": Words(
            joiners: "und auch außerdem sowie", denials: "nicht kein keine keinen nie ohne",
            wishes: "will möchte brauche wünsche mag wollte suche",
            turns: "sondern aber nur lieber",
            insteads: "statt+einer statt+einem statt+der anstatt+einer anstatt+einem anstatt+der"),
        "es": Words(
            joiners: "y e también además", denials: "no nunca sin ni",
            wishes: "quiero necesito quisiera busco deseo quería", turns: "sino pero solo mejor",
            insteads: "vez+de lugar+de"),
    ]
}
