import Testing
import Vocabulary

@Suite("Conversation ids")
struct ConversationIDTests {
    @Test(
        "are written as 13 digits of Crockford's Base32",
        arguments: [
            (0, "0000000000000"), (1, "0000000000001"), (31, "000000000000z"),
            (32, "0000000000010"), (1_635_778_560_000_012_345, "1dcvkxw000c1s"),
            (Int64.max, "7zzzzzzzzzzzz"),
        ] as [(Int64, String)])
    func textForm(number: Int64, text: String) {
        #expect(ConversationID(number).description == text)
        #expect(ConversationID(text) == ConversationID(number))
    }

    @Test("are read in either case, with the digits that people mistake")
    func lenientReading() {
        #expect(ConversationID("1DCVKXW000C1S") == ConversationID("1dcvkxw000c1s"))
        #expect(ConversationID("1dcvkxwoooCLS") == ConversationID("1dcvkxw000c1s"))
        #expect(ConversationID("idcvkxw000c1s") == ConversationID("1dcvkxw000c1s"))
    }

    @Test(
        "nothing else is one",
        arguments: [
            "", "1", "00000000000000", "000000000000u", "8000000000000", "zzzzzzzzzzzzz",
            "00000000000 0", "000000000000é", "-000000000001",
        ])
    func refused(text: String) { #expect(ConversationID(text) == nil) }

    @Test("the order of the texts is the order of the numbers, and every number comes back")
    func roundTrip() {
        var random = SeededRandom(seed: 5)
        let ids = (0..<500).map { _ in ConversationID(Int64(random.next() >> 1)) }
        #expect(ids.allSatisfy { ConversationID($0.description) == $0 })
        #expect(ids.sorted().map(\.description) == ids.map(\.description).sorted())
    }
}

@Suite("The mint of conversation ids")
struct IDMintTests {
    @Test("never gives a number twice, whatever the clock does")
    func alwaysLarger() {
        var random = SeededRandom(seed: 1)
        var mint = IDMint()
        var last = ConversationID(0)
        var now = WallTime(milliseconds: 1_773_136_800_000)
        for _ in 0..<2_000 {
            now = now + .milliseconds(random.number(below: 2_000) - 1_000)
            let id = mint.conversationID(at: now, using: &random)
            #expect(id > last)
            #expect(id.number > 0)
            last = id
        }
    }

    @Test("begins behind what the store knows, and behind what it is told of")
    func afterTheStore() {
        var random = SeededRandom(seed: 1)
        let known = ConversationID(Int64.max - 10)
        var mint = IDMint(after: known)
        #expect(mint.conversationID(at: WallTime(milliseconds: 0), using: &random) > known)
        var other = IDMint()
        other.skip(to: known)
        other.skip(to: ConversationID(3))
        #expect(other.conversationID(at: WallTime(milliseconds: 0), using: &random) > known)
    }

    @Test("carries the moment in its upper 40 bits")
    func moment() {
        var random = SeededRandom(seed: 9)
        var mint = IDMint()
        let id = mint.conversationID(
            at: WallTime(milliseconds: 1_577_836_800_000 + 12_345), using: &random)
        #expect(id.number >> 23 == 12_345)
    }

    @Test("a clock before 2020 still gives a number")
    func beforeTheEpoch() {
        var random = SeededRandom(seed: 9)
        var mint = IDMint()
        let first = mint.conversationID(at: WallTime(milliseconds: -5), using: &random)
        let second = mint.conversationID(at: WallTime(milliseconds: 0), using: &random)
        #expect(first.number > 0)
        #expect(second > first)
    }
}
