/// Numbers by 64-bit hashes: open addressing, at most half full, never changed once made.
struct HashTable: Sendable {
    /// What `index(of:)` gives for a hash that is not there.
    static let absent = UInt32.max

    /// Hashes and their indices side by side, so that a look-up touches one cache line as a rule.
    private var slots: [Slot]
    private let mask: Int
    let count: Int

    private struct Slot: Sendable {
        var hash: UInt64 = 0
        var index: UInt32 = HashTable.absent
    }

    /// - Parameter hashes: All different; the index of each is its place.
    init(_ hashes: [UInt64]) {
        var capacity = 16
        while capacity < hashes.count * 2 { capacity *= 2 }
        slots = Array(repeating: Slot(), count: capacity)
        mask = capacity - 1
        count = hashes.count
        for (index, hash) in hashes.enumerated() {
            var at = Int(truncatingIfNeeded: hash) & mask
            while slots[at].index != Self.absent { at = (at + 1) & mask }
            slots[at] = Slot(hash: hash, index: UInt32(index))
        }
    }

    /// - Returns: The index of `hash`, or `absent`.
    @inline(__always)
    func index(of hash: UInt64) -> UInt32 {
        var at = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[at]
            if slot.hash == hash || slot.index == Self.absent { return slot.index }
            at = (at + 1) & mask
        }
    }
}

/// Hashes of what is counted in a line. Stored in models: never change one without a new
/// `ModelFormat.version`.
enum FeatureHash {
    @inline(__always)
    static func start(_ kind: UInt64) -> UInt64 { kind &* 0x9E37_79B9_7F4A_7C15 }

    @inline(__always)
    static func add(_ letter: UInt32, to hash: UInt64) -> UInt64 {
        (hash ^ UInt64(letter)) &* 0x0000_0100_0000_01B3 &+ 0x632B_E59B_D9B4_E019
    }

    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        var mixed = hash
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        mixed = (mixed ^ mixed >> 32) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed >> 32
    }

    /// The hash of a whole word's letters.
    @inline(__always)
    static func word(_ letters: ArraySlice<UInt32>, kind: UInt64) -> UInt64 {
        var hash = start(kind)
        for letter in letters { hash = add(letter, to: hash) }
        return finish(hash)
    }

    static func pair(_ first: UInt64, _ second: UInt64) -> UInt64 {
        finish(first &* 31 &+ second ^ 0xA5A5_5A5A_1234_9876)
    }
}
