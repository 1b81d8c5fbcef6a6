import Vocabulary

extension IntentMatcher {
    /// Confidence of an intent whose pattern the line fits: authors' rules come before scores.
    static let patternConfidence: Float = 0.97

    /// Candidates, outcome and second question of `scratch.line`.
    func classify(_ scratch: inout MatchScratch) -> IntentMatch {
        guard !intents.isEmpty, !scratch.line.words.isEmpty else { return .nothing(in: language) }
        let surroundings = score(&scratch)
        var candidates = best(&scratch, addition: confidence.addition(surroundings))
        raise(patternsFitting(scratch.line), in: &candidates)
        return IntentMatch(
            candidates: candidates, outcome: outcome(of: candidates), language: language)
    }

    /// Scores every intent into `scratch.scores` and says what stands around the line.
    func score(_ scratch: inout MatchScratch) -> Confidence.Surroundings {
        model.score(&scratch)
        let likeness = nearestLines.nearest(&scratch)?.likeness ?? 0
        return Confidence.Surroundings(
            background: hasBackground ? scratch.scores[intents.count] : nil, likeness: likeness,
            mapped: Float(scratch.mappedCount) / Float(max(1, scratch.line.words.count)))
    }

    /// The likeliest intents, best first; equals in the order of `intents`.
    func best(_ scratch: inout MatchScratch, addition: Float) -> [IntentMatch.Candidate] {
        var places: [Int] = []
        places.reserveCapacity(Limits.matchCandidateCountMax + 1)
        for intent in 0..<intents.count {
            let score = scratch.scores[intent]
            if places.count == Limits.matchCandidateCountMax,
                scratch.scores[places[places.count - 1]] >= score
            {
                continue
            }
            var place = places.count
            while place > 0, scratch.scores[places[place - 1]] < score { place -= 1 }
            places.insert(intent, at: place)
            if places.count > Limits.matchCandidateCountMax { places.removeLast() }
        }
        return places.map { intent in
            IntentMatch.Candidate(
                intent: intents[intent],
                confidence: confidence.confidence(scratch.scores[intent] + addition))
        }
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
        for pattern in patterns
        where !fitting.contains(pattern.rule.intent) && pattern.matches(line) {
            fitting.append(pattern.rule.intent)
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
