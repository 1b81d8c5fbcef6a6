import BusinessTime
import Foundation
import Ports
import Transcribing
import Vocabulary

/// Appends finished conversations to the shops' transcript files, each exactly once.
///
/// It works through the store: a conversation that is closed and not marked is written behind what is
/// known to be filed, the file is synced, and then the store remembers the conversation and the new
/// length in one transaction. Whatever a process that died left behind that length is cut off, and the
/// conversation is written again.
///
/// What a customer wanted forgotten is erased from the store first, so that it never gets to a file.
///
/// One thread at a time may use it, never a floor's: it reads and syncs files.
public final class TranscriptFiler {
    /// What it told, for the log.
    public enum Remark: Equatable, Sendable {
        /// Behind what is filed stood what a dead process had written; it is cut off.
        case tailCutOff(file: String, bytes: Int64)
        /// Somebody shortened or removed the file: `bytes` that were filed are gone. Filing goes on
        /// with what is there.
        case fileShortened(file: String, bytes: Int64)
        /// Somebody wrote to the file: lines that are not ours are kept, filing goes on behind them.
        case foreignLinesKept(file: String, bytes: Int64)
    }

    /// The steps between any two of which a process may die; named for tests.
    enum Step: CaseIterable {
        case erase, open, cut, adopt, append, appendRest, syncFile, syncFolder, mark
    }

    /// Conversations written at once; what is held in memory at the most.
    public static let batchCountMax = 256

    private let store: any TranscriptStore
    private let folder: URL
    private let remark: (Remark) -> Void
    /// Called before each step. What it throws is like a death at that point: nothing of what follows
    /// is done, and this filer must not be used again.
    var beforeStep: (Step) throws -> Void = { _ in }
    /// Files that were shortened and of which that was told already.
    private var shortened: Set<String> = []

    /// - Parameters:
    ///   - folder: Where the shops' folders are; made when it is missing.
    ///   - remark: Called with what an operator should know.
    public init(
        store: any TranscriptStore, folder: URL, remark: @escaping (Remark) -> Void = { _ in }
    ) {
        self.store = store
        self.folder = folder
        self.remark = remark
    }

    /// Cuts off what dead processes left at the ends of files. To be called once, before filing.
    ///
    /// - Throws: `StoreError` or `FilingError`.
    public func clearTails() throws {
        for name in try TranscriptFolder.fileNames(in: folder) {
            _ = try settle(AppendedFile(name, in: folder))
        }
    }

    /// Files everything that is closed and not yet filed.
    ///
    /// - Parameter zoneOf: The clock that says on which day a conversation was closed; UTC for nil.
    /// - Returns: How many conversations were filed.
    /// - Throws: `StoreError` or `FilingError`; what was filed until then stays filed, and calling it
    ///   again goes on.
    @discardableResult
    public func fileFinished(zoneOf: (ShopID) -> TimeZoneRules?) throws -> Int {
        var count = 0
        while true {
            let batch = try store.unfiled(limit: Self.batchCountMax)
            let forgotten = batch.filter { $0.disposition == .forgotten }.map(\.id)
            if !forgotten.isEmpty {
                try beforeStep(.erase)
                try store.erase(forgotten)
            }
            for (name, conversations) in Self.byFile(batch, zoneOf) {
                try file(conversations, in: name)
            }
            count += batch.count
            guard batch.count == Self.batchCountMax else { return count }
        }
    }

    /// Files in the order of their first conversation; no dictionary's order reaches the disk.
    private static func byFile(
        _ batch: [ConversationSummary], _ zoneOf: (ShopID) -> TimeZoneRules?
    ) -> [(name: String, [ConversationID])] {
        var files: [(name: String, [ConversationID])] = []
        var indices: [String: Int] = [:]
        for summary in batch {
            let zone = zoneOf(summary.shop) ?? .utc
            let day = zone.day(of: summary.closedAt ?? summary.openedAt)
            let name = TranscriptFolder.name(shop: summary.shop, day: day)
            if let index = indices[name] {
                files[index].1.append(summary.id)
            } else {
                indices[name] = files.count
                files.append((name, [summary.id]))
            }
        }
        return files
    }

    private func file(_ conversations: [ConversationID], in name: String) throws {
        try beforeStep(.open)
        let file = try AppendedFile(name, in: folder)
        var end = try settle(file)
        let isFirst = try store.filedBytes(of: name) == 0
        var bytes: [UInt8] = []
        for id in conversations {
            let entries = try store.entries(of: id, after: 0)
            guard let document = TranscriptDocument(id: id, entries: entries) else {
                throw StoreError(.corrupt, "conversation \(id) has no opening on record")
            }
            document.append(to: &bytes)
        }
        try beforeStep(.append)
        // In two parts where a test wants to die between them; one write otherwise.
        let half = bytes.count / 2
        try file.write(bytes[..<half], at: end)
        try beforeStep(.appendRest)
        try file.write(bytes[half...], at: end + Int64(half))
        end += Int64(bytes.count)
        try beforeStep(.syncFile)
        try file.sync()
        try beforeStep(.syncFolder)
        if isFirst { try file.syncFolders() }
        try beforeStep(.mark)
        try store.markFiled(conversations, in: name, bytes: end)
    }

    /// Brings the file to the length that the store knows, or the store to the file's.
    ///
    /// - Returns: Where the next document begins.
    private func settle(_ file: AppendedFile) throws -> Int64 {
        let filed = try store.filedBytes(of: file.name)
        let found = try file.byteCount()
        if found == filed { return filed }
        if found < filed {
            // Remembered at once: else a tail written now would look like something filed.
            try beforeStep(.adopt)
            let end = try file.endLine(at: found)
            try store.markFiled([], in: file.name, bytes: end)
            if shortened.insert(file.name).inserted {
                remark(.fileShortened(file: file.name, bytes: filed - found))
            }
            return end
        }
        let unfiled = Set(try store.unfiled(limit: .max).map(\.id))
        if Self.isOurs(try file.tail(from: filed), unfiled: unfiled) {
            try beforeStep(.cut)
            try file.cut(to: filed)
            try file.sync()
            remark(.tailCutOff(file: file.name, bytes: found - filed))
            return filed
        }
        try beforeStep(.adopt)
        let end = try file.endLine(at: found)
        try store.markFiled([], in: file.name, bytes: end)
        remark(.foreignLinesKept(file: file.name, bytes: found - filed))
        return end
    }

    /// True if every whole line of `tail` is a conversation that waits to be filed, so that nothing is
    /// lost by cutting it off. A last line without its end is what a death in the middle leaves.
    private static func isOurs(_ tail: [UInt8], unfiled: Set<ConversationID>) -> Bool {
        let lineFeed = UInt8(ascii: "\n")
        var lines = tail.split(separator: lineFeed, omittingEmptySubsequences: false)
        // What follows the last line feed: nothing, or a line that was cut short.
        let rest = lines.removeLast()
        for line in lines {
            guard
                let document = try? TranscriptReading.document(fromLine: Array(line), number: 1),
                unfiled.contains(document.id)
            else { return false }
        }
        return rest.isEmpty || rest.starts(with: TranscriptDocument.firstBytes)
            || TranscriptDocument.firstBytes.starts(with: rest)
    }
}
