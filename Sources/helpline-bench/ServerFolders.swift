import Foundation

/// The folders that measured servers get for their data: empty at first, removed at the end.
struct ServerFolders {
    /// What stands for the folder in a command.
    static let mark = "{data}"
    /// The folder of the server that the loads are measured on.
    static let first = "loads"

    private let base: String

    /// - Parameter disk: A folder on the disk that is to be measured.
    init(below disk: String) throws {
        base = "\(disk)/helpline-bench-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: base, withIntermediateDirectories: true)
    }

    /// The command with the folder of this name in it, which is made if it is missing.
    ///
    /// Folders after the first find the models that the first server has trained.
    func filled(_ command: String, name: String) throws -> String {
        guard command.contains(Self.mark) else { return command }
        try make(name)
        return command.replacing(Self.mark, with: path(name))
    }

    func make(_ name: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: path(name), withIntermediateDirectories: true)
        let models = "\(path(name))/models"
        guard name != Self.first, !files.fileExists(atPath: models) else { return }
        try files.createSymbolicLink(
            atPath: models, withDestinationPath: "../\(Self.first)/models")
    }

    /// The record of the server whose folder has this name.
    func record(_ name: String) -> String { "\(path(name))/helpline.sqlite" }

    func remove() { try? FileManager.default.removeItem(atPath: base) }

    private func path(_ name: String) -> String { "\(base)/\(name)" }
}
