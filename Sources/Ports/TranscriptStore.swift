import Vocabulary
import Webhooks

/// What one turn leaves behind, saved together or not at all.
public struct TurnCommit: Equatable, Sendable {
    public let conversation: ConversationID
    public let shop: ShopID
    /// In sequence, without a gap to what is stored; never empty.
    public let entries: [Entry]
    /// What the shop's endpoints are to be told of these entries.
    public let events: [PlannedEvent]

    public init(
        conversation: ConversationID, shop: ShopID, entries: [Entry], events: [PlannedEvent] = []
    ) {
        self.conversation = conversation
        self.shop = shop
        self.entries = entries
        self.events = events
    }
}

/// A turn on record whose events wait for the ledger of deliveries to take them.
public struct PlannedTurn: Equatable, Sendable {
    /// Larger for a later turn, whatever its conversation.
    public let number: Int64
    public let commit: TurnCommit

    public init(number: Int64, commit: TurnCommit) {
        self.number = number
        self.commit = commit
    }
}

/// A conversation that the store holds, without its entries.
public struct ConversationSummary: Equatable, Sendable {
    public let id: ConversationID
    public let shop: ShopID
    public let openedAt: WallTime
    /// nil while it is open.
    public let closedAt: WallTime?
    public let disposition: Disposition?
    /// Entries on record.
    public let entryCount: Int

    public init(
        id: ConversationID, shop: ShopID, openedAt: WallTime, closedAt: WallTime?,
        disposition: Disposition?, entryCount: Int
    ) {
        self.id = id
        self.shop = shop
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.disposition = disposition
        self.entryCount = entryCount
    }
}

/// The record of all conversations: what is committed here survives the process and the power.
///
/// A floor's thread owns it and is its only writer; every call blocks until the disk has answered.
/// Each implementation passes the same conformance suite or is not a store.
public protocol TranscriptStore: AnyObject, Sendable {
    /// Saves the whole batch in one transaction and returns once it is on the disk.
    ///
    /// - Throws: `StoreError`; then nothing of the batch is on record, or it is unknown whether it
    ///   is: call `reopen()` and read back. A failed commit is never tried again as it is.
    func commit(_ batch: [TurnCommit]) throws(StoreError)

    /// Forgets everything kept in memory and opens the file anew, as after a failed commit.
    func reopen() throws(StoreError)

    /// Every entry of every open conversation; one call of `body` for each conversation, entries in
    /// sequence, conversations in the order of their ids.
    func forEachOpenConversation(
        _ body: (ConversationID, [Entry]) -> Void
    ) throws(StoreError)

    /// The largest conversation id on record, open or closed; 0 if there is none.
    func lastConversationID() throws(StoreError) -> ConversationID

    /// - Returns: Entries with a number above `sequence`, in sequence; empty for one unknown.
    func entries(
        of conversation: ConversationID, after sequence: Int
    ) throws(StoreError) -> [Entry]

    /// Takes what people said and told about themselves out of closed conversations: of each entry
    /// `Entry.erased` is left, and the bytes that stood there are overwritten.
    ///
    /// Those that are erased already, open or unknown are left as they are. Numbers of entries and
    /// the proof that none is missing stay.
    ///
    /// - Throws: `StoreError`; then none is erased, or it is unknown: call it again after `reopen()`.
    func erase(_ conversations: [ConversationID]) throws(StoreError)

    /// Conversations that are closed and not yet appended to the files of finished transcripts, the
    /// one closed first coming first.
    func unfiled(limit: Int) throws(StoreError) -> [ConversationSummary]

    /// How many bytes of a transcript file are known to hold whole, filed documents; 0 for a file
    /// that nothing was filed in. What lies behind them was written by a process that died.
    func filedBytes(of file: String) throws(StoreError) -> Int64

    /// Remembers in one transaction that these conversations are in `file` and that it now holds
    /// `bytes` bytes.
    func markFiled(
        _ conversations: [ConversationID], in file: String, bytes: Int64
    ) throws(StoreError)

    /// Turns with events behind a number, the earliest first; those that were forgotten are not among
    /// them, or still are. From any thread.
    func plannedTurns(after number: Int64, limit: Int) throws(StoreError) -> [PlannedTurn]

    /// Events up to this turn are in the ledger: they need not be kept any longer. Takes effect with a
    /// later commit, so that it costs no sync of its own. From any thread; returns at once.
    func forgetPlanned(through number: Int64)
}

/// Why the store could not do what it was asked.
public struct StoreError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Kind: Equatable, Sendable {
        /// No room on the disk (`SQLITE_FULL`, `ENOSPC`): goes away by itself once there is room.
        case full
        /// Reading or syncing failed (`SQLITE_IOERR`): reopen and read back.
        case inputOutput
        /// The file is not what was written.
        case corrupt
        /// The batch does not fit what is on record: a gap in the sequence, a closed conversation.
        case conflict
        /// Another process has the file.
        case locked
        case other
    }

    public let kind: Kind
    /// For the log: what was being done, and what the store said.
    public let details: String

    public init(_ kind: Kind, _ details: String) {
        self.kind = kind
        self.details = details
    }

    public var description: String { details }
}
