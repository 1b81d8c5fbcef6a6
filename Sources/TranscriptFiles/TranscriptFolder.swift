import Foundation
import Vocabulary

/// Names of transcript files: `<shop>/<yyyy-mm-dd>.jsonl`.
enum TranscriptFolder {
    static func name(shop: ShopID, day: CivilDay) -> String { "\(shop)/\(day).jsonl" }

    /// True for a name that `name(shop:day:)` makes.
    static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, ShopID(String(parts[0])) != nil, parts[1].hasSuffix(".jsonl") else {
            return false
        }
        return CivilDay(String(parts[1].dropLast(6))) != nil
    }

    /// The transcript files below `folder`, by name; none if there is no such folder.
    static func fileNames(in folder: URL) throws(FilingError) -> [String] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        do {
            var names: [String] = []
            for shop in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where ShopID(shop) != nil {
                let inside = folder.appendingPathComponent(shop).path
                let files = (try? FileManager.default.contentsOfDirectory(atPath: inside)) ?? []
                names += files.map { "\(shop)/\($0)" }.filter(isName)
            }
            return names.sorted()
        } catch {
            throw FilingError(path: folder.path, doing: "listing", reason: "\(error)")
        }
    }
}

/// Why a transcript file could not be written or read.
public struct FilingError: Error, Equatable, CustomStringConvertible {
    public let path: String
    /// What was being done.
    public let doing: String
    /// What the system said.
    public let reason: String

    public var description: String { "\(path): \(doing) failed: \(reason)" }
}
