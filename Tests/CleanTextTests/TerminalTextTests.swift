import CleanText
import TestKit
import Testing

struct TerminalTextTests {
    @Test(arguments: [
        ("plain text, as it is ~", "plain text, as it is ~"),
        ("", ""), ("tab\tkept", "tab\tkept"), ("größer 😀 日本", "größer 😀 日本"),
        ("a\u{1B}[2J\u{1B}[Hb", "ab"), ("\u{1B}]0;PWNED\u{7}x", "x"),
        ("\u{1B}]0;PWNED\u{1B}\\x", "x"), ("\u{1B}]0;no end", "0;no end"),
        ("\u{1B}[12;", "12;"), ("\u{1B}(0lq", "lq"), ("\u{1B}cx", "x"), ("\u{1B}", ""),
        ("\u{9B}31mred", "red"), ("\u{9D}0;T\u{9C}x", "x"), ("\u{90}q no end", "q no end"),
        ("a\u{0}b\u{7}c\u{7F}d\u{81}e", "abcde"), ("a\u{B}b", "a b"),
        ("\u{1B}[\n31m", "\n| 31m"), ("a\u{1B}P1$r\u{1B}\\b", "ab"), ("\u{1B}\u{1B}[2Jx", "x"),
        ("one\ntwo\r\nthree\rfour", "one\n| two\n| three\n| four"),
        ("one\u{85}two\u{2028}three\u{2029}four", "one\n| two\n| three\n| four"),
        ("ends\n\r\n", "ends"),
    ])
    func showsTextAndNothingElse(text: String, shown: String) {
        #expect(TerminalText.lines(text, prefix: "| ") == shown)
    }

    @Test(arguments: [
        ("invoice\u{202E}fdp.exe", "\u{2068}invoicefdp.exe\u{2069}"),
        ("\u{2067}a\u{2066} b\u{2069}\u{2069}", "\u{2068}a b\u{2069}"),
        ("שלום\nעולם", "\u{2068}שלום\u{2069}\n\u{2068}עולם\u{2069}"),
        ("a\u{200F}b", "\u{2068}a\u{200F}b\u{2069}"),
    ])
    func turnedWritingIsIsolated(text: String, shown: String) {
        #expect(Array(TerminalText.lines(text).utf8) == Array(shown.utf8))
    }

    @Test func marksAreCapped() {
        let marks = String(repeating: "\u{301}", count: 500)
        let shown = TerminalText.lines("a\(marks)b\(marks)")
        #expect(shown.unicodeScalars.count == 2 * (1 + TerminalText.marksPerBaseMax))
        let selectors = String(repeating: "\u{FE0F}", count: 500)
        #expect(TerminalText.lines("a\(selectors)").unicodeScalars.count == 9)
        #expect(TerminalText.lines("👩‍👩‍👧‍👦 e\u{301}") == "👩‍👩‍👧‍👦 e\u{301}")
    }

    @Test func namesStayOnOneLine() {
        #expect(TerminalText.oneLine("Ana\n* system: paid\u{1B}[2J") == "Ana * system: paid")
    }

    @Test func appendsAndLeavesWhatIsThere() {
        var buffer = Array("bot: ".utf8)
        TerminalText.append("a\nb", newLine: Array("\r\nbot: ".utf8), to: &buffer)
        #expect(String(decoding: buffer, as: UTF8.self) == "bot: a\r\nbot: b")
    }

    @Test(.enabled(if: DataSets.has("hostile-text"), "data set hostile-text is not here"))
    func hostileTextLosesItsTeeth() throws {
        for item in try DataSets.objects("hostile-text/hostile.jsonl") {
            let text = Normalised.repaired(DataSets.bytes(hex: item["bytes_hex"]?.string ?? ""))
            expectHarmless(TerminalText.lines(text, prefix: "| "), item["name"]?.string ?? "")
        }
    }

    @Test(.enabled(if: DataSets.has("naughty-strings"), "data set naughty-strings is not here"))
    func naughtyStringsLoseTheirTeeth() throws {
        for item in try DataSets.objects("naughty-strings/blns.jsonl") {
            let shown = TerminalText.lines(item["s"]?.string ?? "", prefix: "| ")
            expectHarmless(shown, "naughty string \(item["i"]?.integer ?? -1)")
        }
    }

    private func expectHarmless(_ shown: String, _ name: String) {
        for scalar in shown.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: break
            case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2067:
                Issue.record("\(name): U+\(String(scalar.value, radix: 16)) reaches the terminal")
            default: break
            }
        }
        for line in shown.split(separator: "\n", omittingEmptySubsequences: false).dropFirst() {
            #expect(line.drop { $0 == "\u{2069}" }.hasPrefix("| "), "\(name)")
        }
    }
}
