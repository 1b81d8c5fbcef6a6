import Testing
import Vocabulary

@testable import IntentMatching

@Suite struct IntentMatcherTests {
    static func smallSet() -> TrainingSet {
        let lines = [
            ("where is my order", "order_status"), ("track my parcel", "order_status"),
            ("has my order shipped yet", "order_status"),
            ("when will my package arrive", "order_status"), ("i want my money back", "refund"),
            ("please refund me", "refund"), ("when do i get my refund", "refund"),
            ("can i get a refund", "refund"), ("i want to talk to a person", "speak_to_agent"),
            ("human please", "speak_to_agent"), ("connect me with an agent", "speak_to_agent"),
            ("is there a real person", "speak_to_agent"),
        ]
        return TrainingSet(
            language: .english,
            examples: lines.map { TrainingExample(text: $0.0, intent: IntentName($0.1)) },
            background: [
                "what is the capital of france", "tell me a joke", "how tall is a giraffe",
            ],
            entities: EntitySources(orderNumberShapes: ["JP-#####"], colours: ["red"]))
    }

    private static func best(_ text: String) throws -> String? {
        try IntentTrainer.train(smallSet()).match(text).candidates.first?.intent.name
    }

    @Test(arguments: [
        ("where is my parcel", "order_status"), ("refund please", "refund"),
        ("talk to a human", "speak_to_agent"), ("REFUNDS?", "refund"),
        ("trakc my pracel", "order_status"),
        ("re\u{200B}fund\u{00AD} me", "refund"), ("\u{202E}refund\u{202C}", "refund"),
        ("ｒｅｆｕｎｄ", "refund"), ("réfünd", "refund"),
    ])
    func answersWhatItWasTaught(_ text: String, _ intent: String) throws {
        #expect(try Self.best(text) == intent)
    }

    @Test(arguments: [
        "", " ", "?!", "😀😀😀", "\u{200B}", "שלום עולם", "你好吗", "สวัสดี", "مرحبا refund",
        "a", "10432", String(repeating: "a", count: 4_096),
        String(repeating: "refund ", count: 585),
        String(repeating: "é", count: 2_048), String(repeating: "x, ", count: 1_365),
        String(repeating: "not i want, ", count: 341), "\u{FFFD}\u{FFFD}",
    ])
    func answersAnything(_ text: String) throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        let match = matcher.match(text)
        #expect(match.candidates.allSatisfy { (0...1).contains($0.confidence) })
        #expect(match == matcher.match(text))
        for entity in match.entities {
            #expect(entity.byteRange.upperBound <= text.utf8.count)
        }
    }

    @Test func readsBytesThatAreNotUTF8() throws {
        var line = FoldedLine()
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x28, 0xE2, 0x82, 0xF0, 0x9F, 0x98]
        bytes.withUnsafeBufferPointer { line.read($0) }
        #expect(line.words.map { line.text(of: $0) } == ["a", "b"])
    }

    @Test func scratchLeavesNoTrace() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        var scratch = MatchScratch()
        for text in ["refund me", "", "where is my order and a refund", "zzz qqq", "refund me"] {
            #expect(matcher.match(text, scratch: &scratch) == matcher.match(text))
        }
    }

    @Test func isSilentOnWhatNoShopAnswers() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        #expect(matcher.match("what is the capital of spain").outcome == .unknown)
        #expect(matcher.match("xyzzy plugh").outcome == .unknown)
    }

    @Test func mappedWordsLowerTheConfidence() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        let clean = try #require(matcher.match("please refund me").candidates.first)
        let typed = try #require(matcher.match("please refudn me").candidates.first)
        #expect(typed.intent == clean.intent)
        #expect(typed.confidence < clean.confidence)
    }

    @Test func findsEntitiesBesides() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        let match = matcher.match(
            "where is jp 10432 since yesterday", today: CivilDay("2026-03-10"))
        #expect(match.entities.map(\.value) == ["JP-10432", "2026-03-09"])
        #expect(match.entities.first?.byteRange == 9..<17)
    }

    @Test func sharesSumToTheScore() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        for text in ["where is my ordr", "refund", "qqq zzz", "please REFUND me, please!"] {
            let why = matcher.explain(text)
            let sum = why.shares.reduce(Float(0)) { $0 + $1.share }
            #expect(abs(sum - why.score) < 1e-4)
            #expect(why.match == matcher.match(text))
        }
    }

    @Test func explainsItself() throws {
        let matcher = try IntentTrainer.train(Self.smallSet())
        let why = matcher.explain("where is my ordr")
        #expect(why.corrections == [.init(typed: "ordr", read: "order")])
        #expect(why.nearest?.example.text == "where is my order")
        #expect(why.shares.contains { $0.text == "where is" })
        #expect(why.lines.contains("'ordr' read as 'order'"))
        #expect(why.lines.last == "model \(matcher.bundleHash)")
        #expect(matcher.explain("").shares.isEmpty)
    }
}
