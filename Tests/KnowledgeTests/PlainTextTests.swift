import Testing
import Vocabulary

@testable import Knowledge

@Suite struct PlainTextTests {
    @Test(arguments: [
        ("Größe", "grosse"), ("ÁRBOL", "arbol"), ("Łódź", "lodz"), ("cœur", "coeur"),
        ("e\u{301}te\u{301}", "ete"), ("ÆØÅ", "aeoa"), ("日本", "日本"), ("Привет", "привет"), ("", ""),
    ])
    func accentsAndCaseAreFolded(text: String, folded: String) {
        #expect(PlainText.folded(text) == folded)
    }

    @Test func wordsAreLettersAndDigits() {
        #expect(PlainText.words("L'été, 3-in-1: (blau)") == ["l", "ete", "3", "in", "1", "blau"])
        #expect(PlainText.words("🧥 -- !") == [])
    }

    @Test func codesAreLettersAndDigitsOnly() {
        #expect(PlainText.code("#jp 10–432") == "JP10432")
        #expect(PlainText.code("SW1A 1AA") == "SW1A1AA")
    }

    @Test func theNearestNameIsFound() {
        let names = ["delivered", "shipped", "paid"]
        #expect(PlainText.nearest(to: "deliverd", among: names) == "delivered")
        #expect(PlainText.nearest(to: "shiped", among: names) == "shipped")
        #expect(PlainText.nearest(to: "banana", among: names) == nil)
        #expect(PlainText.nearest(to: "", among: []) == nil)
    }

    @Test(arguments: [
        ("jacket", "jaket", 1), ("jacket", "jcaket", 1), ("jacket", "jackets", 1),
        ("boots", "shoes", nil),
        ("merino", "meirno", 1), ("waterproof", "watreprof", 2), ("a", "", 1), ("", "", 0),
    ])
    func editsAreCounted(left: String, right: String, edits: Int?) {
        let found = EditDistance.within(2, Array(left.utf8), Array(right.utf8))
        #expect(found == edits)
        #expect(EditDistance.within(2, Array(right.utf8), Array(left.utf8)) == edits)
    }
}

extension PlainTextTests {
    /// Goal: the short way for plain text says the same as the long one.
    /// Method: an accent far away takes the long way; the words before it must not change.
    @Test func plainAndAccentedTextAreCutAlike() {
        let seed: UInt64 = 12
        var random = SeededRandom(seed: seed)
        for _ in 0..<300 {
            let bytes = (0..<20).map { _ in UInt8(32 + random.number(below: 95)) }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(
                PlainText.words(text) == PlainText.words(text + " é").dropLast(), "seed \(seed)")
        }
    }
}
