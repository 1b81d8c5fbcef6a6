/// Gives the hashes of a line's words, word pairs and character n-grams.
///
/// The same code reads training lines and customers' lines, so that both see the same features.
struct FeatureReader: Sendable {
    /// What one hash stands for.
    struct Feature: Equatable, Sendable {
        var hash: UInt64
        /// 1, or less where the word was mapped.
        var weight: Float
        var isCharacters: Bool
        /// Index of the word, of the first for a pair.
        var word: Int32
        /// Letters of the n-gram inside the word, with one for each border; 0…0 for a whole word.
        var start: Int16 = 0
        var count: Int16 = 0
        /// Two words, one after the other.
        var isPair = false
    }

    let options: MatcherOptions

    /// Words of more letters give n-grams of these first ones only.
    static let wordLetterCountMax = 48
    private static let stemKind: UInt64 = 1
    private static let charactersKind: UInt64 = 3
    private static let longNumber: UInt64 = FeatureHash.finish(0x11)
    private static let code: UInt64 = FeatureHash.finish(0x12)
    private static let border: UInt32 = 0x20

    /// The hash of a stem's letters.
    static func stemHash(_ stem: ArraySlice<UInt32>) -> UInt64 {
        FeatureHash.word(stem, kind: stemKind)
    }

    /// The hash that stands for a number or a code of digits and letters; nil for other words.
    static func numberHash(_ word: FoldedLine.Word) -> UInt64? {
        if word.digitCount >= 4 { return word.isNumber ? longNumber : code }
        return nil
    }

    /// The character n-grams of one word's letters.
    @inline(__always)
    func characters(
        _ letters: ArraySlice<UInt32>, word: Int32, weight: Float, into features: inout [Feature]
    ) {
        let count = min(letters.count, Self.wordLetterCountMax) + 2
        // The word with its borders, and for each place the hash of what begins there, which grows by
        // one letter from length to length.
        var bordered = InlineArray<50, UInt32>(repeating: Self.border)
        for offset in 1..<(count - 1) {
            bordered[offset] = letters[letters.startIndex + offset - 1]
        }
        var hashes = InlineArray<50, UInt64>(repeating: FeatureHash.start(Self.charactersKind))
        for length in 1...min(count, options.characterCountMax) {
            for first in 0...(count - length) {
                hashes[first] = FeatureHash.add(bordered[first + length - 1], to: hashes[first])
                guard length >= options.characterCountMin else { continue }
                features.append(
                    Feature(
                        hash: FeatureHash.finish(hashes[first]), weight: weight,
                        isCharacters: true, word: word, start: Int16(first), count: Int16(length)))
            }
        }
    }
}
