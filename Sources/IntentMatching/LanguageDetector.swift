import Vocabulary

/// Says in which of a shop's languages a line is written.
///
/// Words and groups of three letters are weighed by how often each language's samples have them, so a
/// line of three or four words is enough; a number, a name or "ok" is none, and changes nothing.
public struct LanguageDetector: Sendable {
    /// How many times likelier another language must be than the current one, as a logarithm.
    private static let evidenceNeeded: Float = 3
    /// Letters of a line that are looked at.
    private static let letterCountMax = 400

    private let languages: [Language]
    /// For each word and group of letters, its log frequency in each language.
    private let table: HashTable
    private let weights: [Float]

    /// - Parameter samples: Lines of each language: its examples and answers.
    public init(samples: [Language: [String]]) {
        languages = samples.keys.sorted()
        var counter = FeatureCounter()
        var counts: [[Float]] = []
        for (number, language) in languages.enumerated() {
            var own: [UInt64: Float] = [:]
            let common = CommonWords.lists[language.code] ?? ""
            for text in (samples[language] ?? []) + [common, common, common] {
                var features: [FeatureReader.Feature] = []
                Self.forEachFeature(of: FoldedLine(text)) { hash in
                    own[hash, default: 0] += 1
                    features.append(
                        FeatureReader.Feature(
                            hash: hash, weight: 1, isCharacters: false, word: 0))
                }
                counter.count(features, line: Int32(number))
            }
            counts.append(counter.hashes.map { own[$0] ?? 0 })
        }
        table = HashTable(counter.hashes)
        weights = Self.weights(counts, featureCount: counter.hashes.count)
    }

    /// The language of a line.
    public func language(of text: String, among: [Language], current: Language) -> Language {
        var scratch = MatchScratch()
        return language(of: text, among: among, current: current, scratch: &scratch)
    }

    /// As above, with memory of the caller's that is used again from line to line.
    ///
    /// - Parameters:
    ///   - among: The shop's languages; those without samples are never found.
    ///   - current: The language spoken so far, kept unless the evidence is clear.
    public func language(
        of text: String, among: [Language], current: Language, scratch: inout MatchScratch
    ) -> Language {
        guard let own = languages.firstIndex(of: current) else { return current }
        scratch.read(text)
        weigh(scratch.line, into: &scratch.scores)
        var best = own
        for (number, language) in languages.enumerated()
        where scratch.scores[number] > scratch.scores[best] && among.contains(language) {
            best = number
        }
        let lead = scratch.scores[best] - scratch.scores[own]
        return lead >= Self.evidenceNeeded ? languages[best] : current
    }

    /// Replaces `scores` by the evidence for each language, in the order of `languages`.
    private func weigh(_ line: FoldedLine, into scores: inout [Float]) {
        scores.removeAll(keepingCapacity: true)
        scores.append(contentsOf: repeatElement(0, count: languages.count))
        weights.withUnsafeBufferPointer { weights in
            scores.withUnsafeMutableBufferPointer { scores in
                Self.forEachFeature(of: line) { feature in
                    let index = table.index(of: feature)
                    guard index != HashTable.absent else { return }
                    let own = Int(index) * scores.count
                    for number in scores.indices {
                        // Words and their letters say much the same, so each counts half.
                        scores[number] += weights[own + number] / 2
                    }
                }
            }
        }
    }

    /// The words of a line, each followed by its groups of three letters, borders among them.
    @inline(__always)
    private static func forEachFeature(of line: FoldedLine, _ body: (UInt64) -> Void) {
        let border: UInt32 = 0x20
        for word in line.words where word.digitCount == 0 {
            guard word.start < letterCountMax else { break }
            let letters = line.letters(of: word)
            body(FeatureHash.word(letters, kind: 21))
            let (start, count) = (
                letters.startIndex, min(letters.count, FeatureReader.wordLetterCountMax)
            )
            var (first, second) = (border, letters.first ?? border)
            for next in 1..<(count + 1) {
                let third = next < count ? letters[start + next] : border
                var hash = FeatureHash.start(22)
                hash = FeatureHash.add(first, to: hash)
                hash = FeatureHash.add(second, to: hash)
                hash = FeatureHash.add(third, to: hash)
                body(FeatureHash.finish(hash))
                (first, second) = (second, third)
            }
        }
    }

    private static func weights(_ counts: [[Float]], featureCount: Int) -> [Float] {
        let totals = counts.map { $0.reduce(0, +) + 0.3 * Float(featureCount) }
        var weights: [Float] = []
        weights.reserveCapacity(featureCount * counts.count)
        for feature in 0..<featureCount {
            for (language, own) in counts.enumerated() {
                let count = feature < own.count ? own[feature] : 0
                weights.append(
                    Float(Naturals.logarithm(Double((count + 0.3) / totals[language]))))
            }
        }
        return weights
    }
}

/// The commonest words of a language, which a shop's samples may lack.
enum CommonWords {
    static let lists: [String: String] = [
        "en":
            "the a and to of in is it you that for on with as are be this have from or my your i me we "
            + "they not what when where how why who which can do does will would could please hello hi "
            + "thanks thank yes no want need get was were has had there here an at by if",
        "de":
            "der die das und zu in ist es sie du ich mir mich wir ihr nicht was wann wo wie warum wer "
            + "welche kann können bitte hallo danke ja nein möchte will brauche ein eine einen mein meine "
            + "mit für auf von aus bei nach noch schon auch wenn dass habe hat haben war sind werden "
            + "guten tag morgen gibt doch",
        "es":
            "el la los las un una y de que en es no me mi mis tu su por para con como cuando donde qué "
            + "cuál quién cuánto puedo puede quiero necesito hola gracias sí se lo le ha he hay está son "
            + "del al más muy pero si yo usted ustedes tengo tiene buenos días favor",
        "fr":
            "le la les un une et de des du que qui est ne pas je tu il elle nous vous mon ma mes votre "
            + "pour avec sur dans quand où comment pourquoi quel quelle puis peut veux voudrais bonjour "
            + "merci oui non ai est sont été au aux ce cette",
        "it":
            "il lo la i gli le un una e di che è non mi mio mia per con su come quando dove perché chi "
            + "quale posso può voglio vorrei ciao grazie sì no ho ha sono del della al alla più",
        "pt":
            "o a os as um uma e de que em é não me meu minha por para com como quando onde porque quem "
            + "qual posso pode quero preciso olá obrigado obrigada sim do da no na ao mais muito tem foi",
        "nl":
            "de het een en van ik je is dat in niet op te zijn met voor mijn wat wanneer waar hoe "
            + "waarom wie welke kan wil graag hallo dank ja nee heb heeft naar aan ook er maar",
    ]
}
