import Synchronization

/// Bits handed in instead of random ones.
final class SimulatedBits: Sendable {
    private let words: Mutex<[UInt64]>
    init(_ words: [UInt64]) { self.words = Mutex(words) }
    func next() -> UInt64 {
        words.withLock { $0.isEmpty ? 7 : $0.removeFirst() }
    }
}
