import Knowledge
import Testing

@Suite struct CSVTableTests {
    private func problem(_ text: String) -> CSVTable.Problem? {
        do {
            _ = try CSVTable(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func quotesCommasAndLineBreaksStayInTheirField() throws {
        let table = try CSVTable("a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\nlast,\r\n")
        #expect(table.columns == ["a", "b"])
        #expect(table.rows.map(\.fields) == [["x, \"y\"", "two\nlines"], ["last", ""]])
        #expect(table.rows.map(\.line) == [2, 4])
        #expect(table.rows[0].columns == [1, 12])
    }

    @Test func byteOrderMarkEmptyLinesAndMissingLastLineEndDoNotMatter() throws {
        let table = try CSVTable("\u{FEFF}SKU, Name \n\n1,ä\n\n2,ö")
        #expect(table.columns == ["sku", "name"])
        #expect(table.rows.map(\.fields) == [["1", "ä"], ["2", "ö"]])
        #expect(table.rows.map(\.line) == [3, 5])
    }

    @Test func mistakesAreNamedWithTheirPlace() {
        #expect(problem("")?.line == 1)
        #expect(problem("a,b\n1,2,3\n").map { [$0.line, $0.column] } == [2, 5])
        #expect(problem("a,b\n1\n").map { [$0.line, $0.column] } == [2, 1])
        #expect(problem("a,b\n1,\"2\n").map { [$0.line, $0.column] } == [2, 3])
        #expect(problem("a,b\n1,2\"3\n").map { [$0.line, $0.column] } == [2, 4])
        #expect(problem("a,b\n\"1\"x,2\n").map { [$0.line, $0.column] } == [2, 4])
        #expect(problem("a,A\n").map { [$0.line, $0.column] } == [1, 3])
        #expect(problem("a,,b\n").map { [$0.line, $0.column] } == [1, 3])
    }

    @Test func columnsCountCharactersNotBytes() {
        #expect(problem("a,b\nää,\"x\n").map { [$0.line, $0.column] } == [2, 4])
    }
}
