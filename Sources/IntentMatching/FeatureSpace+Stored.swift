import Vocabulary

extension FeatureSpace {
    func write(to writer: inout ByteWriter) {
        writer.write(count: lexicon.count)
        let entries = lexicon.entries
        writer.write(numbers: entries.map { UInt32($0.letters.count) })
        writer.write(numbers: entries.flatMap(\.letters))
        writer.write(numbers: entries.map(\.stem))
        writer.write(numbers: entries.map(\.lineCount))
        writer.write(numbers: hashes)
        writer.write(numbers: rarities)
        writer.write(numbers: areCharacters.map { $0 ? UInt8(1) : 0 })
        writer.write(rarityOfUnknown)
        writer.write(reader.options.pairShare)
    }

    init(reading reader: inout ByteReader, language: Language) throws(ModelError) {
        self.language = language
        let wordCount = Int(try reader.readNumber())
        let counts = try reader.readNumbers(of: UInt32.self, zero: 0)
        let letters = try reader.readNumbers(of: UInt32.self, zero: 0)
        let stems = try reader.readNumbers(of: UInt64.self, zero: 0)
        let lineCounts = try reader.readNumbers(of: UInt32.self, zero: 0)
        guard counts.count == wordCount, stems.count == wordCount, lineCounts.count == wordCount,
            counts.reduce(0, { $0 + Int($1) }) == letters.count
        else { throw .damaged }
        var entries: [Lexicon.Entry] = []
        entries.reserveCapacity(wordCount)
        var start = 0
        for word in 0..<wordCount {
            let end = start + Int(counts[word])
            entries.append(
                Lexicon.Entry(
                    letters: Array(letters[start..<end]), stem: stems[word],
                    lineCount: lineCounts[word]))
            start = end
        }
        lexicon = Lexicon(entries)
        hashes = try reader.readNumbers(of: UInt64.self, zero: 0)
        rarities = try reader.readNumbers(of: Float.self, zero: 0)
        areCharacters = try reader.readNumbers(of: UInt8.self, zero: 0).map { $0 == 1 }
        rarityOfUnknown = try reader.readFloat()
        var options = MatcherOptions()
        options.pairShare = try reader.readFloat()
        self.reader = FeatureReader(options: options)
        guard rarities.count == hashes.count, areCharacters.count == hashes.count else {
            throw .damaged
        }
        table = HashTable(hashes)
    }
}

extension NearestLines {
    func write(to writer: inout ByteWriter) {
        writer.write(numbers: intents)
        writer.write(numbers: order)
        writer.write(numbers: wordStarts)
        writer.write(numbers: words.features)
        writer.write(numbers: words.values)
        writer.write(numbers: wordPlaces)
        writer.write(numbers: letterStarts)
        writer.write(numbers: letters.features)
        writer.write(numbers: letters.values)
    }

    init(
        reading reader: inout ByteReader, intentCount: Int, lineCount: Int, featureCount: Int
    ) throws(ModelError) {
        let intents = try reader.readNumbers(of: UInt32.self, zero: 0)
        let order = try reader.readNumbers(of: UInt32.self, zero: 0)
        let wordStarts = try reader.readNumbers(of: UInt32.self, zero: 0)
        let words = Entries(
            features: try reader.readNumbers(of: UInt32.self, zero: 0),
            values: try reader.readNumbers(of: UInt16.self, zero: 0))
        let wordPlaces = try reader.readNumbers(of: UInt8.self, zero: 0)
        let letterStarts = try reader.readNumbers(of: UInt32.self, zero: 0)
        let letters = Entries(
            features: try reader.readNumbers(of: UInt32.self, zero: 0),
            values: try reader.readNumbers(of: UInt16.self, zero: 0))
        self.init(
            intents: intents, order: order, wordStarts: wordStarts, words: words,
            wordPlaces: wordPlaces, letterStarts: letterStarts, letters: letters)
        guard Self.rises(intents, to: order.count), intents.count == intentCount + 1,
            Self.rises(wordStarts, to: words.features.count), wordStarts.count == intents.count,
            Self.rises(letterStarts, to: letters.features.count),
            letterStarts.count == order.count + 1, words.values.count == words.features.count,
            wordPlaces.count == words.features.count,
            letters.values.count == letters.features.count,
            order.allSatisfy({ $0 < lineCount }), wordPlaces.allSatisfy({ $0 < Self.lineCountMax }),
            words.features.allSatisfy({ $0 < featureCount }),
            letters.features.allSatisfy({ $0 < featureCount })
        else { throw .damaged }
    }

    /// Whether numbers begin at 0, never fall and end at `end`.
    private static func rises(_ numbers: [UInt32], to end: Int) -> Bool {
        numbers.first == 0 && numbers.last.map(Int.init) == end
            && zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 }
    }
}

extension EntitySources {
    func write(to writer: inout ByteWriter) {
        for list in [orderNumberShapes, productNames, colours, sizes, categories] {
            writer.write(list)
        }
        for table in [synonyms, lookups] {
            writer.write(count: table.count)
            for (name, values) in table.sorted(by: { $0.key < $1.key }) {
                writer.write(name)
                writer.write(values)
            }
        }
        writer.write(count: regexes.count)
        for (name, pattern) in regexes.sorted(by: { $0.key < $1.key }) {
            writer.write(name)
            writer.write(pattern)
        }
    }

    init(reading reader: inout ByteReader) throws(ModelError) {
        self.init()
        orderNumberShapes = try reader.readTexts()
        productNames = try reader.readTexts()
        colours = try reader.readTexts()
        sizes = try reader.readTexts()
        categories = try reader.readTexts()
        synonyms = try Self.table(&reader)
        lookups = try Self.table(&reader)
        for _ in 0..<(try reader.readCount(byteCountEach: 8)) {
            let name = try reader.readText()
            regexes[name] = try reader.readText()
        }
    }

    private static func table(_ reader: inout ByteReader) throws(ModelError) -> [String: [String]] {
        var table: [String: [String]] = [:]
        for _ in 0..<(try reader.readCount(byteCountEach: 8)) {
            let name = try reader.readText()
            table[name] = try reader.readTexts()
        }
        return table
    }
}
