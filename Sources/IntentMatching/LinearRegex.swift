/// A regular expression that runs in time linear in the text, whatever the author wrote.
///
/// All paths through the expression are followed at once (Thompson's construction), so nothing is ever
/// tried again. Understood: characters, `.`, `[a-z]`, `[^…]`, `\d \w \s \D \W \S`, `\b`, `^`, `$`,
/// groups `( )` and `(?: )`, `|`, `* + ?`, `{n}`, `{n,}`, `{n,m}`. Letter case makes no difference.
/// Not understood: backward references and looking around, which need more than linear time.
public struct LinearRegex: Sendable {
    /// Steps that an expression may have once its counts are written out.
    static let stepCountMax = 2_000

    let program: [RegexStep]

    /// - Throws: `PatternError` with the column of what cannot be read.
    public init(_ source: String) throws(PatternError) {
        var parser = RegexParser(source)
        let tree = try parser.expression()
        var compiler = RegexCompiler()
        compiler.compile(tree)
        guard compiler.steps.count < Self.stepCountMax else {
            throw PatternError(
                column: 1, problem: "an expression of more than \(Self.stepCountMax) steps",
                hint: "use smaller counts in { }")
        }
        program = compiler.steps + [.accept]
        if firstMatch(in: [], from: 0) != nil {
            throw PatternError(
                column: 1, problem: "an expression that fits nothing at all",
                hint: "ask for at least one character")
        }
    }

    /// Whether it fits anywhere in the text.
    public func isIn(_ text: String) -> Bool {
        firstMatch(in: text.unicodeScalars.map { RegexStep.folded($0.value) }, from: 0) != nil
    }

    /// The leftmost match at or after `start`, and of those the longest.
    ///
    /// - Parameter text: Scalars in lower case.
    func firstMatch(in text: [UInt32], from start: Int) -> Range<Int>? {
        // Threads in order of where they began; each step holds at most one, the leftmost.
        var threads = RegexThreads(stepCount: program.count)
        var following = RegexThreads(stepCount: program.count)
        var best: Range<Int>?
        var at = start
        while at <= text.count {
            if best == nil { add(0, begun: at, at: at, in: text, to: &threads) }
            if threads.isEmpty, best != nil { break }
            following.clear()
            for thread in threads.list {
                if let found = best, thread.begun > found.lowerBound { continue }
                switch program[thread.step] {
                case .accept:
                    if best == nil || thread.begun < best?.lowerBound ?? 0
                        || at > best?.upperBound ?? 0
                    {
                        best = thread.begun..<at
                    }
                case .one(let scalars):
                    if at < text.count, scalars.contains(text[at]) {
                        add(
                            thread.step + 1, begun: thread.begun, at: at + 1, in: text,
                            to: &following)
                    }
                case .fork, .jump, .start, .end, .border: break
                }
            }
            swap(&threads, &following)
            at += 1
        }
        return best
    }

    /// Adds a step and all that is reached from it without reading.
    private func add(
        _ step: Int, begun: Int, at: Int, in text: [UInt32], to threads: inout RegexThreads
    ) {
        var waiting = [step]
        while let step = waiting.popLast() {
            guard threads.insert(step, begun: begun) else { continue }
            switch program[step] {
            case .fork(let first, let second): waiting += [second, first]
            case .jump(let target): waiting.append(target)
            case .start: if at == 0 { waiting.append(step + 1) }
            case .end: if at == text.count { waiting.append(step + 1) }
            case .border:
                let before = at > 0 && RegexStep.isWord(text[at - 1])
                let after = at < text.count && RegexStep.isWord(text[at])
                if before != after { waiting.append(step + 1) }
            case .one, .accept: break
            }
        }
    }
}

/// Where the paths through an expression stand.
struct RegexThreads {
    private(set) var list: [(step: Int, begun: Int)] = []
    private var isIn: [Bool]

    init(stepCount: Int) { isIn = Array(repeating: false, count: stepCount) }

    var isEmpty: Bool { list.isEmpty }

    /// - Returns: false if the step is there already, from an earlier or equal beginning.
    mutating func insert(_ step: Int, begun: Int) -> Bool {
        if isIn[step] { return false }
        isIn[step] = true
        list.append((step, begun))
        return true
    }

    mutating func clear() {
        for thread in list { isIn[thread.step] = false }
        list.removeAll(keepingCapacity: true)
    }
}

/// One step of a compiled expression.
enum RegexStep: Sendable, Equatable {
    /// Reads one scalar.
    case one(RegexSet)
    case fork(Int, Int)
    case jump(Int)
    case start
    case end
    /// Between a letter of a word and none.
    case border
    case accept

    /// Lower case, one scalar for one.
    static func folded(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return (0x41...0x5A).contains(scalar) ? scalar + 32 : scalar }
        let lower = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars
        return lower?.count == 1 ? lower?.first?.value ?? scalar : scalar
    }

    static func isWord(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 {
            return (0x30...0x39).contains(scalar) || (0x61...0x7A).contains(scalar)
                || (0x41...0x5A).contains(scalar) || scalar == 0x5F
        }
        return Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false
    }
}

/// A set of scalars.
struct RegexSet: Sendable, Equatable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    /// Letters, digits and `_`, and what is none of them.
    var hasWords = false
    var hasOthers = false

    func contains(_ scalar: UInt32) -> Bool {
        let isIn =
            ranges.contains { $0.contains(scalar) } || hasWords && RegexStep.isWord(scalar)
            || hasOthers && !RegexStep.isWord(scalar)
        return isIn != isNegated
    }

    static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    static let notDigits: [ClosedRange<UInt32>] = [0...0x2F, 0x3A...0x10FFFF]
    static let spaces: [ClosedRange<UInt32>] = [0x09...0x0D, 0x20...0x20, 0xA0...0xA0]
    static let notSpaces: [ClosedRange<UInt32>] = [
        0...0x08, 0x0E...0x1F, 0x21...0x9F, 0xA1...0x10FFFF,
    ]
}
