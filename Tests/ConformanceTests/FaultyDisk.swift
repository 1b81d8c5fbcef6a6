import Foundation
import GRDBSQLite
import Synchronization

/// Makes SQLite's calls to the disk fail, for files whose path holds `marker`; others go on untouched.
///
/// It stands between SQLite and the system as a VFS of its own, which is the default one from then on:
/// files are opened by the real VFS, and those with the marker get a table of methods in which writes,
/// syncs, cuts and reads count down to a failure first. Tests that use it run one after another.
enum FaultyDisk {
    static let marker = "faulty-disk"

    /// What fails.
    enum Fault: Sendable, CaseIterable {
        /// No room left.
        case full
        case inputOutput
    }

    private struct State {
        var callsUntilFailure = Int.max
        var fault = Fault.inputOutput
    }

    private static let state = Mutex(State())

    /// Lets the n-th call from now fail: 1 is the next.
    static func failCall(_ number: Int, with fault: Fault) {
        state.withLock { state in
            state.callsUntilFailure = number
            state.fault = fault
        }
    }

    static func repair() { state.withLock { $0.callsUntilFailure = .max } }

    /// True until the call that is to fail has come.
    static var isWaiting: Bool { state.withLock { $0.callsUntilFailure < .max } }

    /// - Returns: The code to fail with; nil if the call goes through.
    fileprivate static func nextCall(_ code: Int32, canBeFull: Bool) -> Int32? {
        state.withLock { state in
            guard state.callsUntilFailure < .max else { return nil }
            state.callsUntilFailure -= 1
            guard state.callsUntilFailure == 0 else { return nil }
            state.callsUntilFailure = .max
            return state.fault == .full && canBeFull ? SQLITE_FULL : code
        }
    }

    /// Puts the VFS in place, once a process.
    static let isInstalled: Bool = {
        guard let real = sqlite3_vfs_find(nil) else { return false }
        let copy = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        copy.initialize(to: real.pointee)
        copy.pointee.zName = UnsafePointer(strdup("faulty"))
        copy.pointee.xOpen = { vfs, name, file, flags, outFlags in
            guard let real = sqlite3_vfs_find("unix"), let open = real.pointee.xOpen else {
                return SQLITE_CANTOPEN
            }
            let code = open(real, name, file, flags, outFlags)
            guard code == SQLITE_OK, let name, let file, let methods = file.pointee.pMethods,
                String(cString: name).contains(FaultyDisk.marker)
            else { return code }
            file.pointee.pMethods = FaultyMethods.wrapping(methods)
            return code
        }
        return sqlite3_vfs_register(copy, 1) == SQLITE_OK
    }()
}

/// The table of methods of a file on a faulty disk.
private enum FaultyMethods {
    /// Addresses of faulty tables by those of the real ones: pointers are not `Sendable`, and these
    /// live as long as the process.
    private static let tables = Mutex<[UInt: UInt]>([:])

    /// Any of the real tables: they differ in how they lock, not in how they read, write and sync.
    private static var real: sqlite3_io_methods? {
        tables.withLock { $0.keys.min() }
            .flatMap { UnsafePointer<sqlite3_io_methods>(bitPattern: $0)?.pointee }
    }

    static func wrapping(
        _ methods: UnsafePointer<sqlite3_io_methods>
    ) -> UnsafePointer<sqlite3_io_methods>? {
        tables.withLock { tables in
            let address = UInt(bitPattern: methods)
            if tables[address] == nil {
                let faulty = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
                faulty.initialize(to: table(from: methods.pointee))
                tables[address] = UInt(bitPattern: faulty)
            }
            return tables[address].flatMap { UnsafePointer(bitPattern: $0) }
        }
    }

    private static func table(from real: sqlite3_io_methods) -> sqlite3_io_methods {
        var table = real
        table.xWrite = { file, bytes, count, offset in
            if let code = FaultyDisk.nextCall(SQLITE_IOERR | 3 << 8, canBeFull: true) {
                return code
            }
            return FaultyMethods.real?.xWrite?(file, bytes, count, offset) ?? SQLITE_IOERR
        }
        table.xSync = { file, flags in
            if let code = FaultyDisk.nextCall(SQLITE_IOERR | 4 << 8, canBeFull: false) {
                return code
            }
            return FaultyMethods.real?.xSync?(file, flags) ?? SQLITE_IOERR
        }
        table.xTruncate = { file, size in
            if let code = FaultyDisk.nextCall(SQLITE_IOERR | 6 << 8, canBeFull: false) {
                return code
            }
            return FaultyMethods.real?.xTruncate?(file, size) ?? SQLITE_IOERR
        }
        table.xRead = { file, bytes, count, offset in
            if let code = FaultyDisk.nextCall(SQLITE_IOERR | 1 << 8, canBeFull: false) {
                return code
            }
            return FaultyMethods.real?.xRead?(file, bytes, count, offset) ?? SQLITE_IOERR
        }
        return table
    }
}
