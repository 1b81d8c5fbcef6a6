import Vocabulary

/// The features of a model: which there are, how much each tells, and how a line becomes a vector.
struct FeatureSpace: Sendable {
    let reader: FeatureReader
    let language: Language
    let lexicon: Lexicon
    let table: HashTable
    /// The hash of each feature by its index.
    let hashes: [UInt64]
    /// How rare each feature is among training lines.
    let rarities: [Float]
    /// Which features are n-grams of letters, by index.
    let areCharacters: [Bool]
    /// What a feature that is not in the table counts: it is rarer than all.
    let rarityOfUnknown: Float

    /// The constant feature of every line.
    var biasIndex: UInt32 { UInt32(hashes.count) }
    /// All features and the constant one.
    var featureCount: Int { hashes.count + 1 }

    /// Whether a feature is a word or a pair of words.
    func isWord(_ feature: UInt32) -> Bool {
        feature < biasIndex && !areCharacters[Int(feature)]
    }

    /// Reads a line's features; words that are not known are stemmed, then corrected.
    func features(of line: FoldedLine, into scratch: inout MatchScratch) {
        scratch.features.removeAll(keepingCapacity: true)
        scratch.mappedCount = 0
        scratch.unknownCount = 0
        scratch.corrections.removeAll(keepingCapacity: true)
        var stemmer: Stemmer?
        var previous: (hash: UInt64, weight: Float)?
        for (index, word) in line.words.enumerated() {
            let letters = line.letters(of: word)
            let known = stem(of: index, in: line, after: previous?.hash, &stemmer, &scratch)
            let stem = (hash: known.hash, weight: known.weight)
            append(stem.hash, stem.weight, at: index, isPair: false, &scratch)
            if reader.options.usesWordPairs, let previous {
                append(
                    FeatureHash.pair(previous.hash, stem.hash),
                    previous.weight * stem.weight * reader.options.pairShare,
                    at: index - 1, isPair: true, &scratch)
            }
            previous = stem
            guard FeatureReader.numberHash(word) == nil else { continue }
            if let mapped = known.mapped {
                reader.characters(
                    lexicon.word(mapped), word: Int32(index), weight: stem.weight,
                    into: &scratch.features)
            } else {
                reader.characters(letters, word: Int32(index), weight: 1, into: &scratch.features)
            }
        }
    }

    private func append(
        _ hash: UInt64, _ weight: Float, at word: Int, isPair: Bool, _ scratch: inout MatchScratch
    ) {
        scratch.features.append(
            FeatureReader.Feature(
                hash: hash, weight: weight, isCharacters: false, word: Int32(word), isPair: isPair))
    }

    /// Looks-ups of misspelt words in one line at the most.
    static let correctionCountMax = 12

    /// The stem of a word of a customer's line.
    private func stem(
        of index: Int, in line: FoldedLine, after previous: UInt64?, _ stemmer: inout Stemmer?,
        _ scratch: inout MatchScratch
    ) -> (hash: UInt64, weight: Float, mapped: Int?) {
        let word = line.words[index]
        let letters = line.letters(of: word)
        if let number = FeatureReader.numberHash(word) { return (number, 1, nil) }
        let surface = FeatureHash.word(letters, kind: Lexicon.surfaceKind)
        if let known = lexicon.index(ofSurface: surface) { return (lexicon.stems[known], 1, nil) }
        var hash = FeatureReader.stemHash(letters)
        if reader.options.usesStems, letters.count > 2 {
            let made = stemmer ?? Stemmer(language)
            stemmer = made
            hash = FeatureReader.stemHash(made.stem(letters)[...])
            if table.index(of: hash) != HashTable.absent { return (hash, 1, nil) }
        }
        if scratch.corrections.count < Self.correctionCountMax, !word.isAlone,
            let near = meant(lexicon.nearest(to: letters), at: index, in: line, after: previous)
        {
            scratch.corrections.append((word: index, known: near))
            scratch.mappedCount += 1
            return (lexicon.stems[near], reader.options.mappedWordShare, near)
        }
        scratch.unknownCount += 1
        return (hash, 1, nil)
    }

    /// Of equally near words the one that stands beside its neighbours in training lines too, else the
    /// commonest.
    private func meant(
        _ near: [Int], at index: Int, in line: FoldedLine, after previous: UInt64?
    ) -> Int? {
        guard near.count > 1 else { return near.first }
        var following: UInt64?
        if index + 1 < line.words.count {
            let letters = line.letters(of: line.words[index + 1])
            following = lexicon.index(
                ofSurface: FeatureHash.word(letters, kind: Lexicon.surfaceKind)
            ).map { lexicon.stems[$0] }
        }
        var best: (word: Int, pairCount: Int)?
        for word in near {
            let stem = lexicon.stems[word]
            var pairCount = 0
            if let previous, table.index(of: FeatureHash.pair(previous, stem)) != HashTable.absent {
                pairCount += 1
            }
            if let following, table.index(of: FeatureHash.pair(stem, following)) != HashTable.absent
            {
                pairCount += 1
            }
            if pairCount > best?.pairCount ?? -1 { best = (word, pairCount) }
        }
        return best?.word
    }

    /// Turns the features that `features(of:into:)` found into the line's sparse vector: both halves of
    /// unit length, the constant feature last.
    func vector(into scratch: inout MatchScratch) {
        scratch.count(with: table)
        var squares: (words: Float, characters: Float) = (0, 0)
        scratch.entries.withUnsafeMutableBufferPointer { entries in
            rarities.withUnsafeBufferPointer { rarities in
                for place in entries.indices {
                    let count = entries[place].count
                    let frequency =
                        count > 1 ? 1 + Float(Naturals.logarithm(Double(count))) : count
                    let value = frequency * rarities[Int(entries[place].index)]
                    entries[place].value = value
                    if entries[place].isCharacters {
                        squares.characters += value * value
                    } else {
                        squares.words += value * value
                    }
                }
            }
        }
        let unknown = rarityOfUnknown * rarityOfUnknown * reader.options.unknownShare
        squares.words += unknown * scratch.unknownWeight.words
        squares.characters += unknown * scratch.unknownWeight.characters
        let wordScale =
            squares.words > 0 ? reader.options.wordShare / squares.words.squareRoot() : 0
        let characterScale = squares.characters > 0 ? 1 / squares.characters.squareRoot() : 0
        scratch.indices.removeAll(keepingCapacity: true)
        scratch.values.removeAll(keepingCapacity: true)
        scratch.entries.withUnsafeBufferPointer { entries in
            for entry in entries {
                scratch.indices.append(entry.index)
                scratch.values.append(
                    entry.value * (entry.isCharacters ? characterScale : wordScale))
            }
        }
        scratch.indices.append(biasIndex)
        scratch.values.append(reader.options.bias)
    }
}
