import AgentDesk
import IntentMatching
import Vocabulary

/// The folder `Intents/`: the files of all shops.
///
/// Reading never throws: what is wrong is told as problems, and a shop with an error among its files,
/// or the shared ones it includes, is left out of the result.
public struct ShopFolder: Sendable {
    public let path: String

    /// - Parameter path: The folder; it need not exist yet.
    public init(path: String) { self.path = path }

    /// Reads shops.
    ///
    /// - Parameters:
    ///   - only: The shops wanted; nil for all.
    ///   - runner: Reads shops beside one another where it has the threads. The result is the same;
    ///     shared files are then read once for each shop.
    /// - Returns: The shops that can be served, by id, and every problem, by place.
    public func load(
        only: [ShopID]? = nil, on runner: some ParallelRunner = SerialRunner()
    ) -> (shops: [LoadedShop], problems: [ShopFileProblem]) {
        let log = ProblemLog()
        let source = FileSource(path: path, log: log)
        guard source.exists else {
            log.error(Spot(file: path), "there is no such folder; point --intents at one")
            return ([], log.problems)
        }
        let floor = FloorFile(source: source, log: log).read()
        let isFloorSound = log.errorCount == 0
        let ids = wanted(only, source, log)
        let parts = runner.map(count: ids.count) { index in
            let log = ProblemLog()
            let source = FileSource(path: path, log: log)
            let shared = SharedFiles(source: source, log: log)
            let shop = load(ids[index], source, shared, floor, log)
            return (shop: isFloorSound ? shop : nil, problems: log.problems)
        }
        return (
            parts.compactMap(\.shop),
            (log.problems + parts.flatMap(\.problems)).uniquedAndSorted
        )
    }

    /// - Returns: nil if its files, or the shared ones that it includes, have an error.
    private func load(
        _ id: ShopID, _ source: FileSource, _ shared: SharedFiles, _ floor: DeskRules,
        _ log: ProblemLog
    ) -> LoadedShop? {
        let loaded = ShopLoader(
            id: id, source: source, shared: shared, floor: floor, log: log
        ).load()
        guard let loaded, !log.problems.contains(where: { $0.severity == .error }) else {
            return nil
        }
        let settings = loaded.settings
        let hasError = settings.includesShared && shared.hasError(in: settings.languages)
        return hasError ? nil : loaded
    }

    private func wanted(
        _ only: [ShopID]?, _ source: FileSource, _ log: ProblemLog
    ) -> [ShopID] {
        let folders = source.names(in: "").filter { $0 != "shared" && source.isFolder($0) }
        let ids = folders.compactMap { name -> ShopID? in
            let id = ShopID(name)
            if id == nil, only == nil {
                log.error(
                    Spot(file: name),
                    "'\(name)' is no name for a shop; lower-case letters, digits and '-', at most 32"
                )
            }
            return id
        }
        guard let only else {
            if ids.isEmpty { log.error(Spot(file: path), "there is no shop in this folder") }
            return ids
        }
        return only.filter { id in
            if ids.contains(id) { return true }
            log.error(
                Spot(file: id.name), "there is no shop '\(id)'", allowed: ids.map(\.name),
                hint: NearestName.of(id.name, among: ids.map(\.name)))
            return false
        }
    }
}

/// The files of `Intents/shared`, each read once however many shops include it.
final class SharedFiles {
    private let source: FileSource
    private let log: ProblemLog
    private var files: [Language: [IntentFile]] = [:]
    private var backgrounds: [Language: [String]] = [:]

    init(source: FileSource, log: ProblemLog) {
        self.source = source
        self.log = log
    }

    func files(in language: Language) -> [IntentFile] {
        if let known = files[language] { return known }
        let read = IntentFolder(path: "shared/\(language)", source: source, log: log).files()
        files[language] = read
        return read
    }

    /// Lines that no shop answers, from `background.txt`; lines that begin with `#` are remarks.
    func background(in language: Language) -> [String] {
        if let known = backgrounds[language] { return known }
        let path = "shared/\(language)/background.txt"
        var lines: [String] = []
        if source.isFile(path), let bytes = source.bytes(of: path) {
            if let text = String(validating: bytes, as: UTF8.self) {
                lines = text.split(whereSeparator: \.isNewline).map { String($0).trimmedEnd }
                    .filter { !$0.isEmpty && !$0.hasPrefix("#") }
            } else {
                log.error(Spot(file: path), "the file is not UTF-8; save it as UTF-8")
            }
        }
        backgrounds[language] = lines
        return lines
    }

    /// Whether a file of these languages has an error of its own.
    func hasError(in languages: [Language]) -> Bool {
        log.problems.contains { problem in
            problem.severity == .error
                && languages.contains { problem.file.hasPrefix("shared/\($0)/") }
        }
    }
}

/// One folder of intent files: `<shop or shared>/<language>`.
struct IntentFolder {
    let path: String
    let source: FileSource
    let log: ProblemLog

    func files() -> [IntentFile] {
        source.names(in: path).compactMap { name in
            let file = "\(path)/\(name)"
            guard name.hasSuffix(".yml") || name.hasSuffix(".yaml") else {
                if !name.hasSuffix(".txt"), !name.hasSuffix(".md") {
                    log.note(Spot(file: file), "only .yml and .yaml files are read here")
                }
                return nil
            }
            return source.yaml(file).map { IntentFileReader.read($0, log: log) }
        }
    }
}

extension [ShopFileProblem] {
    /// By place, each once: a shared file has the same problem in every shop that includes it.
    var uniquedAndSorted: [ShopFileProblem] {
        var kept: [ShopFileProblem] = []
        for problem in sorted() where kept.last != problem { kept.append(problem) }
        return kept
    }
}
