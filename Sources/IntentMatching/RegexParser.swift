/// An expression as it was written.
indirect enum RegexTree {
    case empty
    case one(RegexSet)
    case sequence([RegexTree])
    case either([RegexTree])
    /// At least `least` times; at most `most`, nil for any number.
    case repeated(RegexTree, least: Int, most: Int?)
    case start
    case end
    case border
}

/// Reads an expression from left to right.
struct RegexParser {
    private static let depthMax = 50
    private static let countMax = 200

    private let source: [UInt32]
    private var at = 0
    private var depth = 0

    init(_ text: String) { source = text.unicodeScalars.map(\.value) }

    mutating func expression() throws(PatternError) -> RegexTree {
        let tree = try either()
        if at < source.count { throw error("')' without '('", "remove it or write \\)") }
        return tree
    }

    private mutating func either() throws(PatternError) -> RegexTree {
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .either(branches)
    }

    private mutating func sequence() throws(PatternError) -> RegexTree {
        var parts: [RegexTree] = []
        while at < source.count, source[at] != Self.code("|"), source[at] != Self.code(")") {
            parts.append(try repeated(try atom()))
        }
        return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func repeated(_ tree: RegexTree) throws(PatternError) -> RegexTree {
        var tree = tree
        while at < source.count {
            if take("*") {
                tree = .repeated(tree, least: 0, most: nil)
            } else if take("+") {
                tree = .repeated(tree, least: 1, most: nil)
            } else if take("?") {
                tree = .repeated(tree, least: 0, most: 1)
            } else if source[at] == Self.code("{") {
                let (least, most) = try counts()
                tree = .repeated(tree, least: least, most: most)
            } else {
                break
            }
            // A second mark asks for the shortest match; what is found here does not depend on it.
            _ = take("?")
        }
        return tree
    }

    private mutating func counts() throws(PatternError) -> (Int, Int?) {
        let open = at
        at += 1
        let least = number()
        var most = least
        if take(",") { most = number() }
        guard let least, take("}"), least <= most ?? least, max(least, most ?? 0) <= Self.countMax
        else {
            at = open
            throw error(
                "'{' without a count up to \(Self.countMax)", "write {3}, {2,5}, {2,} or \\{")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while at < source.count, (0x30...0x39).contains(source[at]), value ?? 0 < 10_000 {
            value = (value ?? 0) * 10 + Int(source[at] - 0x30)
            at += 1
        }
        return value
    }

    private mutating func atom() throws(PatternError) -> RegexTree {
        let scalar = source[at]
        switch Unicode.Scalar(scalar) {
        case "(": return try group()
        case "[": return .one(try set())
        case ".":
            at += 1
            return .one(RegexSet(ranges: [0...0x10FFFF]))
        case "^":
            at += 1
            return .start
        case "$":
            at += 1
            return .end
        case "\\": return try escape()
        case "*", "+", "?":
            throw error("nothing to repeat", "write \\ before it to mean the character")
        default:
            at += 1
            return .one(Self.single(scalar))
        }
    }

    private mutating func group() throws(PatternError) -> RegexTree {
        let open = at
        at += 1
        if take("?") {
            guard take(":") else {
                throw error(
                    "'(?' of a kind that is not known",
                    "use ( ) or (?: ); there is no looking around")
            }
        }
        depth += 1
        guard depth <= Self.depthMax else {
            throw error("groups nested deeper than \(Self.depthMax)", "write a simpler expression")
        }
        let tree = try either()
        depth -= 1
        guard take(")") else {
            at = open
            throw error("'(' without ')'", "close the group or write \\(")
        }
        return tree
    }

    private mutating func escape() throws(PatternError) -> RegexTree {
        at += 1
        guard at < source.count else { throw error("'\\' at the end", "write \\\\ to mean it") }
        let scalar = source[at]
        at += 1
        if scalar == Self.code("b") { return .border }
        if (0x31...0x39).contains(scalar) {
            at -= 1
            throw error(
                "a backward reference", "write the expression again; references are not known")
        }
        return .one(Self.escaped(scalar))
    }

    private mutating func set() throws(PatternError) -> RegexSet {
        let open = at
        at += 1
        var set = RegexSet()
        set.isNegated = take("^")
        var isFirst = true
        while at < source.count, isFirst || source[at] != Self.code("]") {
            isFirst = false
            var low = source[at]
            at += 1
            if low == Self.code("\\"), at < source.count {
                let known = Self.escaped(source[at])
                low = source[at]
                at += 1
                if known != Self.single(low) {
                    set.ranges += known.ranges
                    set.hasWords = set.hasWords || known.hasWords
                    set.hasOthers = set.hasOthers || known.hasOthers
                    continue
                }
            }
            var high = low
            if at + 1 < source.count, source[at] == Self.code("-"), source[at + 1] != Self.code("]")
            {
                high = source[at + 1]
                at += 2
            }
            guard low <= high else {
                throw error("a range that ends before it begins", "turn it round")
            }
            set.ranges += Self.bothCases(low, high)
        }
        guard take("]") else {
            at = open
            throw error("'[' without ']'", "close the set or write \\[")
        }
        return set
    }

    private static func single(_ scalar: UInt32) -> RegexSet {
        let folded = RegexStep.folded(scalar)
        return RegexSet(ranges: [folded...folded])
    }

    /// Texts are in lower case, so a range of capitals means the small letters too.
    private static func bothCases(_ low: UInt32, _ high: UInt32) -> [ClosedRange<UInt32>] {
        var ranges = [low...high]
        let capitals = max(low, 0x41)...max(max(low, 0x41), min(high, 0x5A))
        if low <= 0x5A, high >= 0x41 {
            ranges.append((capitals.lowerBound + 32)...(capitals.upperBound + 32))
        } else if low == high {
            ranges = single(low).ranges
        }
        return ranges
    }

    private static func escaped(_ scalar: UInt32) -> RegexSet {
        switch Unicode.Scalar(scalar) {
        case "d": RegexSet(ranges: RegexSet.digits)
        case "D": RegexSet(ranges: RegexSet.notDigits)
        case "s": RegexSet(ranges: RegexSet.spaces)
        case "S": RegexSet(ranges: RegexSet.notSpaces)
        case "w": RegexSet(hasWords: true)
        case "W": RegexSet(hasOthers: true)
        case "n": RegexSet(ranges: [0x0A...0x0A])
        case "t": RegexSet(ranges: [0x09...0x09])
        default: single(scalar)
        }
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard at < source.count, source[at] == scalar.value else { return false }
        at += 1
        return true
    }

    private static func code(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

    private func error(_ problem: String, _ hint: String) -> PatternError {
        PatternError(column: min(at, source.count) + 1, problem: problem, hint: hint)
    }
}

/// Turns an expression into steps.
struct RegexCompiler {
    private(set) var steps: [RegexStep] = []

    mutating func compile(_ tree: RegexTree) {
        guard steps.count < LinearRegex.stepCountMax else { return }
        switch tree {
        case .empty: break
        case .one(let set): steps.append(.one(set))
        case .start: steps.append(.start)
        case .end: steps.append(.end)
        case .border: steps.append(.border)
        case .sequence(let parts): for part in parts { compile(part) }
        case .either(let branches): compileEither(branches[...])
        case .repeated(let part, let least, let most): compile(part, least: least, most: most)
        }
    }

    private mutating func compileEither(_ branches: ArraySlice<RegexTree>) {
        guard let first = branches.first else { return }
        if branches.count == 1 {
            compile(first)
            return
        }
        let fork = steps.count
        steps.append(.fork(fork + 1, 0))
        compile(first)
        let jump = steps.count
        steps.append(.jump(0))
        steps[fork] = .fork(fork + 1, steps.count)
        compileEither(branches.dropFirst())
        steps[jump] = .jump(steps.count)
    }

    private mutating func compile(_ part: RegexTree, least: Int, most: Int?) {
        for _ in 0..<least { compile(part) }
        guard let most else {
            let fork = steps.count
            steps.append(.fork(fork + 1, 0))
            compile(part)
            steps.append(.jump(fork))
            steps[fork] = .fork(fork + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<most {
            forks.append(steps.count)
            steps.append(.fork(steps.count + 1, 0))
            compile(part)
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }
}
