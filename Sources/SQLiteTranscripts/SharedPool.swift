import Foundation
import GRDB
import Ports
import Synchronization

/// The connections to the record, which are exchanged for new ones while others want to read.
///
/// Whoever reads holds them as they are. Whoever exchanges them waits for those who read and keeps new
/// ones waiting: a connection that is closed under a read ends the process.
final class SharedPool: Sendable {
    private struct State {
        var pool: DatabasePool
        var readerCount = 0
        var isExchanging = false
    }

    private let condition = NSCondition()
    private let state: Mutex<State>

    init(_ pool: DatabasePool) { state = Mutex(State(pool: pool)) }

    /// For the one who may write; nobody exchanges them meanwhile.
    var current: DatabasePool { state.withLock { $0.pool } }

    /// Runs `body` with connections that stay open until it ends. It must not read in turn.
    func read<Value>(_ body: (DatabasePool) throws -> Value) rethrows -> Value {
        condition.withLock {
            while state.withLock({ $0.isExchanging }) { condition.wait() }
            state.withLock { $0.readerCount += 1 }
        }
        defer {
            condition.withLock {
                if state.withLock({
                    $0.readerCount -= 1
                    return $0.readerCount == 0
                }) {
                    condition.broadcast()
                }
            }
        }
        return try body(current)
    }

    /// Runs `body` while nobody reads, and hands out what it returns from then on; called by one
    /// thread at a time.
    func exchange(
        _ body: (DatabasePool) throws(StoreError) -> DatabasePool
    ) throws(StoreError) {
        condition.withLock {
            state.withLock { $0.isExchanging = true }
            while state.withLock({ $0.readerCount > 0 }) { condition.wait() }
        }
        defer {
            condition.withLock {
                state.withLock { $0.isExchanging = false }
                condition.broadcast()
            }
        }
        let pool = try body(current)
        state.withLock { $0.pool = pool }
    }
}
