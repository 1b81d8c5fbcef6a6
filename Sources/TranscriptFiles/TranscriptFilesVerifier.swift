import Foundation
import Transcribing
import Vocabulary

/// Compares transcript files with the record: each filed conversation is there once, in its file, as
/// the record has it.
public struct TranscriptFilesVerifier {
    public struct Problem: Equatable, Sendable, CustomStringConvertible {
        /// Relative to the folder of all transcripts.
        public let file: String
        /// nil if it is about the whole file.
        public let line: Int?
        public let details: String

        public var description: String {
            line.map { "\(file):\($0): \(details)" } ?? "\(file): \(details)"
        }
    }

    public struct Report: Equatable, Sendable {
        public internal(set) var fileCount = 0
        public internal(set) var documentCount = 0
        /// Documents at the end of a file that the record does not know as filed yet: a server is
        /// about to, or died before it could and will cut them off when it starts.
        public internal(set) var pendingCount = 0
        public internal(set) var problems: [Problem] = []
    }

    private let folder: URL
    private var report = Report()
    /// Where each document was read.
    private var places: [ConversationID: (file: String, line: Int)] = [:]
    private var documents: [(document: TranscriptDocument, file: String, line: Int)] = []

    /// - Parameters:
    ///   - filed: What the record says is in which file; asked after the files were read, so that what
    ///     a running server files meanwhile is no problem.
    ///   - entries: The record of one conversation.
    /// - Throws: `FilingError` if files cannot be read, and whatever the record throws.
    public static func verify(
        _ folder: URL,
        filed: () throws -> [(conversation: ConversationID, file: String)],
        entries: (ConversationID) throws -> [Entry]
    ) throws -> Report {
        var verifier = TranscriptFilesVerifier(folder: folder)
        var known: [ConversationID: String]?
        for name in try TranscriptFolder.fileNames(in: folder) {
            verifier.report.fileCount += 1
            try verifier.read(name)
            // One file's documents at a time are held; the list of what is filed is read once.
            let filedIn = try known ?? Self.byConversation(try filed())
            known = filedIn
            try verifier.compare(filedIn, entries)
        }
        for (id, file) in (try known ?? Self.byConversation(try filed())).sorted(by: {
            $0.key < $1.key
        })
        where verifier.places[id] == nil {
            verifier.note(file, nil, "conversation \(id) is missing; the record says it is here")
        }
        return verifier.report
    }

    private init(folder: URL) { self.folder = folder }

    private static func byConversation(
        _ filed: [(conversation: ConversationID, file: String)]
    ) -> [ConversationID: String] {
        Dictionary(filed.map { ($0.conversation, $0.file) }) { first, _ in first }
    }

    private mutating func note(_ file: String, _ line: Int?, _ details: String) {
        report.problems.append(Problem(file: file, line: line, details: details))
    }

    private mutating func read(_ name: String) throws {
        let url = folder.appendingPathComponent(name)
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: url))
        } catch {
            throw FilingError(path: url.path, doing: "reading", reason: "\(error)")
        }
        documents = []
        var mistakes: [(Int, TranscriptReadingError)] = []
        TranscriptReading.forEachLine(of: bytes) { line, result in
            switch result {
            case .success(let document): documents.append((document, name, line))
            case .failure(let error): mistakes.append((line, error))
            }
        }
        for (line, error) in mistakes { note(name, line, error.description) }
    }

    private mutating func compare(
        _ filedIn: [ConversationID: String], _ entries: (ConversationID) throws -> [Entry]
    ) throws {
        let lastFiled = documents.lastIndex { filedIn[$0.document.id] == $0.file } ?? -1
        for (index, (document, file, line)) in documents.enumerated() {
            let id = document.id
            if let place = places[id] {
                note(file, line, "conversation \(id) is in \(place.file):\(place.line) too")
                continue
            }
            guard filedIn[id] == file else {
                if filedIn[id] == nil, index > lastFiled {
                    report.pendingCount += 1
                } else {
                    let rightPlace = filedIn[id].map { "in \($0)" } ?? "in no file"
                    note(file, line, "conversation \(id) should be \(rightPlace)")
                }
                continue
            }
            places[id] = (file, line)
            report.documentCount += 1
            if TranscriptDocument(id: id, entries: try entries(id)) != document {
                note(file, line, "conversation \(id) differs from the record")
            }
        }
        documents = []
    }
}
