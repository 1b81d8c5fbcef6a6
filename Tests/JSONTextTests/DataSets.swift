import Foundation

/// Finds the shared data sets, which are no part of the project.
enum DataSets {
    static func has(_ set: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(set).path)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }

    /// `HELPLINE_DATA`, or `../shared/data` beside the folder that holds `Package.swift`.
    private static var root: URL {
        if let path = ProcessInfo.processInfo.environment["HELPLINE_DATA"] {
            return URL(fileURLWithPath: path)
        }
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let package = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: package) { break }
            folder.deleteLastPathComponent()
        }
        return folder.deletingLastPathComponent().appendingPathComponent("shared/data")
    }
}
