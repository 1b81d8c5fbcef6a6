import Vocabulary

extension IntentMatcher {
    /// Score that the second intent of the whole line has at the least, if it is asked for too.
    private static let runnerUpMin: Float = -0.7
    /// Words that a question of its own has at the least.
    private static let clauseWordCountMin = 2
    /// Places at which one line is cut to look for two questions.
    private static let cutCountMax = 3

    /// The second question of a line: two parts that are both sure, of different intents. Where the
    /// whole line is torn between two intents, one sure part is enough if the other one leans to the
    /// other intent: "what is delivery to Graz and how long does it take".
    ///
    /// - Parameter match: What the whole line was taken for.
    /// - Returns: nil where the line asks one thing; else the match of the line with both, in the order
    ///   asked.
    func withSecondQuestion(
        _ match: IntentMatch, _ scratch: inout MatchScratch
    ) -> IntentMatch? {
        let line = scratch.line
        guard line.words.count >= 2 * Self.clauseWordCountMin,
            scratch.runnerUp > Self.runnerUpMin, match.candidates.count > 1
        else { return nil }
        let likeliest = match.candidates.prefix(2).map(\.intent)
        var best: (first: IntentMatch, second: IntentMatch, sureness: Float)?
        var leaning: (first: IntentMatch, second: IntentMatch, sureness: Float)?
        var cutCount = 0
        for (cut, restStart) in cuts(line) where cutCount < Self.cutCountMax {
            cutCount += 1
            let first = clause(0..<cut, of: line, &scratch)
            guard first.outcome == .sure || match.outcome == .ambiguous,
                let one = first.candidates.first
            else { continue }
            let second = clause(restStart..<line.words.count, of: line, &scratch)
            guard let two = second.candidates.first, one.intent != two.intent else { continue }
            if first.outcome == .sure, second.outcome == .sure {
                let sureness = min(one.confidence, two.confidence)
                if sureness > best?.sureness ?? secondFloor { best = (first, second, sureness) }
            } else if match.outcome == .ambiguous, first.outcome != .unknown,
                second.outcome != .unknown
            {
                let sureness = max(
                    first.outcome == .sure ? one.confidence : 0,
                    second.outcome == .sure ? two.confidence : 0)
                if sureness > leaning?.sureness ?? 0 {
                    leaning = (first, second, sureness)
                }
            }
        }
        guard let best = best ?? leaning, let two = best.second.candidates.first,
            let one = best.first.candidates.first,
            // Both must be what the whole line is likeliest to mean, or the parts mislead.
            likeliest.contains(one.intent), likeliest.contains(two.intent)
        else { return nil }
        var joined = best.first
        joined.outcome = .sure
        joined.also = [two]
        return joined
    }

    /// A clause must be clearly surer than a whole line has to be.
    private var secondFloor: Float { threshold + (1 - threshold) * 0.35 }

    /// Places where a second question may begin: behind a joining word or a mark that ends a sentence.
    private func cuts(_ line: FoldedLine) -> [(end: Int, restStart: Int)] {
        let least = Self.clauseWordCountMin
        var cuts: [(end: Int, restStart: Int)] = []
        for index in line.words.indices {
            let mark = line.marks[index]
            let isEnd = mark == 0x3F || mark == 0x21 || mark == 0x2E || mark == 0x2C || mark == 0x3B
            if isEnd, index + 1 >= least, line.words.count - index - 1 >= least {
                var rest = index + 1
                if manners.isJoiner(line, rest), line.words.count - rest - 1 >= least { rest += 1 }
                cuts.append((index + 1, rest))
            } else if manners.isJoiner(line, index), index >= least,
                line.words.count - index - 1 >= least
            {
                if cuts.last?.restStart == index + 1 { continue }
                cuts.append((index, index + 1))
            }
        }
        return cuts
    }

    /// What a part of a line means by itself.
    func clause(
        _ words: Range<Int>, of line: FoldedLine, _ scratch: inout MatchScratch
    ) -> IntentMatch {
        scratch.line = line.part(words)
        return classifyOne(&scratch)
    }
}

extension IntentMatcher {
    /// What a line asks for once what it does *not* want is left out: "I don't want a refund, I want an
    /// exchange" asks for an exchange.
    ///
    /// - Returns: nil where nothing is refused, or the rest of the line asks for nothing.
    func withoutRefused(_ scratch: inout MatchScratch) -> IntentMatch? {
        let line = scratch.line
        guard line.words.count >= 4, let refused = manners.refusedClause(line) else { return nil }
        let before = 0..<refused.lowerBound
        let behind = refused.upperBound..<line.words.count
        let rest = behind.count >= before.count ? behind : before
        guard !rest.isEmpty else { return nil }
        let match = clause(rest, of: line, &scratch)
        guard match.outcome != .unknown else { return nil }
        return match
    }
}
