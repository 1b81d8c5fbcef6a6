/// What models said of training lines that they had not seen.
struct HeldOutTrials {
    /// One line.
    struct Trial {
        /// Of the best intent.
        var score: Float
        var surroundings: Confidence.Surroundings
        var isRight: Bool
        var isSecondRight: Bool

        func evidence(_ confidence: Confidence) -> Float {
            score + confidence.addition(surroundings)
        }
    }

    /// Lines of intents, by models that knew other lines of the intent.
    private(set) var known: [Trial] = []
    /// Lines of intents, by models that knew none.
    private(set) var unseen: [Trial] = []
    private(set) var background: [Trial] = []

    var all: [Trial] { known + unseen + background }

    init(
        training: TrainingLines, width: Int, scores: HeldOutScores, nearest: NearestLines,
        intentCount: Int, hasBackground: Bool
    ) {
        var scratch = MatchScratch()
        for line in 0..<training.lines.count {
            let range = (line * width)..<((line + 1) * width)
            if Int(training.lines.lineFold[line]) < training.foldCount {
                let trial = Self.trial(
                    line, training, scores.known[range], nearest, intentCount, hasBackground, nil,
                    &scratch)
                if line < training.exampleCount {
                    known.append(trial)
                } else {
                    background.append(trial)
                }
            }
            let fold = Int(training.lines.classFold[line])
            if fold < training.classFoldCount, !training.names.contains(line) {
                let away = (0..<intentCount).filter { intent in
                    training.fold(ofClass: intent) == fold
                }
                unseen.append(
                    Self.trial(
                        line, training, scores.unseen[range], nearest, intentCount, hasBackground,
                        Set(away), &scratch))
            }
        }
    }

    private static func trial(
        _ line: Int, _ training: TrainingLines, _ scores: ArraySlice<Float>,
        _ nearest: NearestLines,
        _ intentCount: Int, _ hasBackground: Bool, _ away: Set<Int>?, _ scratch: inout MatchScratch
    ) -> Trial {
        var first = (intent: -1, score: -Float.infinity)
        var second = (intent: -1, score: Float(-1))
        for intent in 0..<intentCount where away?.contains(intent) != true {
            let score = scores[scores.startIndex + intent]
            if score > first.score {
                if first.intent >= 0 { second = first }
                first = (intent, score)
            } else if score > second.score {
                second = (intent, score)
            }
        }
        scratch.load(training.lines, line: line, space: training.space)
        let likeness = nearest.nearest(of: first.intent, &scratch, besides: line)?.likeness ?? 0
        let own = Int(training.lines.lineClass[line])
        return Trial(
            score: first.score,
            surroundings: Confidence.Surroundings(
                runnerUp: second.score,
                background: hasBackground ? scores[scores.startIndex + intentCount] : -1,
                likeness: likeness, mapped: 0),
            isRight: first.intent == own, isSecondRight: second.intent == own)
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
