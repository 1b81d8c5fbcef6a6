/// Text made comparable: lower case, without accents, in words.
enum PlainText {
    /// Lower case without accents; ß becomes ss, æ ae, œ oe. Other scripts keep their letters.
    static func folded(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result
    }

    /// Whether a byte is a letter or digit that folding leaves as it is.
    static func isPlain(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte &- 0x30 < 10 }

    /// The folded words of `text`: runs of letters and digits.
    static func words(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.allSatisfy { $0 < 0x80 } ? asciiWords(bytes) : scalarWords(text)
    }

    /// False where a look at the blanks is enough to see that there are more words.
    static func mayHaveWords(atMost countMax: Int, _ text: String) -> Bool {
        var (count, isWithin) = (0, false)
        for byte in text.utf8 {
            let isLetter = isPlain(byte | 0x20)
            if isLetter, !isWithin { count += 1 }
            // Letters beyond ASCII may go on with a word or not.
            isWithin = isLetter || byte >= 0x80
            if count > countMax { return false }
        }
        return true
    }

    private static func scalarWords(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if isWordScalar(scalar) {
                append(scalar, to: &word)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// The same for plain text, which most is, at a fraction of the cost.
    private static func asciiWords(_ bytes: [UInt8]) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0x30...0x39, 0x61...0x7A: word.append(byte)
            case 0x41...0x5A: word.append(byte + 32)
            default:
                guard !word.isEmpty else { continue }
                words.append(String(decoding: word, as: UTF8.self))
                word.removeAll(keepingCapacity: true)
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words
    }

    /// Upper-case ASCII letters and digits only: numbers and postcodes however they are spaced.
    static func code(_ text: String) -> String {
        var result = ""
        for scalar in folded(text).unicodeScalars where scalar.isASCII {
            switch scalar.value {
            case 0x30...0x39: result.unicodeScalars.append(scalar)
            case 0x61...0x7A: result.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 32)))
            default: break
            }
        }
        return result
    }

    static func trimmed(_ text: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        guard let first = text.firstIndex(where: { !isSpace($0) }),
            let last = text.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// The one of `names` that is fewest edits from `text`, for a hint.
    ///
    /// - Returns: nil if none is within two edits, or a third of its length.
    static func nearest(to text: String, among names: [String]) -> String? {
        let wanted = Array(folded(text).utf8)
        var best: (name: String, edits: Int)?
        for name in names {
            let bytes = Array(folded(name).utf8)
            let allowed = max(1, min(2, bytes.count / 3))
            guard let edits = EditDistance.within(allowed, wanted, bytes) else { continue }
            if best == nil || edits < (best?.edits ?? 0) { best = (name, edits) }
        }
        return best?.name
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0..<0x80: false
        default:
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || (0x300...0x36F).contains(scalar.value)
        }
    }

    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar.value {
        case 0x41...0x5A:
            text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value + 32)))
        case 0..<0x80: text.unicodeScalars.append(scalar)
        case 0x300...0x36F: break
        case 0xC0...0x17F:
            if let plain = latin[scalar.value] {
                text += plain
            } else {
                text += scalar.properties.lowercaseMapping
            }
        default: text += scalar.properties.lowercaseMapping
        }
    }

    /// Accented Latin letters by their plain ones.
    private static let latin: [UInt32: String] = {
        let groups: [(String, String)] = [
            ("a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄą"), ("ae", "Ææ"), ("c", "ÇçĆćĈĉĊċČč"), ("d", "ÐðĎďĐđ"),
            ("e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚě"), ("g", "ĜĝĞğĠġĢģ"), ("h", "ĤĥĦħ"),
            ("i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįİı"), ("j", "Ĵĵ"), ("k", "Ķķ"), ("l", "ĹĺĻļĽľĿŀŁł"),
            ("n", "ÑñŃńŅņŇň"), ("o", "ÒÓÔÕÖØòóôõöøŌōŎŏŐő"), ("oe", "Œœ"), ("r", "ŔŕŖŗŘř"),
            ("s", "ŚśŜŝŞşŠš"), ("ss", "ß"), ("t", "ŢţŤťŦŧ"), ("u", "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų"),
            ("w", "Ŵŵ"), ("y", "ÝýÿŶŷŸ"), ("z", "ŹźŻżŽž"),
        ]
        var table: [UInt32: String] = [:]
        for (plain, letters) in groups {
            for scalar in letters.unicodeScalars { table[scalar.value] = plain }
        }
        return table
    }()
}
