import CStemmer
import Vocabulary

/// Cuts words to their stems by the Snowball rules of a language; words of others stay whole.
///
/// Made where it is needed and not shared: the C library keeps the last word in it.
final class Stemmer {
    private let handle: OpaquePointer?

    init(_ language: Language) {
        handle = sb_stemmer_new(language.code, "UTF_8")
    }

    deinit { sb_stemmer_delete(handle) }

    /// - Parameter word: Folded letters; longer words than 64 letters and words with digits are
    ///   given back as they are.
    func stem(_ word: ArraySlice<UInt32>) -> [UInt32] {
        guard let handle, word.count > 2, word.count <= 64,
            word.allSatisfy({ $0 &- 0x30 >= 10 })
        else { return Array(word) }
        var text = ""
        for letter in word {
            if let scalar = Unicode.Scalar(letter) { text.unicodeScalars.append(scalar) }
        }
        let bytes = Array(text.utf8)
        guard let start = sb_stemmer_stem(handle, bytes, Int32(bytes.count)) else {
            return Array(word)
        }
        let length = Int(sb_stemmer_length(handle))
        let stem = String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
        return stem.unicodeScalars.map(\.value)
    }
}
