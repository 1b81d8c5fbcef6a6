import GRDB
import Ports
import Vocabulary
import Webhooks

/// Writes deliveries within one transaction: each statement is prepared once, and what an endpoint's
/// counts have become is written once.
struct LedgerWriter {
    /// By how much an endpoint's counts have changed.
    private struct Change {
        var waiting = 0
        var dead = 0
    }

    private let database: Database
    private let inserting: RawStatement
    private let keeping: RawStatement
    private let delivering: RawStatement
    private let noting: RawStatement
    private let promoting: RawStatement
    private var changes: [Int64: Change] = [:]

    init(_ database: Database) throws(StoreError) {
        self.database = database
        inserting = try RawStatement(Self.insertion, database)
        keeping = try RawStatement(
            "INSERT INTO delivery_body VALUES (last_insert_rowid(), ?1)", database)
        delivering = try RawStatement(Self.arrival, database)
        noting = try RawStatement(Self.note, database)
        promoting = try RawStatement(Self.promotion, database)
    }

    /// Puts a delivery at the end of its lane; one that is there already is left as it is.
    mutating func insert(_ new: NewDelivery, endpoint: Int64) throws(StoreError) {
        inserting.bind(1, endpoint)
        inserting.bind(2, new.conversation.number)
        inserting.bind(3, Int64(new.sequence))
        inserting.bind(4, Int64(new.ordinal))
        inserting.bind(5, new.event)
        inserting.bind(6, new.type.rawValue)
        inserting.bind(7, new.happenedAt.milliseconds)
        inserting.bind(8, new.format.rawValue)
        try inserting.run("adding a delivery")
        guard database.changesCount > 0 else { return }
        let outcome = new.body.withUnsafeBytes { body in
            keeping.bind(1, blob: body)
            return Result { () throws(StoreError) in try keeping.run("adding a delivery's body") }
        }
        try outcome.get()
        changes[endpoint, default: Change()].waiting += 1
    }

    /// Notes how an attempt ended; of a delivery that was removed meanwhile there is nothing to note.
    mutating func write(_ record: AttemptRecord, endpoint: Int64) throws(StoreError) {
        if case .answered(let status, _) = record.outcome, record.delivery.isDelivered {
            delivering.bind(1, record.number)
            delivering.bind(2, record.at.milliseconds)
            delivering.bind(3, Int64(status))
            delivering.bind(4, Int64(record.delivery.failureCount))
            try delivering.run("saving that a delivery arrived")
        } else {
            try note(record)
        }
        guard database.changesCount > 0, record.delivery.isOver else { return }
        changes[endpoint, default: Change()].waiting -= 1
        if case .deadLetter = record.delivery.phase {
            changes[endpoint, default: Change()].dead += 1
        }
        promoting.bind(1, endpoint)
        promoting.bind(2, record.lane.conversation.number)
        promoting.bind(3, record.at.milliseconds)
        try promoting.run("going on with a conversation")
    }

    private func note(_ record: AttemptRecord) throws(StoreError) {
        let (phase, due, ended, reason) = record.delivery.columns
        noting.bind(1, record.number)
        noting.bind(2, phase)
        noting.bind(3, due)
        noting.bind(4, ended)
        noting.bind(5, reason)
        noting.bind(6, Int64(record.delivery.failureCount))
        noting.bind(7, record.outcome == nil ? 0 : record.at.milliseconds)
        var (status, failure) = (0, "")
        switch record.outcome {
        case .answered(let code, _): status = code
        case .failed(let why): failure = why.description
        case .notBegun, nil: break
        }
        noting.bind(8, Int64(status))
        noting.bind(9, failure)
        try noting.run("saving an attempt")
    }

    /// Writes the counts; to be called once, after everything else.
    func writeCounts() throws(StoreError) {
        let statement = try RawStatement(
            """
            UPDATE endpoint SET waiting_count = waiting_count + ?2, dead_count = dead_count + ?3
            WHERE number = ?1
            """, database)
        for (endpoint, change) in changes {
            statement.bind(1, endpoint)
            statement.bind(2, Int64(change.waiting))
            statement.bind(3, Int64(change.dead))
            try statement.run("counting deliveries")
        }
    }
}

extension LedgerWriter {
    private static let insertion = """
        INSERT INTO delivery (endpoint, conversation, sequence, ordinal, event, type, happened_at,
            phase, due_at, format)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7,
            CASE WHEN EXISTS (SELECT 1 FROM delivery INDEXED BY delivery_waiting WHERE endpoint = ?1
                AND conversation = ?2 AND ended_at IS NULL) THEN 'behind' ELSE 'due' END,
            ?7, ?8
        WHERE true ON CONFLICT DO NOTHING
        """

    /// What most attempts come to, with nothing to work out.
    private static let arrival = """
        UPDATE delivery SET phase = 'delivered', due_at = NULL, ended_at = ?2, reason = NULL,
            failure_count = ?4, attempt_count = attempt_count + 1, last_at = ?2, last_status = ?3,
            last_failure = NULL
        WHERE number = ?1 AND phase = 'due'
        """

    /// Only what is due was attempted.
    private static let note = """
        UPDATE delivery SET phase = ?2, due_at = nullif(?3, 0), ended_at = nullif(?4, 0),
            reason = nullif(?5, ''), failure_count = ?6,
            attempt_count = attempt_count + (?7 > 0), last_at = coalesce(nullif(?7, 0), last_at),
            last_status = CASE WHEN ?7 > 0 THEN nullif(?8, 0) ELSE last_status END,
            last_failure = CASE WHEN ?7 > 0 THEN nullif(?9, '') ELSE last_failure END
        WHERE number = ?1 AND phase = 'due'
        """

    /// The one that was due has ended, so the earliest that waits in the lane is due now.
    private static let promotion = """
        UPDATE delivery SET phase = 'due', due_at = ?3 WHERE phase = 'behind' AND number =
            (SELECT min(number) FROM delivery INDEXED BY delivery_waiting
                WHERE endpoint = ?1 AND conversation = ?2 AND ended_at IS NULL)
        """
}

extension Delivery {
    var isDelivered: Bool {
        switch phase {
        case .delivered: true
        case .waiting, .deadLetter: false
        }
    }

    /// It was delivered or given up.
    var isOver: Bool {
        switch phase {
        case .waiting: false
        case .delivered, .deadLetter: true
        }
    }

    /// As its row has it; 0 and the empty text stand for nothing.
    fileprivate var columns: (phase: String, due: Int64, ended: Int64, reason: String) {
        switch phase {
        case .waiting(let until): ("due", until.milliseconds, 0, "")
        case .delivered(let at): ("delivered", 0, at.milliseconds, "")
        case .deadLetter(let at, let reason): ("dead", 0, at.milliseconds, reason.rawValue)
        }
    }
}
