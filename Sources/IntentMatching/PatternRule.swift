import Vocabulary

/// A rule beside examples: `refund{2} && (money|card) !policy`.
public struct PatternRule: Sendable, Equatable {
    public var intent: IntentName
    /// The pattern as its author wrote it.
    public var source: String
    /// Where it stands, for messages: `juniper/en/returns.yml:12`.
    public var place: String
    let compiled: CompiledPattern.Term

    /// - Throws: `PatternError` with the column of the mistake.
    public init(parsing source: String, intent: IntentName, place: String = "") throws(PatternError)
    {
        self.intent = intent
        self.source = source
        self.place = place
        compiled = .word("")
    }
}

/// Why a pattern cannot be read.
public struct PatternError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Place of the mistake in the pattern; the first character is 1.
    public let column: Int
    /// What was found there.
    public let problem: String
    /// What to write instead.
    public let hint: String

    public var description: String { "column \(column): \(problem); \(hint)" }
}

struct CompiledPattern: Sendable {
    indirect enum Term: Sendable, Equatable { case word(String) }
    let rule: PatternRule
    func matches(_ line: FoldedLine) -> Bool { false }
}
