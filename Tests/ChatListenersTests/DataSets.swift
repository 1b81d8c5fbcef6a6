import Foundation

/// Where the data sets are, which do not belong to the project; tests that need them skip without.
enum DataSets {
    static func has(_ name: String) -> Bool { folder.appending(path: name).isReachable }

    static func lines(_ path: String) throws -> [Data] {
        try Data(contentsOf: folder.appending(path: path)).split(separator: 0x0A)
    }

    private static var folder: URL {
        if let path = ProcessInfo.processInfo.environment["HELPLINE_DATA"] {
            return URL(filePath: path)
        }
        var root = URL(filePath: #filePath)
        while root.path != "/" {
            root.deleteLastPathComponent()
            guard root.appending(path: "Package.swift").isReachable else { continue }
            return root.deletingLastPathComponent().appending(path: "shared/data")
        }
        return root
    }
}

extension URL {
    fileprivate var isReachable: Bool { FileManager.default.fileExists(atPath: path) }
}
