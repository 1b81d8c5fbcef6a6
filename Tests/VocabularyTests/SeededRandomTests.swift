import Testing
import Vocabulary

@Suite("Seeded random")
struct SeededRandomTests {
    /// The numbers that other implementations of xoshiro256** give for a SplitMix64 seed.
    @Test("gives the published numbers")
    func knownAnswers() {
        #expect(
            numbers(4, seed: 0) == [
                0x99EC_5F36_CB75_F2B4, 0xBF6E_1F78_4956_452A, 0x1A5F_849D_4933_E6E0,
                0x6AA5_94F1_262D_2D2C,
            ])
        #expect(
            numbers(4, seed: 1) == [
                0xB3F2_AF6D_0FC7_10C5, 0x853B_5596_4736_4CEA, 0x92F8_9756_082A_4514,
                0x642E_1C7B_C266_A3A7,
            ])
        #expect(numbers(1, seed: 0xDEAD_BEEF) == [0xC555_5444_A74D_7E83])
    }

    @Test("a seed repeats its numbers, a copy goes its own way")
    func repeats() {
        var first = SeededRandom(seed: 7)
        var second = SeededRandom(seed: 7)
        #expect(first == second)
        _ = first.next()
        #expect(first != second)
        _ = second.next()
        #expect(first == second)
        #expect(first != SeededRandom(seed: 8))
    }

    @Test("numbers below a bound are even and stay below it", arguments: [1, 2, 3, 6, 7, 100])
    func distribution(bound: Int) {
        var random = SeededRandom(seed: UInt64(bound))
        var counts = [Int](repeating: 0, count: bound)
        let drawCount = 200 * bound
        for _ in 0..<drawCount { counts[random.number(below: bound)] += 1 }
        // Chi-square with bound − 1 degrees of freedom; ten standard deviations are out of the question.
        let chiSquare = counts.reduce(0.0) { sum, count in
            sum + Double((count - 200) * (count - 200)) / 200
        }
        let freedom = Double(bound - 1)
        #expect(chiSquare <= freedom + 10 * (2 * freedom).squareRoot())
    }

    @Test("one in so many is about that often")
    func oneIn() {
        var random = SeededRandom(seed: 3)
        let hits = (0..<10_000).count { _ in random.oneIn(10) }
        #expect((800...1_200).contains(hits))
        #expect((0..<100).allSatisfy { _ in random.oneIn(1) })
    }

    @Test("works as a generator of the standard library")
    func asGenerator() {
        var first = SeededRandom(seed: 11)
        var second = SeededRandom(seed: 11)
        let shuffled = Array(0..<50).shuffled(using: &first)
        #expect(shuffled == Array(0..<50).shuffled(using: &second))
        #expect(shuffled.sorted() == Array(0..<50))
    }

    private func numbers(_ count: Int, seed: UInt64) -> [UInt64] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in random.next() }
    }
}
