import Foundation
import Vocabulary

/// Takes a Rasa project over into a shop's folder: what customers say, texts, forms and simple rules.
///
/// Nothing is written before `write(into:)`. What cannot be taken over, because it is code, depends on a
/// story, or has no counterpart, is in `leftOut` with its file and line.
public struct RasaImport: Sendable {
    /// A file to be written.
    public struct File: Equatable, Sendable {
        /// Relative to the shop's folder, for example `en/nlu.yml`.
        public let path: String
        public let text: String
    }

    public let files: [File]
    /// By place; errors are mistakes of the project's own.
    public let leftOut: [ShopFileProblem]
    /// From `config.yml`; English where it names none.
    public let language: Language

    /// Reads a project.
    ///
    /// - Parameters:
    ///   - path: The project's folder, or one file of it.
    ///   - language: In place of what `config.yml` says.
    public init(path: String, language: Language? = nil) {
        let log = ProblemLog()
        var project = RasaProject(log: log)
        let url = URL(fileURLWithPath: path)
        var isDirectory: ObjCBool = false
        if !FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) {
            log.error(Spot(file: path), "there is no such file or folder")
        } else if isDirectory.boolValue {
            let source = FileSource(path: path, log: log)
            for file in Self.files(in: "", source, depth: 0) { project.take(file, source) }
        } else {
            let source = FileSource(path: url.deletingLastPathComponent().path, log: log)
            project.take(url.lastPathComponent, source)
        }
        self.language = language ?? project.language ?? .english
        files = RasaWriter(project: project, language: self.language).files()
        leftOut = log.problems.uniquedAndSorted
    }

    /// Writes the files; those that are there already are not touched.
    ///
    /// - Parameter folder: The shop's, for example `Intents/bistro`; made if it is missing.
    /// - Returns: Paths that were there already, relative to the folder; they are as they were.
    /// - Throws: What the file system says.
    public func write(into folder: String) throws -> [String] {
        var kept: [String] = []
        for file in files(for: folder) {
            let url = URL(fileURLWithPath: "\(folder)/\(file.path)")
            if FileManager.default.fileExists(atPath: url.path) {
                kept.append(file.path)
                continue
            }
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: url, options: .atomic)
        }
        return kept
    }

    /// What the new shop still lacks, with what to do; nil where its folder stands beside `shared`.
    public func missingShared(for folder: String) -> String? {
        let shared =
            URL(fileURLWithPath: folder).deletingLastPathComponent().path
            + "/shared/\(language)"
        guard !FileManager.default.fileExists(atPath: shared) else { return nil }
        return "there is no \(shared), with the texts and words that every shop needs; "
            + "copy it from the demonstration shops' Intents/shared"
    }

    /// All that is written to a shop's folder, its `shop.yml` last.
    public func files(for folder: String) -> [File] {
        files + [Self.skeleton(URL(fileURLWithPath: folder).lastPathComponent, language)]
    }

    /// A `shop.yml` to begin with.
    private static func skeleton(_ shop: String, _ language: Language) -> File {
        File(
            path: "shop.yml",
            text: """
                name: \(YAMLText.quoted(shop))
                assistant: Assistant
                languages: [\(language)]
                include: [shared]
                time_zone: UTC
                hours:
                  mon-fri: ["09:00-17:00"]

                """)
    }

    /// Files that may hold something, in a fixed order; models and results are not looked into.
    private static func files(in folder: String, _ source: FileSource, depth: Int) -> [String] {
        let skipped = ["models", "results", "node_modules", "venv", "graph"]
        return source.names(in: folder).flatMap { name -> [String] in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            if source.isFolder(path) {
                guard depth < 6, !skipped.contains(name), source.isInside(path) else { return [] }
                return files(in: path, source, depth: depth + 1)
            }
            return name.hasSuffix(".yml") || name.hasSuffix(".yaml") ? [path] : []
        }
    }
}

/// Texts as YAML writes them.
enum YAMLText {
    /// In double quotes, with what YAML wants escaped.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
