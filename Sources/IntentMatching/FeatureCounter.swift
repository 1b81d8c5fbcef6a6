/// Numbers different hashes in the order they come and counts the lines that have each.
struct FeatureCounter {
    private(set) var hashes: [UInt64] = []
    private(set) var lineCounts: [UInt32] = []
    private(set) var isCharacters: [Bool] = []
    private var lastLines: [Int32] = []
    private var slots: [UInt32] = Array(repeating: 0, count: 1 << 12)

    /// Counts the features of line number `line`; lines come one after the other.
    mutating func count(_ features: [FeatureReader.Feature], line: Int32) {
        for feature in features {
            let index = number(of: feature)
            if lastLines[index] != line {
                lastLines[index] = line
                lineCounts[index] += 1
            }
        }
    }

    private mutating func number(of feature: FeatureReader.Feature) -> Int {
        let mask = slots.count - 1
        var at = Int(truncatingIfNeeded: feature.hash) & mask
        while slots[at] != 0 {
            let index = Int(slots[at]) - 1
            if hashes[index] == feature.hash { return index }
            at = (at + 1) & mask
        }
        hashes.append(feature.hash)
        lineCounts.append(0)
        isCharacters.append(feature.isCharacters)
        lastLines.append(-1)
        slots[at] = UInt32(hashes.count)
        if hashes.count * 2 > slots.count { grow() }
        return hashes.count - 1
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, hash) in hashes.enumerated() {
            var at = Int(truncatingIfNeeded: hash) & mask
            while slots[at] != 0 { at = (at + 1) & mask }
            slots[at] = UInt32(index + 1)
        }
    }
}
