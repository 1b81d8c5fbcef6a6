import Testing

@testable import IntentMatching

@Suite struct FoldedLineTests {
    private static func words(_ text: String) -> [String] {
        let line = FoldedLine(text)
        return line.words.map { line.text(of: $0) }
    }

    @Test(arguments: [
        ("Größe GRÖSSE grosse", ["grosse", "grosse", "grosse"]),
        ("don't don’t dont", ["dont", "dont", "dont"]),
        ("e-mail", ["e", "mail"]), ("a\u{200B}b\u{00AD}c", ["abc"]),
        ("ÉCOLE e\u{0301}cole", ["ecole", "ecole"]),
        ("你好", ["你", "好"]), ("😀ok", ["😀", "ok"]), ("ＡＢＣ", ["abc"]),
        ("Æther œuvre", ["aether", "oeuvre"]),
        ("'quoted'", ["quoted"]), ("ПРИВЕТ", ["привет"]), ("a1 2b", ["a1", "2b"]), ("👍🏽", ["👍"]),
    ])
    func foldsWords(_ text: String, _ expected: [String]) {
        #expect(Self.words(text) == expected)
    }

    @Test func wordsKnowTheirBytes() {
        let text = "  Größe,  XL "
        let line = FoldedLine(text)
        let bytes = Array(text.utf8)
        let slices = line.words.map { String(decoding: bytes[$0.byteRange], as: UTF8.self) }
        #expect(slices == ["Größe", "XL"])
        #expect(line.marks == [UInt8(ascii: ","), 0])
    }

    @Test func findsNearWords() {
        let words = ["order", "orders", "return", "refund", "delivery", "card", "cord"]
        let lexicon = Lexicon(
            words.map { Lexicon.Entry(letters: FoldedLine($0).letters, stem: 0, lineCount: 1) })
        func near(_ typed: String) -> [String] {
            lexicon.nearest(to: FoldedLine(typed).letters[...]).map { words[$0] }
        }
        #expect(near("ordre") == ["order"])
        #expect(near("refudn") == ["refund"])
        #expect(near("dleivrey") == ["delivery"])
        #expect(near("crd") == ["card", "cord"])
        #expect(near("xrder") == [])
        #expect(near("ord") == [])
        #expect(near(String(repeating: "o", count: 100)) == [])
    }

    @Test(arguments: [
        ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "abcd", 1), ("abc", "ab", 1),
        ("abcd", "badc", 2),
        ("", "ab", 2), ("kitten", "sitting", 3),
    ])
    func countsSlips(_ left: String, _ right: String, _ slips: Int) {
        let one = left.unicodeScalars.map(\.value)
        let other = right.unicodeScalars.map(\.value)
        #expect(EditDistance.slips(one[...], other[...], atMost: 3) == slips)
        if slips > 0 { #expect(EditDistance.slips(one[...], other[...], atMost: slips - 1) == nil) }
    }

    @Test func computesLogarithmsAndPowers() {
        for value in [1e-9, 0.5, 1, 2, 10, 12_345.678] {
            let there = Naturals.exponential(Naturals.logarithm(value))
            #expect(abs(there - value) <= value * 1e-12)
        }
        #expect(abs(Naturals.logarithm(2) - 0.693_147_180_559_945_3) < 1e-15)
        #expect(Naturals.exponential(-1_000) == 0)
        #expect(Decimals.text(-0.0004, digits: 3) == "0.000")
        #expect(Decimals.text(2.5, digits: 0) == "3")
    }
}
