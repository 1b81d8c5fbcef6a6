import Foundation
import Vocabulary

extension CheckReport {
    /// Checks what the paths name: the whole folder `Intents`, the folder of one shop, or single files.
    ///
    /// A file of a shop is checked together with the shop, and only what concerns the file is told; a
    /// file that belongs to none, such as one of a Rasa project, is read on its own.
    ///
    /// - Parameter paths: As typed; none means `folder`.
    public static func check(_ paths: [String], in folder: String) -> CheckReport {
        checkLoading(paths, in: folder).report
    }

    /// As `check`, together with the sound shops as they were read.
    public static func checkLoading(
        _ paths: [String], in folder: String
    ) -> (report: CheckReport, shops: [LoadedShop]) {
        var problems: [ShopFileProblem] = []
        var shops: [LoadedShop] = []
        for path in paths.isEmpty ? [folder] : paths {
            let found = check(path)
            problems += found.problems
            shops += found.shops.filter { shop in !shops.contains { $0.id == shop.id } }
        }
        return (CheckReport(problems: problems, soundShops: shops.map(\.id)), shops)
    }

    private static func check(_ path: String) -> Found {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        guard FileManager.default.fileExists(atPath: url.path) else {
            let problem = ShopFileProblem(
                severity: .error, file: path, line: 1, column: 1,
                message: "there is no such file or folder")
            return ([problem], [])
        }
        if isRoot(url) { return load(url, only: nil) { _ in true } }
        var inner = url
        // A shop's folder, or a folder or file within it, or within shared.
        for _ in 0..<4 where inner.path != "/" {
            let root = inner.deletingLastPathComponent()
            let name = inner.lastPathComponent
            let relative = String(url.path.dropFirst(root.path.count + 1))
            if isShop(inner), let shop = ShopID(name) {
                return load(root, only: [shop]) { inner == url || $0.isAt(relative) }
            }
            if name == "shared", isRoot(root) {
                return load(root, only: nil) { $0.isAt(relative) }
            }
            inner = root
        }
        return isFolder(url) ? load(url, only: nil) { _ in true } : single(url, as: path)
    }

    private static func load(
        _ root: URL, only: [ShopID]?, _ isWanted: (ShopFileProblem) -> Bool
    ) -> Found {
        let (shops, problems) = ShopFolder(path: root.path).load(only: only)
        return (problems.filter(isWanted), shops)
    }

    private static func single(_ url: URL, as path: String) -> Found {
        let log = ProblemLog()
        let source = FileSource(path: url.deletingLastPathComponent().path, log: log)
        if let yaml = source.yaml(url.lastPathComponent) {
            _ = IntentFileReader.read(yaml, log: log)
        }
        let problems = log.problems.map { problem in
            ShopFileProblem(
                severity: problem.severity, file: path, line: problem.line, column: problem.column,
                message: problem.message, allowed: problem.allowed, hint: problem.hint)
        }
        return (problems, [])
    }

    private typealias Found = (problems: [ShopFileProblem], shops: [LoadedShop])

    private static func isShop(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.appendingPathComponent("shop.yml").path)
    }

    /// Whether the folder holds shops.
    private static func isRoot(_ url: URL) -> Bool {
        guard !isShop(url) else { return false }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.contains { isShop(url.appendingPathComponent($0)) }
    }

    private static func isFolder(_ url: URL) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }
}

extension ShopFileProblem {
    /// Whether the problem's file is this one, or lies in this folder.
    fileprivate func isAt(_ path: String) -> Bool { file == path || file.hasPrefix(path + "/") }
}
