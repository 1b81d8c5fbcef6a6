/// The words of a catalogue, and for each the products it stands in. Built once, never changed.
struct WordIndex: Sendable {
    /// A word of the catalogue that a typed word may mean.
    struct Expansion: Equatable, Sendable {
        let word: Int
        /// 1 to 100: how surely it is meant.
        let likeness: Int
    }

    /// One product that a word stands in.
    struct Posting: Sendable {
        let product: UInt32
        /// 1 to 255: how much the word says of the product.
        let weight: UInt8
    }

    /// Expansions of one typed word at the most.
    static let expansionCountMax = 24
    /// Bytes of a word; longer ones are in no catalogue.
    static let wordBytesMax = 64
    /// Words compared letter by letter for one typed word at the most.
    private static let comparedCountMax = 48

    /// Sorted, so that words with the same beginning are neighbours.
    let words: [String]
    private let bytes: [[UInt8]]
    private let indexByWord: [String: Int]
    private let wordsByTrigram: [UInt32: [Int32]]
    /// By word, in each by product; `starts` has one entry more than there are words.
    private let starts: [Int]
    private let postings: [Posting]

    /// - Parameter entries: For each word its products, ascending.
    init(_ entries: [String: [Posting]]) {
        words = entries.keys.sorted()
        bytes = words.map { Array($0.utf8) }
        var indexByWord: [String: Int] = [:]
        var wordsByTrigram: [UInt32: [Int32]] = [:]
        var starts = [0]
        var postings: [Posting] = []
        for (index, word) in words.enumerated() {
            indexByWord[word] = index
            for trigram in Self.trigrams(bytes[index]) {
                wordsByTrigram[trigram, default: []].append(Int32(index))
            }
            postings += entries[word] ?? []
            starts.append(postings.count)
        }
        (self.indexByWord, self.wordsByTrigram) = (indexByWord, wordsByTrigram)
        (self.starts, self.postings) = (starts, postings)
    }

    func index(of word: String) -> Int? { indexByWord[word] }

    /// How many products a word stands in.
    func productCount(of word: Int) -> Int { starts[word + 1] - starts[word] }

    func postings(of word: Int) -> ArraySlice<Posting> { postings[starts[word]..<starts[word + 1]] }

    func contains(_ word: Int, product: Int) -> Bool {
        var (low, high) = (starts[word], starts[word + 1])
        while low < high {
            let middle = (low + high) / 2
            if postings[middle].product < UInt32(product) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < starts[word + 1] && postings[low].product == UInt32(product)
    }

    /// The catalogue's words that a typed one may mean, surest first.
    ///
    /// - Parameter typed: Folded, not empty.
    func expansions(of typed: String) -> [Expansion] {
        let letters = Array(typed.utf8)
        guard letters.count <= Self.wordBytesMax else { return [] }
        var found: [Expansion] = []
        if let exact = indexByWord[typed] { found.append(Expansion(word: exact, likeness: 100)) }
        // Two letters with an ending are another word, and often a part of a SKU.
        for form in letters.count >= 3 ? Self.forms(of: typed) : [] {
            if let index = indexByWord[form] { found.append(Expansion(word: index, likeness: 92)) }
        }
        guard letters.count >= 3, !Self.isNumber(letters) else { return found }
        let isKnown = !found.isEmpty
        found += beginnings(letters, likeness: isKnown ? 60 : 75)
        found += near(letters, mayDiffer: !isKnown)
        var seen: Set<Int> = []
        let unique = found.sorted { ($1.likeness, $0.word) < ($0.likeness, $1.word) }
            .filter { seen.insert($0.word).inserted }
        return Array(unique.prefix(Self.expansionCountMax))
    }

    /// Words that begin with these letters.
    private func beginnings(_ letters: [UInt8], likeness: Int) -> [Expansion] {
        var (low, high) = (0, bytes.count)
        while low < high {
            let middle = (low + high) / 2
            if bytes[middle].lexicographicallyPrecedes(letters) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var found: [Expansion] = []
        while low < bytes.count, found.count < Self.expansionCountMax,
            bytes[low].starts(with: letters)
        {
            found.append(Expansion(word: low, likeness: likeness))
            low += 1
        }
        return found
    }

    /// Words that contain these letters (jacke in winterjacke), and if they `mayDiffer` words one or
    /// two typos away.
    private func near(_ letters: [UInt8], mayDiffer: Bool) -> [Expansion] {
        let trigrams = Self.trigrams(letters)
        var shared: [Int32: Int] = [:]
        for trigram in trigrams {
            for word in wordsByTrigram[trigram] ?? [] { shared[word, default: 0] += 1 }
        }
        let candidates = shared.map { (word: $0.key, count: $0.value) }
            .filter { $0.count * 3 >= trigrams.count || letters.count <= 5 }
            .sorted { ($1.count, $0.word) < ($0.count, $1.word) }.prefix(Self.comparedCountMax)
        let typosMax = letters.count >= 8 ? 2 : letters.count >= 4 ? 1 : 0
        return candidates.compactMap { candidate in
            let word = bytes[Int(candidate.word)]
            if letters.count >= 4, word.count > letters.count, word.hasRun(letters) {
                return Expansion(word: Int(candidate.word), likeness: 70)
            }
            guard mayDiffer, word.count >= 3,
                let typos = EditDistance.within(typosMax, letters, word), typos > 0
            else { return nil }
            return Expansion(word: Int(candidate.word), likeness: typos == 1 ? 65 : 45)
        }
    }

    /// Plurals and singulars of English, German and Spanish.
    private static func forms(of word: String) -> [String] {
        var forms: [String] = []
        for ending in ["s", "es", "n", "en", "e", "er"] {
            forms.append(word + ending)
            if word.hasSuffix(ending), word.utf8.count >= ending.utf8.count + 3 {
                forms.append(String(word.dropLast(ending.count)))
            }
        }
        if word.hasSuffix("ies") { forms.append(String(word.dropLast(3)) + "y") }
        if word.hasSuffix("y") { forms.append(String(word.dropLast()) + "ies") }
        return forms
    }

    /// Three bytes each, with the word's beginning and end marked.
    private static func trigrams(_ word: [UInt8]) -> [UInt32] {
        let marked = [0x01] + word + [0x02]
        guard marked.count >= 3 else { return [] }
        return (0...(marked.count - 3)).map { place in
            UInt32(marked[place]) << 16 | UInt32(marked[place + 1]) << 8 | UInt32(marked[place + 2])
        }.withoutRepeats
    }

    private static func isNumber(_ letters: [UInt8]) -> Bool {
        letters.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension [UInt8] {
    /// Whether `run` stands somewhere within.
    fileprivate func hasRun(_ run: [UInt8]) -> Bool {
        guard run.count <= count else { return false }
        return (0...(count - run.count)).contains { self[$0...].starts(with: run) }
    }
}
