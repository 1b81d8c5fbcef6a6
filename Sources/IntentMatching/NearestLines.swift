/// The training lines as vectors, to find how like a customer's line is to those of an intent.
///
/// Bounded: of an intent at most `lineCountMax` lines are looked at, spread evenly over its lines, by
/// their words first, and only the few most like it letter by letter.
struct NearestLines: Sendable {
    static let lineCountMax = 100
    private static let closeLookCount = 4

    /// Lines of intent i, in the order of the lines: `order[intents[i]..<intents[i + 1]]`.
    let intents: [UInt32]
    let order: [UInt32]
    /// Entries of the n-th line in that order: from `starts[n]`, its n-grams from `middles[n]`.
    let starts: [UInt32]
    let middles: [UInt32]
    let features: [UInt32]
    /// In 65,535ths.
    let values: [UInt16]

    /// - Parameter exampleCount: Lines after these are background and not looked at.
    init(_ sparse: SparseLines, exampleCount: Int, intentCount: Int, space: FeatureSpace) {
        var members: [[UInt32]] = Array(repeating: [], count: intentCount)
        for line in 0..<exampleCount { members[Int(sparse.lineClass[line])].append(UInt32(line)) }
        var intents: [UInt32] = [0]
        var order: [UInt32] = []
        for member in members {
            let count = min(member.count, Self.lineCountMax)
            for place in 0..<count { order.append(member[place * member.count / count]) }
            intents.append(UInt32(order.count))
        }
        var starts: [UInt32] = [0]
        var middles: [UInt32] = []
        var features: [UInt32] = []
        var values: [UInt16] = []
        for line in order {
            for wantsWords in [true, false] {
                for entry in sparse.entries(of: Int(line)) {
                    let feature = sparse.featureIndex[entry]
                    guard feature != space.biasIndex, space.isWord(feature) == wantsWords else {
                        continue
                    }
                    features.append(feature)
                    values.append(UInt16(min(1, sparse.featureValue[entry]) * 65_535))
                }
                if wantsWords { middles.append(UInt32(features.count)) }
            }
            starts.append(UInt32(features.count))
        }
        self.init(
            intents: intents, order: order, starts: starts, middles: middles, features: features,
            values: values)
    }

    init(
        intents: [UInt32], order: [UInt32], starts: [UInt32], middles: [UInt32], features: [UInt32],
        values: [UInt16]
    ) {
        self.intents = intents
        self.order = order
        self.starts = starts
        self.middles = middles
        self.features = features
        self.values = values
    }

    /// The line of one intent that is most like the vector in `scratch`.
    ///
    /// - Parameter besides: A line that is not looked at.
    /// - Returns: The line and the cosine of both, 0…1; nil if the intent has no line.
    func nearest(
        of intent: Int, _ scratch: inout MatchScratch, besides: Int? = nil
    ) -> (line: Int, likeness: Float)? {
        scratch.spread()
        return nearest(of: intent, spread: scratch, besides: besides)
    }

    /// The line of any intent that is most like the vector in `scratch`.
    func nearest(_ scratch: inout MatchScratch, besides: Int? = nil) -> (
        line: Int, likeness: Float
    )? {
        scratch.spread()
        var best: (line: Int, likeness: Float)?
        for intent in 0..<(intents.count - 1) {
            if let found = nearest(of: intent, spread: scratch, besides: besides),
                found.likeness > best?.likeness ?? 0
            {
                best = found
            }
        }
        return best
    }

    /// The line of one intent most like the vector in `scratch`, after `spread()`.
    func nearest(
        of intent: Int, spread scratch: borrowing MatchScratch, besides: Int?
    ) -> (line: Int, likeness: Float)? {
        scratch.withVector { vector in
            features.withUnsafeBufferPointer { features in
                values.withUnsafeBufferPointer { values in
                    let table = Products(features: features, values: values, vector: vector)
                    return nearest(of: intent, table, besides: besides)
                }
            }
        }
    }

    private func nearest(
        of intent: Int, _ products: Products, besides: Int?
    ) -> (line: Int, likeness: Float)? {
        // The lines most like it by their words, best first.
        var close: InlineArray<4, (place: Int, words: Float)> = .init(repeating: (0, 0))
        var closeCount = 0
        for place in Int(intents[intent])..<Int(intents[intent + 1])
        where Int(order[place]) != besides {
            let words = products.words(Int(starts[place])..<Int(middles[place]))
            if closeCount == Self.closeLookCount {
                if close[closeCount - 1].words >= words { continue }
                closeCount -= 1
            }
            var at = closeCount
            while at > 0, close[at - 1].words < words {
                close[at] = close[at - 1]
                at -= 1
            }
            close[at] = (place, words)
            closeCount += 1
        }
        var best: (line: Int, likeness: Float)?
        for number in 0..<closeCount {
            let (place, words) = close[number]
            let letters = products.letters(Int(middles[place])..<Int(starts[place + 1]))
            let likeness = min(1, (words + letters) / 2)
            if best == nil || likeness > best?.likeness ?? 0 {
                best = (Int(order[place]), likeness)
            }
        }
        return best
    }
}

/// Products of a line's vector with parts of training lines.
private struct Products {
    let features: UnsafeBufferPointer<UInt32>
    let values: UnsafeBufferPointer<UInt16>
    let vector: SpreadVector

    /// With the words of a training line.
    @inline(__always)
    func words(_ entries: Range<Int>) -> Float {
        var sum: Float = 0
        for entry in entries where vector.mayHaveWord(features[entry]) {
            sum += vector.value(of: features[entry]) * Float(values[entry])
        }
        return sum / 65_535
    }

    /// With the letters of a training line.
    @inline(__always)
    func letters(_ entries: Range<Int>) -> Float {
        var sum: Float = 0
        for entry in entries {
            let value = vector.value(of: features[entry])
            if value != 0 { sum += value * Float(values[entry]) }
        }
        return sum / 65_535
    }
}
