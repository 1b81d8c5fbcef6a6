/// The linear part of a model: a line's features in, a score for every class out.
struct LineModel: Sendable {
    let space: FeatureSpace
    /// Intents, then the background if it was trained.
    let classCount: Int
    /// Classes rounded up to a multiple of 16.
    let width: Int
    /// `width` weights a feature.
    let rows: [Float]

    /// Scores `scratch.line`; `scratch.scores` then holds one score a class.
    func score(_ scratch: inout MatchScratch) {
        space.features(of: scratch.line, into: &scratch)
        space.vector(into: &scratch)
        scratch.sumRows(rows, width: width)
    }
}
