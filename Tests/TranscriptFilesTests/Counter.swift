import Synchronization

/// A number that several threads may add to.
final class Counter: Sendable {
    private let number = Mutex(0)
    func add(_ more: Int) { number.withLock { $0 += more } }
    var value: Int { number.withLock { $0 } }
}
