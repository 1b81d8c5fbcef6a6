import Vocabulary

extension IntentMatcher {
    /// What a line means and why: costs several times a match.
    ///
    /// - Parameter today: From which relative dates are counted, where they are wanted.
    public func explain(_ text: String, today: CivilDay? = nil) -> MatchExplanation {
        var scratch = MatchScratch()
        let match = match(text, today: today, scratch: &scratch)
        scratch.line.read(text)
        var shares: [MatchExplanation.Share] = []
        var score: Float = 0
        var nearest: MatchExplanation.Nearest?
        if !scratch.line.words.isEmpty {
            model.score(&scratch)
            if let best = match.candidates.first?.intent,
                let column = intents.firstIndex(of: best)
            {
                score = scratch.scores[column]
                shares = self.shares(of: column, scratch)
            }
            nearest = nearestLines.nearest(&scratch).map {
                MatchExplanation.Nearest(example: examples[$0.line], likeness: min(1, $0.likeness))
            }
        }
        let confidences = match.candidates.map(\.confidence)
        return MatchExplanation(
            match: match, score: score, shares: shares, nearest: nearest,
            patterns: patterns.filter { $0.matches(scratch.line) },
            corrections: corrections(scratch),
            lead: (confidences.first ?? 0) - (confidences.count > 1 ? confidences[1] : 0),
            threshold: threshold, margin: margin, bundleHash: bundleHash)
    }

    /// What each feature of the line in `scratch` adds to one intent.
    private func shares(of column: Int, _ scratch: MatchScratch) -> [MatchExplanation.Share] {
        var texts: [UInt32: String] = [:]
        for feature in scratch.features {
            let index = model.space.table.index(of: feature.hash)
            guard index != HashTable.absent, texts[index] == nil else { continue }
            texts[index] = text(of: feature, in: scratch)
        }
        var shares: [MatchExplanation.Share] = []
        for (entry, index) in scratch.indices.enumerated() {
            let weight = model.rows[Int(index) * model.width + column]
            shares.append(
                MatchExplanation.Share(
                    text: texts[index] ?? "(always)", share: weight * scratch.values[entry]))
        }
        return shares.sorted { (abs($0.share), $1.text) > (abs($1.share), $0.text) }
    }

    private func text(of feature: FeatureReader.Feature, in scratch: MatchScratch) -> String {
        let words = scratch.line.words
        let word = words[Int(feature.word)]
        if feature.isCharacters {
            let known = scratch.corrections.first { $0.word == Int(feature.word) }?.known
            let letters =
                known.map { Array(model.space.lexicon.word($0)) }
                ?? Array(scratch.line.letters[Int(word.start)..<Int(word.end)])
            let bordered = [0x5F] + letters.prefix(FeatureReader.wordLetterCountMax) + [0x5F]
            let start = Int(feature.start)
            return Self.text(bordered[start..<(start + Int(feature.count))])
        }
        let first = scratch.line.text(of: word)
        guard feature.isPair, Int(feature.word) + 1 < words.count else { return first }
        return first + " " + scratch.line.text(of: words[Int(feature.word) + 1])
    }

    private func corrections(_ scratch: MatchScratch) -> [MatchExplanation.Correction] {
        guard !scratch.line.words.isEmpty else { return [] }
        return scratch.corrections.map { correction in
            MatchExplanation.Correction(
                typed: scratch.line.text(of: scratch.line.words[correction.word]),
                read: Self.text(model.space.lexicon.word(correction.known)))
        }
    }

    private static func text(_ letters: ArraySlice<UInt32>) -> String {
        var text = ""
        for letter in letters {
            if let scalar = Unicode.Scalar(letter) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
