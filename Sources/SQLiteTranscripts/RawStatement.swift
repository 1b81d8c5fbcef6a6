import Foundation
import GRDB
import GRDBSQLite
import Ports

/// A prepared statement used through SQLite's own calls: the commit path binds bytes where they lie
/// and builds no values in between.
///
/// Lives within one access to the database, on that access's thread, and never outlives the
/// connection: GRDB's statement cache owns the handle. This file is the only one with such handles.
struct RawStatement {
    private let handle: OpaquePointer
    private let connection: OpaquePointer

    /// - Throws: The reason why `sql` cannot be prepared.
    init(_ sql: String, _ database: Database) throws(StoreError) {
        do {
            handle = try database.cachedStatement(sql: sql).sqliteStatement
        } catch {
            throw StoreError(error, "preparing a statement")
        }
        guard let connection = database.sqliteConnection else {
            throw StoreError(.other, "the database is closed")
        }
        self.connection = connection
    }

    func bind(_ index: Int32, _ number: Int64) { sqlite3_bind_int64(handle, index, number) }

    /// Binds text without a copy: `bytes` must stay as they are until the next step has been taken.
    func bind(_ index: Int32, text bytes: UnsafeBufferPointer<UInt8>) {
        bytes.withMemoryRebound(to: CChar.self) { characters in
            _ = sqlite3_bind_text(handle, index, characters.baseAddress, Int32(bytes.count), nil)
        }
    }

    /// Binds bytes without a copy: they must stay as they are until the next step has been taken.
    func bind(_ index: Int32, blob bytes: UnsafeRawBufferPointer) {
        sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
    }

    /// Binds a copy of `text`.
    func bind(_ index: Int32, _ text: String) {
        // SQLITE_TRANSIENT, which C spells as a cast that Swift does not import.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        sqlite3_bind_text(handle, index, text, -1, copied)
    }

    /// Runs a statement that returns no rows, and makes it ready for the next time.
    func run(_ what: StaticString) throws(StoreError) {
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE else { throw failure(code, what) }
        sqlite3_reset(handle)
    }

    /// Goes to the next row. - Returns: false after the last one; then call `reset()`.
    func nextRow(_ what: StaticString) throws(StoreError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw failure(code, what) }
        return false
    }

    func reset() { sqlite3_reset(handle) }

    /// Column of the row that `nextRow` went to; the first is 0.
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func text(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// The bytes of a text or blob; good until the next step.
    func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8> {
        guard let start = sqlite3_column_blob(handle, column) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = Int(sqlite3_column_bytes(handle, column))
        return UnsafeRawBufferPointer(start: start, count: count)
            .assumingMemoryBound(to: UInt8.self)
    }

    private func failure(_ code: Int32, _ what: StaticString) -> StoreError {
        let message = String(cString: sqlite3_errmsg(connection))
        let isOutOfRoom = code & 0xFF == SQLITE_IOERR && sqlite3_system_errno(connection) == ENOSPC
        sqlite3_reset(handle)
        return StoreError(
            isOutOfRoom ? .full : StoreError.Kind(sqliteCode: code), "\(what): \(message) (\(code))"
        )
    }
}

extension StoreError.Kind {
    /// - Parameter code: A result code of SQLite, extended or not.
    init(sqliteCode code: Int32) {
        switch code & 0xFF {
        case SQLITE_FULL: self = .full
        case SQLITE_IOERR: self = .inputOutput
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked
        default: self = .other
        }
    }
}

extension StoreError {
    /// What GRDB threw, as the kind that callers act on.
    init(_ error: any Error, _ what: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            let code = error.extendedResultCode.rawValue
            self.init(
                Kind(sqliteCode: code), "\(what): \(error.message ?? "no message") (\(code))")
        default: self.init(.other, "\(what): \(error)")
        }
    }
}
