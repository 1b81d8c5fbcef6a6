import Vocabulary

/// Small words of a language that turn a question round or join two: "not", "instead", "and".
struct Manners: Sendable {
    let negations: Set<UInt64>
    let joiners: Set<UInt64>

    init(_ language: Language) {
        let words = Self.words[language.code] ?? ([], [])
        negations = Set(words.0.map(Self.hash))
        joiners = Set(words.1.map(Self.hash))
    }

    private static func hash(_ word: String) -> UInt64 {
        FeatureHash.word(FoldedLine(word).letters[...], kind: Lexicon.surfaceKind)
    }

    private static let words: [String: ([String], [String])] = [
        "en": (
            ["not", "dont", "no", "never", "without", "instead"], ["and", "also", "plus", "then"]
        ),
        "de": (
            ["nicht", "kein", "keine", "keinen", "nie", "statt"], ["und", "ausserdem", "auch"]
        ),
        "es": (["no", "nunca", "sin"], ["y", "tambien", "ademas", "e"]),
    ]
}
