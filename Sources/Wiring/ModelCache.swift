import Foundation
import IntentMatching

/// Keeps trained models by the hash of what they were trained from, so that a start with unchanged
/// files trains nothing.
///
/// A file that cannot be read, or is not what was written, is as good as none: the model is trained
/// again. One without a folder keeps nothing.
public struct ModelCache: Sendable {
    private let folder: URL?

    /// - Parameter folder: Made when it is missing; nil to keep nothing.
    public init(folder: String?) {
        self.folder = folder.map { URL(fileURLWithPath: $0, isDirectory: true) }
    }

    /// The model of this training set, read or trained.
    ///
    /// - Parameter trained: Told how far training is, 0…1, where there is anything to train.
    /// - Throws: What training threw.
    public func matcher(
        for set: TrainingSet, progress: (Double) -> Void = { _ in }
    ) throws(TrainingError) -> IntentMatcher {
        if let matcher = stored(for: set) { return matcher }
        let name = Self.name(of: set)
        let matcher = try IntentTrainer.train(set, on: Cores(), progress: progress)
        write(matcher.serialized(), name)
        return matcher
    }

    /// The model of this training set, if it was kept; nil if it has to be trained.
    public func stored(for set: TrainingSet) -> IntentMatcher? { read(Self.name(of: set)) }

    /// A model by its own hash, if it was kept.
    ///
    /// - Parameter bundle: As a turn's reasons name it; what cannot be a hash names no file.
    public func stored(bundle: String) -> IntentMatcher? {
        guard !bundle.isEmpty, bundle.utf8.count <= 64, bundle.allSatisfy(\.isHexDigit) else {
            return nil
        }
        guard let found = read("\(bundle).model"), found.bundleHash == bundle else { return nil }
        return found
    }

    private static func name(of set: TrainingSet) -> String { "\(set.contentHash).model" }

    private func read(_ name: String) -> IntentMatcher? {
        guard let url = folder?.appendingPathComponent(name),
            let content = try? Data(contentsOf: url)
        else { return nil }
        return try? IntentMatcher(serialized: [UInt8](content))
    }

    /// A model that cannot be kept is trained again next time; that is slower and nothing else.
    private func write(_ bytes: [UInt8], _ name: String) {
        guard let folder else { return }
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try? Data(bytes).write(to: folder.appendingPathComponent(name), options: .atomic)
    }
}
