import Dialogue
import Engine
import IntentMatching
import ShopFiles
import Vocabulary

/// One of the demonstration shops as a server has it: read, trained or taken from the cache.
struct DemonstrationShop {
    let shop: Shop
    let reading: ShopReading

    /// - Parameters:
    ///   - intents: The folder `Intents/`.
    ///   - cache: Where trained models are kept.
    init(_ name: String, intents: String, cache: String) throws {
        guard let id = ShopID(name) else { throw CountError("'\(name)' is no shop's name") }
        let (loaded, problems) = ShopFolder(path: intents).load(only: [id])
        guard let files = loaded.first else {
            throw CountError(problems.map(\.description).joined(separator: "\n"))
        }
        let models = ModelCache(folder: cache)
        var matchers: [Language: IntentMatcher] = [:]
        for (language, set) in files.training { matchers[language] = try models.matcher(for: set) }
        shop = files.shop(
            models: matchers.mapValues {
                ModelNote(bundle: $0.bundleHash, threshold: $0.threshold, margin: $0.margin)
            })
        reading = ShopReading(
            id: id, languages: shop.languages, matchers: matchers,
            detector: LanguageDetector(samples: files.languageSamples), banners: [:],
            burstWindow: .zero, sessionCountMax: .max, reservedNames: [], origins: [])
    }

    func match(_ question: String, _ scratch: inout MatchScratch) -> IntentMatch {
        reading.match(question, current: shop.languages[0], scratch: &scratch)
    }
}

/// Why nothing could be counted.
struct CountError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
