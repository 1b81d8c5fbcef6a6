import Foundation
import JSONText
import Testing

/// The texts of the data set `bombs` are refused by a named limit, in no time.
struct JSONBombTests {
    @Test(.enabled(if: DataSets.has("bombs"), "data set bombs is not here"))
    func bombsAreRefusedByName() throws {
        let deep = try DataSets.bytes("bombs/json-depth-100000.json")
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
        #expect(error?.problem == .tooDeep(depthMax: 16))
        let number = try DataSets.bytes("bombs/json-number.json")
        let tooLong = #expect(throws: JSONError.self) { try JSONValue(parsing: number) }
        #expect(tooLong?.problem == .numberTooLong(bytesMax: 128))
    }

    @Test func aMillionKeysAreRefusedByName() {
        var bomb = "{\"k0\":0"
        for index in 1..<300_000 { bomb += ",\"k\(index)\":\(index)" }
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: bomb + "}") }
        #expect(error?.problem == .tooManyValues(countMax: 262_144))
    }
}

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
