import Foundation

/// Text as it is compared when somebody searches for words.
public enum SearchText {
    /// Without case, accents and differences of width: "Älter" and "alter" are the same, "ﬁt" and
    /// "fit" too.
    public static func folded(_ text: String) -> String {
        text.precomposedStringWithCompatibilityMapping.folding(
            options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    }
}
