/// Things to do at a moment, the earliest first; a binary heap.
///
/// Moments are of the monotonic clock. Of two with the same moment, the one put in first comes first,
/// so that a history repeats.
struct TimerHeap<Content> {
    private struct Node {
        let deadline: Duration
        let number: UInt64
        let content: Content

        func precedes(_ other: Node) -> Bool {
            (deadline, number) < (other.deadline, other.number)
        }
    }

    private var nodes: [Node] = []
    private var nextNumber: UInt64 = 0

    var count: Int { nodes.count }
    /// When the first is due; nil if there is none.
    var nextDeadline: Duration? { nodes.first?.deadline }

    mutating func insert(_ content: Content, at deadline: Duration) {
        nodes.append(Node(deadline: deadline, number: nextNumber, content: content))
        nextNumber += 1
        var child = nodes.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard nodes[child].precedes(nodes[parent]) else { return }
            nodes.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first one out if it is due at `now`.
    mutating func popDue(at now: Duration) -> Content? {
        guard let first = nodes.first, first.deadline <= now else { return nil }
        let last = nodes.removeLast()
        if !nodes.isEmpty {
            nodes[0] = last
            sink()
        }
        return first.content
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < nodes.count {
                if nodes[child].precedes(nodes[smallest]) { smallest = child }
            }
            guard smallest != parent else { return }
            nodes.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
