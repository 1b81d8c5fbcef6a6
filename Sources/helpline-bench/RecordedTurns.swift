import Ports
import SQLiteTranscripts
import Vocabulary

/// Turns that a server has put on record, to be put on record again by the store alone.
struct RecordedTurns {
    /// One conversation: the entries of its opening, then those of each turn.
    private struct Talk {
        let shop: ShopID
        let turns: [[Entry]]
    }

    private let talks: [Talk]

    /// Reads the conversations that were opened last.
    ///
    /// - Parameters:
    ///   - record: The server's file; it may be running.
    ///   - turnCountMax: Turns of each conversation that are kept, its opening among them.
    /// - Throws: `StoreError`, or that nothing is on record.
    init(record: String, conversationCount: Int, turnCountMax: Int = 400) throws {
        let reader = try SQLiteTranscriptReader(path: record)
        let summaries = try reader.list(.init(limit: conversationCount))
        talks = try summaries.map { summary in
            let entries = try reader.entries(of: summary.id)
            return Talk(
                shop: summary.shop, turns: Array(Self.turns(entries).prefix(turnCountMax)))
        }
        guard talks.contains(where: { $0.turns.count > 1 }) else {
            throw BenchError("\(record): no conversation has been recorded")
        }
    }

    /// The same turns in batches of `batchSize`, conversations taking turns, without an end: once all
    /// are through they come again as other conversations.
    ///
    /// - Parameter body: Gets a batch; returns whether to go on.
    func forEachBatch(of batchSize: Int, _ body: ([TurnCommit]) throws -> Bool) rethrows {
        let turnCountMax = talks.map(\.turns.count).max() ?? 0
        var batch: [TurnCommit] = []
        batch.reserveCapacity(batchSize)
        var lastID = 0
        while true {
            for index in 0..<turnCountMax {
                for (number, talk) in talks.enumerated() where index < talk.turns.count {
                    let id = ConversationID(Int64(lastID + number + 1))
                    batch.append(
                        TurnCommit(
                            conversation: id, shop: talk.shop, entries: talk.turns[index]))
                    guard batch.count == batchSize else { continue }
                    guard try body(batch) else { return }
                    batch.removeAll(keepingCapacity: true)
                }
            }
            lastID += talks.count
        }
    }

    /// So many conversations with the first turns of the recorded ones, in batches.
    func forEachCopy(
        _ count: Int, turnCount: Int, batchSize: Int, _ body: ([TurnCommit]) throws -> Void
    ) rethrows {
        var batch: [TurnCommit] = []
        for copy in 0..<count {
            let talk = talks[copy % talks.count]
            for turn in talk.turns.prefix(turnCount + 1) {
                batch.append(
                    TurnCommit(
                        conversation: ConversationID(Int64(copy + 1)), shop: talk.shop,
                        entries: turn))
            }
            guard batch.count >= batchSize else { continue }
            try body(batch)
            batch.removeAll(keepingCapacity: true)
        }
        if !batch.isEmpty { try body(batch) }
    }

    /// A customer's line begins a turn.
    private static func turns(_ entries: [Entry]) -> [[Entry]] {
        var turns: [[Entry]] = []
        for entry in entries {
            if case .customerSaid = entry.body {
                turns.append([entry])
            } else if turns.isEmpty {
                turns.append([entry])
            } else {
                turns[turns.count - 1].append(entry)
            }
        }
        return turns
    }
}
