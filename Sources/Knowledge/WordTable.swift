/// Values by word. Most words that are looked up are not in such a table: their first byte and their
/// length tell so, without hashing them.
public struct WordTable<Value: Sendable>: Sendable {
    private var values: [String: Value]
    /// By first byte: a bit for each length in bytes; the last one for all from 63 on.
    private var lengths: [UInt64]

    public init(_ values: [String: Value]) {
        self.values = values
        lengths = [UInt64](repeating: 0, count: values.isEmpty ? 0 : 256)
        for word in values.keys {
            guard let first = word.utf8.first else { continue }
            lengths[Int(first)] |= Self.bit(word.utf8.count)
        }
    }

    /// - Returns: nil for a word that is not in the table; no word is empty.
    public subscript(word: String) -> Value? { mayHave(word) ? values[word] : nil }

    public func contains(_ word: String) -> Bool { mayHave(word) && values[word] != nil }

    /// Whether a word of this first byte and this length is in the table.
    public func mayHave(first: UInt8, byteCount: Int) -> Bool {
        !lengths.isEmpty && lengths[Int(first)] & Self.bit(byteCount) != 0
    }

    private func mayHave(_ word: String) -> Bool {
        guard let first = word.utf8.first else { return false }
        return mayHave(first: first, byteCount: word.utf8.count)
    }

    private static func bit(_ byteCount: Int) -> UInt64 { 1 << UInt64(min(byteCount, 63)) }
}

/// Words, with the same short way to tell that one is not among them.
typealias WordSet = WordTable<Void>

extension WordTable where Value == Void {
    init(_ words: some Sequence<String>) {
        self.init(Dictionary(words.map { ($0, ()) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension WordTable: ExpressibleByArrayLiteral where Value == Void {
    public init(arrayLiteral words: String...) { self.init(words) }
}
