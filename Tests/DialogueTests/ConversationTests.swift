import Testing
import Vocabulary

@testable import Dialogue

@Suite("A conversation with the bot")
struct ConversationTests {
    @Test("answers what it is sure of, after the line is on record")
    func answers() {
        var talk = Talk()
        #expect(
            talk.say("how long is shipping", SampleShop.match("shipping"), id: "c1") == [
                "Shipping takes 3 days"
            ])
        #expect(talk.entries.map(\.sequence) == [1, 2, 3])
        #expect(talk.effects.contains(.tell(.ack(clientID: "c1", sequence: 2))))
        #expect(talk.replayed == talk.conversation)
    }

    @Test("answers two questions of one line, the one that asks back last")
    func answersBoth() {
        var talk = Talk()
        let told = talk.say(
            "where is my order and how can I pay",
            SampleShop.match("order_status", also: "payment"))
        #expect(told == ["We take cards", "Order number?"])
        #expect(talk.replayed == talk.conversation)
    }

    @Test("a line whose id is on record is acknowledged again and does nothing else")
    func repeatsAreHarmless() {
        var talk = Talk()
        talk.say("shipping?", SampleShop.match("shipping"), id: "c1")
        let count = talk.entries.count
        #expect(talk.say("shipping?", SampleShop.match("shipping"), id: "c1") == [])
        #expect(talk.effects == [.tell(.ack(clientID: "c1", sequence: 2))])
        #expect(talk.entries.count == count)
    }

    @Test("asks which of two is meant, and takes the number as the choice")
    func didYouMean() {
        var talk = Talk()
        let match = SampleShop.match("shipping", outcome: .ambiguous, others: ["payment"])
        #expect(talk.say("how about it", match) == ["utter_did_you_mean"])
        #expect(
            talk.conversation.memory.menu.map(\.title) == [
                "Shipping", "Payment", "utter_none_of_these",
            ])
        #expect(talk.say("7") == ["utter_menu_out_of_range"])
        #expect(talk.say("2") == ["We take cards"])
        #expect(talk.conversation.memory.menu.isEmpty)
        #expect(talk.replayed == talk.conversation)
    }

    @Test("a long line is no choice from a menu with a title that is as long")
    func longLineIsNoChoice() {
        var talk = Talk()
        let title = String(repeating: "payment ", count: 8)
        talk.conversation.memory.menu = [
            DialogueMemory.MenuOption(title: title, payload: .intent(IntentName("payment")))
        ]
        let line = "please tell me how long it takes until my parcel is here"
        #expect(talk.say(line, SampleShop.match("shipping")) == ["Shipping takes 3 days"])
    }

    @Test("the second line in a row that is not understood leads to a person")
    func twoMisses() {
        var talk = Talk()
        #expect(talk.say("qwertz") == ["utter_fallback"])
        #expect(talk.say("asdf") == ["utter_fallback_again", "utter_handoff_closed"])
        #expect(talk.conversation.memory.expectation == .messageOffer)
        #expect(talk.replayed == talk.conversation)
    }

    @Test("a line without an answer is marked by reasons without an intent")
    func missesAreMarked() {
        var talk = Talk()
        talk.say("shipping", SampleShop.match("shipping"))
        talk.say(
            "is it gift wrapped", SampleShop.match("payment", confidence: 0.2, outcome: .unknown))
        let lines: [Entry.BotLine] = talk.entries.compactMap { entry in
            if case .botSaid(let line) = entry.body { line } else { nil }
        }
        #expect(lines.map { $0.intent?.name } == ["shipping", nil])
        #expect(lines.last?.why?.bundle == "b1")
        #expect(lines.last?.why?.runnerUp?.intent.name == "payment")
    }

    @Test("an understood line in between forgives the first miss")
    func missesInARow() {
        var talk = Talk()
        talk.say("qwertz")
        talk.say("shipping", SampleShop.match("shipping"))
        #expect(talk.say("asdf") == ["utter_fallback"])
    }

    @Test("a message is taken with the way to answer it, and recorded")
    func leavesMessage() {
        var talk = Talk()
        #expect(talk.say("human") == ["utter_handoff_closed"])
        #expect(talk.say("yes") == ["utter_message_ask"])
        #expect(talk.say("my tent leaks") == ["utter_message_contact_ask"])
        let mail = SampleShop.entity(Entity.Kind.email, "ana@example.com")
        #expect(
            talk.say("ana@example.com please", SampleShop.match(nil, entities: [mail])) == [
                "utter_message_saved"
            ])
        #expect(
            talk.entries.contains {
                $0.body == .messageLeft(text: "my tent leaks", contact: "ana@example.com")
            })
        #expect(talk.replayed == talk.conversation)
    }

    @Test("with people there, whoever asks is in the queue within the turn and the bot is quiet")
    func queues() {
        var talk = Talk()
        let told = talk.handle(
            .customerSaid([.init(text: "human")], SampleShop.match(nil)),
            desk: DeskView(isStaffed: true))
        #expect(told == ["utter_handoff_queued"])
        #expect(talk.conversation.phase == .waiting(queue: "general"))
        #expect(talk.say("hello?", SampleShop.match("shipping")) == [])
        #expect(talk.replayed == talk.conversation)
    }

    @Test("words for a person count in every language of the shop, whatever is going on")
    func humanFromAnyState() {
        let states: [(inout Talk) -> Void] = [
            { _ in },
            { $0.say("where", SampleShop.match("order_status")) },
            { $0.say("x", SampleShop.match("shipping", outcome: .ambiguous, others: ["payment"])) },
            { $0.say("bye") },
            { talk in
                talk.say("human")
                talk.say("yes")
            },
            { talk in
                talk.say("stop it", SampleShop.match("cancel_order"))
                talk.say("SA-100", Talk.number("SA-100"))
                talk.say("10115", Talk.postcode("10115"))
            },
        ]
        for reach in states {
            for word in ["human", "HUMAN!", "Mensch"] {
                var talk = Talk()
                reach(&talk)
                let told = talk.handle(
                    .customerSaid([.init(text: word)], SampleShop.match(nil)),
                    desk: DeskView(isStaffed: true))
                #expect(
                    told.last == "utter_handoff_queued", "\(word) in \(talk.conversation.memory)")
                #expect(talk.conversation.phase == .waiting(queue: "general"))
            }
        }
    }

    @Test("goodbye asks for a rating once, and closes")
    func ratesAndCloses() {
        var talk = Talk()
        #expect(talk.say("bye") == ["utter_rate_ask"])
        #expect(talk.say("9") == ["utter_rate_invalid"])
        #expect(talk.say("5") == ["utter_rate_thanks"])
        #expect(talk.conversation.phase == .closed(.ended))
        #expect(talk.conversation.score == 5)
        #expect(talk.replayed == talk.conversation)
    }

    @Test("a question instead of a rating is answered, and nothing is closed")
    func ratingIsOptional() {
        var talk = Talk()
        talk.say("bye")
        #expect(
            talk.say("wait, shipping?", SampleShop.match("shipping")) == [
                "Shipping takes 3 days"
            ])
        #expect(talk.conversation.phase == .withBot)
    }

    @Test("silence is asked about, then closed; a word in between starts the wait anew")
    func closesWhenIdle() {
        var talk = Talk()
        talk.now = talk.now + .seconds(8 * 60)
        #expect(talk.handle(.timerFired(.idle)) == ["utter_idle_warning"])
        talk.say("still here", SampleShop.match("shipping"))
        talk.now = talk.now + .seconds(120)
        #expect(talk.handle(.timerFired(.idle)) == [])
        talk.now = talk.now + .seconds(360)
        #expect(talk.handle(.timerFired(.idle)) == ["utter_idle_warning"])
        talk.now = talk.now + .seconds(120)
        #expect(talk.handle(.timerFired(.idle)) == ["utter_idle_closed"])
        #expect(talk.conversation.phase == .closed(.idle))
        #expect(talk.replayed == talk.conversation)
    }

    @Test("follows the customer into another language of the shop")
    func changesLanguage() {
        var talk = Talk()
        let match = SampleShop.match("shipping", language: SampleShop.german)
        #expect(talk.say("wie lange dauert der Versand", match) == ["Versand 3 Tage"])
        #expect(talk.conversation.language == SampleShop.german)
        #expect(talk.handle(.customerCommanded(.language(.english))) == ["utter_language_changed"])
        #expect(talk.replayed == talk.conversation)
    }
}

extension Talk {
    static func number(_ number: String) -> IntentMatch {
        SampleShop.match(nil, entities: [SampleShop.entity(Entity.Kind.orderNumber, number)])
    }

    static func postcode(_ code: String) -> IntentMatch {
        SampleShop.match(nil, entities: [SampleShop.entity(Entity.Kind.postcode, code)])
    }
}
