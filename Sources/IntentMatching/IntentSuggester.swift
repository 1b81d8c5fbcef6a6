import Vocabulary

/// Finds out of unanswered lines which intents a shop lacks.
///
/// Lines that share telling words are put together around the line that most others are like
/// (leader clustering by cosine), which needs no number of clusters and gives the same for the same
/// lines in any order but equals.
public enum IntentSuggester {
    /// A line that nobody answered.
    public struct UnansweredLine: Sendable, Equatable {
        public var text: String
        /// The conversation it was said in: people are counted, not lines.
        public var conversation: ConversationID
        public init(text: String, conversation: ConversationID) {
            self.text = text
            self.conversation = conversation
        }
    }

    /// Lines that ask much the same.
    public struct Suggestion: Sendable, Equatable {
        /// A name made of the commonest words: `gift_card`.
        public var name: IntentName
        /// Conversations that asked.
        public var peopleCount: Int
        /// The lines, the most typical first, none twice.
        public var lines: [String]
        /// A known intent that most of the lines come nearest to, if they come near one.
        public var nearestIntent: IntentName?
    }

    /// Different lines looked at, at the most; later ones are left out.
    public static let lineCountMax = 5_000
    /// Cosine from which two lines ask the same.
    private static let likenessMin: Float = 0.3
    private static let typicalCount = 12

    /// - Returns: Clusters of at least `peopleCountMin` people, most people first.
    public static func suggestions(
        from lines: [UnansweredLine], language: Language, besides matcher: IntentMatcher? = nil,
        peopleCountMin: Int = 2
    ) -> [Suggestion] {
        let (texts, people) = different(lines)
        guard !texts.isEmpty else { return [] }
        let training = TrainingLines(
            texts: texts, classes: texts.map { _ in 0 }, exampleCount: texts.count, classCount: 1,
            language: language, options: MatcherOptions())
        let likeness = LineLikeness(training)
        let neighbours = texts.indices.map { likeness.near($0, atLeast: likenessMin) }
        var isTaken = [Bool](repeating: false, count: texts.count)
        var suggestions: [Suggestion] = []
        let order = texts.indices.sorted { left, right in
            (neighbours[right].count, left) < (neighbours[left].count, right)
        }
        for leader in order where !isTaken[leader] {
            let members = neighbours[leader].filter { !isTaken[$0.line] }
                .sorted { ($1.likeness, $0.line) < ($0.likeness, $1.line) }
            let asked = members.reduce(into: Set<ConversationID>()) {
                $0.formUnion(people[$1.line])
            }
            guard asked.count >= peopleCountMin else { continue }
            for member in members { isTaken[member.line] = true }
            let typical = members.map { texts[$0.line] }
            suggestions.append(
                Suggestion(
                    name: name(of: typical, language: language), peopleCount: asked.count,
                    lines: typical, nearestIntent: nearestIntent(typical, matcher)))
        }
        return suggestions.enumerated().sorted { left, right in
            (right.element.peopleCount, left.offset) < (left.element.peopleCount, right.offset)
        }.map(\.element)
    }

    /// Each line once, as it was first written, with all who said it.
    private static func different(
        _ lines: [UnansweredLine]
    ) -> (texts: [String], people: [Set<ConversationID>]) {
        var places: [[UInt32]: Int] = [:]
        var texts: [String] = []
        var people: [Set<ConversationID>] = []
        for line in lines {
            let folded = FoldedLine(line.text)
            guard !folded.words.isEmpty else { continue }
            let key = folded.words.flatMap { [0x20] + folded.letters(of: $0) }
            if let place = places[key] {
                people[place].insert(line.conversation)
            } else if texts.count < lineCountMax {
                places[key] = texts.count
                texts.append(line.text)
                people.append([line.conversation])
            }
        }
        return (texts, people)
    }

    /// The two words that most of the lines share, leaving out the commonest of the language.
    private static func name(of lines: [String], language: Language) -> IntentName {
        let common = FoldedLine(CommonWords.lists[language.code] ?? "")
        let skipped = Set(common.words.map { common.text(of: $0) })
        let words = lines.map { text in
            let line = FoldedLine(text)
            return Set(line.words.map { line.text(of: $0) })
        }
        let all = words.reduce(into: Set<String>()) { $0.formUnion($1) }
        var counts: [String: Int] = [:]
        var order: [String] = []
        for word in words.flatMap({ $0.sorted() })
        where word.utf8.count > 2 && !skipped.contains(word) {
            // A plural counts for its singular, where both are there.
            let single = String(word.dropLast())
            let key = word.hasSuffix("s") && all.contains(single) ? single : word
            if counts[key] == nil { order.append(key) }
            counts[key, default: 0] += 1
        }
        let best = order.sorted { left, right in
            (counts[right] ?? 0, left) < (counts[left] ?? 0, right)
        }.prefix(2)
        return IntentName(best.isEmpty ? "unnamed" : best.sorted().joined(separator: "_"))
    }

    private static func nearestIntent(_ lines: [String], _ matcher: IntentMatcher?) -> IntentName? {
        guard let matcher else { return nil }
        var counts: [IntentName: Int] = [:]
        var scratch = MatchScratch()
        let looked = lines.prefix(typicalCount)
        for line in looked {
            guard let best = matcher.match(line, scratch: &scratch).candidates.first,
                best.confidence >= matcher.threshold / 2
            else { continue }
            counts[best.intent, default: 0] += 1
        }
        let best = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.first
        return best.flatMap { $0.value * 2 >= looked.count ? $0.key : nil }
    }
}

/// How alike lines are by their words and pairs of words, each looked up in the lines that have it.
struct LineLikeness {
    /// Words of more lines than this tell nothing.
    private static let lineCountMax = 400

    private let training: TrainingLines
    private var postings: [UInt32: [(line: Int, value: Float)]] = [:]

    init(_ training: TrainingLines) {
        self.training = training
        for line in 0..<training.lines.count {
            for entry in training.lines.entries(of: line) {
                let feature = training.lines.featureIndex[entry]
                guard training.space.isWord(feature) else { continue }
                postings[feature, default: []].append((line, training.lines.featureValue[entry]))
            }
        }
    }

    /// Lines at least so like a line, itself among them, in their order.
    func near(_ line: Int, atLeast: Float) -> [(line: Int, likeness: Float)] {
        var sums: [Int: Float] = [:]
        for entry in training.lines.entries(of: line) {
            guard let posting = postings[training.lines.featureIndex[entry]],
                posting.count <= max(Self.lineCountMax, training.lines.count / 8)
            else { continue }
            for (other, value) in posting {
                sums[other, default: 0] += value * training.lines.featureValue[entry]
            }
        }
        sums[line] = 1
        return sums.filter { $0.value >= atLeast }.sorted { $0.key < $1.key }
            .map { (line: $0.key, likeness: $0.value) }
    }
}
