import JSONText
import Ports
import SQLiteTranscripts
import Transcribing
import Vocabulary
import WebBridge

/// Answers from the record what the API asks: lists, transcripts, words that were said. Reads beside
/// the server's own writing, and never through it.
struct RecordDesk: Sendable {
    /// Conversations that one search looks through, the newest first.
    static let searchedCountMax = 5_000

    /// The store's file.
    let path: String

    /// What callers see: their own shops, and one of them if they ask for one.
    func conversations(_ filter: AdminFilter, _ caller: AgentAccount) -> AdminAnswer {
        answer { (reader) throws(StoreError) in
            let found = try summaries(filter, caller, reader, limit: filter.limit)
            return .json(
                Self.object("conversations") { writer in
                    for summary in found { writer.summary(summary) }
                })
        }
    }

    func conversation(_ id: ConversationID, _ caller: AgentAccount) -> AdminAnswer {
        answer { (reader) throws(StoreError) in
            let entries = try reader.entries(of: id)
            guard let document = TranscriptDocument(id: id, entries: entries),
                caller.shops.includes(document.shop)
            else { return .notFound }
            return .json(document.bytes)
        }
    }

    func search(
        _ words: String, _ role: Role?, _ filter: AdminFilter, _ caller: AgentAccount
    ) -> AdminAnswer {
        guard let search = TranscriptSearch(words, role: role) else {
            return .json(Self.object("hits") { _ in })
        }
        return answer { (reader) throws(StoreError) in
            let all = try summaries(filter, caller, reader, limit: Self.searchedCountMax)
            var hits: [(TranscriptDocument, TranscriptDocument.Line)] = []
            for summary in all where hits.count < filter.limit {
                let entries = try reader.entries(of: summary.id)
                guard let document = TranscriptDocument(id: summary.id, entries: entries) else {
                    continue
                }
                hits += search.hits(in: document).map { (document, $0) }
            }
            return .json(
                Self.object("hits") { writer in
                    for (document, line) in hits.prefix(filter.limit) {
                        Self.append(line, of: document, to: &writer)
                    }
                })
        }
    }

    private func answer(
        _ read: (SQLiteTranscriptReader) throws(StoreError) -> AdminAnswer
    ) -> AdminAnswer {
        do throws(StoreError) {
            return try read(SQLiteTranscriptReader(path: path))
        } catch {
            return .unavailable("the record cannot be read at the moment")
        }
    }

    private func summaries(
        _ filter: AdminFilter, _ caller: AgentAccount, _ reader: SQLiteTranscriptReader, limit: Int
    ) throws(StoreError) -> [ConversationSummary] {
        var chosen = SQLiteTranscriptReader.Filter(limit: limit)
        switch filter.state {
        case .any: chosen.state = .any
        case .open: chosen.state = .open
        case .closed: chosen.state = .closed
        }
        (chosen.since, chosen.until, chosen.shop) = (filter.since, filter.until, filter.shop)
        if let shop = chosen.shop {
            return caller.shops.includes(shop) ? try reader.list(chosen) : []
        }
        guard case .only(let shops) = caller.shops else { return try reader.list(chosen) }
        var found: [ConversationSummary] = []
        for shop in shops.sorted() {
            chosen.shop = shop
            found += try reader.list(chosen)
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }

    // MARK: JSON

    static func object(_ key: String, _ elements: (inout JSONWriter) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        JSONWriter.append(to: &bytes) { writer in
            writer.beginObject()
            writer.key(named: key)
            writer.beginArray()
            elements(&writer)
            writer.endArray()
            writer.endObject()
        }
        return bytes
    }

    private static func append(
        _ line: TranscriptDocument.Line, of document: TranscriptDocument,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        for (key, text) in [
            ("conversation", "\(document.id)"), ("shop", document.shop.name),
            ("at", "\(line.at)"), ("role", line.role.rawValue), ("text", line.text ?? ""),
        ] {
            writer.key(named: key)
            writer.string(text)
        }
        writer.key("seq")
        writer.integer(line.sequence)
        writer.endObject()
    }
}
