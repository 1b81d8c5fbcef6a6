import Vocabulary

/// Training lines read into features: the first step of training, kept for evaluation and advice.
struct TrainingLines: Sendable {
    let space: FeatureSpace
    private(set) var lines: SparseLines
    /// Groups of lines held out in turn; 0 before `dealFolds`.
    private(set) var foldCount = 0
    /// Groups of classes held out in turn.
    private(set) var classFoldCount = 0
    private var classEvery = 1
    /// Examples, which come first.
    let exampleCount: Int
    /// Names of intents, which come next; the rest, up to `lines.count`, are background.
    let nameCount: Int
    /// Intents and, where there is background, one more.
    let classCount: Int

    /// - Parameters:
    ///   - texts: The examples, then names of intents, then the background.
    ///   - classes: The class of each text.
    init(
        texts: [String], classes: [Int32], exampleCount: Int, nameCount: Int = 0,
        classCount: Int, language: Language, options: MatcherOptions
    ) {
        self.exampleCount = exampleCount
        self.nameCount = nameCount
        self.classCount = classCount
        let folded = texts.map { FoldedLine($0) }
        let lexicon = Self.lexicon(of: folded, language: language, options: options)
        let reader = FeatureReader(options: options)
        let empty = FeatureSpace(
            reader: reader, language: language, lexicon: lexicon, table: HashTable([]), hashes: [],
            rarities: [], areCharacters: [], rarityOfUnknown: 0)
        var counter = FeatureCounter()
        var scratch = MatchScratch()
        for (number, line) in folded.enumerated() {
            empty.features(of: line, into: &scratch)
            counter.count(scratch.features, line: Int32(number))
        }
        space = Self.space(
            of: counter, lineCount: texts.count, lexicon: lexicon, reader: reader,
            language: language)
        var lines = SparseLines()
        lines.reserve(lineCount: texts.count, featureCountEach: 128)
        for (number, line) in folded.enumerated() {
            space.features(of: line, into: &scratch)
            space.vector(into: &scratch)
            lines.append(
                indices: scratch.indices, values: scratch.values, lineClass: classes[number])
        }
        lines.lineFold = Array(repeating: 255, count: lines.count)
        lines.classFold = lines.lineFold
        self.lines = lines
    }

    /// Decides which lines are held out together to find out how good the model is: all of them in
    /// small sets, in large ones as many as tell enough.
    ///
    /// - Parameter intentCount: Classes that are intents; their lines are also held out class by class.
    mutating func dealFolds(_ options: MatcherOptions, intentCount: Int) {
        guard lines.count > classCount, options.foldCount > 0 else { return }
        let isLarge = lines.count > options.foldedLineCountMax
        foldCount = isLarge ? 1 : options.foldCount
        lines.deal(
            foldCount: foldCount, every: isLarge ? lines.count / options.heldOutLineCount : 1)
        for line in names { lines.lineFold[line] = 255 }
        guard intentCount >= 3 else { return }
        classEvery = min(max(3, lines.count / options.heldOutLineCount), intentCount)
        classFoldCount = isLarge ? 1 : 3
        lines.dealClasses(foldCount: classFoldCount, every: classEvery, classCount: intentCount)
    }

    /// Names of intents among the lines.
    var names: Range<Int> { exampleCount..<(exampleCount + nameCount) }

    /// The group that a class is held out with; groups from `classFoldCount` on are not.
    func fold(ofClass number: Int) -> Int { number % classEvery }

    private static func lexicon(
        of lines: [FoldedLine], language: Language, options: MatcherOptions
    ) -> Lexicon {
        let stemmer = Stemmer(language)
        var places: [UInt64: Int] = [:]
        var entries: [Lexicon.Entry] = []
        for line in lines {
            for word in line.words where FeatureReader.numberHash(word) == nil {
                let letters = line.letters[Int(word.start)..<Int(word.end)]
                let surface = FeatureHash.word(letters, kind: Lexicon.surfaceKind)
                if let place = places[surface] {
                    entries[place].lineCount += 1
                    continue
                }
                let stem = options.usesStems ? stemmer.stem(letters) : Array(letters)
                places[surface] = entries.count
                entries.append(
                    Lexicon.Entry(
                        letters: Array(letters), stem: FeatureReader.stemHash(stem[...]),
                        lineCount: 1)
                )
            }
        }
        return Lexicon(entries)
    }

    private static func space(
        of counter: FeatureCounter, lineCount: Int, lexicon: Lexicon, reader: FeatureReader,
        language: Language
    ) -> FeatureSpace {
        let rarest = rarity(lineCount: 0, of: lineCount)
        let least = UInt32(reader.options.featureLineCountMin)
        var hashes: [UInt64] = []
        var rarities: [Float] = []
        var areCharacters: [Bool] = []
        for (index, hash) in counter.hashes.enumerated() where counter.lineCounts[index] >= least {
            hashes.append(hash)
            rarities.append(rarity(lineCount: Int(counter.lineCounts[index]), of: lineCount))
            areCharacters.append(counter.isCharacters[index])
        }
        return FeatureSpace(
            reader: reader, language: language, lexicon: lexicon, table: HashTable(hashes),
            hashes: hashes, rarities: rarities, areCharacters: areCharacters,
            rarityOfUnknown: rarest)
    }

    /// Inverse document frequency, smoothed by one line that has every feature.
    private static func rarity(lineCount: Int, of total: Int) -> Float {
        Float(Naturals.logarithm(Double(1 + total) / Double(1 + lineCount)) + 1)
    }
}
