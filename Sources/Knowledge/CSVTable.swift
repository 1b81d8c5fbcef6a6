/// A table read from comma-separated text (RFC 4180), with the place of every field.
///
/// Quoted fields may hold commas, quotes (doubled) and line breaks; lines end in LF or CR LF; a
/// byte-order mark at the beginning is dropped; empty lines are skipped. Field names are trimmed and
/// compared in lower case.
public struct CSVTable: Equatable, Sendable {
    /// Bytes of one file at the most.
    public static let bytesMax = 256 * 1_024 * 1_024

    /// One record with the line on which it begins; the first line is 1.
    public struct Row: Equatable, Sendable {
        public let line: Int
        /// As many as the table has columns.
        public let fields: [String]
        /// Where each field begins in its line, in characters; the first is 1.
        public let columns: [Int]
    }

    /// What is wrong with the text, and where.
    public struct Problem: Error, Equatable, Sendable, CustomStringConvertible {
        public let line: Int
        public let column: Int
        public let message: String
        public let allowed: String

        public var description: String { "\(line):\(column): \(message); allowed: \(allowed)" }
    }

    /// The names of the first line, in its order.
    public let columns: [String]
    public let rows: [Row]

    /// - Throws: The first mistake in the text; a table is read whole or not at all.
    public init(_ text: String) throws(Problem) {
        guard text.utf8.count <= Self.bytesMax else {
            throw Problem(
                line: 1, column: 1, message: "the file has \(text.utf8.count) bytes",
                allowed: "up to \(Self.bytesMax)")
        }
        var reader = CSVReader(bytes: Array(text.utf8))
        guard let head = try reader.nextRow() else {
            throw Problem(
                line: 1, column: 1, message: "the file is empty", allowed: "a line of column names")
        }
        let names = head.fields.map { PlainText.trimmed($0).lowercased() }
        for (index, name) in names.enumerated() {
            if name.isEmpty || names[..<index].contains(name) {
                throw Problem(
                    line: head.line, column: head.columns[index],
                    message: name.isEmpty ? "a column has no name" : "column '\(name)' comes twice",
                    allowed: "names that differ")
            }
        }
        var rows: [Row] = []
        while let row = try reader.nextRow() {
            guard row.fields.count == names.count else {
                throw Problem(
                    line: row.line, column: row.columns.last ?? 1,
                    message: "\(row.fields.count) fields where the first line names \(names.count)",
                    allowed: "\(names.count) fields: \(names.joined(separator: ","))")
            }
            rows.append(row)
        }
        (self.columns, self.rows) = (names, rows)
    }

    /// The record's names and values, in the order of the columns.
    public func fields(of row: Row) -> [(String, String)] {
        Array(zip(columns, row.fields))
    }
}

/// Cuts bytes into rows.
private struct CSVReader {
    let bytes: [UInt8]
    var place = 0
    var line = 1
    var lineStart = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (place, lineStart) = (3, 3) }
    }

    mutating func nextRow() throws(CSVTable.Problem) -> CSVTable.Row? {
        while place < bytes.count, isLineEnd(place) { skipLineEnd() }
        guard place < bytes.count else { return nil }
        let first = line
        var (fields, columns): ([String], [Int]) = ([], [])
        while true {
            columns.append(column)
            fields.append(bytes.at(place) == UInt8(ascii: "\"") ? try quoted() : try plain())
            if bytes.at(place) == UInt8(ascii: ",") {
                place += 1
                continue
            }
            if place < bytes.count { skipLineEnd() }
            return CSVTable.Row(line: first, fields: fields, columns: columns)
        }
    }

    /// Characters before this place in its line, plus 1.
    private var column: Int {
        bytes[lineStart..<place].count(where: { $0 & 0xC0 != 0x80 }) + 1
    }

    private func isLineEnd(_ index: Int) -> Bool {
        bytes.at(index) == 0x0A || (bytes.at(index) == 0x0D && bytes.at(index + 1) == 0x0A)
            || (bytes.at(index) == 0x0D && index + 1 == bytes.count)
    }

    private mutating func skipLineEnd() {
        if bytes.at(place) == 0x0D { place += 1 }
        if bytes.at(place) == 0x0A { place += 1 }
        (line, lineStart) = (line + 1, place)
    }

    private mutating func plain() throws(CSVTable.Problem) -> String {
        let start = place
        while place < bytes.count, bytes[place] != UInt8(ascii: ","), !isLineEnd(place) {
            if bytes[place] == UInt8(ascii: "\"") {
                throw problem(
                    "a quote inside a field without quotes",
                    "the whole field in quotes, quotes doubled")
            }
            place += 1
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func quoted() throws(CSVTable.Problem) -> String {
        let (openLine, openColumn) = (line, column)
        place += 1
        var value: [UInt8] = []
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if byte != UInt8(ascii: "\"") {
                value.append(byte)
                if byte == 0x0A { (line, lineStart) = (line + 1, place) }
            } else if bytes.at(place) == UInt8(ascii: "\"") {
                value.append(byte)
                place += 1
            } else if place == bytes.count || bytes[place] == UInt8(ascii: ",") || isLineEnd(place)
            {
                return String(decoding: value, as: UTF8.self)
            } else {
                throw problem(
                    "text after a closing quote",
                    "a comma or the end of the line; a quote within is doubled")
            }
        }
        throw CSVTable.Problem(
            line: openLine, column: openColumn, message: "a quote is not closed",
            allowed: "a closing quote before the file ends")
    }

    private func problem(_ message: String, _ allowed: String) -> CSVTable.Problem {
        CSVTable.Problem(line: line, column: column, message: message, allowed: allowed)
    }
}

extension [UInt8] {
    /// - Returns: nil behind the end.
    fileprivate func at(_ index: Int) -> UInt8? { index < count ? self[index] : nil }
}
