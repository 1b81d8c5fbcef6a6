import Vocabulary

extension EntityPage {
    /// `name@host.tld`: what a mail server would take for an address, without rare forms.
    mutating func findEmails() {
        var at = 0
        while let sign = bytes[at...].firstIndex(of: UInt8(ascii: "@")) {
            var start = sign
            while start > at, Self.isNameByte(bytes[start - 1]) { start -= 1 }
            while start < sign, bytes[start] == UInt8(ascii: ".") { start += 1 }
            var end = sign + 1
            while end < bytes.count, Self.isHostByte(bytes[end]) { end += 1 }
            while end > sign + 1, !Self.isLetterOrDigit(bytes[end - 1]) { end -= 1 }
            let host = bytes[(sign + 1)..<end]
            if start < sign, let dot = host.lastIndex(of: UInt8(ascii: ".")), dot > host.startIndex,
                host.endIndex - dot > 2
            {
                let value = String(decoding: bytes[start..<end].map(Self.small), as: UTF8.self)
                claim(Entity.Kind.email, value, start..<end)
            }
            at = max(end, sign + 1)
        }
    }

    /// Seven to fifteen digits that begin with `+` or `0`; brackets, dots and blanks between.
    mutating func findPhones() {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            guard isStart(at),
                byte == UInt8(ascii: "+") || byte == UInt8(ascii: "0") || byte == 0x28
            else {
                at += 1
                continue
            }
            var end = at
            var digits: [UInt8] = byte == UInt8(ascii: "+") ? [byte] : []
            var next = at
            while next < bytes.count, next - at < 32, Self.isPhoneByte(bytes[next]) {
                if Self.isDigit(bytes[next]) {
                    digits.append(bytes[next])
                    end = next + 1
                }
                next += 1
            }
            let count = digits.count { Self.isDigit($0) }
            if (7...15).contains(count), isEnd(end), digits[0] == 0x2B || digits[0] == 0x30 {
                claim(Entity.Kind.phone, String(decoding: digits, as: UTF8.self), at..<end)
            }
            at = max(end, at + 1)
        }
    }

    /// Postcodes of several countries; five digits alone count where nothing else claims them.
    mutating func findPostcodes() {
        for index in line.words.indices {
            let range = range(index, index)
            guard isFree(range) else { continue }
            let letters = line.letters(of: line.words[index])
            let isNamed = (max(0, index - 2)..<index).contains {
                words.postcodes.contains(hash(of: $0))
            }
            let shape = Self.shape(letters)
            if line.words[index].isNumber {
                let next = index + 1 < line.words.count ? index + 1 : index
                let following = line.letters(of: line.words[next])
                if letters.count == 4, next > index, Self.shape(following) == "aa",
                    Self.areNear(line.words[index], line.words[next]), isCapital(next)
                {
                    claimPostcode(index, next)
                } else if letters.count == 5 || isNamed && (3...6).contains(letters.count) {
                    claimPostcode(index, index)
                }
            } else if index + 1 < line.words.count, Self.isOutward(shape) || shape == "a9a" {
                let inner = Self.shape(line.letters(of: line.words[index + 1]))
                if inner == "9aa" || shape == "a9a" && inner == "9a9" {
                    claimPostcode(index, index + 1)
                }
            } else if shape == "a9a9a9"
                || shape.utf8.count > 4 && shape.hasSuffix("9aa")
                    && Self.isOutward(String(shape.dropLast(3)))
            {
                claimPostcode(index, index)
            }
        }
    }

    private mutating func claimPostcode(_ first: Int, _ last: Int) {
        var parts = (first...last).map { line.text(of: line.words[$0]).uppercased() }
        if first == last, let whole = parts.first, !line.words[first].isNumber {
            parts = [String(whole.dropLast(3)), String(whole.suffix(3))]
        }
        claim(Entity.Kind.postcode, parts.joined(separator: " "), range(first, last))
    }

    private func isCapital(_ word: Int) -> Bool {
        bytes[Int(line.words[word].byteStart)] &- 0x41 < 26
    }

    private static func areNear(_ left: FoldedLine.Word, _ right: FoldedLine.Word) -> Bool {
        right.byteStart - left.byteEnd <= 1
    }

    /// `a` for a letter, `9` for a digit; of long words the beginning.
    private static func shape(_ letters: ArraySlice<UInt32>) -> String {
        String(decoding: letters.prefix(8).map { $0 &- 0x30 < 10 ? 0x39 : 0x61 }, as: UTF8.self)
    }

    private static func isOutward(_ shape: String) -> Bool {
        ["a9", "a99", "aa9", "aa99", "a9a", "aa9a"].contains(shape)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) && byte < 0x80 || [0x2E, 0x2B, 0x2D, 0x5F, 0x25].contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) && byte < 0x80 || byte == 0x2E || byte == 0x2D
    }

    private static func isPhoneByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || [0x20, 0x28, 0x29, 0x2B, 0x2D, 0x2E, 0x2F].contains(byte)
    }

    static func small(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte + 32 : byte }
}
