/// Finds the training line whose words are most like those of a line.
///
/// For each word and pair of words the training lines that have it. Words of so many lines that they
/// tell nothing are left out, which bounds the time of a look-up.
struct NearestLines: Sendable {
    /// Lines that a word may be in and still count.
    static let lineCountMax = 1_500

    /// Postings of feature i: `places[i]..<places[i + 1]`.
    let places: [UInt32]
    let lines: [UInt32]
    let values: [Float]
    let lineCount: Int

    /// - Parameter lines: Training lines; only the first `exampleCount` are found.
    init(_ sparse: SparseLines, exampleCount: Int, space: FeatureSpace) {
        var counts = [UInt32](repeating: 0, count: space.featureCount + 1)
        let entryCount = exampleCount == 0 ? 0 : Int(sparse.rowStart[exampleCount])
        for feature in sparse.featureIndex[..<entryCount] where space.isWord(feature) {
            counts[Int(feature)] += 1
        }
        for index in counts.indices where counts[index] > Self.lineCountMax { counts[index] = 0 }
        var places: [UInt32] = [0]
        places.reserveCapacity(counts.count)
        for count in counts.dropLast() { places.append(places[places.count - 1] + count) }
        var next = places
        var lines = [UInt32](repeating: 0, count: Int(places[places.count - 1]))
        var values = [Float](repeating: 0, count: lines.count)
        for line in 0..<exampleCount {
            for entry in sparse.entries(of: line) {
                let feature = Int(sparse.featureIndex[entry])
                guard places[feature + 1] > places[feature] else { continue }
                lines[Int(next[feature])] = UInt32(line)
                values[Int(next[feature])] = sparse.featureValue[entry]
                next[feature] += 1
            }
        }
        self.init(places: places, lines: lines, values: values, lineCount: exampleCount)
    }

    init(places: [UInt32], lines: [UInt32], values: [Float], lineCount: Int) {
        self.places = places
        self.lines = lines
        self.values = values
        self.lineCount = lineCount
    }

    /// The line most like the one that `scratch` holds as a vector, and the cosine of both, 0…1.
    ///
    /// - Parameter besides: A line that is not looked at.
    func nearest(
        _ scratch: inout MatchScratch, besides: Int? = nil
    ) -> (line: Int, likeness: Float)? {
        scratch.likenesses.removeAll(keepingCapacity: true)
        scratch.likenesses.append(contentsOf: repeatElement(0, count: lineCount))
        for entry in scratch.entries.indices where !scratch.entries[entry].isCharacters {
            let feature = Int(scratch.entries[entry].index)
            let value = scratch.values[entry]
            for place in Int(places[feature])..<Int(places[feature + 1]) {
                scratch.likenesses[Int(lines[place])] += values[place] * value
            }
        }
        var best: (line: Int, likeness: Float)?
        for (line, likeness) in scratch.likenesses.enumerated()
        where likeness > best?.likeness ?? 0 && line != besides {
            best = (line, likeness)
        }
        return best
    }
}
