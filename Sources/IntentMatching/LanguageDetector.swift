import Vocabulary

/// Says in which of a shop's languages a line is written.
public struct LanguageDetector: Sendable {
    private let profiles: [Language: LanguageProfile]

    /// - Parameter samples: Lines of each language: its examples and answers.
    public init(samples: [Language: [String]]) {
        profiles = samples.mapValues { LanguageProfile($0) }
    }

    /// - Parameters:
    ///   - among: The shop's languages.
    ///   - current: The language spoken so far, kept unless the evidence is clear.
    public func language(of text: String, among: [Language], current: Language) -> Language {
        current
    }
}

struct LanguageProfile: Sendable {
    init(_ lines: [String]) {}
}
