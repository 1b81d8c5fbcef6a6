import Testing

@testable import ShopFiles

@Suite struct YAMLPlacesTests {
    /// Where the word `HERE` of the value of `a` is found.
    private func place(_ text: String) throws -> [Int] {
        var reader = YAMLReader(path: "a.yml", log: ProblemLog())
        let read = reader.read(Array(text.utf8))
        let file = try #require(read)
        let node = try #require(file.root["a"])
        let value = try #require(node.text)
        let range = try #require(value.firstRange(of: "HERE"))
        let offset = value.utf8.distance(from: value.startIndex, to: range.lowerBound)
        let spot = file.spot(ofOffset: offset, in: node)
        return [spot.line, spot.column]
    }

    @Test func everyWayToWriteATextHasItsColumns() throws {
        #expect(try place("a: über HERE\n") == [1, 9])
        #expect(try place("a: 'it''s HERE'\n") == [1, 11])
        #expect(try place("a: \"a\\tb\\u00e9 HERE\"\n") == [1, 16])
        #expect(try place("a: |\n  one\n    two HERE\n") == [3, 9])
        #expect(try place("a: |-\n\n   HERE\n") == [3, 4])
        // Folded texts and texts over several lines point at their beginning.
        #expect(try place("a: >\n  one\n  HERE\n") == [1, 4])
        #expect(try place("a: \"one\n  HERE\"\n") == [1, 4])
    }

    @Test func linesOfABlockAreThoseOfTheFile() throws {
        var reader = YAMLReader(path: "a.yml", log: ProblemLog())
        let read = reader.read(Array("x: 1\na: |\n  - one\n\n  - two\n".utf8))
        let file = try #require(read)
        let node = try #require(file.root["a"])
        let lines = file.textLines(of: node).filter { !$0.text.isEmpty }
        #expect(lines.map(\.text) == ["- one", "- two"])
        #expect(lines.map(\.spot.line) == [3, 5])
        #expect(lines.map(\.spot.column) == [3, 3])
    }
}
