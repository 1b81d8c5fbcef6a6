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
    /// What `line` was read from, as long as it is all of it.
    private var readText: String?
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
    /// Entry index + 1 by feature index, open addressing, in the first `slotMask + 1` of them.
    private var slots: [UInt32] = []
    private var slotMask = 0

    /// The words of the vector with what they count, by feature.
    private(set) var wordsInOrder: [(feature: UInt32, value: Float)] = []

    /// Features of a line of ordinary length.
    private static let usualFeatureCount = 256

    public init() {
        features.reserveCapacity(Self.usualFeatureCount)
        entries.reserveCapacity(Self.usualFeatureCount)
        indices.reserveCapacity(Self.usualFeatureCount)
        values.reserveCapacity(Self.usualFeatureCount)
        slots = Array(repeating: 0, count: 2 * Self.usualFeatureCount)
    }

    /// Reads a line, unless it is the one that was read last and nobody has changed it since.
    mutating func read(_ text: String) {
        if let readText, readText == text { return }
        line.read(text)
        readText = text
    }

    /// From here on `line` may be a part of what was read.
    mutating func forgetText() { readText = nil }

    /// Counts `features` into `entries`, in the order they first occur.
    mutating func count(with table: HashTable) {
        emptySlots(for: features.count)
        unknownWeight = (0, 0)
        var entries: [Entry] = []
        swap(&entries, &self.entries)
        entries.removeAll(keepingCapacity: true)
        let mask = slotMask
        var unknown: (words: Float, characters: Float) = (0, 0)
        slots.withUnsafeMutableBufferPointer { slots in
            for feature in features {
                let index = table.index(of: feature.hash)
                guard index != HashTable.absent else {
                    if feature.isCharacters { unknown.characters += 1 } else { unknown.words += 1 }
                    continue
                }
                var at = Self.home(of: index) & mask
                while slots[at] != 0, entries[Int(slots[at]) - 1].index != index {
                    at = (at + 1) & mask
                }
                if slots[at] == 0 {
                    entries.append(
                        Entry(
                            index: index, isCharacters: feature.isCharacters,
                            count: feature.weight, value: 0))
                    slots[at] = UInt32(entries.count)
                } else {
                    entries[Int(slots[at]) - 1].count += feature.weight
                }
            }
        }
        unknownWeight = unknown
        swap(&entries, &self.entries)
    }

    /// Puts the words in order, and the n-grams where `value(of:)` finds them by feature.
    mutating func spread() {
        emptySlots(for: entries.count)
        wordsInOrder.removeAll(keepingCapacity: true)
        let mask = slotMask
        for number in entries.indices {
            let index = entries[number].index
            guard entries[number].isCharacters else {
                wordsInOrder.append((index, values[number]))
                continue
            }
            var at = Self.home(of: index) & mask
            while slots[at] != 0 { at = (at + 1) & mask }
            slots[at] = UInt32(number + 1)
        }
        wordsInOrder.sort { $0.feature < $1.feature }
    }

    /// What the line counts for each n-gram, to be looked up until the body ends; after `spread()`.
    @inline(__always)
    borrowing func withVector<Result>(_ body: (SpreadVector) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            entries.withUnsafeBufferPointer { entries in
                values.withUnsafeBufferPointer { values in
                    body(
                        SpreadVector(
                            slots: slots, entries: entries, values: values, mask: slotMask))
                }
            }
        }
    }

    /// Makes room for so many different features, all slots of it empty.
    private mutating func emptySlots(for count: Int) {
        var capacity = 64
        while capacity < count * 2 { capacity *= 2 }
        if slots.count < capacity { slots = Array(repeating: 0, count: capacity) }
        slotMask = capacity - 1
        slots.withUnsafeMutableBufferPointer { $0[..<capacity].update(repeating: 0) }
    }

    @inline(__always)
    fileprivate static func home(of feature: UInt32) -> Int {
        Int(truncatingIfNeeded: UInt64(feature) &* 0x9E37_79B9_7F4A_7C15 >> 32)
    }
}

/// The n-grams of a line, by feature. Lives no longer than the call that hands it over.
struct SpreadVector {
    fileprivate let slots: UnsafeBufferPointer<UInt32>
    fileprivate let entries: UnsafeBufferPointer<MatchScratch.Entry>
    fileprivate let values: UnsafeBufferPointer<Float>
    fileprivate let mask: Int

    /// What an n-gram counts in the line; 0 if the line does not have it.
    @inline(__always)
    func value(of feature: UInt32) -> Float {
        var at = MatchScratch.home(of: feature) & mask
        while slots[at] != 0 {
            let number = Int(slots[at]) - 1
            if entries[number].index == feature { return values[number] }
            at = (at + 1) & mask
        }
        return 0
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
