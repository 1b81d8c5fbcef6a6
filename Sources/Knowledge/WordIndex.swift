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
    private let letters: WordLetters
    /// By word, in each by product; `starts` has one entry more than there are words.
    private let starts: [Int]
    private let postings: [Posting]

    /// - Parameter entries: For each word its products, ascending.
    init(_ entries: [String: [Posting]]) {
        words = entries.keys.sorted()
        letters = WordLetters(words)
        var starts = [0]
        var postings: [Posting] = []
        for word in words {
            postings += entries[word] ?? []
            starts.append(postings.count)
        }
        (self.starts, self.postings) = (starts, postings)
    }

    func index(of word: String) -> Int? {
        Array(word.utf8).withUnsafeBufferPointer { letters.index(of: $0) }
    }

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
    /// - Parameters:
    ///   - typed: Folded, not empty.
    ///   - isSame: Only the word itself and its other forms.
    func expansions(of typed: String, isSame: Bool = false) -> [Expansion] {
        let bytes = Array(typed.utf8)
        guard bytes.count <= Self.wordBytesMax else { return [] }
        return bytes.withUnsafeBufferPointer { typed in
            var found = Findings()
            if let exact = letters.index(of: typed) { found.add(exact, likeness: 100) }
            // Two letters with an ending are another word, and often a part of a SKU.
            if typed.count >= 3 { letters.forEachForm(of: typed) { found.add($0, likeness: 92) } }
            guard !isSame, typed.count >= 3, !Self.isNumber(typed) else {
                return found.surest(Self.expansionCountMax)
            }
            let isKnown = !found.isEmpty
            let beginnings = letters.beginnings(typed, countMax: Self.expansionCountMax)
            for word in beginnings { found.add(word, likeness: isKnown ? 60 : 75) }
            near(typed, mayDiffer: !isKnown, &found)
            return found.surest(Self.expansionCountMax)
        }
    }

    /// Words that contain these letters (jacke in winterjacke), and if they `mayDiffer` words one or
    /// two typos away.
    private func near(
        _ typed: UnsafeBufferPointer<UInt8>, mayDiffer: Bool, _ found: inout Findings
    ) {
        let typosMax = typed.count >= 8 ? 2 : typed.count >= 4 ? 1 : 0
        for word in letters.alike(typed, countMax: Self.comparedCountMax) {
            letters.withLetters(of: word) { letters in
                if typed.count >= 4, letters.count > typed.count, letters.hasRun(typed) {
                    found.add(word, likeness: 70)
                } else if mayDiffer, letters.count >= 3,
                    let typos = EditDistance.within(typosMax, typed, letters), typos > 0
                {
                    found.add(word, likeness: typos == 1 ? 65 : 45)
                }
            }
        }
    }

    private static func isNumber(_ letters: UnsafeBufferPointer<UInt8>) -> Bool {
        letters.allSatisfy { $0 &- 0x30 < 10 }
    }
}

/// Words with their likeness on the way into a list of expansions.
private struct Findings {
    /// 100 less the likeness, then the word: the surest is the smallest.
    private var keys: [UInt64] = []

    var isEmpty: Bool { keys.isEmpty }

    mutating func add(_ word: Int, likeness: Int) {
        keys.append(UInt64(100 - likeness) << 32 | UInt64(word))
    }

    /// Each word once, at its surest; of equally sure ones the first of the alphabet.
    func surest(_ countMax: Int) -> [WordIndex.Expansion] {
        var surest: [WordIndex.Expansion] = []
        surest.reserveCapacity(min(countMax, keys.count))
        for key in keys.sorted() where surest.count < countMax {
            let next = Self.expansion(key)
            if !surest.contains(where: { $0.word == next.word }) { surest.append(next) }
        }
        return surest
    }

    private static func expansion(_ key: UInt64) -> WordIndex.Expansion {
        WordIndex.Expansion(word: Int(key & 0xFFFF_FFFF), likeness: 100 - Int(key >> 32))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether `run`, which is not empty, stands somewhere within.
    fileprivate func hasRun(_ run: UnsafeBufferPointer<UInt8>) -> Bool {
        guard run.count <= count else { return false }
        for start in 0...(count - run.count) where self[start] == run[0] {
            var length = 1
            while length < run.count, self[start + length] == run[length] { length += 1 }
            if length == run.count { return true }
        }
        return false
    }
}
