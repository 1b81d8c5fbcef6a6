import IntentMatching
import Knowledge
import Vocabulary

/// What the files of one shop looked like: tells whether a reload would change anything.
public struct HotFiles: Equatable, Sendable {
    /// A hash of the contents by the path relative to `Intents/`.
    public let hashes: [String: String]

    /// Reads every file that counts for a shop: its own, and the shared ones of its languages.
    ///
    /// Files that cannot be read are left out, so that their coming and going is a change.
    ///
    /// - Parameter settings: The shop's as last loaded; nil for all languages of `shared`.
    public init(of shop: ShopID, in folder: ShopFolder, settings: ShopSettings? = nil) {
        let source = FileSource(path: folder.path, log: ProblemLog())
        let isShared = settings?.includesShared ?? true
        let languages =
            settings.map { $0.languages.map(\.code) }
            ?? source.names(in: "shared").filter { source.isFolder("shared/\($0)") }
        let folders = [shop.name] + (isShared ? languages.map { "shared/\($0)" } : [])
        var hashes: [String: String] = [:]
        for folder in folders { Self.add(folder, source, &hashes, depth: 0) }
        self.hashes = hashes
    }

    /// Paths that are new, gone or different, sorted.
    public func changes(since earlier: HotFiles) -> [String] {
        let paths = Set(hashes.keys).union(earlier.hashes.keys)
        return paths.filter { hashes[$0] != earlier.hashes[$0] }.sorted()
    }

    private static func add(
        _ folder: String, _ source: FileSource, _ hashes: inout [String: String], depth: Int
    ) {
        for name in source.names(in: folder) {
            let path = "\(folder)/\(name)"
            if source.isFolder(path) {
                if depth < 2, source.isInside(path) {
                    add(path, source, &hashes, depth: depth + 1)
                }
            } else if let bytes = source.bytes(of: path, bytesMax: CSVTable.bytesMax) {
                var hash = ContentHash()
                hash.add(bytes)
                hashes[path] = hash.description
            }
        }
    }
}
