import Vocabulary

/// What the names of intents tell: `order_status` teaches the words "order status", once.
///
/// Authors name intents by the words that customers use, and where examples are few a name is worth
/// as much as two of them. A name line is learnt from like an example, but is none: it is never the
/// nearest example, is not counted, and no threshold is chosen by it.
enum NameLines {
    /// The words of an intent's name: cut at everything that is no letter or digit, and where a small
    /// letter stands before a capital (`AskLiquidityRatio`).
    ///
    /// - Returns: The words with one space between them; nil where the name has no word of two letters.
    static func text(of intent: IntentName) -> String? {
        var text = ""
        var follows = false
        for scalar in intent.name.unicodeScalars {
            let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if !isWord || (scalar.properties.isUppercase && follows), !text.hasSuffix(" ") {
                text += " "
            }
            if isWord { text.unicodeScalars.append(scalar) }
            follows = scalar.properties.isLowercase
        }
        let line = FoldedLine(text)
        return line.words.contains { $0.count > 1 && $0.digitCount == 0 } ? text : nil
    }

    /// The name lines of a training set, at most one an intent.
    ///
    /// In a language other than English a name counts only if its words stand in the examples: most
    /// names are English, and a German line has no use for English words.
    static func lines(
        of intents: [IntentName], in set: TrainingSet
    ) -> [(text: String, intent: Int32)] {
        let exampled = Set(set.examples.map(\.intent))
        let known = set.language == .english ? nil : words(of: set.examples)
        var lines: [(text: String, intent: Int32)] = []
        for (number, intent) in intents.enumerated() where exampled.contains(intent) {
            guard let text = text(of: intent) else { continue }
            if let known {
                let line = FoldedLine(text)
                guard line.words.allSatisfy({ known.contains(line.text(of: $0)) }) else { continue }
            }
            lines.append((text, Int32(number)))
        }
        return lines
    }

    private static func words(of examples: [TrainingExample]) -> Set<String> {
        var words: Set<String> = []
        var line = FoldedLine()
        for example in examples {
            line.read(example.text)
            for word in line.words { words.insert(line.text(of: word)) }
        }
        return words
    }
}
