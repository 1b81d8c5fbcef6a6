import Foundation

/// Where the programs that tests run are, and which of them this machine has.
enum Tools {
    /// The server: built beside the tests.
    static let helpline: String = {
        let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let own = URL(fileURLWithPath: tests ?? CommandLine.arguments[0])
        for folder in [
            own,
            URL(
                fileURLWithPath: CommandLine.arguments.first { $0.contains(".xctest") } ?? own.path),
        ] {
            let path = folder.deletingLastPathComponent().appendingPathComponent("helpline").path
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        return "helpline"
    }()

    /// The folder of the package.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            let manifest = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: manifest) { return folder }
        }
        return folder
    }()

    static func has(_ program: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
        }
    }

    /// Long runs are wanted.
    static let isSoak = ProcessInfo.processInfo.environment["HELPLINE_SOAK"] == "1"

    /// From `HELPLINE_SEED`, or by chance; printed with every failure.
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["HELPLINE_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 0...UInt64(Int32.max))
}

/// Data sets that do not belong to the project; tests that need them skip without.
enum DataSets {
    static func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path)
    }

    static func lines<Line: Decodable>(_ path: String, of type: Line.Type) throws -> [Line] {
        let content = try Data(contentsOf: folder.appendingPathComponent(path))
        return try content.split(separator: 0x0A).map {
            try JSONDecoder.snakeCase.decode(type, from: Data($0))
        }
    }

    private static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["HELPLINE_DATA"] {
            return URL(fileURLWithPath: path)
        }
        return Tools.root.deletingLastPathComponent().appendingPathComponent("shared/data")
    }()
}

extension JSONDecoder {
    /// For what is written with names such as `client_id`.
    static var snakeCase: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
