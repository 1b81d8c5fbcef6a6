/// A stream of numbers that the same seed repeats: for simulations, jitter and choosing among texts.
///
/// xoshiro256** by Blackman and Vigna, its state filled by SplitMix64 from the seed, as its authors
/// recommend. Not for secrets: tokens are handed in by the shell.
public struct SeededRandom: RandomNumberGenerator, Equatable, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    public init(seed: UInt64) {
        var mixed = seed
        state = (
            Self.splitMix(&mixed), Self.splitMix(&mixed), Self.splitMix(&mixed),
            Self.splitMix(&mixed)
        )
    }

    public mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }

    /// - Parameter bound: 1 or more.
    /// - Returns: 0 to `bound` − 1, each about as often (Lemire's multiplication; the bias is below
    ///   `bound` / 2⁶⁴).
    public mutating func number(below bound: Int) -> Int {
        precondition(bound > 0, "a number below \(bound) was asked for")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// - Returns: true about once in `count` calls; `count` is 1 or more.
    public mutating func oneIn(_ count: Int) -> Bool { number(below: count) == 0 }

    public static func == (left: SeededRandom, right: SeededRandom) -> Bool {
        left.state == right.state
    }

    private static func splitMix(_ seed: inout UInt64) -> UInt64 {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
