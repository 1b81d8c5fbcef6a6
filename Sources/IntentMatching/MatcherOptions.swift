/// The numbers that decide how lines are turned into features and how a model is trained.
///
/// Chosen by cross-validation on public data sets; not for authors. Part of the content hash.
public struct MatcherOptions: Sendable, Equatable {
    /// Shortest and longest character n-gram inside a word.
    public var characterCountMin = 2
    public var characterCountMax = 4
    public var usesWordPairs = true
    public var usesStems = true
    /// Length of the word half of a line against that of the character half, which is 1.
    public var wordShare: Float = 1
    /// What an n-gram that no training line had adds to a line's length: 0 nothing, 1 all.
    public var unknownShare: Float = 0
    /// What a mapped word counts against one that was typed right.
    public var mappedWordShare: Float = 0.8
    public var bias: Float = 1
    public var hingeCost: Float = 1
    public var hingeCostOfOthers: Float = 1
    public var hingeTolerance: Float = 0.1
    public var hingeEpochCountMax = 20
    public var softmaxCost: Float = 10
    public var softmaxEpochCountMax = 10
    /// Softmax regression joins in below this number of lines an intent.
    public var softmaxLinesPerIntentMax: Float = 25
    public var softmaxShare: Float = 0.3
    /// N-grams of fewer lines are left out.
    public var featureLineCountMin = 1
    public var foldCount = 5
    /// Larger sets hold out one group of about `heldOutLineCount` lines.
    public var foldedLineCountMax = 4_000
    public var heldOutLineCount = 1_500
    public var foldEpochCount = 3
    public var usesBackground = true

    public init() {}
}
