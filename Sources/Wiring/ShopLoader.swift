import AgentDesk
import Dialogue
import Engine
import IntentMatching
import ShopFiles
import Vocabulary
import WebBridge
import Webhooks

/// All shops of an intents folder, read and trained: what a server or a rehearsal runs on.
public struct LoadedShops: Sendable {
    public let shops: [Shop]
    public let readings: ShopReadings
    /// What was found in the files, errors and warnings.
    public let problems: [ShopFileProblem]
    /// How the shops show themselves on web pages, by name.
    public let faces: [ShopFace]
    /// Line addresses that shops have for themselves, by shop.
    public let lineAddresses: [(shop: ShopID, address: String)]
    /// Where shops want to be told of what happens.
    public let endpoints: [WebhookEndpoint]
    /// How the people of these shops are shared out.
    public let deskRules: DeskRules
    /// The shops' own systems, of those that have some.
    public let systems: [ShopID: ShopCaller.Systems]

    /// nil if there is no such shop.
    public func shop(_ id: ShopID) -> Shop? { shops.first { $0.id == id } }
}

/// Why no shop could be loaded.
public enum LoadError: Error, Equatable, CustomStringConvertible {
    /// Every mistake; at least one is an error.
    case mistakes([ShopFileProblem])
    case noShops(folder: String)
    case unknownShop(String, known: [String])
    case training(ShopID, Language, String)

    public var description: String {
        switch self {
        case .mistakes(let problems):
            problems.map(\.description).joined(separator: "\n")
        case .noShops(let folder):
            "\(folder): there is no shop in this folder; a shop is a folder with a shop.yml"
        case .unknownShop(let name, let known):
            "there is no shop '\(name)'; there are: \(known.joined(separator: ", "))"
        case .training(let shop, let language, let message):
            "\(shop)/\(language): \(message)"
        }
    }
}

/// Reads the shops' files and trains, or reads, their models. All or nothing.
public struct ShopLoader: Sendable {
    private let folder: String
    private let cache: ModelCache

    public init(folder: String, cache: ModelCache) {
        self.folder = folder
        self.cache = cache
    }

    /// - Parameters:
    ///   - defaultShop: Who answers a session that names no shop; nil takes `juniper`, or the first.
    ///   - progress: A sentence about what is being trained and how far it is, 0…1.
    public func load(
        defaultShop: String? = nil, progress: (String, Double) -> Void = { _, _ in }
    ) throws(LoadError) -> LoadedShops {
        let (loaded, problems) = ShopFolder(path: folder).load(on: Cores())
        guard !problems.contains(where: { $0.severity == .error }) else {
            throw .mistakes(problems)
        }
        guard let first = loaded.first else { throw .noShops(folder: folder) }
        let matchers = try matchers(of: loaded, progress)
        let served = Cores().map(count: loaded.count) { made(loaded[$0], matchers[$0]) }
        let known = loaded.map(\.id)
        let named = defaultShop.flatMap { ShopID($0) } ?? ShopID("juniper")
        let chosen = named.flatMap { known.contains($0) ? $0 : nil }
        if let defaultShop, chosen == nil {
            throw .unknownShop(defaultShop, known: known.map(\.name))
        }
        return LoadedShops(
            shops: served.map(\.shop),
            readings: ShopReadings(
                served.map(\.reading), defaultShop: chosen ?? first.id),
            problems: problems,
            faces: loaded.map(Self.face).sorted { $0.id < $1.id },
            lineAddresses: loaded.compactMap { shop in
                shop.settings.lineAddress.map { (shop.id, $0) }
            },
            endpoints: loaded.flatMap(\.settings.endpoints),
            deskRules: LoadedShop.deskRules(of: loaded),
            systems: Dictionary(
                loaded.compactMap { shop in
                    let settings = shop.settings
                    guard settings.ordersAPI != nil || settings.actions != nil else { return nil }
                    return (
                        shop.id,
                        ShopCaller.Systems(orders: settings.ordersAPI, actions: settings.actions)
                    )
                }, uniquingKeysWith: { first, _ in first }))
    }

    private static func face(of shop: LoadedShop) -> ShopFace {
        ShopFace(id: shop.id, card: shop.card, showcase: shop.showcase)
    }

    /// The matchers of each shop. Kept ones are read beside one another; the others are trained, each
    /// on all cores.
    private func matchers(
        of shops: [LoadedShop], _ progress: (String, Double) -> Void
    ) throws(LoadError) -> [[Language: IntentMatcher]] {
        let wanted = shops.indices.flatMap { shop in
            shops[shop].training.sorted { $0.key < $1.key }
                .map { (shop: shop, language: $0.key, set: $0.value) }
        }
        let stored = Cores().map(count: wanted.count) { cache.stored(for: wanted[$0].set) }
        var matchers = shops.map { _ in [Language: IntentMatcher]() }
        for (wanted, stored) in zip(wanted, stored) {
            let (shop, language) = (shops[wanted.shop].id, wanted.language)
            matchers[wanted.shop][language] = stored
            guard stored == nil else { continue }
            do throws(TrainingError) {
                matchers[wanted.shop][language] = try cache.matcher(for: wanted.set) {
                    progress("\(shop)/\(language)", $0)
                }
            } catch {
                throw .training(shop, language, error.description)
            }
        }
        return matchers
    }

    private func made(
        _ loaded: LoadedShop, _ matchers: [Language: IntentMatcher]
    ) -> (shop: Shop, reading: ShopReading) {
        let shop = loaded.shop(
            models: matchers.mapValues {
                ModelNote(bundle: $0.bundleHash, threshold: $0.threshold, margin: $0.margin)
            })
        return (shop, reading(of: loaded, shop, matchers))
    }

    private func reading(
        of shop: LoadedShop, _ made: Shop, _ matchers: [Language: IntentMatcher]
    ) -> ShopReading {
        var banners: [Language: String] = [:]
        for language in made.languages { banners[language] = made.banner(in: language) }
        let zone = made.hours.zone
        return ShopReading(
            id: shop.id, languages: made.languages, matchers: matchers,
            detector: LanguageDetector(samples: shop.languageSamples), banners: banners,
            burstWindow: made.settings.burstWindow, sessionCountMax: shop.settings.sessionCountMax,
            reservedNames: [made.assistant, made.name], origins: Set(shop.settings.origins),
            today: { zone.day(of: SystemClock().wall()) })
    }
}
