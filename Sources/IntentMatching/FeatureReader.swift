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
        for length in options.characterCountMin...options.characterCountMax {
            let start = FeatureHash.start(Self.charactersKind)
            if length > count { break }
            for first in 0...(count - length) {
                var hash = start
                for offset in first..<(first + length) {
                    let letter =
                        offset == 0 || offset == count - 1
                        ? Self.border : letters[letters.startIndex + offset - 1]
                    hash = FeatureHash.add(letter, to: hash)
                }
                features.append(
                    Feature(
                        hash: FeatureHash.finish(hash), weight: weight, isCharacters: true,
                        word: word,
                        start: Int16(first), count: Int16(length)))
            }
        }
    }
}
