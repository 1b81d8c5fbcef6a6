import Vocabulary

extension Evaluation {
    /// Counts what the trials say.
    init(
        trials: [EvaluationTrial], outOfScope: [IntentMatch]?, threshold: Float?,
        trainLineCount: Int
    ) {
        let right = trials.count { $0.isRight }
        lineCount = trials.count
        self.trainLineCount = trainLineCount
        accuracy = Self.share(right, of: trials.count)
        intents = Self.figures(trials)
        macroF1 = intents.isEmpty ? 0 : intents.reduce(0) { $0 + $1.f1 } / Double(intents.count)
        confusions = Self.confusions(trials)
        let answered = Self.share(trials.count { $0.isAnswered && $0.isRight }, of: trials.count)
        if let threshold {
            self.threshold = Threshold(
                value: Double(threshold), inScopeAccuracy: answered,
                outOfScopeRecall: Self.share(
                    outOfScope?.count { $0.outcome == .unknown } ?? 0, of: outOfScope?.count ?? 0))
        }
        guard let outOfScope else { return }
        let others = outOfScope.map { $0.candidates.first?.confidence ?? 0 }
        self.outOfScope = OutOfScope(
            lineCount: others.count, auroc: Self.auroc(trials.map(\.confidence), above: others),
            accuracyAt95Rejected: Self.accuracy(trials, rejecting: 0.95, of: others))
    }

    private static func share(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }

    /// In the order the intents first occur in the test.
    private static func figures(_ trials: [EvaluationTrial]) -> [IntentFigures] {
        var order: [IntentName] = []
        var counts: [IntentName: (expected: Int, found: Int, right: Int)] = [:]
        for trial in trials {
            let intent = trial.example.intent
            if counts[intent, default: (0, 0, 0)].expected == 0 { order.append(intent) }
            counts[intent, default: (0, 0, 0)].expected += 1
            if let found = trial.found { counts[found, default: (0, 0, 0)].found += 1 }
            if trial.isRight { counts[intent, default: (0, 0, 0)].right += 1 }
        }
        return order.map { intent in
            let count = counts[intent, default: (0, 0, 0)]
            let precision = share(count.right, of: count.found)
            let recall = share(count.right, of: count.expected)
            let sum = precision + recall
            return IntentFigures(
                intent: intent, lineCount: count.expected, precision: precision, recall: recall,
                f1: sum == 0 ? 0 : 2 * precision * recall / sum)
        }
    }

    private static func confusions(_ trials: [EvaluationTrial]) -> [Confusion] {
        var confusions: [Confusion] = []
        for trial in trials where !trial.isRight {
            guard let found = trial.found else { continue }
            let place = confusions.firstIndex {
                $0.expected == trial.example.intent && $0.found == found
            }
            if let place {
                confusions[place].lines.append(trial.example)
            } else {
                confusions.append(
                    Confusion(expected: trial.example.intent, found: found, lines: [trial.example]))
            }
        }
        return confusions.enumerated().sorted { left, right in
            (right.element.lines.count, left.offset) < (left.element.lines.count, right.offset)
        }.map(\.element)
    }

    /// The chance that one of `scores` lies above one of `others`; equals count half.
    static func auroc(_ scores: [Float], above others: [Float]) -> Double {
        guard !scores.isEmpty, !others.isEmpty else { return 0 }
        let sorted = others.sorted()
        var wins = 0.0
        for score in scores {
            let below = place(of: score, in: sorted) { $0 < $1 }
            let notAbove = place(of: score, in: sorted) { $0 <= $1 }
            wins += Double(below) + Double(notAbove - below) / 2
        }
        return wins / Double(scores.count) / Double(others.count)
    }

    private static func place(
        of score: Float, in sorted: [Float], _ isBefore: (Float, Float) -> Bool
    ) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(sorted[middle], score) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Share of trials that are right and surer than all but 1 − `rejecting` of the others.
    static func accuracy(
        _ trials: [EvaluationTrial], rejecting: Double, of others: [Float]
    ) -> Double {
        guard !others.isEmpty else { return 0 }
        let sorted = others.sorted()
        let rejected = Int((Double(sorted.count) * rejecting).rounded(.up))
        let limit = sorted[min(sorted.count, max(1, rejected)) - 1]
        return share(trials.count { $0.isRight && $0.confidence > limit }, of: trials.count)
    }
}
