import CleanText
import Vocabulary

/// Finds words in what was said.
public struct TranscriptSearch: Sendable {
    /// Folded; all of them have to be in one entry.
    private let words: [String]
    private let role: Role?

    /// - Parameters:
    ///   - query: Words that all have to stand in one entry, in any order, as parts of words too;
    ///     words between double quotes have to stand so.
    ///   - role: Only what this side said; nil for all.
    /// - Returns: nil if there is nothing to look for.
    public init?(_ query: String, role: Role? = nil) {
        var words: [String] = []
        for (index, part) in query.split(separator: "\"", omittingEmptySubsequences: false)
            .enumerated()
        {
            let folded = SearchText.folded(String(part))
            if index % 2 == 1 {
                words.append(folded)
            } else {
                words += folded.split(whereSeparator: \.isWhitespace).map(String.init)
            }
        }
        self.words = words.filter { !$0.allSatisfy(\.isWhitespace) }
        self.role = role
        if self.words.isEmpty { return nil }
    }

    /// - Returns: The entries of a conversation that have all the words, in sequence.
    public func hits(in document: TranscriptDocument) -> [TranscriptDocument.Line] {
        document.entries.filter { line in
            guard role == nil || line.role == role else { return false }
            let parts = [line.text, line.contact] + line.slots.map(\.value)
            let said = SearchText.folded(parts.compactMap { $0 }.joined(separator: "\n"))
            return words.allSatisfy { said.contains($0) }
        }
    }
}
