/// A line as the matcher reads it: folded letters, cut into words that know where they stood.
///
/// Reused from line to line: `read` replaces what was there and keeps the memory.
struct FoldedLine: Sendable {
    /// One word: a run of letters and digits, or one ideograph or emoji.
    struct Word: Equatable, Sendable {
        /// Range in `letters`.
        var start: Int32
        var end: Int32
        /// Range in the bytes of the line.
        var byteStart: Int32
        var byteEnd: Int32
        /// Digits among the letters.
        var digitCount: Int32
        /// An ideograph or emoji, which needs no neighbours to be a word.
        var isAlone: Bool

        var count: Int { Int(end - start) }
        var isNumber: Bool { digitCount == end - start }
        var byteRange: Range<Int> { Int(byteStart)..<Int(byteEnd) }
    }

    /// Folded letters of all words, one after the other.
    private(set) var letters: [UInt32] = []
    private(set) var words: [Word] = []
    /// The first byte after each word that is neither space nor invisible, or 0: `,` `?` `-`.
    private(set) var marks: [UInt8] = []

    init() {}

    init(_ text: String) {
        read(text)
    }

    /// Reads another line.
    mutating func read(_ text: String) {
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { read($0) }
        if done == nil {
            Array(text.utf8).withUnsafeBufferPointer { read($0) }
        }
    }

    /// Reads another line. Bytes that are not UTF-8 end a word and are otherwise left out.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        letters.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        let table = LetterTable.shared
        var open = Word(start: 0, end: 0, byteStart: -1, byteEnd: 0, digitCount: 0, isAlone: false)
        var at = 0
        while at < bytes.count {
            let letter = table.asciiLetter(bytes[at])
            if letter != 0 {
                append(letter, to: &open, from: at, length: 1)
                at += 1
                continue
            }
            let (scalar, length) = scalar(in: bytes, at: at)
            switch table.reading(of: scalar) {
            case .invisible: break
            case .letter(let letter): append(letter, to: &open, from: at, length: length)
            case .twoLetters(let first, let second):
                append(first, to: &open, from: at, length: length)
                append(second, to: &open, from: at, length: length)
            case .apostrophe:
                if open.byteStart < 0 { mark(UInt8(ascii: "'")) }
            case .separator:
                close(&open)
                if scalar > 0x20 { mark(scalar < 0x80 ? UInt8(scalar) : 0x7F) }
            case .alone(let letter):
                close(&open)
                append(letter, to: &open, from: at, length: length)
                open.isAlone = true
                close(&open)
            }
            at += length
        }
        close(&open)
    }

    /// One bit of 64 for each word, by its length and its first and last letter: two lines without a
    /// bit in common have no word in common. All bits for a line without words, which says nothing.
    var wordMarks: UInt64 {
        words.isEmpty ? .max : words.reduce(0) { $0 | Self.mark(ofWord: letters(of: $1)) }
    }

    /// The bit of a word with these folded letters.
    static func mark(ofWord letters: ArraySlice<UInt32>) -> UInt64 {
        let (first, last) = (letters.first ?? 0, letters.last ?? 0)
        return 1 << UInt64((first &* 31 &+ last &* 7 &+ UInt32(letters.count)) & 63)
    }

    /// The folded letters of a word.
    @inline(__always)
    func letters(of word: Word) -> ArraySlice<UInt32> { letters[Int(word.start)..<Int(word.end)] }

    /// Whether a word has exactly these letters.
    @inline(__always)
    func has(_ wanted: [UInt32], at word: Word) -> Bool {
        guard word.count == wanted.count else { return false }
        let start = Int(word.start)
        for offset in wanted.indices where letters[start + offset] != wanted[offset] {
            return false
        }
        return true
    }

    /// Some of the words as a line of their own; places in the bytes stay as they were.
    func part(_ range: Range<Int>) -> FoldedLine {
        var part = self
        part.words = Array(words[range])
        part.marks = Array(marks[range])
        return part
    }

    /// The folded letters of a word, as text.
    func text(of word: Word) -> String {
        var text = ""
        for letter in letters[Int(word.start)..<Int(word.end)] {
            if let scalar = Unicode.Scalar(letter) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    @inline(__always)
    private mutating func append(_ letter: UInt32, to open: inout Word, from at: Int, length: Int) {
        if open.byteStart < 0 {
            open.byteStart = Int32(at)
            open.start = Int32(letters.count)
        }
        letters.append(letter)
        open.byteEnd = Int32(at + length)
        if letter &- 0x30 < 10 { open.digitCount += 1 }
    }

    @inline(__always)
    private mutating func close(_ open: inout Word) {
        guard open.byteStart >= 0 else { return }
        open.end = Int32(letters.count)
        words.append(open)
        marks.append(0)
        open = Word(
            start: open.end, end: open.end, byteStart: -1, byteEnd: 0, digitCount: 0, isAlone: false
        )
    }

    private mutating func mark(_ byte: UInt8) {
        if let last = marks.last, last == 0 { marks[marks.count - 1] = byte }
    }

    /// The scalar that begins at `at` and its bytes; a byte that begins none is read as a separator.
    @inline(__always)
    private func scalar(
        in bytes: UnsafeBufferPointer<UInt8>, at: Int
    ) -> (scalar: UInt32, length: Int) {
        let first = UInt32(bytes[at])
        if first < 0x80 { return (first, 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 1
        guard length > 1, first < 0xF5, at + length <= bytes.count else { return (0x20, 1) }
        var scalar = first & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let next = UInt32(bytes[at + offset])
            guard next & 0xC0 == 0x80 else { return (0x20, 1) }
            scalar = scalar << 6 | next & 0x3F
        }
        return (scalar, length)
    }
}
