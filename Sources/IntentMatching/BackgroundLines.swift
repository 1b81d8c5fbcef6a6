/// Chooses the background lines that a shop really should not answer.
///
/// A shop that has an intent for jokes must not learn to be silent on them: lines that are nearly one of
/// its examples are left out.
enum BackgroundLines {
    /// Words shared, by the mean of both lines' words, from which a line is nearly an example.
    private static let sharedMax = 0.7

    /// - Returns: The lines of `background` that no example is near to, in their order.
    static func kept(_ background: [String], besides examples: [TrainingExample]) -> [String] {
        let wanted = background.map { words(of: $0) }
        var holders: [UInt64: [Int32]] = [:]
        for words in wanted { for word in words { holders[word] = [] } }
        var counts: [Int] = []
        for (number, example) in examples.enumerated() {
            let words = words(of: example.text)
            counts.append(words.count)
            for word in words where holders[word] != nil { holders[word]?.append(Int32(number)) }
        }
        var shared = [Int](repeating: 0, count: examples.count)
        return zip(background, wanted).filter { _, words in
            var touched: [Int] = []
            for word in words {
                for number in holders[word] ?? [] {
                    if shared[Int(number)] == 0 { touched.append(Int(number)) }
                    shared[Int(number)] += 1
                }
            }
            var isNear = words.isEmpty
            for number in touched {
                let mean = Double(words.count * counts[number]).squareRoot()
                if Double(shared[number]) >= sharedMax * mean { isNear = true }
                shared[number] = 0
            }
            return !isNear
        }.map(\.0)
    }

    /// The different words of a line, in their order.
    private static func words(of text: String) -> [UInt64] {
        let line = FoldedLine(text)
        var words: [UInt64] = []
        for word in line.words {
            let hash = FeatureHash.word(line.letters(of: word), kind: Lexicon.surfaceKind)
            if !words.contains(hash) { words.append(hash) }
        }
        return words
    }
}
