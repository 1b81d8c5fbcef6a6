import Foundation
import Vocabulary

/// Reads files below `Intents/` and nothing outside of it.
///
/// A name that is a link is followed only where it stays inside. Lists are sorted, so that the same
/// files are always read in the same order.
final class FileSource {
    static let fileCountMax = 2_000

    /// With links resolved, without a slash at its end.
    private let root: String
    private let log: ProblemLog
    private var fileCount = 0

    /// - Parameter path: The folder `Intents`.
    init(path: String, log: ProblemLog) {
        root = Self.resolved(path)
        self.log = log
    }

    /// Whether the folder is there at all.
    var exists: Bool { isFolder("") }

    func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let there = FileManager.default.fileExists(atPath: full(path), isDirectory: &isDirectory)
        return there && isDirectory.boolValue
    }

    func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let there = FileManager.default.fileExists(atPath: full(path), isDirectory: &isDirectory)
        return there && !isDirectory.boolValue
    }

    /// Names in a folder, hidden ones and editors' copies left out, sorted.
    func names(in folder: String) -> [String] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: full(folder))) ?? []
        return all.filter { !$0.hasPrefix(".") && !$0.hasPrefix("#") && !$0.hasSuffix("~") }
            .sorted()
    }

    /// The bytes of a file.
    ///
    /// - Returns: nil if there is none, it cannot be read, is too large or lies outside; the log says so.
    func bytes(of path: String, bytesMax: Int = Limits.intentFileBytesMax) -> [UInt8]? {
        let spot = Spot(file: path)
        guard isInside(path) else {
            log.error(spot, "the file is a link that leaves the folder; copy it here")
            return nil
        }
        fileCount += 1
        guard fileCount <= Self.fileCountMax else {
            log.error(spot, "more than \(Self.fileCountMax) files; join some")
            return nil
        }
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: Self.resolved(full(path)))
        if let size = (attributes?[.size] as? NSNumber)?.intValue, size > bytesMax {
            log.error(spot, "the file has \(size) bytes; the most is \(bytesMax), split it up")
            return nil
        }
        guard let contents = FileManager.default.contents(atPath: full(path)) else {
            log.error(spot, "the file cannot be read; look at its rights")
            return nil
        }
        return [UInt8](contents)
    }

    /// A YAML file as a tree.
    func yaml(_ path: String) -> YAMLFile? {
        guard let bytes = bytes(of: path) else { return nil }
        var reader = YAMLReader(path: path, log: log)
        return reader.read(bytes)
    }

    /// Whether a path, links resolved, lies in the folder.
    func isInside(_ path: String) -> Bool {
        let real = Self.resolved(full(path))
        return real == root || real.hasPrefix(root + "/")
    }

    func full(_ path: String) -> String { path.isEmpty ? root : "\(root)/\(path)" }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}
