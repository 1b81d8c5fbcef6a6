/// Agents with room for another case, the one to ask next first: a binary heap.
///
/// Whoever changes is put in again with a new stamp, and what lies here under an old stamp is dropped
/// when it comes to the top: an agent stands in every line that they answer, and taking them out of
/// each would cost more than the decision.
struct FreeAgents: Sendable {
    /// An agent as they were when they were put in.
    struct Entry: Sendable {
        /// Thousandths of the capacity in use above 48 bits of `idleSince`: there are tens of thousands
        /// of entries, and each is 16 bytes.
        let rank: UInt64
        let agent: Int32
        let stamp: UInt32

        /// - Parameters:
        ///   - load: Thousandths of the capacity in use.
        ///   - idleSince: When the last case was taken or let go, in milliseconds since 1970.
        init(load: Int, idleSince: Int64, agent: Int32, stamp: UInt32) {
            rank = UInt64(load) << 48 | UInt64(max(0, idleSince)) & (1 << 48 - 1)
            self.agent = agent
            self.stamp = stamp
        }

        /// The less loaded first, of these the one who has been idle longest.
        static func < (left: Entry, right: Entry) -> Bool {
            left.rank != right.rank ? left.rank < right.rank : left.agent < right.agent
        }
    }

    private var entries: [Entry] = []

    var count: Int { entries.count }
    var first: Entry? { entries.first }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var index = entries.count - 1
        while index > 0, entry < entries[(index - 1) / 2] {
            entries[index] = entries[(index - 1) / 2]
            index = (index - 1) / 2
        }
        entries[index] = entry
    }

    @discardableResult
    mutating func removeFirst() -> Entry? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if !entries.isEmpty { sink(last, from: 0) }
        return first
    }

    /// Keeps what `isCurrent` says yes to.
    mutating func compact(keeping isCurrent: (Entry) -> Bool) {
        entries.removeAll { !isCurrent($0) }
        for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) {
            sink(entries[index], from: index)
        }
    }

    private mutating func sink(_ entry: Entry, from start: Int) {
        var index = start
        while true {
            var child = 2 * index + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1] < entries[child] { child += 1 }
            guard entries[child] < entry else { break }
            entries[index] = entries[child]
            index = child
        }
        entries[index] = entry
    }
}
