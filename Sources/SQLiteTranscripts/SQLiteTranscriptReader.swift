import Foundation
import GRDB
import Ports
import Vocabulary

/// The record, to be read only: for commands, without a server or beside a running one.
///
/// Each call sees what was committed when it began. A long one keeps the server's log from being
/// emptied meanwhile, and nothing else.
public final class SQLiteTranscriptReader: Sendable {
    /// Which conversations to list.
    public struct Filter: Equatable, Sendable {
        public enum State: String, Equatable, Sendable, CaseIterable {
            case any, open, closed
        }

        public var shop: ShopID?
        /// Opened at this time or later.
        public var since: WallTime?
        /// Opened before this time.
        public var until: WallTime?
        public var state: State
        public var limit: Int

        public init(
            shop: ShopID? = nil, since: WallTime? = nil, until: WallTime? = nil,
            state: State = .any, limit: Int = 50
        ) {
            self.shop = shop
            self.since = since
            self.until = until
            self.state = state
            self.limit = limit
        }
    }

    /// The file.
    public let path: String
    private let queue: DatabaseQueue

    /// - Throws: `.other` if there is no such file, or another version of Helpline has to read it;
    ///   `.corrupt` if it is no store at all.
    public init(path: String) throws(StoreError) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(
                .other, "there is no record at \(path); name the folder of a server with --data")
        }
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        configuration.label = "transcripts.reader"
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            guard try queue.read(Schema.isCurrent) else {
                throw StoreError(
                    .other,
                    "\(path) is of another version of Helpline; start this server on it once, or "
                        + "use the version that wrote it")
            }
        } catch {
            throw StoreError(error, "opening \(path)")
        }
    }

    /// Conversations, the one opened last coming first.
    public func list(_ filter: Filter) throws(StoreError) -> [ConversationSummary] {
        try read("listing conversations") { database throws(StoreError) in
            try Listing.conversations(filter, in: database)
        }
    }

    /// - Returns: Every entry of one conversation, in sequence; empty if it is not on record.
    public func entries(of conversation: ConversationID) throws(StoreError) -> [Entry] {
        try read("reading a conversation") { database throws(StoreError) in
            try Rows.entries(of: conversation, after: 0, lastTurn: nil, in: database)
        }
    }

    /// Closed conversations that are in transcript files, by file and id.
    public func filed() throws(StoreError) -> [(conversation: ConversationID, file: String)] {
        try read("reading what is filed") { database throws(StoreError) in
            let statement = try RawStatement(
                """
                SELECT id, filed_in FROM conversation WHERE filed_in IS NOT NULL
                ORDER BY filed_in, id
                """, database)
            defer { statement.reset() }
            var filed: [(conversation: ConversationID, file: String)] = []
            while try statement.nextRow("reading what is filed") {
                filed.append((ConversationID(statement.integer(0)), statement.text(1)))
            }
            return filed
        }
    }

    /// Reads everything and compares it with what it must be.
    ///
    /// - Parameter progress: Called now and then with turns read so far and turns in all.
    /// - Throws: Only if the file cannot be read at all; damage is in the report.
    public func verify(
        progress: (_ turnCount: Int, _ turnCountAll: Int) -> Void = { _, _ in }
    ) throws(StoreError) -> VerifyReport {
        try read("verifying") { database throws(StoreError) in
            var verifier = Verifier()
            verifier.run(in: database, progress: progress)
            return verifier.report
        }
    }

    private func read<Value>(
        _ what: String, _ body: (Database) throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        do {
            return try queue.read { try body($0) }
        } catch {
            throw StoreError(error, "\(path): \(what)")
        }
    }
}
