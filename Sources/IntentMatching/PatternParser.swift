/// Reads a pattern rule from left to right.
struct PatternParser {
    /// Deepest nesting of brackets and of `!`.
    static let depthMax = 20
    /// Longest pattern, in characters.
    static let characterCountMax = 1_000

    private let scalars: [Unicode.Scalar]
    private var at = 0
    private var depth = 0

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    /// The whole pattern.
    mutating func pattern() throws(PatternError) -> PatternTerm {
        guard scalars.count <= Self.characterCountMax else {
            throw error(
                "a pattern of \(scalars.count) characters", "split it into several patterns")
        }
        let term = try either()
        skipSpaces()
        if at < scalars.count {
            throw error("')' without '('", "remove it or open a bracket before")
        }
        if term.matches(FoldedLine()) {
            at = 0
            throw error(
                "a pattern that fits a line without a word", "add a word that must be in the line")
        }
        return term
    }

    private mutating func either() throws(PatternError) -> PatternTerm {
        var terms = [try both()]
        while next(is: "|") {
            at += 1
            if at < scalars.count, scalars[at] == "|" { at += 1 }
            terms.append(try both())
        }
        return terms.count == 1 ? terms[0] : .any(terms)
    }

    private mutating func both() throws(PatternError) -> PatternTerm {
        var terms = [try single()]
        while true {
            skipSpaces()
            guard at < scalars.count, scalars[at] != "|", scalars[at] != ")" else { break }
            if scalars[at] == "&" {
                at += 1
                if at < scalars.count, scalars[at] == "&" { at += 1 }
            }
            terms.append(try single())
        }
        return terms.count == 1 ? terms[0] : .all(terms)
    }

    private mutating func single() throws(PatternError) -> PatternTerm {
        skipSpaces()
        guard at < scalars.count else {
            throw error("the pattern ends here", "write a word, a \"phrase\" or a bracket")
        }
        switch scalars[at] {
        case "!": return .not(try nested { parser throws(PatternError) in try parser.single() })
        case "(":
            let open = at
            let term = try nested { parser throws(PatternError) in try parser.either() }
            guard next(is: ")") else {
                at = open
                throw error("'(' without ')'", "close the bracket")
            }
            at += 1
            return term
        case "\"": return try phrase()
        case "|", "&", ")", "{", "}":
            throw error(
                "'\(scalars[at])' where a word is expected",
                "write a word, a \"phrase\" or a bracket")
        default: return try word()
        }
    }

    private mutating func nested(
        _ body: (inout PatternParser) throws(PatternError) -> PatternTerm
    ) throws(PatternError) -> PatternTerm {
        guard depth < Self.depthMax else {
            throw error("brackets nested deeper than \(Self.depthMax)", "write a simpler pattern")
        }
        at += 1
        depth += 1
        let term = try body(&self)
        depth -= 1
        return term
    }

    private mutating func phrase() throws(PatternError) -> PatternTerm {
        let open = at
        at += 1
        var text = ""
        while at < scalars.count, scalars[at] != "\"" {
            text.unicodeScalars.append(scalars[at])
            at += 1
        }
        guard at < scalars.count else {
            at = open
            throw error("a quotation mark without its partner", "close the phrase with \"")
        }
        at += 1
        let line = FoldedLine(text)
        guard !line.words.isEmpty else {
            at = open
            throw error("a phrase without words", "write words between the quotation marks")
        }
        return .phrase(line.words.map { Array(line.letters(of: $0)) })
    }

    private mutating func word() throws(PatternError) -> PatternTerm {
        let start = at
        while at < scalars.count, !Self.endsWord(scalars[at]) { at += 1 }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars[start..<at])
        if text.hasPrefix("max_words=") { return try wordCount(text, from: start) }
        let pieces = text.unicodeScalars.split(separator: "*", omittingEmptySubsequences: false)
        let folded = pieces.map { FoldedLine(String($0)) }
        guard folded.allSatisfy({ $0.words.count <= 1 }),
            folded.contains(where: { !$0.words.isEmpty })
        else {
            at = start
            throw error(
                "'\(text)' is not one word", "put several words between quotation marks")
        }
        let letters = folded.map { $0.letters }
        if letters.count > 1 { return .wildcard(letters) }
        return .word(letters[0], slipsMax: try slips(of: letters[0]))
    }

    /// `{n}` after a word.
    private mutating func slips(of word: [UInt32]) throws(PatternError) -> Int {
        guard at < scalars.count, scalars[at] == "{" else { return 0 }
        let open = at
        at += 1
        guard at + 1 < scalars.count, let digit = Int(String(scalars[at])), (0...3).contains(digit),
            scalars[at + 1] == "}"
        else {
            at = open
            throw error("'{' without a number of slips", "write {1}, {2} or {3}")
        }
        at += 2
        guard word.count > digit + 1 else {
            at = open
            throw error(
                "\(digit) slips in a word of \(word.count) letters",
                "allow fewer, else any word fits")
        }
        return digit
    }

    private mutating func wordCount(_ text: String, from start: Int) throws(PatternError)
        -> PatternTerm
    {
        guard let count = Int(text.dropFirst("max_words=".count)), (1...1_000).contains(count)
        else {
            at = start
            throw error("'\(text)' without a number of words", "write for example max_words=5")
        }
        return .wordCountMax(count)
    }

    private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || "|&!(){}\"".unicodeScalars.contains(scalar)
    }

    private mutating func skipSpaces() {
        while at < scalars.count, scalars[at].properties.isWhitespace { at += 1 }
    }

    private mutating func next(is scalar: Unicode.Scalar) -> Bool {
        skipSpaces()
        return at < scalars.count && scalars[at] == scalar
    }

    private func error(_ problem: String, _ hint: String) -> PatternError {
        PatternError(column: min(at, scalars.count) + 1, problem: problem, hint: hint)
    }
}
