/// Finds threshold, margin and the curve of confidence from lines the model had not seen.
///
/// Every training line was scored by a model trained without it; the background lines stand for all
/// that the shop should not answer.
struct Calibration {
    private(set) var confidence = Confidence()
    private(set) var threshold: Float = 0.5
    private(set) var margin: Float = 0.1

    /// One held-out line.
    struct Trial {
        /// Score of the best intent with what surrounds the line.
        var evidence: Float
        var runnerUp: Float
        var isRight: Bool
        var isSecondRight: Bool
        var isBackground: Bool
    }

    init(
        training: TrainingLines, model: LineModel, heldOut: [Float], nearest: NearestLines,
        intentCount: Int, hasBackground: Bool
    ) {
        let trials = Self.trials(
            training, width: model.width, heldOut: heldOut, nearest: nearest,
            intentCount: intentCount, hasBackground: hasBackground, confidence: confidence)
        guard !trials.isEmpty else { return }
        fitCurve(trials)
        chooseThreshold(trials)
        chooseMargin(trials)
    }

    static func trials(
        _ training: TrainingLines, width: Int, heldOut: [Float], nearest: NearestLines,
        intentCount: Int, hasBackground: Bool, confidence: Confidence
    ) -> [Trial] {
        var trials: [Trial] = []
        var scratch = MatchScratch()
        let foldCount = training.foldCount
        for line in 0..<training.lines.count where Int(training.lines.lineFold[line]) < foldCount {
            let scores = heldOut[(line * width)..<((line + 1) * width)]
            scratch.load(training.lines, line: line, space: training.space)
            let likeness = nearest.nearest(&scratch, besides: line)?.likeness ?? 0
            let addition = confidence.addition(
                Confidence.Surroundings(
                    background: hasBackground ? scores[scores.startIndex + intentCount] : nil,
                    likeness: likeness, mapped: 0))
            var first = (intent: -1, score: -Float.infinity)
            var second = first
            for intent in 0..<intentCount {
                let score = scores[scores.startIndex + intent]
                if score > first.score {
                    second = first
                    first = (intent, score)
                } else if score > second.score {
                    second = (intent, score)
                }
            }
            let own = Int(training.lines.lineClass[line])
            trials.append(
                Trial(
                    evidence: first.score + addition, runnerUp: second.score + addition,
                    isRight: first.intent == own, isSecondRight: second.intent == own,
                    isBackground: line >= training.exampleCount))
        }
        return trials
    }

    /// Fits the logistic curve by Newton's method, with two lines' worth of doubt on either side.
    private mutating func fitCurve(_ trials: [Trial]) {
        var (slope, offset) = (4.0, 0.0)
        for _ in 0..<25 {
            var gradient = (slope: 0.0, offset: 0.0)
            var bend = (slope: 1e-3, both: 0.0, offset: 1e-3)
            for trial in trials {
                let evidence = Double(trial.evidence)
                let chance = Naturals.logistic(slope * evidence + offset)
                let miss = (trial.isRight ? 0.98 : 0.02) - chance
                let weight = max(1e-6, chance * (1 - chance))
                gradient.slope += miss * evidence
                gradient.offset += miss
                bend.slope += weight * evidence * evidence
                bend.both += weight * evidence
                bend.offset += weight
            }
            let determinant = bend.slope * bend.offset - bend.both * bend.both
            guard determinant > 1e-9 else { break }
            slope += (gradient.slope * bend.offset - gradient.offset * bend.both) / determinant
            offset += (gradient.offset * bend.slope - gradient.slope * bend.both) / determinant
            slope = min(max(slope, 0.5), 30)
            offset = min(max(offset, -30), 30)
        }
        confidence.slope = Float(slope)
        confidence.offset = Float(offset)
    }

    /// The threshold at which answering right and keeping silent rightly are together most frequent.
    private mutating func chooseThreshold(_ trials: [Trial]) {
        let ordered = trials.sorted { $0.evidence < $1.evidence }
        var gain = 0.0
        var best = (gain: 0.0, evidence: ordered[0].evidence - 0.01)
        for (index, trial) in ordered.enumerated() {
            gain += trial.isRight ? -1 : 1
            let next =
                index + 1 < ordered.count ? ordered[index + 1].evidence : trial.evidence + 0.02
            if gain > best.gain { best = (gain, (trial.evidence + next) / 2) }
        }
        threshold = min(0.95, max(0.05, confidence.confidence(best.evidence)))
    }

    /// The lead below which the second candidate is right nearly as often as the first.
    private mutating func chooseMargin(_ trials: [Trial]) {
        var best = (gain: 0.0, margin: Float(0.02))
        for step in 1...20 {
            let margin = Float(step) * 0.02
            var gain = 0.0
            for trial in trials where !trial.isBackground {
                let first = confidence.confidence(trial.evidence)
                let lead = first - confidence.confidence(trial.runnerUp)
                guard lead < margin, first >= threshold else { continue }
                if trial.isSecondRight { gain += 1 }
                if trial.isRight { gain -= 0.5 }
            }
            if gain > best.gain { best = (gain, margin) }
        }
        margin = best.margin
    }
}

extension MatchScratch {
    /// Takes the vector of a training line, as if it had been read.
    mutating func load(_ lines: SparseLines, line: Int, space: FeatureSpace) {
        entries.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        for entry in lines.entries(of: line) where lines.featureIndex[entry] != space.biasIndex {
            let index = lines.featureIndex[entry]
            entries.append(
                Entry(index: index, isCharacters: !space.isWord(index), count: 1, value: 0))
            values.append(lines.featureValue[entry])
        }
    }
}
