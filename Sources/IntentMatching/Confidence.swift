/// How sure a score is: from what the linear model and its surroundings say to 0…1.
struct Confidence: Sendable, Equatable {
    /// Steepness and place of the logistic curve.
    var slope: Float = 4
    var offset: Float = 0
    /// What the background's score takes away.
    var backgroundShare: Float = 0.3
    /// What likeness to a training line adds.
    var likenessShare: Float = 0.3
    /// What a line takes away all of whose words were mapped.
    var mappedShare: Float = 0.3

    /// What a line's surroundings add to the score of every intent.
    struct Surroundings: Sendable, Equatable {
        /// Score of the background class; nil where none was trained.
        var background: Float?
        /// Cosine to the nearest training line.
        var likeness: Float
        /// Mapped words by all words.
        var mapped: Float
    }

    /// - Returns: What is added to the score of an intent.
    func addition(_ surroundings: Surroundings) -> Float {
        let background = max(0, 1 + (surroundings.background ?? -1))
        return likenessShare * surroundings.likeness - backgroundShare * background
            - mappedShare * surroundings.mapped
    }

    /// - Parameter evidence: The score of an intent with its addition.
    func confidence(_ evidence: Float) -> Float {
        Float(Naturals.logistic(Double(slope * evidence + offset)))
    }
}
