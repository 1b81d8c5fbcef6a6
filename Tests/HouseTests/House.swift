import Foundation

/// The sources as the tests of the house read them: no build, only text.
enum House {
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            let manifest = folder.appendingPathComponent("Package.swift").path
            if FileManager.default.fileExists(atPath: manifest) { return folder }
            folder.deleteLastPathComponent()
        }
        return folder
    }()

    struct SourceFile: Sendable, CustomStringConvertible {
        let target: String
        let path: String
        let lines: [String]
        var description: String { path }

        /// The lines without comments and without what stands in string literals.
        var code: [String] { lines.map(House.withoutCommentsAndStrings) }
    }

    /// Every Swift file below `Sources/`, by path.
    static let sources: [SourceFile] = files(below: "Sources")
    static let tests: [SourceFile] = files(below: "Tests")

    private static func files(below folder: String) -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        let paths = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
        return (paths ?? []).filter { $0.hasSuffix(".swift") && !$0.contains(".build") }.sorted()
            .compactMap { path in
                guard
                    let text = try? String(
                        contentsOf: base.appendingPathComponent(path), encoding: .utf8)
                else { return nil }
                return SourceFile(
                    target: String(path.prefix { $0 != "/" }), path: "\(folder)/\(path)",
                    lines: text.components(separatedBy: "\n"))
            }
    }

    static func withoutCommentsAndStrings(_ line: String) -> String {
        var code = ""
        var isInString = false
        var previous: Character = " "
        for character in line {
            if character == "\"" && previous != "\\" { isInString.toggle() }
            if !isInString && character == "/" && previous == "/" {
                return String(code.dropLast())
            }
            if !isInString { code.append(character) }
            previous = character
        }
        return code
    }
}
