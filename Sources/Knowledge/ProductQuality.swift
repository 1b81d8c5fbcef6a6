/// A property by which products are compared, as a customer asks for it.
public struct ProductQuality: Hashable, Sendable {
    /// As `Product.measure(_:)` takes it.
    public let attribute: String
    /// "Lighter" and "cheaper" ask for less.
    public let isLessWanted: Bool

    public init(attribute: String, isLessWanted: Bool) {
        (self.attribute, self.isLessWanted) = (attribute, isLessWanted)
    }

    /// The quality that a line asks for: "which is warmer", "welche ist leichter", "la más barata".
    ///
    /// - Returns: nil if it names none. English, German and Spanish.
    public init?(reading text: String) { self.init(words: PlainText.words(text)) }

    private init?(words: [String]) {
        guard let found = words.lazy.compactMap({ Self.byWord[$0] }).first else { return nil }
        // "Less heavy" and "menos pesado" turn the question round.
        let isTurned = words.indices.contains { index in
            // "Less than 100" and "menos de 100" are limits.
            Self.turning.contains(words[index])
                && !(index + 1 < words.count && Self.limiting.contains(words[index + 1]))
        }
        self.init(
            attribute: found.attribute, isLessWanted: found.isLessWanted != isTurned)
    }

    /// The quality that a search asks for besides its words.
    ///
    /// Either the line asks for the most or for more of it: "a light jacket" may be one of many, "the
    /// lightest jacket" is one. Or a thing has it or lacks it: "a waterproof jacket" is meant as it is
    /// said.
    public init?(wantedIn text: String) {
        let words = PlainText.words(text)
        guard let named = ProductQuality(words: words) else { return nil }
        let isDemand = named.attribute == "waterproof_mm" && !named.isLessWanted
        guard isDemand || words.contains(where: Self.asksDegree) else { return nil }
        self = named
    }

    /// Whether a folded word names a quality.
    public static func isNamed(by word: String) -> Bool { byWord.contains(word) }

    /// Whether a folded word asks for more or most of something: "más", "warmer".
    static func asksDegree(_ word: String) -> Bool {
        gradingWords.contains(word) || isGraded(word)
    }

    /// Whether a folded word asks for more or most of a quality: "warmer", "hellste".
    static func isGraded(_ word: String) -> Bool {
        byWord.contains(word) && gradings.contains { word.hasSuffix($0) }
    }

    private static let gradings = ["er", "est", "ste", "sten"]
    private static let gradingWords: WordSet = ["most", "least", "mas", "menos"]
    private static let limiting: WordSet = ["than", "als", "de", "que"]
    private static let turning: WordSet = ["less", "least", "weniger", "menos"]

    private static let byWord: WordTable<ProductQuality> = {
        let lists: [(String, Bool, String)] = [
            (
                "warmth", false,
                """
                warm warmer warmest cosy cosier warmsten warmste warme waerm waermer calido calida \
                calidos calidas caliente calientes abrigado abrigada abriga abrigan
                """
            ),
            ("warmth", true, "cooler coolest kuhler kuhlsten fresco fresca"),
            (
                "weight_g", true,
                "light lighter lightest leicht leichter leichteste leichtesten ligero ligera ligeros ligeras"
            ),
            (
                "weight_g", false,
                "heavy heavier heaviest schwer schwerer schwerste schwersten pesado pesada pesados pesadas"
            ),
            (
                "waterproof_mm", false,
                """
                waterproof drier dry wasserdicht wasserdichter wasserdichteste trockener impermeable \
                impermeables rainproof
                """
            ),
            (
                "price", true,
                """
                cheap cheaper cheapest billig billiger billigste billigsten gunstig gunstiger \
                gunstigste gunstigsten barato barata baratos baratas economico economica
                """
            ),
            (
                "price", false,
                "expensive dearer dearest teuer teurer teuerste teuersten caro cara caros caras"
            ),
            (
                "lumen", false,
                "bright brighter brightest hell heller hellste hellsten brillante luminoso luminosa"
            ),
        ]
        var table: [String: ProductQuality] = [:]
        for (attribute, isLess, words) in lists {
            for word in words.split(separator: " ") {
                table[String(word)] = ProductQuality(attribute: attribute, isLessWanted: isLess)
            }
        }
        return WordTable(table)
    }()
}

extension Catalogue {
    /// Which of two products is what was asked for: the warmer, the lighter, the cheaper.
    public func compare(
        _ first: Product, _ second: Product, by quality: ProductQuality
    ) -> ProductComparison {
        compare(first, second, by: quality.attribute, isLessBetter: quality.isLessWanted)
    }
}
