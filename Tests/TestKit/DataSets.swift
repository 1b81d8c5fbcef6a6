import Foundation
import JSONText

/// Finds the shared data sets, which are no part of the project.
public enum DataSets {
    public static func has(_ set: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(set).path)
    }

    public static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appendingPathComponent(path)))
    }

    /// One JSON object a line.
    public static func objects(_ path: String) throws -> [JSONValue] {
        try bytes(path).split(separator: 0x0A).map { try JSONValue(parsing: $0) }
    }

    /// The bytes that pairs of hexadecimal digits stand for.
    public static func bytes(hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
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
