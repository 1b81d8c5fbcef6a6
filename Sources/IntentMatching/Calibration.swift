/// Finds the confidence, the threshold and the margin from lines the model had not seen.
///
/// Every training line was scored by a model trained without it, and many by a model that knew none
/// of their intent: these and the background lines stand for all that the shop should not answer.
struct Calibration {
    private(set) var confidence = Confidence()
    private(set) var threshold: Float = 0.5
    private(set) var margin: Float = 0.1

    init(
        training: TrainingLines, model: LineModel, scores: HeldOutScores, nearest: NearestLines,
        intentCount: Int, hasBackground: Bool
    ) {
        let trials = HeldOutTrials(
            training: training, width: model.width, scores: scores, nearest: nearest,
            intentCount: intentCount, hasBackground: hasBackground)
        guard !trials.known.isEmpty else { return }
        chooseShares(
            trials, linesEach: Float(training.exampleCount) / Float(max(1, intentCount)))
        fitCurve(trials)
        chooseThreshold(trials)
        chooseMargin(trials)
    }

    /// How much likeness counts: less than usual where lines of different intents are so alike that it
    /// tells little.
    private mutating func chooseShares(_ trials: HeldOutTrials, linesEach: Float) {
        confidence.likenessShare = linesEach >= 40 ? 4 : 2
        guard !trials.unseen.isEmpty else { return }
        var best = worth(trials) + 0.01
        for share in [Float(2), 1, 0] where share < confidence.likenessShare {
            var tried = self
            tried.confidence.likenessShare = share
            let worth = tried.worth(trials)
            if worth > best {
                best = worth
                confidence = tried.confidence
            }
        }
    }

    private func worth(_ trials: HeldOutTrials) -> Double {
        Self.worth(
            trials.known.map { ($0.isRight, $0.evidence(confidence)) },
            trials.unseen.map { $0.evidence(confidence) })
    }

    /// How well evidence tells lines apart: the area under the curve and, for a fourth, the share answered
    /// rightly where 95 % of the others are rejected.
    static func worth(_ inside: [(isRight: Bool, evidence: Float)], _ outside: [Float]) -> Double {
        let sorted = outside.sorted()
        let area = Evaluation.auroc(inside.map(\.evidence), above: outside)
        let limit = sorted[min(sorted.count - 1, sorted.count * 95 / 100)]
        let right = inside.count { $0.isRight && $0.evidence > limit }
        return area + 0.25 * Double(right) / Double(max(1, inside.count))
    }

    /// Fits the logistic curve by Newton's method, each step halved until it helps.
    private mutating func fitCurve(_ trials: HeldOutTrials) {
        let known = Double(trials.known.count)
        var points: [CurvePoint] = []
        for (group, share) in [(trials.known, 1), (trials.unseen, 0.3), (trials.background, 0.3)] {
            let weight = share * known / Double(max(1, group.count))
            points += group.map {
                CurvePoint(
                    evidence: Double($0.evidence(confidence)), goal: $0.isRight ? 0.98 : 0.02,
                    weight: min(weight, 3))
            }
        }
        let curve = LogisticCurve(fitting: points)
        confidence.slope = Float(curve.slope)
        confidence.offset = Float(curve.offset)
    }

    /// What keeping silent is worth where an intent would be taken for another; losing a right answer
    /// costs 1.
    private static let silenceWorth = 0.4

    /// The threshold at which answering right and keeping silent rightly are together most frequent.
    /// Background lines count as much as half the lines of intents, at most 1 each.
    private mutating func chooseThreshold(_ trials: HeldOutTrials) {
        let backgroundWorth = min(
            1, 0.5 * Double(trials.known.count) / Double(max(1, trials.background.count)))
        var points = trials.known.map {
            (evidence: $0.evidence(confidence), gain: $0.isRight ? -1 : Self.silenceWorth)
        }
        points += trials.background.map { ($0.evidence(confidence), backgroundWorth) }
        points.sort { $0.evidence < $1.evidence }
        var gain = 0.0
        var best = (gain: 0.0, evidence: points[0].evidence - 0.01)
        for (index, point) in points.enumerated() {
            gain += point.gain
            let next = index + 1 < points.count ? points[index + 1].evidence : point.evidence + 0.02
            if gain > best.gain { best = (gain, (point.evidence + next) / 2) }
        }
        threshold = min(0.95, max(0.05, confidence.confidence(best.evidence)))
    }

    /// The lead below which the second candidate is right nearly as often as the first.
    private mutating func chooseMargin(_ trials: HeldOutTrials) {
        let leads: [(lead: Float, trial: HeldOutTrials.Trial)] = trials.known.compactMap { trial in
            let evidence = trial.evidence(confidence)
            let first = confidence.confidence(evidence)
            guard first >= threshold else { return nil }
            let behind = trial.surroundings.runnerUp - trial.score
            return (first - confidence.confidence(evidence + behind), trial)
        }
        var best = (gain: 0.0, margin: Float(0.02))
        for step in 1...20 {
            let margin = Float(step) * 0.02
            var gain = 0.0
            for (lead, trial) in leads where lead < margin {
                if trial.isSecondRight { gain += 1 }
                if trial.isRight { gain -= 0.5 }
            }
            if gain > best.gain { best = (gain, margin) }
        }
        margin = best.margin
    }
}
