import Foundation
import Ports
import Transcribing
import Vocabulary

/// Takes what people said out of conversations that are on record already, and out of their files.
///
/// To be used while no server has the store. A document keeps its line and the line its length, so a
/// process that dies in between leaves the file as it was or as it should be, and doing it again
/// finishes it.
public enum TranscriptFileErasure {
    /// - Parameters:
    ///   - conversations: Closed ones; open and unknown ones are left as they are.
    ///   - filed: Which conversation is in which file.
    ///   - folder: Where the shops' folders are.
    ///   - progress: Called with files done and files in all.
    /// - Throws: `StoreError` or `FilingError`; call it again with the same conversations.
    public static func erase(
        _ conversations: [ConversationID], in store: any TranscriptStore,
        filed: [(conversation: ConversationID, file: String)], folder: URL,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws {
        try store.erase(conversations)
        let wanted = Set(conversations)
        var byFile: [String: Set<ConversationID>] = [:]
        for (id, file) in filed where wanted.contains(id) { byFile[file, default: []].insert(id) }
        for (index, file) in byFile.keys.sorted().enumerated() {
            try rewrite(file, without: byFile[file] ?? [], in: store, folder)
            progress(index + 1, byFile.count)
        }
    }

    private static func rewrite(
        _ name: String, without erased: Set<ConversationID>, in store: any TranscriptStore,
        _ folder: URL
    ) throws {
        let url = folder.appendingPathComponent(name)
        // Somebody took the file away: nothing of it is here to be erased.
        guard FileManager.default.fileExists(atPath: url.path) else { return }
        let old: [UInt8]
        do {
            old = Array(try Data(contentsOf: url))
        } catch { throw FilingError(path: url.path, doing: "reading", reason: "\(error)") }
        var new: [UInt8] = []
        new.reserveCapacity(old.count)
        var number = 0
        for line in old.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if number > 1 { new.append(UInt8(ascii: "\n")) }
            let document = try? TranscriptReading.document(fromLine: Array(line), number: number)
            guard let id = document?.id, erased.contains(id),
                let left = TranscriptDocument(id: id, entries: try store.entries(of: id, after: 0))
            else {
                new += line
                continue
            }
            let bytes =
                left.bytes.last == UInt8(ascii: "\n") ? left.bytes.dropLast() : left.bytes[...]
            new += bytes
            new += [UInt8](repeating: UInt8(ascii: " "), count: max(0, line.count - bytes.count))
        }
        guard new != old else { return }
        if new.count > old.count {
            // Told first: a file that is shorter than the store thinks is gone on with, one that is
            // longer is cut.
            let filed = try store.filedBytes(of: name) + Int64(new.count - old.count)
            try store.markFiled([], in: name, bytes: filed)
        }
        try replace(url, by: new)
    }

    /// The new content is whole under the old name, or the old one is.
    private static func replace(_ url: URL, by bytes: [UInt8]) throws(FilingError) {
        let folder = url.deletingLastPathComponent().deletingLastPathComponent()
        let shop = url.deletingLastPathComponent().lastPathComponent
        let temporary = "\(shop)/.\(url.lastPathComponent).erasing"
        let file = try AppendedFile(temporary, in: folder)
        try file.cut(to: 0)
        try file.write(bytes[...], at: 0)
        try file.sync()
        let path = folder.appendingPathComponent(temporary).path
        guard rename(path, url.path) == 0 else {
            throw FilingError(
                path: url.path, doing: "replacing", reason: String(cString: strerror(errno)))
        }
        try file.syncFolders()
    }
}
