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
        var problems: [ShopFileProblem] = []
        var shops: Set<ShopID> = []
        for path in paths.isEmpty ? [folder] : paths {
            let report = check(path)
            problems += report.problems
            shops.formUnion(report.soundShops)
        }
        return CheckReport(problems: problems, soundShops: Array(shops))
    }

    private static func check(_ path: String) -> CheckReport {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        guard FileManager.default.fileExists(atPath: url.path) else {
            let problem = ShopFileProblem(
                severity: .error, file: path, line: 1, column: 1,
                message: "there is no such file or folder")
            return CheckReport(problems: [problem], soundShops: [])
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
    ) -> CheckReport {
        let (shops, problems) = ShopFolder(path: root.path).load(only: only)
        return CheckReport(problems: problems.filter(isWanted), soundShops: shops.map(\.id))
    }

    private static func single(_ url: URL, as path: String) -> CheckReport {
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
        return CheckReport(problems: problems, soundShops: [])
    }

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
