/// How sure a score is: from what the linear model and its surroundings say to 0…1.
struct Confidence: Sendable, Equatable {
    /// Steepness and place of the logistic curve.
    var slope: Float = 4
    var offset: Float = 0
    /// What the background's score takes away.
    var backgroundShare: Float = 0.3
    /// What likeness to a training line of the best intent adds, as a square: lines that are nearly an
    /// example are sure.
    var likenessShare: Float = 2
    /// What the score of the second intent takes away.
    var runnerUpShare: Float = 0.2
    /// What a line takes away all of whose words were mapped.
    var mappedShare: Float = 0.3

    /// What stands around the best intent's score.
    struct Surroundings: Sendable, Equatable {
        /// Score of the second intent; −1 where there is none.
        var runnerUp: Float
        /// Score of the background class; −1 where none was trained.
        var background: Float
        /// Cosine to the nearest training line of the best intent.
        var likeness: Float
        /// Mapped words by all words.
        var mapped: Float
    }

    /// - Returns: What is added to the score of an intent.
    func addition(_ surroundings: Surroundings) -> Float {
        likenessShare * surroundings.likeness * surroundings.likeness
            - backgroundShare * max(0, 1 + surroundings.background)
            - runnerUpShare * max(-1, surroundings.runnerUp) - mappedShare * surroundings.mapped
    }

    /// - Parameter evidence: The score of an intent with its addition.
    func confidence(_ evidence: Float) -> Float {
        Float(Naturals.logistic(Double(slope * evidence + offset)))
    }
}
