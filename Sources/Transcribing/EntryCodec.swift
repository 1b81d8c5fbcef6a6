import JSONText
import Vocabulary

/// Entries to the bytes that are kept in the store, and back: one JSON array for the entries of a
/// turn. See `StoredEntries` in this target's documentation.
///
/// What is written today is read for ever: unknown keys are skipped, missing ones that may be missing
/// take their default, and no key or name is ever renamed or used for something else.
public enum EntryCodec {
    /// Appends the entries of one turn as one JSON array without line feeds.
    ///
    /// Numbers that are no numbers (NaN, infinity) are written as `null` and read back as nothing.
    public static func append(_ entries: [Entry], to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { writer in
            writer.beginArray()
            for entry in entries { write(entry, to: &writer) }
            writer.endArray()
        }
    }

    /// Reads what `append(_:to:)` wrote and puts it behind `entries`.
    ///
    /// - Throws: `EntryCodecError` with the byte; `entries` may then hold some of what came before.
    public static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, appendingTo entries: inout [Entry]
    ) throws(EntryCodecError) {
        var reader = RecordReader(bytes)
        try reader.elements { (reader) throws(EntryCodecError) in
            entries.append(try entry(from: &reader))
        }
        guard reader.isAtEnd() else { throw reader.problem(.expected("the end")) }
    }

    /// Reads what `append(_:to:)` wrote.
    public static func entries(decoding bytes: [UInt8]) throws(EntryCodecError) -> [Entry] {
        let result = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(EntryCodecError) in
                var entries: [Entry] = []
                try read(buffer, appendingTo: &entries)
                return entries
            }
        }
        return try result.get()
    }

    /// The entries of one turn as bytes; see `append(_:to:)`.
    public static func bytes(of entries: [Entry]) -> [UInt8] {
        var bytes: [UInt8] = []
        append(entries, to: &bytes)
        return bytes
    }
}

/// Why stored bytes are not entries.
public struct EntryCodecError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Problem: Error, Equatable, Sendable {
        case endedEarly
        case expected(String)
        case badEscape
        case tooDeep
        /// An entry lacks a value that its type cannot be without.
        case missing(key: String)
        /// A value that its key cannot have.
        case invalid(key: String)
        /// A type of entry that this program does not know; it was written by a later one.
        case unknownType
    }

    /// The byte of the turn's text at which it went wrong; the first is 0.
    public let offset: Int
    public let problem: Problem

    public init(offset: Int, problem: Problem) {
        self.offset = offset
        self.problem = problem
    }

    public var description: String {
        let sentence =
            switch problem {
            case .endedEarly: "the stored entries end too early"
            case .expected(let what): "expected \(what)"
            case .badEscape: "no such escape"
            case .tooDeep: "nested too deep"
            case .missing(let key): "the entry that ends here lacks '\(key)'"
            case .invalid(let key): "'\(key)' has a value that it cannot have"
            case .unknownType:
                "the entry that ends here has an unknown type; a later Helpline may have written it"
            }
        return "byte \(offset): \(sentence)"
    }
}
