import Vocabulary

/// Why a line was matched as it was, for authors, agents and the record.
public struct MatchExplanation: Equatable, Sendable {
    /// What one word or n-gram added to the best intent's score.
    public struct Share: Equatable, Sendable {
        /// The word, pair of words or letters, as they stand in the folded line (`_` is a border of a
        /// word); `(always)` is what the intent has before a word is read.
        public var text: String
        public var share: Float
        public init(text: String, share: Float) {
            self.text = text
            self.share = share
        }
    }

    /// The training line most like the customer's.
    public struct Nearest: Equatable, Sendable {
        public var example: TrainingExample
        /// Cosine of the words of both, 0…1.
        public var likeness: Float
    }

    /// A word that was read as another.
    public struct Correction: Equatable, Sendable {
        public var typed: String
        public var read: String
    }

    public var match: IntentMatch
    /// Of the best intent; the sum of all shares.
    public var score: Float
    /// Largest first, by size.
    public var shares: [Share]
    /// nil where no training line shares a word with the line.
    public var nearest: Nearest?
    /// Pattern rules that the line fits.
    public var patterns: [PatternRule]
    public var corrections: [Correction]
    /// Confidence of the best candidate before that of the next, 0…1.
    public var lead: Float
    public var threshold: Float
    public var margin: Float
    public var bundleHash: String

    /// Shares that the plain text names.
    private static let shareCountShown = 8

    /// The explanation as plain text, for a terminal or an agent's desk.
    public var lines: [String] {
        var lines: [String] = [verdict]
        if let best = match.candidates.first {
            lines.append(
                "\(best.intent) \(Self.shown(best.confidence)), threshold \(Self.shown(threshold))")
        }
        if match.candidates.count > 1 {
            let next = match.candidates[1]
            lines.append(
                "next \(next.intent) \(Self.shown(next.confidence)), lead \(Self.shown(lead)), "
                    + "margin \(Self.shown(margin))")
        }
        for also in match.also {
            lines.append("also asked: \(also.intent) \(Self.shown(also.confidence))")
        }
        for correction in corrections {
            lines.append("'\(correction.typed)' read as '\(correction.read)'")
        }
        for pattern in patterns {
            lines.append("fits pattern \(pattern.source) of \(pattern.intent)")
        }
        lines.append(contentsOf: shareLines)
        if let nearest {
            let place = nearest.example.place.isEmpty ? "" : " (\(nearest.example.place))"
            lines.append(
                "nearest example: '\(nearest.example.text)' of \(nearest.example.intent)\(place), "
                    + "likeness \(Self.shown(nearest.likeness))")
        }
        for entity in match.entities { lines.append("\(entity.kind): \(entity.value)") }
        lines.append("model \(bundleHash)")
        return lines
    }

    private var verdict: String {
        switch match.outcome {
        case .sure: "sure"
        case .ambiguous: "ambiguous: the lead is smaller than the margin"
        case .unknown: "unknown: below the threshold"
        }
    }

    private var shareLines: [String] {
        guard !shares.isEmpty else { return [] }
        let shown = shares.prefix(Self.shareCountShown)
        let rest = shares.dropFirst(Self.shareCountShown)
        var lines = ["score \(Self.shown(score)) ="]
        for share in shown { lines.append("  \(Self.signed(share.share))  \(share.text)") }
        if !rest.isEmpty {
            let sum = rest.reduce(Float(0)) { $0 + $1.share }
            lines.append("  \(Self.signed(sum))  \(rest.count) others")
        }
        return lines
    }

    private static func signed(_ number: Float) -> String {
        (number < 0 ? "" : "+") + shown(number)
    }

    /// Three digits behind the point.
    static func shown(_ number: Float) -> String { Decimals.text(Double(number), digits: 3) }
}
