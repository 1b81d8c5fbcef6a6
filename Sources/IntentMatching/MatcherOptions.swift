/// The numbers that decide how lines are turned into features and how a model is trained.
///
/// Chosen by cross-validation on public data sets; not for authors. Part of the content hash.
package struct MatcherOptions: Sendable, Equatable {
    /// Shortest and longest character n-gram inside a word.
    package var characterCountMin = 2
    package var characterCountMax = 4
    package var usesWordPairs = true
    /// What a pair of words counts against a single word, where an intent has few lines and many.
    package var pairShare: Float = 0.65
    package var pairShareOfMany: Float = 1
    /// Lines an intent from which it has many.
    package var manyLinesEach: Float = 40
    package var usesStems = true
    /// Length of the word half of a line against that of the character half, which is 1.
    package var wordShare: Float = 1
    /// What an n-gram that no training line had adds to a line's length: 0 nothing, 1 all.
    package var unknownShare: Float = 1
    /// What a mapped word counts against one that was typed right.
    package var mappedWordShare: Float = 0.8
    package var bias: Float = 1
    package var hingeCost: Float = 1
    package var hingeCostOfOthers: Float = 1
    package var hingeTolerance: Float = 0.1
    package var hingeEpochCountMax = 20
    package var softmaxCost: Float = 10
    package var softmaxEpochCountMax = 6
    /// Softmax regression joins in below this number of lines an intent.
    package var softmaxLinesPerIntentMax: Float = 25
    package var softmaxShare: Float = 0.4
    /// N-grams of fewer lines are left out.
    package var featureLineCountMin = 1
    package var foldCount = 4
    /// Larger sets hold out one group of about `heldOutLineCount` lines.
    package var foldedLineCountMax = 4_000
    package var heldOutLineCount = 1_500
    package var foldEpochCount = 2
    package var usesBackground = true
    /// Whether the names of intents are learnt from.
    package var usesNames = true

    package init() {}
}
