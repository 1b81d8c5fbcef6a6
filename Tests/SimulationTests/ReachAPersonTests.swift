import Dialogue
import TestKit
import Testing
import Vocabulary

/// Goal: whoever asks for a person is told about one within that turn, wherever the talk stands.
/// Method: every word for a person, in every language, in every state that a talk can be led to.
@Suite("A person is always one word away")
struct ReachAPersonTests {
    static let ways: [[String]] = [
        [], ["shipping"], ["how do I pay"], ["blue elephants"], ["maybe shipping or pay"],
        ["where is my order"], ["where is my order", "CS-100"], ["where is my order", "nonsense"],
        ["where is my order", "x", "x", "x"], ["where is my order", "CS-999", "99999"],
        ["where is my order", "CS-100", "99999", "CS-100", "99998", "CS-100", "99997"],
        ["where is my order", "CS-100", "10115"], ["cancel my order", "CS-100", "10115"],
        ["cancel my order", "CS-100", "10115", "hm"],
        ["cancel my order", "CS-100", "10115", "yes"], ["human"], ["human", "yes"],
        ["human", "yes", "the mug is broken"], ["human", "yes", "broken", "ana@example.com"],
        ["human", "no"], ["bye"], ["bye", "9"], ["help"], ["menu"], ["how do I pay", "1"],
    ]

    @Test("in every state and language", arguments: ways, [Language.english, SimulatedShop.german])
    func everywhere(way: [String], language: Language) {
        for word in SimulatedShop.humanWords + ["HUMAN!", " Mensch. ", "person?"] {
            var talk = Talk(language: language)
            for line in way { talk.say(line) }
            #expect(!talk.conversation.isClosed, "\(way) ended the talk")
            talk.say(word)
            #expect(talk.isWithPeople, "'\(word)' after \(way) in \(language)")
        }
    }

    @Test("by command too", arguments: ways)
    func byCommand(way: [String]) {
        var talk = Talk(language: .english)
        for line in way { talk.say(line) }
        talk.handle(.customerCommanded(.human))
        #expect(talk.isWithPeople, "/human after \(way)")
    }

    @Test("after any hundred lines", arguments: 1...20)
    func afterAnything(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let lines = Self.ways.flatMap { $0 }
        var talk = Talk(language: .english)
        for _ in 0..<100 {
            talk.say(lines[random.number(below: lines.count)])
            var asking = talk
            guard !asking.conversation.isClosed else { return }
            asking.say(SimulatedShop.humanWords[random.number(below: 3)])
            #expect(asking.isWithPeople, "seed \(seed)")
        }
    }

    /// One conversation, with people there or not.
    struct Talk {
        let shop = SimulatedShop.make()
        var conversation: Conversation
        let now = WallTime(milliseconds: 1_773_136_800_000)

        init(language: Language) {
            conversation =
                Conversation.open(
                    id: ConversationID(1), shop: shop, language: language, name: nil,
                    token: FreshToken(text: "t", digest: TokenDigest(high: 1, low: 1)),
                    isGreeted: false, at: now
                ).conversation
        }

        /// In a queue, or asked whether to take a message.
        var isWithPeople: Bool {
            if case .waiting = conversation.phase { return true }
            return conversation.memory.expectation == .messageOffer
        }

        mutating func say(_ text: String) {
            let match = SimulatedShop.match(text, current: conversation.language)
            handle(.customerSaid([Entry.CustomerLine(text: text)], match))
        }

        mutating func handle(_ event: ConversationEvent) {
            _ = conversation.handle(event, shop: shop, desk: .nobody, at: now)
        }
    }
}
