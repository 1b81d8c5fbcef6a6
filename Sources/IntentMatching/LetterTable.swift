/// What the matcher does with one Unicode scalar: drop it, end a word at it, or read it as a letter.
///
/// Letters are lower-cased and lose their accents, so that `Größe`, `GRÖSSE` and `grosse` are one
/// word. Scalars that nobody can see (zero width, soft hyphen, bidi marks, variation selectors,
/// combining marks) are dropped as if they were not there.
struct LetterTable: Sendable {
    /// The table of every language; built once, at first use.
    static let shared = LetterTable()

    /// The meaning of one scalar.
    enum Reading: Equatable {
        /// Not there.
        case invisible
        /// Ends a word.
        case separator
        /// An apostrophe: not there inside a word, else a separator.
        case apostrophe
        /// A letter or digit, folded.
        case letter(UInt32)
        /// Two letters, as `ß` is `ss`.
        case twoLetters(UInt32, UInt32)
        /// A word by itself: an ideograph, a syllable of Japanese, an emoji.
        case alone(UInt32)
    }

    private static let tableEnd: UInt32 = 0x2000
    /// 0 separator, 1 invisible, 2 apostrophe, else the folded letter; above 2²⁴ two letters.
    private var codes: [UInt32]

    private init() {
        codes = (0..<Self.tableEnd).map { Self.code(of: $0) }
    }

    /// The folded letter of a byte that is one by itself; 0 for every other byte.
    @inline(__always)
    func asciiLetter(_ byte: UInt8) -> UInt32 {
        if byte &- 0x61 < 26 || byte &- 0x30 < 10 { return UInt32(byte) }
        return byte &- 0x41 < 26 ? UInt32(byte) + 32 : 0
    }

    /// What `scalar` is.
    @inline(__always)
    func reading(of scalar: UInt32) -> Reading {
        if scalar < Self.tableEnd {
            let code = codes[Int(scalar)]
            if code > 2 && code < 1 << 24 { return .letter(code) }
            if code == 0 { return .separator }
            if code == 1 { return .invisible }
            if code == 2 { return .apostrophe }
            return .twoLetters(code >> 12 & 0xFFF, code & 0xFFF)
        }
        return Self.readingOutsideTable(scalar)
    }

    private static func readingOutsideTable(_ scalar: UInt32) -> Reading {
        if scalar == 0x2019 || scalar == 0x2018 { return .apostrophe }
        if isInvisible(scalar) { return .invisible }
        if (0x2000..<0x2190).contains(scalar) { return .separator }
        if (0xFF01...0xFF5E).contains(scalar) {  // full-width forms of ASCII
            return LetterTable.shared.reading(of: scalar - 0xFEE0)
        }
        guard let known = Unicode.Scalar(scalar) else { return .separator }
        if isAlone(scalar) { return .alone(scalar) }
        let properties = known.properties
        if properties.isEmojiPresentation { return .alone(scalar) }
        if properties.isAlphabetic || properties.numericType != nil {
            return .letter(lowerCased(known))
        }
        return .separator
    }

    /// Scripts written without spaces between words.
    private static func isAlone(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    /// Format characters, variation selectors, tags and combining marks.
    static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xAD, 0x300...0x36F, 0x61C, 0x64B...0x65F, 0x591...0x5C7, 0x180B...0x180F,
            0x200B...0x200F,
            0x202A...0x202E, 0x2060...0x206F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F,
            0xFEFF, 0xFFF9...0xFFFB, 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    private static func lowerCased(_ scalar: Unicode.Scalar) -> UInt32 {
        scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar.value
    }

    private static func code(of scalar: UInt32) -> UInt32 {
        if isInvisible(scalar) { return 1 }
        if scalar == 0x27 || scalar == 0x60 || scalar == 0xB4 || scalar == 0x2BC { return 2 }
        guard let known = Unicode.Scalar(scalar),
            known.properties.isAlphabetic || known.properties.numericType != nil
        else { return 0 }
        return folded(lowerCased(known))
    }

    private static func folded(_ lower: UInt32) -> UInt32 {
        if lower < 0x80 { return lower }
        if let pair = pairs[lower] { return 1 << 24 | pair.0 << 12 | pair.1 }
        return accents[lower] ?? lower
    }

    private static let pairs: [UInt32: (UInt32, UInt32)] = [
        0xDF: (0x73, 0x73), 0xE6: (0x61, 0x65), 0x153: (0x6F, 0x65), 0xFE: (0x74, 0x68),
        0x133: (0x69, 0x6A),
    ]

    /// Accented Latin, Greek and Cyrillic letters by the letter they are written on.
    private static let accents: [UInt32: UInt32] = {
        let families: [(Character, String)] = [
            ("a", "àáâãäåāăąǎǻạảấầẩẫậắằẳẵặª"), ("b", "ḃ"), ("c", "çćĉċč"), ("d", "ďđðḋ"),
            ("e", "èéêëēĕėęěẹẻẽếềểễệ"), ("f", "ḟ"), ("g", "ĝğġģǧ"), ("h", "ĥħ"),
            ("i", "ìíîïĩīĭįıǐỉị"), ("j", "ĵ"), ("k", "ķĸǩ"), ("l", "ĺļľŀł"), ("m", "ṁ"),
            ("n", "ñńņňŉŋ"), ("o", "òóôõöøōŏőǒơọỏốồổỗộớờởỡợº"), ("p", "ṗ"), ("r", "ŕŗř"),
            ("s", "śŝşšșſ"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųǔưụủứừửữự"), ("w", "ŵẁẃẅ"),
            ("y", "ýÿŷỳỵỷỹ"), ("z", "źżž"), ("α", "ά"), ("ε", "έ"), ("η", "ή"), ("ι", "ίϊΐ"),
            ("ο", "ό"), ("υ", "ύϋΰ"), ("ω", "ώ"), ("σ", "ς"), ("е", "ё"), ("и", "й"),
        ]
        var found: [UInt32: UInt32] = [:]
        for (letter, accented) in families {
            let plain = letter.unicodeScalars.first?.value ?? 0
            for scalar in accented.unicodeScalars { found[scalar.value] = plain }
        }
        return found
    }()
}
