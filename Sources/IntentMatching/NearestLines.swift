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
        defer { scratch.gather() }
        return nearest(of: intent, spread: scratch, besides: besides)
    }

    /// The line of any intent that is most like the vector in `scratch`.
    func nearest(_ scratch: inout MatchScratch, besides: Int? = nil) -> (
        line: Int, likeness: Float
    )? {
        scratch.spread()
        defer { scratch.gather() }
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

    /// The line of one intent most like the vector in `scratch`, between `spread()` and `gather()`.
    func nearest(
        of intent: Int, spread scratch: borrowing MatchScratch, besides: Int?
    ) -> (line: Int, likeness: Float)? {
        var close: [(place: Int, likeness: Float)] = []
        for place in Int(intents[intent])..<Int(intents[intent + 1])
        where Int(order[place]) != besides {
            let likeness = wordProduct(Int(starts[place])..<Int(middles[place]), scratch)
            if close.count == Self.closeLookCount, close[close.count - 1].likeness >= likeness {
                continue
            }
            var at = close.count
            while at > 0, close[at - 1].likeness < likeness { at -= 1 }
            close.insert((place, likeness), at: at)
            if close.count > Self.closeLookCount { close.removeLast() }
        }
        var best: (line: Int, likeness: Float)?
        for (place, words) in close {
            let letters = product(Int(middles[place])..<Int(starts[place + 1]), scratch)
            let likeness = min(1, (words + letters) / 2)
            if best == nil || likeness > best?.likeness ?? 0 {
                best = (Int(order[place]), likeness)
            }
        }
        return best
    }

    /// The product of the line's vector with the words of a training line.
    @inline(__always)
    private func wordProduct(_ entries: Range<Int>, _ scratch: borrowing MatchScratch) -> Float {
        var sum: Float = 0
        for entry in entries where scratch.mayHaveWord(features[entry]) {
            sum += scratch.value(of: features[entry]) * Float(values[entry])
        }
        return sum / 65_535
    }

    /// The product of the line's vector with one part of a training line's.
    @inline(__always)
    private func product(_ entries: Range<Int>, _ scratch: borrowing MatchScratch) -> Float {
        var sum: Float = 0
        for entry in entries {
            let value = scratch.value(of: features[entry])
            if value != 0 { sum += value * Float(values[entry]) }
        }
        return sum / 65_535
    }
}
