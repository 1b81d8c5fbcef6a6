/// The words of the training lines: each with its stem, and each found again when it is misspelt.
struct Lexicon: Sendable {
    /// Longest word that is looked for among known ones.
    static let correctedLetterCountMax = 24
    /// Shortest word that is corrected; below, a slip makes another word too easily.
    static let correctedLetterCountMin = 3
    /// Words that are equally near, of which the line around decides.
    static let nearestCountMax = 6

    /// Hash of the stem by the index of a word.
    private(set) var stems: [UInt64]
    private let table: HashTable
    /// Letters of all words, one after the other, and where each begins.
    private let letters: [UInt32]
    private let starts: [UInt32]
    /// Which of 32 groups of letters a word has.
    private let masks: [UInt32]
    /// Lines that have the word: among equals the commoner one is meant.
    private let lineCounts: [UInt32]
    /// Words by first letter and length: `order[buckets[key]..<buckets[key + 1]]`.
    private var order: [UInt32] = []
    private var buckets: [UInt32] = []

    /// One word on its way into a lexicon.
    struct Entry: Sendable {
        var letters: [UInt32]
        var stem: UInt64
        var lineCount: UInt32
    }

    /// - Parameter entries: Different words, in an order that the same files repeat.
    init(_ entries: [Entry]) {
        table = HashTable(entries.map { FeatureHash.word($0.letters[...], kind: Self.surfaceKind) })
        stems = entries.map(\.stem)
        lineCounts = entries.map(\.lineCount)
        letters = entries.flatMap(\.letters)
        var starts: [UInt32] = [0]
        for entry in entries {
            starts.append(starts[starts.count - 1] + UInt32(entry.letters.count))
        }
        self.starts = starts
        masks = entries.map { Self.mask(of: $0.letters[...]) }
        arrange(entries)
    }

    static let surfaceKind: UInt64 = 11

    var count: Int { stems.count }

    /// The words as they went in.
    var entries: [Entry] {
        (0..<count).map { word in
            Entry(letters: Array(self.word(word)), stem: stems[word], lineCount: lineCounts[word])
        }
    }

    /// - Returns: The index of a word that is known as it is typed, or nil.
    @inline(__always)
    func index(ofSurface hash: UInt64) -> Int? {
        let index = table.index(of: hash)
        return index == HashTable.absent ? nil : Int(index)
    }

    /// The known words nearest to one that is not known: same first letter, one slip in words of 3 to 7
    /// letters, two in longer ones; neighbours that changed places are one slip. Of three letters only
    /// words of four are near, one of whose letters was left out.
    ///
    /// - Returns: Words with equally few slips, the commonest first, at most `nearestCountMax`.
    func nearest(to typed: ArraySlice<UInt32>) -> [Int] {
        guard (Self.correctedLetterCountMin...Self.correctedLetterCountMax).contains(typed.count),
            let first = typed.first
        else { return [] }
        var slipsMax = typed.count >= 8 ? 2 : 1
        let mask = Self.mask(of: typed)
        var best: [Int] = []
        let shortest = typed.count == 3 ? 4 : max(typed.count - slipsMax, 3)
        for length in shortest...(typed.count + slipsMax) {
            let bucket = Self.bucket(first: first, length: length)
            for place in buckets[bucket]..<buckets[bucket + 1] {
                let word = Int(order[Int(place)])
                guard (masks[word] ^ mask).nonzeroBitCount <= 2 * slipsMax,
                    let slips = EditDistance.slips(typed, self.word(word), atMost: slipsMax)
                else { continue }
                if slips < slipsMax {
                    best.removeAll(keepingCapacity: true)
                    slipsMax = slips
                }
                best.append(word)
            }
        }
        best.sort { (lineCounts[$1], $0) < (lineCounts[$0], $1) }
        return Array(best.prefix(Self.nearestCountMax))
    }

    /// The letters of a word.
    func word(_ index: Int) -> ArraySlice<UInt32> {
        letters[Int(starts[index])..<Int(starts[index + 1])]
    }

    private static let lengthCount = correctedLetterCountMax + 4

    private static func bucket(first: UInt32, length: Int) -> Int {
        Int(first & 31) * lengthCount + min(length, lengthCount - 1)
    }

    private static func mask(of letters: ArraySlice<UInt32>) -> UInt32 {
        letters.reduce(0) { $0 | 1 << ($1 & 31) }
    }

    private mutating func arrange(_ entries: [Entry]) {
        let bucketCount = 32 * Self.lengthCount
        var members: [[UInt32]] = Array(repeating: [], count: bucketCount)
        for (index, entry) in entries.enumerated() {
            guard let first = entry.letters.first, entry.letters.count < Self.lengthCount,
                entry.letters.allSatisfy({ $0 &- 0x30 >= 10 })
            else { continue }
            members[Self.bucket(first: first, length: entry.letters.count)].append(UInt32(index))
        }
        buckets = [0]
        for member in members {
            order.append(contentsOf: member)
            buckets.append(UInt32(order.count))
        }
    }
}
