/// The training lines as vectors, to find how like a customer's line is to those of an intent.
///
/// Bounded: of an intent at most `lineCountMax` lines are looked at, spread evenly over its lines, by
/// their words first, and only the few most like it letter by letter. Words are found by what lines
/// have them, so that a look costs what the customer's line has, not what the lines have.
struct NearestLines: Sendable {
    static let lineCountMax = 100
    private static let closeLookCount = 4

    /// Lines of intent i, in the order of the lines: `order[intents[i]..<intents[i + 1]]`.
    let intents: [UInt32]
    let order: [UInt32]
    /// Words of the lines of intent i: `words.features[wordStarts[i]..<wordStarts[i + 1]]`, ascending.
    let wordStarts: [UInt32]
    let words: Entries
    /// The line of each word, counted within its intent.
    let wordPlaces: [UInt8]
    /// N-grams of the n-th line in `order`: `letters.features[letterStarts[n]..<letterStarts[n + 1]]`.
    let letterStarts: [UInt32]
    let letters: Entries

    /// Features with what they count in a line.
    struct Entries: Sendable {
        var features: [UInt32] = []
        /// In 65,535ths.
        var values: [UInt16] = []

        mutating func append(_ feature: UInt32, _ value: UInt16) {
            features.append(feature)
            values.append(value)
        }
    }

    /// - Parameter exampleCount: Lines after these are background and not looked at.
    init(_ sparse: SparseLines, exampleCount: Int, intentCount: Int, space: FeatureSpace) {
        var members: [[UInt32]] = Array(repeating: [], count: intentCount)
        for line in 0..<exampleCount { members[Int(sparse.lineClass[line])].append(UInt32(line)) }
        var intents: [UInt32] = [0]
        var order: [UInt32] = []
        var wordStarts: [UInt32] = [0]
        var words = Entries()
        var wordPlaces: [UInt8] = []
        var letterStarts: [UInt32] = [0]
        var letters = Entries()
        for member in members {
            let count = min(member.count, Self.lineCountMax)
            var found: [(feature: UInt32, place: UInt8, value: UInt16)] = []
            for place in 0..<count {
                let line = member[place * member.count / count]
                order.append(line)
                for entry in sparse.entries(of: Int(line)) {
                    let feature = sparse.featureIndex[entry]
                    guard feature != space.biasIndex else { continue }
                    let value = UInt16(min(1, sparse.featureValue[entry]) * 65_535)
                    if space.isWord(feature) {
                        found.append((feature, UInt8(place), value))
                    } else {
                        letters.append(feature, value)
                    }
                }
                letterStarts.append(UInt32(letters.features.count))
            }
            for word in found.sorted(by: { ($0.feature, $0.place) < ($1.feature, $1.place) }) {
                words.append(word.feature, word.value)
                wordPlaces.append(word.place)
            }
            intents.append(UInt32(order.count))
            wordStarts.append(UInt32(words.features.count))
        }
        self.init(
            intents: intents, order: order, wordStarts: wordStarts, words: words,
            wordPlaces: wordPlaces, letterStarts: letterStarts, letters: letters)
    }

    init(
        intents: [UInt32], order: [UInt32], wordStarts: [UInt32], words: Entries,
        wordPlaces: [UInt8], letterStarts: [UInt32], letters: Entries
    ) {
        self.intents = intents
        self.order = order
        self.wordStarts = wordStarts
        self.words = words
        self.wordPlaces = wordPlaces
        self.letterStarts = letterStarts
        self.letters = letters
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
        let first = Int(intents[intent])
        var sums = InlineArray<100, Float>(repeating: 0)
        addWords(of: intent, scratch, to: &sums)
        // The lines most like it by their words, best first.
        var close: InlineArray<4, (place: Int, words: Float)> = .init(repeating: (0, 0))
        var closeCount = 0
        for place in first..<Int(intents[intent + 1]) where Int(order[place]) != besides {
            let words = sums[place - first] / 65_535
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
            let likeness = min(1, (words + letterProduct(at: place, scratch)) / 2)
            if best == nil || likeness > best?.likeness ?? 0 {
                best = (Int(order[place]), likeness)
            }
        }
        return best
    }

    /// Adds the product of the line's words with those of each line of an intent, in 65,535ths.
    private func addWords(
        of intent: Int, _ scratch: borrowing MatchScratch, to sums: inout InlineArray<100, Float>
    ) {
        let end = Int(wordStarts[intent + 1])
        words.features.withUnsafeBufferPointer { features in
            var from = Int(wordStarts[intent])
            for (feature, value) in scratch.wordsInOrder {
                from = Self.lowerBound(of: feature, features, from..<end)
                while from < end, features[from] == feature {
                    sums[Int(wordPlaces[from])] += value * Float(words.values[from])
                    from += 1
                }
            }
        }
    }

    /// The first of the ascending `features` in a range that is no less than one.
    private static func lowerBound(
        of feature: UInt32, _ features: UnsafeBufferPointer<UInt32>, _ range: Range<Int>
    ) -> Int {
        var (low, count) = (range.lowerBound, range.count)
        while count > 0 {
            let half = count / 2
            if features[low + half] < feature {
                low += half + 1
                count -= half + 1
            } else {
                count = half
            }
        }
        return low
    }

    /// The product of the line's n-grams with those of a training line.
    private func letterProduct(at place: Int, _ scratch: borrowing MatchScratch) -> Float {
        let range = Int(letterStarts[place])..<Int(letterStarts[place + 1])
        return scratch.withVector { vector in
            var sum: Float = 0
            letters.features.withUnsafeBufferPointer { features in
                letters.values.withUnsafeBufferPointer { values in
                    for entry in range {
                        let value = vector.value(of: features[entry])
                        if value != 0 { sum += value * Float(values[entry]) }
                    }
                }
            }
            return sum / 65_535
        }
    }
}
