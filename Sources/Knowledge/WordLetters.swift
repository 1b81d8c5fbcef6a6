/// The letters of an index's words in one piece of memory, with ways to find words by them: as they
/// are, by their beginning, in another form, and by the letters they share. Never changed once made.
struct WordLetters: Sendable {
    private let bytes: [UInt8]
    /// Word i lies at `starts[i]..<starts[i + 1]`.
    private let starts: [UInt32]
    /// Index of a word + 1 by the hash of its letters, open addressing, at most half full.
    private let slots: [UInt32]
    /// Groups of three letters in ascending order, and the words that have each.
    private let groups: [UInt32]
    private let groupStarts: [UInt32]
    private let groupWords: [UInt32]

    /// - Parameter words: Different ones, ascending.
    init(_ words: [String]) {
        var bytes: [UInt8] = []
        var starts: [UInt32] = [0]
        for word in words {
            bytes += word.utf8
            starts.append(UInt32(bytes.count))
        }
        var capacity = 16
        while capacity < words.count * 2 { capacity *= 2 }
        var slots = [UInt32](repeating: 0, count: capacity)
        var owned: [UInt64] = []
        for word in words.indices {
            let letters = bytes[Int(starts[word])..<Int(starts[word + 1])]
            letters.withUnsafeBufferPointer { letters in
                var at = Int(truncatingIfNeeded: Self.hash(letters)) & (capacity - 1)
                while slots[at] != 0 { at = (at + 1) & (capacity - 1) }
                slots[at] = UInt32(word + 1)
                for group in Self.groups(letters) {
                    owned.append(UInt64(group) << 32 | UInt64(word))
                }
            }
        }
        owned.sort()
        var groups: [UInt32] = []
        var groupStarts: [UInt32] = []
        for (place, pair) in owned.enumerated() where groups.last != UInt32(pair >> 32) {
            groups.append(UInt32(pair >> 32))
            groupStarts.append(UInt32(place))
        }
        (self.bytes, self.starts, self.slots) = (bytes, starts, slots)
        self.groups = groups
        self.groupStarts = groupStarts + [UInt32(owned.count)]
        groupWords = owned.map { UInt32(truncatingIfNeeded: $0) }
    }

    private var count: Int { starts.count - 1 }

