/// One line's evidence and the chance it should stand for.
struct CurvePoint {
    var evidence: Double
    /// 0…1.
    var goal: Double
    var weight: Double
}

/// The logistic curve that fits points best: evidence in, a chance out.
struct LogisticCurve {
    /// Always above 0: more evidence is never a smaller chance.
    private(set) var slope = 2.0
    private(set) var offset = -1.0

    /// Newton's method; a step is halved until it makes the fit better.
    init(fitting points: [CurvePoint]) {
        var loss = Self.loss(points, slope, offset)
        for _ in 0..<30 {
            let step = newtonStep(points)
            var scale = 1.0
            var isBetter = false
            for _ in 0..<12 {
                let tried = (
                    slope: slope + scale * step.slope, offset: offset + scale * step.offset
                )
                let triedLoss = Self.loss(points, tried.slope, tried.offset)
                if tried.slope > 0.05, triedLoss < loss - 1e-9 {
                    (slope, offset, loss) = (tried.slope, tried.offset, triedLoss)
                    isBetter = true
                    break
                }
                scale /= 2
            }
            if !isBetter { break }
        }
    }

    private func newtonStep(_ points: [CurvePoint]) -> (slope: Double, offset: Double) {
        var gradient = (slope: 0.0, offset: 0.0)
        var bend = (slope: 1e-6, both: 0.0, offset: 1e-6)
        for point in points {
            let chance = Naturals.logistic(slope * point.evidence + offset)
            let miss = point.weight * (point.goal - chance)
            let weight = point.weight * max(1e-6, chance * (1 - chance))
            gradient.slope += miss * point.evidence
            gradient.offset += miss
            bend.slope += weight * point.evidence * point.evidence
            bend.both += weight * point.evidence
            bend.offset += weight
        }
        let determinant = bend.slope * bend.offset - bend.both * bend.both
        guard determinant > 1e-12 else { return (0, 0) }
        return (
            (gradient.slope * bend.offset - gradient.offset * bend.both) / determinant,
            (gradient.offset * bend.slope - gradient.slope * bend.both) / determinant
        )
    }

    /// Cross entropy, with a slight pull towards slopes that are not extreme.
    private static func loss(_ points: [CurvePoint], _ slope: Double, _ offset: Double) -> Double {
        var loss = 0.0
        for point in points {
            let place = slope * point.evidence + offset
            // −log of the chance and of its opposite, without overflow on either side.
            let softened = Naturals.logarithm(1 + Naturals.exponential(-abs(place)))
            let missed = place > 0 ? softened : softened - place
            loss += point.weight * (point.goal * missed + (1 - point.goal) * (missed + place))
        }
        return loss
    }
}
