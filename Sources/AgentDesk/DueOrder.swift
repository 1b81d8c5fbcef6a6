/// Where a waiting case stands among others; the smallest is next.
struct DueKey: Comparable, Sendable {
    /// When an answer is due, in milliseconds since 1970, the head start of the priority taken off.
    var due: Int64
    /// When the customer first asked, in milliseconds since 1970.
    var since: Int64
    /// The conversation's number: the same key never comes twice.
    var number: Int64

    /// Behind every key that a case can have.
    static let last = DueKey(due: .max, since: .max, number: .max)
    /// The due of a case that was with an agent already: before all others. Far enough from the end
    /// of the numbers to be moved with a clock.
    static let returnedDue = Int64.min / 4

    static func < (left: DueKey, right: DueKey) -> Bool {
        if left.due != right.due { return left.due < right.due }
        if left.since != right.since { return left.since < right.since }
        return left.number < right.number
    }
}

extension Array {
    /// Makes room by a quarter where there is none left: arrays with an element for each case would
    /// else be half empty when they have just grown. Appending stays at a constant cost on average.
    mutating func growByQuarter() {
        if count == capacity { reserveCapacity(count + count / 4 + 64) }
    }
}

/// The lines in which cases wait: many ordered sets over one array of nodes, one node for each case.
///
/// Each line is a treap (Seidel and Aragon, "Randomized Search Trees", 1996) that counts below each
/// node, so that joining, leaving, the next one and the place of one take O(log n) steps, where n is
/// the length of the line. A case is in one line at the most, so its node lies beside it and a line
/// costs nothing but the number of its root. The weights are drawn from the node's number, not from
/// chance: the same history makes the same trees.
struct DueOrder: Sendable {
    /// No node: an empty line.
    static let none: Int32 = -1

    private struct Node: Sendable {
        var key: DueKey
        var left = DueOrder.none
        var right = DueOrder.none
        /// Nodes here and below; 0 for a node in no line.
        var count: Int32 = 0
    }

    private var nodes: [Node] = []

    /// Makes sure that there is a node for `index`.
    mutating func makeRoom(for index: Int) {
        while nodes.count <= index {
            nodes.growByQuarter()
            nodes.append(Node(key: .last))
        }
    }

    func key(of index: Int) -> DueKey { nodes[index].key }
    func count(_ root: Int32) -> Int { root < 0 ? 0 : Int(nodes[Int(root)].count) }

    /// Puts a case that is in no line into this one.
    mutating func insert(_ index: Int, _ key: DueKey, into root: inout Int32) {
        precondition(nodes[index].count == 0, "a case waits in one line")
        nodes[index] = Node(key: key, count: 1)
        root = inserted(Int32(index), under: root)
    }

    /// Takes a case out of the line it is in.
    mutating func remove(_ index: Int, from root: inout Int32) {
        root = removed(Int32(index), nodes[index].key, from: root)
        nodes[index].count = 0
    }

    /// The next of the line; nil if it is empty.
    func first(_ root: Int32) -> Int? {
        guard root >= 0 else { return nil }
        var index = Int(root)
        while nodes[index].left >= 0 { index = Int(nodes[index].left) }
        return index
    }

    /// How many of the line come before this key.
    func countBefore(_ key: DueKey, _ root: Int32) -> Int {
        var before = 0
        var index = root
        while index >= 0 {
            let node = nodes[Int(index)]
            if node.key < key {
                before += 1 + count(node.left)
                index = node.right
            } else {
                index = node.left
            }
        }
        return before
    }

    /// Gives `take` the line in its order until it says no.
    func walk(_ root: Int32, _ take: (Int) -> Bool) { _ = goesOn(root, take) }

    /// Moves every key by as many milliseconds as a clock was moved; the order stays.
    mutating func shift(by milliseconds: Int64) {
        for index in nodes.indices where nodes[index].count > 0 {
            nodes[index].key.due += milliseconds
            nodes[index].key.since += milliseconds
        }
    }

    private func goesOn(_ root: Int32, _ take: (Int) -> Bool) -> Bool {
        guard root >= 0 else { return true }
        let (left, right) = (nodes[Int(root)].left, nodes[Int(root)].right)
        return goesOn(left, take) && take(Int(root)) && goesOn(right, take)
    }

    /// SplitMix64's mixing of the node's number.
    private func weight(_ index: Int32) -> UInt64 {
        var mixed = UInt64(truncatingIfNeeded: index) &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    private mutating func recount(_ index: Int) {
        nodes[index].count = Int32(1 + count(nodes[index].left) + count(nodes[index].right))
    }

    private mutating func inserted(_ new: Int32, under root: Int32) -> Int32 {
        guard root >= 0 else { return new }
        let key = nodes[Int(new)].key
        let index = Int(root)
        if weight(new) > weight(root) {
            let (before, after) = split(root, at: key)
            nodes[Int(new)].left = before
            nodes[Int(new)].right = after
            recount(Int(new))
            return new
        }
        if key < nodes[index].key {
            nodes[index].left = inserted(new, under: nodes[index].left)
        } else {
            nodes[index].right = inserted(new, under: nodes[index].right)
        }
        nodes[index].count += 1
        return root
    }

    private mutating func split(_ root: Int32, at key: DueKey) -> (before: Int32, after: Int32) {
        guard root >= 0 else { return (Self.none, Self.none) }
        let index = Int(root)
        if nodes[index].key < key {
            let (before, after) = split(nodes[index].right, at: key)
            nodes[index].right = before
            recount(index)
            return (root, after)
        }
        let (before, after) = split(nodes[index].left, at: key)
        nodes[index].left = after
        recount(index)
        return (before, root)
    }

    private mutating func removed(_ old: Int32, _ key: DueKey, from root: Int32) -> Int32 {
        precondition(root >= 0, "the case is not in this line")
        let index = Int(root)
        if root == old { return joined(nodes[index].left, nodes[index].right) }
        if key < nodes[index].key {
            nodes[index].left = removed(old, key, from: nodes[index].left)
        } else {
            nodes[index].right = removed(old, key, from: nodes[index].right)
        }
        nodes[index].count -= 1
        return root
    }

    private mutating func joined(_ before: Int32, _ after: Int32) -> Int32 {
        guard before >= 0 else { return after }
        guard after >= 0 else { return before }
        if weight(before) > weight(after) {
            nodes[Int(before)].right = joined(nodes[Int(before)].right, after)
            recount(Int(before))
            return before
        }
        nodes[Int(after)].left = joined(before, nodes[Int(after)].left)
        recount(Int(after))
        return after
    }
}