    func withLetters<Result>(
        of word: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            body(UnsafeBufferPointer(rebasing: bytes[Int(starts[word])..<Int(starts[word + 1])]))
        }
    }

    /// The word with exactly these letters.
    func index(of letters: UnsafeBufferPointer<UInt8>) -> Int? {
        find(Self.hash(letters), letters, letters.count, "")
    }

    /// Plurals and singulars of English, German and Spanish.
    func forEachForm(of word: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        func look(dropping count: Int, adding ending: StaticString) {
            let stem = word.count - count
            let hash = Self.hash(UnsafeBufferPointer(rebasing: word[..<stem]))
            if let index = find(Self.hash(ending, after: hash), word, stem, ending) { body(index) }
        }
        for ending in Self.endings {
            look(dropping: 0, adding: ending)
            if Self.ends(word, with: ending), word.count >= ending.utf8CodeUnitCount + 3 {
                look(dropping: ending.utf8CodeUnitCount, adding: "")
            }
        }
        if Self.ends(word, with: "ies") { look(dropping: 3, adding: "y") }
        if Self.ends(word, with: "y") { look(dropping: 1, adding: "ies") }
    }

    private static let endings: [StaticString] = ["s", "es", "n", "en", "e", "er"]

    /// Words that begin with these letters, in their order.
    func beginnings(_ letters: UnsafeBufferPointer<UInt8>, countMax: Int) -> Range<Int> {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if withLetters(of: middle, { $0.lexicographicallyPrecedes(letters) }) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var end = low
        while end < count, end - low < countMax,
            withLetters(of: end, { $0.starts(with: letters) })
        { end += 1 }
        return low..<end
    }

    /// Words that share groups of three letters with `typed`: those that share most come first, of
    /// equals the first of the alphabet. Of long words a third of the groups has to be shared.
    func alike(_ typed: UnsafeBufferPointer<UInt8>, countMax: Int) -> [Int] {
        let groups = Self.groups(typed)
        var shared = [UInt8](repeating: 0, count: count)
        var touched: [UInt32] = []
        for group in groups {
            for word in words(with: group) {
                if shared[Int(word)] == 0 { touched.append(word) }
                shared[Int(word)] += 1
            }
        }
        let least = typed.count <= 5 ? 1 : (groups.count + 2) / 3
        var levels = [Int](repeating: 0, count: groups.count + 1)
        for word in touched where shared[Int(word)] >= least { levels[Int(shared[Int(word)])] += 1 }
        // Words below this level cannot be among the first.
        var (lowest, countAbove) = (groups.count, 0)
        while lowest > least, countAbove + levels[lowest] < countMax {
            countAbove += levels[lowest]
            lowest -= 1
        }
        let keys = touched.compactMap { word -> UInt64? in
            let level = Int(shared[Int(word)])
            return level < max(lowest, least)
                ? nil : UInt64(groups.count - level) << 32 | UInt64(word)
        }
        return keys.sorted().prefix(countMax).map { Int($0 & 0xFFFF_FFFF) }
    }

    private func words(with group: UInt32) -> ArraySlice<UInt32> {
        var (low, high) = (0, groups.count)
        while low < high {
            let middle = (low + high) / 2
            if groups[middle] < group { low = middle + 1 } else { high = middle }
        }
        guard low < groups.count, groups[low] == group else { return [] }
        return groupWords[Int(groupStarts[low])..<Int(groupStarts[low + 1])]
    }

    /// The word that is the first `count` of some letters with an ending behind.
    private func find(
        _ hash: UInt64, _ letters: UnsafeBufferPointer<UInt8>, _ count: Int, _ ending: StaticString
    ) -> Int? {
        var at = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[at] != 0 {
            let word = Int(slots[at]) - 1
            let isSame = withLetters(of: word) { known in
                guard known.count == count + ending.utf8CodeUnitCount else { return false }
                for place in 0..<count where known[place] != letters[place] { return false }
                for place in 0..<ending.utf8CodeUnitCount
                where known[count + place] != ending.utf8Start[place] { return false }
                return true
            }
            if isSame { return word }
            at = (at + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func ends(
        _ word: UnsafeBufferPointer<UInt8>, with ending: StaticString
    ) -> Bool {
        let start = word.count - ending.utf8CodeUnitCount
        guard start >= 0 else { return false }
        for place in 0..<ending.utf8CodeUnitCount
        where word[start + place] != ending.utf8Start[place] { return false }
        return true
    }

    private static func hash(_ letters: UnsafeBufferPointer<UInt8>) -> UInt64 {
        letters.reduce(0xCBF2_9CE4_8422_2325) { added($1, to: $0) }
    }

    private static func hash(_ ending: StaticString, after hash: UInt64) -> UInt64 {
        (0..<ending.utf8CodeUnitCount).reduce(hash) { added(ending.utf8Start[$1], to: $0) }
    }

    @inline(__always)
    private static func added(_ letter: UInt8, to hash: UInt64) -> UInt64 {
        let mixed = (hash ^ UInt64(letter)) &* 0x9E37_79B9_7F4A_7C15
        return mixed ^ mixed >> 29
    }

    /// Three bytes each, with the word's beginning and end marked; each group once.
    private static func groups(_ word: UnsafeBufferPointer<UInt8>) -> [UInt32] {
        var groups: [UInt32] = []
        groups.reserveCapacity(word.count)
        var group: UInt32 = 0x01
        for place in 0..<(word.count + 1) {
            group = (group << 8 | UInt32(place < word.count ? word[place] : 0x02)) & 0xFF_FFFF
            if place > 0, !groups.contains(group) { groups.append(group) }
        }
        return groups
    }
}
