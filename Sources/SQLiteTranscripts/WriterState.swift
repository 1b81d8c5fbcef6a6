import GRDB
import Ports
import Transcribing
import Vocabulary

/// What the writing side knows between two commits.
struct WriterState {
    /// The end of a conversation's chain.
    struct Head {
        var lastSequence: Int
        /// The number of its last turn; 0 before the first.
        var lastTurn: Int64
        var hash: Digest256

        /// Before the first turn.
        static let start = Head(lastSequence: 0, lastTurn: 0, hash: .zero)
    }

    /// Of open conversations that were written to or read since the file was opened; others are
    /// looked up when they are needed.
    var heads: [ConversationID: Head] = [:]
    /// The number of the last turn on record.
    private var lastTurn: Int64
    /// Why the file has to be opened anew before anything else is done; nil if it need not.
    var brokenBy: StoreError.Kind?
    /// Pages with words that were erased may still lie in the write-ahead log.
    var logHoldsErased = false
    /// The batch being saved; its storage is used again for the next one.
    private(set) var batch = Batch()

    /// Rows of the outbox up to this turn are gone.
    var outboxRemoved: Int64 = 0

    /// - Parameter lastTurn: The number of the last turn on record; 0 if there is none.
    init(lastTurn: Int64) { self.lastTurn = lastTurn }

    /// After a failure nothing that is remembered can be relied on.
    mutating func breakOff(_ kind: StoreError.Kind) {
        heads = [:]
        brokenBy = kind
    }

    /// Lays the batch out in bytes and moves the heads on.
    ///
    /// - Throws: `.conflict` if a turn does not fit what is on record; then no head has moved.
    mutating func plan(_ commits: [TurnCommit], reading database: Database) throws(StoreError) {
        batch.removeAll()
        let lastTurnBefore = lastTurn
        var before: [(ConversationID, Head?)] = []
        before.reserveCapacity(commits.count)
        do throws(StoreError) {
            for commit in commits {
                let id = commit.conversation
                let known = heads[id]
                let head = try head(for: commit, known: known, in: database)
                try commit.check(follows: head.lastSequence)
                before.append((id, known))
                lastTurn += 1
                let hash = batch.append(commit, number: lastTurn, after: head)
                if commit.disposition == nil {
                    heads[id] = Head(
                        lastSequence: commit.lastSequence, lastTurn: lastTurn, hash: hash)
                } else {
                    heads[id] = nil
                }
            }
        } catch {
            for (id, head) in before.reversed() { heads[id] = head }
            lastTurn = lastTurnBefore
            throw error
        }
    }

    private func head(
        for commit: TurnCommit, known: Head?, in database: Database
    ) throws(StoreError) -> Head {
        if let known { return known }
        if commit.firstSequence == 1 { return .start }
        return try Rows.head(of: commit.conversation, in: database)
    }
}

/// Turns as they will be stored, all their bytes one behind the other.
struct Batch {
    struct Turn {
        let number: Int64
        let conversation: Int64
        /// The number of the conversation's turn before; 0 for its first.
        let previous: Int64
        /// Set for the first turn of a conversation.
        let opening: ShopID?
        /// Set for the last turn of a conversation.
        let closing: Disposition?
        let firstSequence: Int
        let entryCount: Int
        let firstAt: WallTime
        let lastAt: WallTime
        /// What waits for the ledger; nil for nothing.
        let outbox: (shop: ShopID, events: String)?
        /// Where the entries are in `bytes`.
        let entries: Range<Int>
        let hash: Digest256
    }

    private(set) var turns: [Turn] = []
    private(set) var bytes: [UInt8] = []

    /// Storage that is kept for the next batch; what a rare larger one needed is given back.
    private static let keptBytesMax = 1 << 20

    mutating func removeAll() {
        turns.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: bytes.count <= Self.keptBytesMax)
    }

    /// - Returns: The hash of the turn.
    mutating func append(
        _ commit: TurnCommit, number: Int64, after head: WriterState.Head
    ) -> Digest256 {
        let start = bytes.count
        ChainLink.appendHeader(
            after: head.hash, conversation: commit.conversation.number,
            firstSequence: commit.firstSequence, entryCount: commit.entries.count, to: &bytes)
        EntryCodec.append(commit.entries, to: &bytes)
        let hash = bytes.withUnsafeBytes { all in
            Digest256(hashing: UnsafeRawBufferPointer(rebasing: all[start...]))
        }
        turns.append(
            Turn(
                number: number, conversation: commit.conversation.number,
                previous: head.lastTurn,
                opening: commit.firstSequence == 1 ? commit.shop : nil,
                closing: commit.disposition, firstSequence: commit.firstSequence,
                entryCount: commit.entries.count, firstAt: commit.firstAt, lastAt: commit.lastAt,
                outbox: commit.events.isEmpty
                    ? nil : (commit.shop, PlannedEventText.text(of: commit.events)),
                entries: (start + ChainLink.headerBytes)..<bytes.count, hash: hash))
        return hash
    }
}

extension TurnCommit {
    var firstSequence: Int { entries.first?.sequence ?? 0 }
    var lastSequence: Int { entries.last?.sequence ?? 0 }
    var firstAt: WallTime { entries.first?.at ?? WallTime(milliseconds: 0) }
    var lastAt: WallTime { entries.last?.at ?? WallTime(milliseconds: 0) }

    /// Why the turn closes the conversation; nil if it does not.
    var disposition: Disposition? {
        guard case .closed(let disposition) = entries.last?.body else { return nil }
        return disposition
    }

    /// - Throws: `.conflict` unless the entries follow each other and `lastSequence`, the first of all
    ///   opens the conversation for this shop, and nothing follows a closing.
    func check(follows lastSequence: Int) throws(StoreError) {
        guard !entries.isEmpty else {
            throw StoreError(.conflict, "conversation \(conversation): a turn without entries")
        }
        for (index, entry) in entries.enumerated() {
            guard entry.sequence == lastSequence + 1 + index else {
                throw StoreError(
                    .conflict,
                    "conversation \(conversation): entry \(entry.sequence) came where "
                        + "\(lastSequence + 1 + index) was due")
            }
            let fits =
                switch entry.body {
                case .opened(let opening): entry.sequence == 1 && opening.shop == shop
                case .closed: index == entries.count - 1 && entry.sequence > 1
                case .customerSaid, .botSaid, .systemSaid, .agentSaid, .noted, .queued,
                    .dequeued, .routed, .tagged, .paused, .unpaused, .prioritised, .steppedIn,
                    .agentJoined, .agentLeft, .rated, .messageLeft, .requested, .languageSet,
                    .resumed:
                    entry.sequence > 1
                }
            guard fits else {
                throw StoreError(
                    .conflict,
                    "conversation \(conversation): entry \(entry.sequence) cannot stand there")
            }
        }
    }
}
