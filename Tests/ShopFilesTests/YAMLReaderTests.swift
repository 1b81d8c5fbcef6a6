import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct YAMLReaderTests {
    private func read(_ text: String) -> (file: YAMLFile?, messages: [String]) {
        read(Array(text.utf8))
    }

    private func read(_ bytes: [UInt8]) -> (file: YAMLFile?, messages: [String]) {
        let log = ProblemLog()
        var reader = YAMLReader(path: "a.yml", log: log)
        let file = reader.read(bytes)
        return (file, log.problems.map(\.description))
    }

    @Test func everyNodeKnowsItsPlace() throws {
        let file = try #require(read("a: 1\nb:\n  - x\n  - {c: y}\n").file)
        let list = try #require(file.root["b"])
        guard case .list(let items) = list.content else {
            Issue.record("not a list")
            return
        }
        #expect((items[0].line, items[0].column) == (3, 5))
        #expect((items[1]["c"]?.line, items[1]["c"]?.column) == (4, 9))
    }

    @Test func emptyFilesAndByteOrderMarksAreFine() {
        #expect(read("").file != nil)
        #expect(read("# only a remark\n").file != nil)
        #expect(read([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8)).file?.root["a"]?.text == "1")
        #expect(read("a: 1\r\nb: 2\r\n").file?.root["b"]?.text == "2")
    }

    @Test(arguments: [
        ("a: [1, 2\nb: 3\n", "a.yml:2:2: error: not YAML"),
        ("a:\n\tb: 1\n", "a.yml:2:1: error: a tab indents this line"),
        ("a: b: c\n", "a.yml:1:5: error: a ':' stands where none can"),
        ("a: *b\n", "a.yml:1:4: error: '*' begins an alias"),
        ("a: `b`\n", "a.yml:1:4: error: this character cannot begin a value"),
        ("a: \"b\n", "a.yml:2:1: error: not YAML"),
        ("a: 1\n---\nb: 1\n", "a.yml:2:1: error: a second document"),
        ("a: 1\nb: 2\na: 3\n", "a.yml:3:1: error: the key 'a' is at line 1 already"),
        ("x:\n- a: 1\n  b: 2\n  a: 3\n", "a.yml:4:3: error: the key 'a' is at line 2 already"),
        ("? [a, b]\n: c\n", "a.yml:1:3: error: a key is one word"),
        ("a: \"\u{1}\"\n", "a.yml:1:5: error: a character that YAML does not allow"),
    ])
    func saysWhatIsNoYAML(text: String, start: String) {
        let (file, messages) = read(text)
        #expect(file == nil)
        #expect(messages.first?.hasPrefix(start) == true, "\(messages)")
    }

    @Test func saysWhereTheBytesAreNotUTF8() {
        let (file, messages) = read(Array("a: 1\nb: x".utf8) + [0xFF, 0x0A])
        #expect(file == nil)
        #expect(messages == ["a.yml:2:5: error: the file is not UTF-8; save it as UTF-8"])
    }

    @Test func refusesWhatIsTooLarge() {
        let long = [UInt8](repeating: 0x23, count: Limits.intentFileBytesMax + 1)
        #expect(read(long).messages.first?.contains("the most is 1048576") == true)
    }

    @Test func aliasesThatMultiplyAreRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let copies = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(copies)]\n"
        }
        let (file, messages) = read(text)
        #expect(file == nil)
        #expect(messages.first?.contains("more than 20 aliases") == true)
    }

    @Test func aFewAliasesAreCopies() {
        let file = read("a: &x [1]\nb: *x\n").file
        #expect(file?.root["b"]?.kindName == "a list")
        // A star in a text is only a star.
        #expect(read("a: |\n  - *wow* that & this\n").file != nil)
    }

    @Test(arguments: [
        String(repeating: "[", count: 5_000), String(repeating: "{a: ", count: 5_000),
        String(repeating: "- ", count: 5_000) + "x", "a: " + String(repeating: "[", count: 65),
    ])
    func depthIsBounded(text: String) {
        let (file, messages) = read(text)
        #expect(file == nil)
        #expect(messages.count == 1)
    }

    @Test func indentationIsBounded() {
        let text = (0..<500).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        #expect(read(text).file == nil)
    }
}
