import CLinear

/// Memory that matching a line needs, kept from line to line by whoever matches many.
///
/// One scratch belongs to one loop at a time. Its contents mean nothing between calls.
public struct MatchScratch: Sendable {
    /// One feature of the line and how often it occurs.
    struct Entry: Sendable {
        var index: UInt32
        var isCharacters: Bool
        var count: Float
        var value: Float
    }

    var line = FoldedLine()
    var features: [FeatureReader.Feature] = []
    var entries: [Entry] = []
    var indices: [UInt32] = []
    var values: [Float] = []
    var scores: [Float] = []
    /// Words that were read as known ones.
    var corrections: [(word: Int, known: Int)] = []
    var mappedCount = 0
    /// Score of the second intent of the last line that was classified.
    var runnerUp: Float = -1
    var unknownCount = 0
    var unknownWeight: (words: Float, characters: Float) = (0, 0)
    /// Entry index + 1 by feature index, open addressing; all 0 between lines.
    private var slots: [UInt32] = []

    /// One bit for every word of the line, by the last bits of its feature: tells most features that
    /// are not in the line without a look.
    private var wordBits: UInt64 = 0
    /// The same by the bits before those.
    private var otherWordBits: UInt64 = 0

    /// Features of a line of ordinary length.
    private static let usualFeatureCount = 256

    public init() {
        features.reserveCapacity(Self.usualFeatureCount)
        entries.reserveCapacity(Self.usualFeatureCount)
        indices.reserveCapacity(Self.usualFeatureCount)
        values.reserveCapacity(Self.usualFeatureCount)
        slots = Array(repeating: 0, count: 2 * Self.usualFeatureCount)
    }

    /// Whether a word may be in the line; false is certain.
    @inline(__always)
    borrowing func mayHaveWord(_ feature: UInt32) -> Bool {
        wordBits &>> UInt64(feature) & otherWordBits &>> UInt64(feature &>> 6) & 1 != 0
    }

    /// Counts `features` into `entries`, in the order they first occur.
    mutating func count(with table: HashTable) {
        entries.removeAll(keepingCapacity: true)
        unknownWeight = (0, 0)
        var capacity = 64
        while capacity < features.count * 2 { capacity *= 2 }
        if slots.count < capacity { slots = Array(repeating: 0, count: capacity) }
        let mask = slots.count - 1
        for feature in features {
            let index = table.index(of: feature.hash)
            guard index != HashTable.absent else {
                if feature.isCharacters {
                    unknownWeight.characters += 1
                } else {
                    unknownWeight.words += 1
                }
                continue
            }
            var at = Self.home(of: index) & mask
            while slots[at] != 0, entries[Int(slots[at]) - 1].index != index {
                at = (at + 1) & mask
            }
            if slots[at] == 0 {
                entries.append(
                    Entry(
                        index: index, isCharacters: feature.isCharacters, count: feature.weight,
                        value: 0))
                slots[at] = UInt32(entries.count)
            } else {
                entries[Int(slots[at]) - 1].count += feature.weight
            }
        }
        clearSlots()
    }

    /// Puts the entries where `value(of:)` finds them by feature.
    mutating func spread() {
        var capacity = 64
        while capacity < entries.count * 2 { capacity *= 2 }
        if slots.count < capacity { slots = Array(repeating: 0, count: capacity) }
        let mask = slots.count - 1
        wordBits = 0
        otherWordBits = 0
        for (number, entry) in entries.enumerated() {
            if !entry.isCharacters {
                wordBits |= 1 &<< UInt64(entry.index)
                otherWordBits |= 1 &<< UInt64(entry.index &>> 6)
            }
            var at = Self.home(of: entry.index) & mask
            while slots[at] != 0 { at = (at + 1) & mask }
            slots[at] = UInt32(number + 1)
        }
    }

    /// Undoes `spread()`.
    mutating func gather() { clearSlots() }

    /// What a feature counts in the line; 0 if the line does not have it. Between `spread()` and
    /// `gather()` only.
    @inline(__always)
    borrowing func value(of feature: UInt32) -> Float {
        let mask = slots.count - 1
        var at = Self.home(of: feature) & mask
        while slots[at] != 0 {
            let number = Int(slots[at]) - 1
            if entries[number].index == feature { return values[number] }
            at = (at + 1) & mask
        }
        return 0
    }

    @inline(__always)
    private static func home(of feature: UInt32) -> Int {
        Int(truncatingIfNeeded: UInt64(feature) &* 0x9E37_79B9_7F4A_7C15 >> 32)
    }

    /// Every used slot lies in an unbroken run that begins at the home of an entry.
    private mutating func clearSlots() {
        let mask = slots.count - 1
        for entry in entries {
            var at = Self.home(of: entry.index) & mask
            while slots[at] != 0 {
                slots[at] = 0
                at = (at + 1) & mask
            }
        }
    }
}

extension MatchScratch {
    /// Sums the weights of the line's features into `scores`.
    mutating func sumRows(_ rows: [Float], width: Int) {
        scores.removeAll(keepingCapacity: true)
        scores.append(contentsOf: repeatElement(0, count: width))
        rows.withUnsafeBufferPointer { rows in
            helpline_add_rows(
                rows.baseAddress, Int32(width), indices, values, Int32(indices.count), &scores)
        }
    }
}
