import Vocabulary

extension IntentMatcher {
    /// Confidence of an intent whose pattern the line fits: authors' rules come before scores.
    static let patternConfidence: Float = 0.97

    /// Candidates, outcome and second question of `scratch.line`.
    func classify(_ scratch: inout MatchScratch) -> IntentMatch {
        let line = scratch.line
        let whole = classifyOne(&scratch)
        guard line.words.count >= 4, line.words.count <= Self.clauseWordCountMax else {
            return whole
        }
        defer { scratch.line = line }
        scratch.line = line
        if let wanted = withoutRefused(&scratch) { return wanted }
        scratch.line = line
        return withSecondQuestion(whole, &scratch) ?? whole
    }

    /// Longer lines are stories, which are not cut.
    private static let clauseWordCountMax = 60

    /// Candidates and outcome of `scratch.line`, read as one question.
    func classifyOne(_ scratch: inout MatchScratch) -> IntentMatch {
        guard !intents.isEmpty, !scratch.line.words.isEmpty else { return .nothing(in: language) }
        model.score(&scratch)
        var candidates = best(scratch)
        scratch.runnerUp = candidates.count > 1 ? candidates[1].score : -1
        let addition = confidence.addition(
            surroundings(candidates, &scratch))
        for place in candidates.indices { candidates[place].score += addition }
        var named = candidates.map { candidate in
            IntentMatch.Candidate(
                intent: intents[candidate.intent],
                confidence: confidence.confidence(candidate.score))
        }
        raise(patternsFitting(scratch.line), in: &named)
        return IntentMatch(candidates: named, outcome: outcome(of: named), language: language)
    }

    /// What stands around the score of the best candidate.
    func surroundings(
        _ candidates: [(intent: Int, score: Float)], _ scratch: inout MatchScratch
    ) -> Confidence.Surroundings {
        let likeness = candidates.first.flatMap {
            nearestLines.nearest(of: $0.intent, &scratch)?.likeness
        }
        return Confidence.Surroundings(
            runnerUp: candidates.count > 1 ? candidates[1].score : -1,
            background: hasBackground ? scratch.scores[intents.count] : -1, likeness: likeness ?? 0,
            mapped: Float(scratch.mappedCount) / Float(max(1, scratch.line.words.count)))
    }

    /// The likeliest intents with their scores, best first; equals in the order of `intents`.
    func best(_ scratch: MatchScratch) -> [(intent: Int, score: Float)] {
        var best: [(intent: Int, score: Float)] = []
        best.reserveCapacity(Limits.matchCandidateCountMax)
        for intent in 0..<intents.count {
            let score = scratch.scores[intent]
            if best.count == Limits.matchCandidateCountMax {
                if best[best.count - 1].score >= score { continue }
            } else {
                best.append((intent, score))
            }
            var place = best.count - 1
            while place > 0, best[place - 1].score < score {
                best[place] = best[place - 1]
                place -= 1
            }
            best[place] = (intent, score)
        }
        return best
    }

    /// What threshold and margin say.
    func outcome(of candidates: [IntentMatch.Candidate]) -> IntentMatch.Outcome {
        guard let first = candidates.first, first.confidence >= threshold else { return .unknown }
        guard candidates.count > 1 else { return .sure }
        return first.confidence - candidates[1].confidence >= margin ? .sure : .ambiguous
    }

    /// Intents whose patterns the line fits, in the order of the patterns.
    func patternsFitting(_ line: FoldedLine) -> [IntentName] {
        guard !patterns.isEmpty else { return [] }
        var fitting: [IntentName] = []
        let marks = line.wordMarks
        for pattern in patterns
        where pattern.matches(line, marks: marks) && !fitting.contains(pattern.intent) {
            fitting.append(pattern.intent)
        }
        return fitting
    }

    /// Puts the intents that patterns name before all others.
    private func raise(_ named: [IntentName], in candidates: inout [IntentMatch.Candidate]) {
        guard !named.isEmpty else { return }
        let raised = named.map { intent in
            let scored = candidates.first { $0.intent == intent }?.confidence ?? 0
            return IntentMatch.Candidate(
                intent: intent, confidence: max(Self.patternConfidence, scored))
        }
        let cap = Self.patternConfidence - margin
        let rest = candidates.filter { candidate in !named.contains(candidate.intent) }
            .map { candidate in
                IntentMatch.Candidate(
                    intent: candidate.intent, confidence: min(candidate.confidence, cap))
            }
        candidates = Array((raised + rest).prefix(Limits.matchCandidateCountMax))
    }
}
