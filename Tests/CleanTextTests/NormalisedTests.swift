import CleanText
import Testing

struct NormalisedTests {
    private func decoded(_ bytes: [UInt8]) throws(NotUTF8) -> String {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(NotUTF8) in try Normalised.text(decoding: buffer) }
        }
        return try result.get()
    }

    @Test func textComesBackAsItWas() throws {
        for text in ["", "plain", "größer 😀", "e\u{301}", "a\u{0}b"] {
            #expect(try Array(decoded(Array(text.utf8)).utf8) == Array(text.utf8))
        }
    }

    @Test(
        arguments: [
            ([0x80], 0), ([0x63, 0x61, 0x66, 0xE9], 3), ([0xE2, 0x82], 0), ([0xC0, 0x9B, 0x5B], 0),
            ([0x61, 0xED, 0xA0, 0x80], 1), ([0xFF, 0xFE, 0x68, 0x00], 0),
            ([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x9B], 9),
        ] as [([UInt8], Int)])
    func whatIsNotUTF8IsNamedOrRepaired(bytes: [UInt8], offset: Int) {
        let error = #expect(throws: NotUTF8.self) { try decoded(bytes) }
        #expect(error?.offset == offset)
        #expect(Normalised.repaired(bytes).contains("\u{FFFD}"))
    }

    @Test func composesLettersAndMarks() {
        #expect(Array(Normalised.composed("e\u{301}").utf8) == [0xC3, 0xA9])
        #expect(Array(Normalised.composed("é").utf8) == [0xC3, 0xA9])
        #expect(Normalised.composed("plain") == "plain")
        #expect(Array(Normalised.composed("\u{212B}ngstr\u{F6}m").utf8).starts(with: [0xC3, 0x85]))
        #expect(Array(Normalised.composed("\u{1100}\u{1161}").utf8) == Array("\u{AC00}".utf8))
        let syllable = Normalised.composed("\u{1100}\u{1161}\u{11A8}")
        #expect(Array(syllable.utf8) == Array("\u{AC01}".utf8))
        #expect(Normalised.composed("Привет 日本 한국 😀") == "Привет 日本 한국 😀")
    }

    @Test(arguments: [
        ("re\u{200B}fund", "refund"), ("re\u{AD}fund", "refund"), ("pass\u{2060}word", "password"),
        ("a\u{FEFF}b", "ab"), ("hi\u{E0068}\u{E0069}", "hi"), ("a\u{180E}b", "ab"),
        ("1\u{2062}2", "12"), ("\u{3164}\u{3164}", ""), ("a\u{1B}[31mb\tc", "ab c"),
        ("e\u{301}", "\u{E9}"), ("order\u{202E} 12", "order 12"), ("one\u{85}two", "one two"),
    ])
    func readsAsIfInvisiblesWereNotThere(text: String, readable: String) {
        #expect(Array(Normalised.readable(text).utf8) == Array(readable.utf8))
    }
}
