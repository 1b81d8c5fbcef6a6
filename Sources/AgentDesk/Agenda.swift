import Vocabulary

/// What the desk has to look at later, the soonest first: a binary heap with one timer of the shell
/// for all of it.
///
/// What was overtaken stays until its time comes, or until there is more of it than of the rest.
struct Agenda: Sendable {
    struct Item: Sendable {
        var at: WallTime
        let what: What
        /// Of the case or the agent; the item is overtaken if the subject has another one by now.
        let stamp: UInt32
        /// Items of one moment come in the order in which they were written down.
        let order: UInt64
    }

    enum What: Equatable, Sendable {
        case offerExpires(caseIndex: Int32)
        case stepOpens(caseIndex: Int32)
        case heldEnds(caseIndex: Int32)
        case restEnds(caseIndex: Int32)
        case passesForgotten(caseIndex: Int32)
        case promiseEnds(caseIndex: Int32)
        case silenceChecked(caseIndex: Int32)
        case heldTold(caseIndex: Int32)
        case graceEnds(agentIndex: Int32)
        case wrapUpEnds(agentIndex: Int32)
        case placesTold(laneIndex: Int32)

        /// Moments that people chose on the clock; they stay where they are when a clock is set.
        var isOnTheClock: Bool {
            switch self {
            case .restEnds: true
            case .offerExpires, .stepOpens, .heldEnds, .passesForgotten, .promiseEnds,
                .silenceChecked, .heldTold, .graceEnds, .wrapUpEnds, .placesTold:
                false
            }
        }
    }

    private var items: [Item] = []
    private var lastOrder: UInt64 = 0

    var count: Int { items.count }
    var firstAt: WallTime? { items.first?.at }

    mutating func add(_ what: What, stamp: UInt32, at: WallTime) {
        lastOrder += 1
        items.growByQuarter()
        items.append(Item(at: at, what: what, stamp: stamp, order: lastOrder))
        rise(from: items.count - 1)
    }

    /// - Returns: The next item that is due by `now`; nil if none is.
    mutating func next(dueBy now: WallTime) -> Item? {
        guard let first = items.first, first.at <= now, let last = items.popLast() else {
            return nil
        }
        if !items.isEmpty { sink(last, from: 0) }
        return first
    }

    mutating func compact(keeping isCurrent: (Item) -> Bool) {
        items.removeAll { !isCurrent($0) }
        heapify()
    }

    mutating func shift(by jump: Duration) {
        for index in items.indices where !items[index].what.isOnTheClock {
            items[index].at = items[index].at + jump
        }
        heapify()
    }

    private func isBefore(_ left: Item, _ right: Item) -> Bool {
        left.at != right.at ? left.at < right.at : left.order < right.order
    }

    private mutating func heapify() {
        for index in stride(from: items.count / 2 - 1, through: 0, by: -1) {
            sink(items[index], from: index)
        }
    }

    private mutating func rise(from start: Int) {
        var index = start
        let item = items[start]
        while index > 0, isBefore(item, items[(index - 1) / 2]) {
            items[index] = items[(index - 1) / 2]
            index = (index - 1) / 2
        }
        items[index] = item
    }

    private mutating func sink(_ item: Item, from start: Int) {
        var index = start
        while true {
            var child = 2 * index + 1
            guard child < items.count else { break }
            if child + 1 < items.count, isBefore(items[child + 1], items[child]) { child += 1 }
            guard isBefore(items[child], item) else { break }
            items[index] = items[child]
            index = child
        }
        items[index] = item
    }
}
