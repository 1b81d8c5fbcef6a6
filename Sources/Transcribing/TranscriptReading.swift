import JSONText
import Vocabulary

/// Reads transcript files: documents, one a line.
public enum TranscriptReading {
    /// JSON values that one document may hold: a conversation of some hundred thousand entries.
    public static let valueCountMax = 4_000_000

    /// Calls `body` for each line that is not empty, with its number.
    ///
    /// A last line without its line feed is read like the others: whether it is whole shows in whether
    /// it can be read.
    public static func forEachLine(
        of bytes: [UInt8],
        _ body: (_ line: Int, Result<TranscriptDocument, TranscriptReadingError>) -> Void
    ) {
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            guard !line.isEmpty else { continue }
            body(
                number,
                Result { () throws(TranscriptReadingError) in
                    try document(fromLine: Array(line), number: number)
                })
        }
    }

    /// - Parameters:
    ///   - line: With or without its line feed.
    ///   - number: For the error; the first line is 1.
    public static func document(
        fromLine line: [UInt8], number: Int
    ) throws(TranscriptReadingError) -> TranscriptDocument {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: line, valueCountMax: Self.valueCountMax)
        } catch {
            throw TranscriptReadingError(line: number, problem: .notJSON(error))
        }
        do throws(TranscriptReadingError.Problem) {
            return try TranscriptDocument(Members(value, at: ""))
        } catch {
            throw TranscriptReadingError(line: number, problem: error)
        }
    }
}

/// Why a line of a transcript file is no transcript.
public struct TranscriptReadingError: Error, Equatable, CustomStringConvertible {
    public enum Problem: Error, Equatable {
        case notJSON(JSONError)
        /// A later version of Helpline wrote it.
        case unknownFormat(Int)
        /// The member is missing, or holds what it cannot hold; `path` is like `entries[3].role`.
        case invalid(path: String, expected: String)
    }

    /// The first line is 1.
    public let line: Int
    public let problem: Problem

    public init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }

    public var description: String {
        switch problem {
        case .notJSON(let error): "line \(line): \(error)"
        case .unknownFormat(let format):
            "line \(line): format \(format); this version of Helpline reads format "
                + "\(TranscriptDocument.format)"
        case .invalid(let path, let expected): "line \(line): '\(path)' must be \(expected)"
        }
    }
}

/// The members of one JSON object, with its place in the document for errors.
struct Members {
    typealias Problem = TranscriptReadingError.Problem

    private let object: JSONObject
    private let place: String

    init(_ value: JSONValue, at place: String) throws(Problem) {
        guard let object = value.object else {
            throw .invalid(path: place.isEmpty ? "the line" : place, expected: "an object")
        }
        self.object = object
        self.place = place
    }

    func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

    /// - Returns: nil if the member is missing or `null`.
    /// - Throws: If `read` cannot make anything of it.
    func optional<Value>(
        _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(Problem) -> Value? {
        guard let value = object[key], !value.isNull else { return nil }
        guard let read = read(value) else { throw .invalid(path: path(key), expected: expected) }
        return read
    }

    func required<Value>(
        _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
    ) throws(Problem) -> Value {
        guard let value = try optional(key, expected, read) else {
            throw .invalid(path: path(key), expected: expected)
        }
        return value
    }

    func text(_ key: String) throws(Problem) -> String? {
        try optional(key, "a text", \.string)
    }

    func integer(_ key: String) throws(Problem) -> Int? {
        try optional(key, "a whole number") { $0.integer.map(Int.init) }
    }

    func float(_ key: String) throws(Problem) -> Float? {
        try optional(key, "a number") { $0.number.map { Float($0) } }
    }

    func time(_ key: String) throws(Problem) -> WallTime? {
        try optional(key, "a time such as 2026-03-10T09:00:00.000Z") {
            $0.string.flatMap(WallTime.init)
        }
    }

    /// The elements of an array, each with its own place; empty if it is missing.
    func elements(_ key: String) throws(Problem) -> [(JSONValue, place: String)] {
        let elements = try optional(key, "an array", \.array) ?? []
        return elements.enumerated().map { ($1, "\(path(key))[\($0)]") }
    }

    /// The objects of an array; empty if it is missing.
    func objects(_ key: String) throws(Problem) -> [Members] {
        var objects: [Members] = []
        for (value, place) in try elements(key) { objects.append(try Members(value, at: place)) }
        return objects
    }
}
