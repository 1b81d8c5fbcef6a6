import TestKit
import Testing
import Vocabulary

@testable import Transcribing

@Suite struct EntryCodecTests {
    private let shop = ShopID("juniper")
    private let noon = WallTime(milliseconds: 1_773_136_800_000)

    /// Goal: what is stored is what was said.
    /// Method: entries of every kind from seeds, written and read back turn by turn.
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func everyEntryReadsBackAsItWas(seed: UInt64) throws {
        var chance = RandomEntries(seed: seed)
        let entries = chance.conversation(count: 40, shop: try #require(shop), openedAt: noon)
        for turn in chance.turns(of: entries) {
            let bytes = EntryCodec.bytes(of: turn)
            #expect(!bytes.contains(0x0A))
            let read = try EntryCodec.entries(decoding: bytes)
            #expect(read == turn, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test func theStoredFormIsFrozen() throws {
        let opening = Entry.Opening(
            shop: try #require(shop), language: .english, name: "Ana",
            token: TokenDigest(high: 1, low: 0xAB), greeting: "Hello!")
        var memory = DialogueMemory()
        memory[SlotName("order_number")] = "JP-10432"
        memory.expectation = .rating
        let entries = [
            Entry(sequence: 1, at: noon, body: .opened(opening)),
            Entry(
                sequence: 2, at: noon,
                body: .botSaid(
                    Entry.BotLine(
                        text: "It left us.", intent: IntentName("order_status"), confidence: 0.93,
                        menu: [Notice.MenuItem(number: 1, text: "Talk to a person")],
                        why: Entry.Why(
                            bundle: "9f3a", runnerUp: nil, threshold: 0.4, margin: 0.1))),
                memory: memory),
        ]
        let stored = #"""
            [{"seq":1,"at":1773136800000,"type":"opened","shop":"juniper","language":"en",\#
            "name":"Ana","token":"000000000000000100000000000000ab","text":"Hello!"},\#
            {"seq":2,"at":1773136800000,"type":"bot_said","text":"It left us.",\#
            "intent":"order_status","confidence":0.93,"menu":[{"n":1,"text":"Talk to a person"}],\#
            "why":{"bundle":"9f3a","threshold":0.4,"margin":0.1},\#
            "memory":{"slots":[["order_number","JP-10432"]],"expectation":"rating"}}]
            """#
        #expect(String(decoding: EntryCodec.bytes(of: entries), as: UTF8.self) == stored)
        #expect(try EntryCodec.entries(decoding: Array(stored.utf8)) == entries)
    }

    @Test func unknownKeysAreSkippedAndMissingOnesTakeTheirDefault() throws {
        let stored = #"""
             [ { "future" : {"a":[1,-2.5e3,true,null,"x\"]}"],"b":{}}, "type":"agent_said",
             "a_key_of_more_than_sixteen_bytes":0, "seq":7, "agent":"maria", "text":"\u00e9\ud83d\ude00",
             "memory":{"new":[],"misses":2} } ]
            """#
        let entry = try #require(try EntryCodec.entries(decoding: Array(stored.utf8)).first)
        let maria = try #require(AgentID("maria"))
        #expect(entry.sequence == 7)
        #expect(entry.at == WallTime(milliseconds: 0))
        #expect(entry.body == .agentSaid(maria, name: "", text: "é😀"))
        #expect(entry.memory?.missesInRow == 2)
    }

    @Test(arguments: [
        ("", EntryCodecError.Problem.endedEarly), ("[", .endedEarly), ("[{", .endedEarly),
        (#"[{"seq":1"#, .endedEarly), (#"[{"seq":"#, .expected("an integer")),
        (#"[{"seq":1,"type":"rated"}]"#, .missing(key: "score")),
        (#"[{"seq":1,"type":"sung"}]"#, .unknownType),
        (#"[{"seq":0,"type":"rated","score":1}]"#, .invalid(key: "seq")),
        (#"[{"seq":1,"type":"noted","agent":"No!","text":""}]"#, .invalid(key: "agent")),
        (#"[{"seq":1,"type":"resumed","token":"12"}]"#, .invalid(key: "token")),
        (#"[{"seq":1,"type":"system_said","text":"\q"}]"#, .badEscape),
        (#"[{"seq":1,"type":"system_said","text":"\ud800"}]"#, .badEscape),
        (#"[{"seq":1,"type":"rated","score":1}] x"#, .expected("the end")),
    ])
    func brokenBytesAreRefused(stored: String, problem: EntryCodecError.Problem) {
        #expect {
            _ = try EntryCodec.entries(decoding: Array(stored.utf8))
        } throws: { error in
            (error as? EntryCodecError)?.problem == problem
        }
    }

    /// Goal: no byte sequence reads beyond its end or hangs.
    /// Method: every prefix, and every byte replaced by some that matter.
    @Test func damagedBytesNeverTrap() throws {
        var chance = RandomEntries(seed: 9)
        let entries = chance.conversation(count: 6, shop: try #require(shop), openedAt: noon)
        let bytes = EntryCodec.bytes(of: entries)
        for end in bytes.indices {
            #expect(throws: EntryCodecError.self) {
                _ = try EntryCodec.entries(decoding: Array(bytes[..<end]))
            }
        }
        for index in bytes.indices {
            for byte in [0x00, 0x22, 0x2C, 0x39, 0x5B, 0x5C, 0x7B, 0x7D, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[index] = byte
                _ = try? EntryCodec.entries(decoding: damaged)
            }
        }
    }

    @Test func numbersReadBackToTheLastBit() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<20_000 {
            let number = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            guard number.isFinite else { continue }
            let text = Array(number.description.utf8)
            let read = try text.withUnsafeBufferPointer { buffer in
                var reader = RecordReader(buffer)
                return try reader.float()
            }
            #expect(read == number)
        }
    }
}
