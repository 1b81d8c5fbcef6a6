import CleanText
import Engine
import IntentMatching
import Vocabulary

/// Explains matches with the models that are in force.
struct ShelfReasons: MatchExplaining {
    let shelf: ShopShelf

    func explanation(of text: String, by bundle: String, at shop: ShopID) -> [String]? {
        shelf.current.byID[shop]?.matchers.values.first { $0.bundleHash == bundle }?
            .explain(Normalised.readable(text)).lines
    }
}

/// Explains what stands in a record, with the models that are kept beside it: also those that files
/// have long since moved on from.
public struct RecordReasons {
    private let cache: ModelCache
    /// Models by their hash; nil where none is kept.
    private var models: [String: IntentMatcher?] = [:]

    /// - Parameter data: The folder of the record.
    public init(data: String) { cache = ModelCache(folder: "\(data)/models") }

    /// - Parameters:
    ///   - text: What the customer said, as it is on record.
    ///   - bundle: The model that matched, as the turn's reasons name it.
    /// - Returns: Lines for people; nil where that model is not kept.
    public mutating func explanation(of text: String, by bundle: String) -> [String]? {
        if models[bundle] == nil { models[bundle] = .some(cache.stored(bundle: bundle)) }
        return models[bundle]??.explain(Normalised.readable(text)).lines
    }
}
