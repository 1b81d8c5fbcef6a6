import Foundation
import IntentMatching
import Ports
import SQLiteTranscripts
import Transcribing
import Vocabulary

/// Lines that nobody answered, out of a folder of the record or of transcript files.
public struct UnansweredRecord {
    /// Why the lines cannot be read.
    public struct Mistake: Error, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// Every unanswered line by shop and language.
    public private(set) var lines: [ShopID: [Language: [IntentSuggester.UnansweredLine]]] = [:]
    public private(set) var conversationCount = 0
    /// Lines of files that are no transcripts, each with its place.
    public private(set) var skipped: [String] = []
    private var seen: Set<ConversationID> = []
    private let shop: ShopID?

    /// - Parameters:
    ///   - path: A folder with `helpline.sqlite`, with `.jsonl` files at any depth, or with both; or
    ///     one such file. A conversation that is in both counts once.
    ///   - shop: Only this shop's; nil for all.
    public init(reading path: String, shop: ShopID? = nil) throws(Mistake) {
        self.shop = shop
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Mistake(description: "there is no file or folder '\(path)'")
        }
        guard isFolder.boolValue else {
            try path.hasSuffix(".sqlite") ? readStore(path) : readFile(path)
            return
        }
        let store = "\(path)/helpline.sqlite"
        var hasRead = false
        if FileManager.default.fileExists(atPath: store) {
            try readStore(store)
            hasRead = true
        }
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        for name in names.sorted() where name.hasSuffix(".jsonl") {
            try readFile("\(path)/\(name)")
            hasRead = true
        }
        guard hasRead else {
            throw Mistake(
                description: "'\(path)' holds neither helpline.sqlite nor .jsonl files; "
                    + "name the folder that `serve --data` writes to")
        }
    }

    private mutating func readStore(_ path: String) throws(Mistake) {
        do throws(StoreError) {
            let reader = try SQLiteTranscriptReader(path: path)
            let all = SQLiteTranscriptReader.Filter(
                shop: shop, since: nil, until: nil, state: .any, limit: .max)
            for summary in try reader.list(all).reversed() {
                let entries = try reader.entries(of: summary.id)
                if let document = TranscriptDocument(id: summary.id, entries: entries) {
                    take(document)
                }
            }
        } catch { throw Mistake(description: error.details) }
    }

    private mutating func readFile(_ path: String) throws(Mistake) {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw Mistake(description: "\(path) cannot be read")
        }
        for (index, line) in content.split(separator: 0x0A).enumerated() {
            do throws(TranscriptReadingError) {
                take(try TranscriptReading.document(fromLine: Array(line), number: index + 1))
            } catch { skipped.append("\(path): \(error)") }
        }
    }

    private mutating func take(_ document: TranscriptDocument) {
        guard shop == nil || document.shop == shop, seen.insert(document.id).inserted else {
            return
        }
        conversationCount += 1
        for text in document.unansweredLines {
            lines[document.shop, default: [:]][document.language, default: []].append(
                IntentSuggester.UnansweredLine(text: text, conversation: document.id))
        }
    }
}
