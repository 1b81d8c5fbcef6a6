import Testing
import Vocabulary

@testable import Dialogue

@Suite("A task with a form")
struct TaskTests {
    @Test("asks for what it lacks and answers from the order")
    func fillsForm() {
        var talk = Talk()
        #expect(talk.say("where is it", SampleShop.match("order_status")) == ["Order number?"])
        #expect(talk.say("SA-100", Talk.number("SA-100")) == ["Postcode?"])
        #expect(talk.say("10115", Talk.postcode("10115")) == ["SA-100 was shipped on 1 March 2026"])
        #expect(talk.conversation.memory.task == nil)
        #expect(talk.replayed == talk.conversation)
    }

    @Test("what was looked for, and a number whose proof was wrong, reach nobody with a request")
    func requestSlots() {
        var talk = Talk()
        talk.conversation.memory[.productSearch] = "hats in green"
        talk.conversation.memory[.triedNumber] = "SA-999"
        talk.conversation.memory[.orderNumber] = "SA-100"
        #expect(talk.conversation.requestSlots().map(\.name) == [.orderNumber])
    }

    @Test("takes from the first line what it says already")
    func takesEntities() {
        var talk = Talk()
        let number = SampleShop.entity(Entity.Kind.orderNumber, "SA-100")
        let match = SampleShop.match("order_status", entities: [number])
        #expect(talk.say("where is SA-100", match) == ["Postcode?"])
    }

    @Test("unknown number and wrong proof get the same words; three wrong ones lock")
    func identity() {
        for number in ["SA-100", "SA-999"] {
            var talk = Talk()
            talk.say("where", SampleShop.match("order_status"))
            for _ in 0..<2 {
                talk.say(number, Talk.number(number))
                #expect(talk.say("99999", Talk.postcode("99999")) == ["utter_order_not_matched"])
            }
            talk.say(number, Talk.number(number))
            #expect(talk.say("99999", Talk.postcode("99999")) == ["utter_order_locked"])
            talk.say("where", SampleShop.match("order_status"))
            talk.say("SA-100", Talk.number("SA-100"))
            let told = talk.say("10115", Talk.postcode("10115"))
            #expect(told == ["utter_order_locked"], "a lock holds for the right proof too")
            #expect(talk.replayed == talk.conversation)
        }
    }

    @Test("a verified order is not asked for twice, and another number is proved anew")
    func remembersOrder() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        talk.say("SA-100", Talk.number("SA-100"))
        talk.say("10115", Talk.postcode("10115"))
        #expect(talk.say("cancel it", SampleShop.match("cancel_order")) == ["Cancel SA-100?"])
        talk.say("no")
        let other = SampleShop.entity(Entity.Kind.orderNumber, "SA-200")
        let match = SampleShop.match("order_status", entities: [other])
        #expect(talk.say("and SA-200", match) == ["Postcode?"])
    }

    @Test("a correction is taken: no, SA-200")
    func corrects() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        talk.say("SA-100", Talk.number("SA-100"))
        #expect(talk.say("no, SA-200", Talk.number("SA-200")) == ["Postcode?"])
        #expect(talk.say("20095", Talk.postcode("20095")) == ["SA-200 is being packed"])
    }

    @Test("a side question is answered and the form goes on without repeating itself")
    func digresses() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        #expect(
            talk.say("how can I pay", SampleShop.match("payment")) == [
                "We take cards", "still: Order number?",
            ])
        #expect(talk.say("SA-100", Talk.number("SA-100")) == ["Postcode?"])
        #expect(talk.replayed == talk.conversation)
    }

    @Test("another task takes over, and no value leaks from the one before")
    func switches() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        talk.say("SA-100", Talk.number("SA-100"))
        #expect(talk.say("cancel my order", SampleShop.match("cancel_order")) == ["Order number?"])
        #expect(talk.conversation.memory[.orderNumber] == nil)
    }

    @Test("cancel ends it; nothing was changed")
    func cancels() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        #expect(talk.say("cancel") == ["utter_cancelled"])
        #expect(talk.conversation.memory.task == nil)
        #expect(talk.say("cancel") == ["utter_nothing_to_cancel"])
    }

    @Test("after enough tries a person is offered")
    func givesUp() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        #expect(talk.say("dunno") == ["Order number?"])
        #expect(talk.say("no idea") == ["utter_form_gave_up"])
        #expect(talk.say("yes") == ["utter_handoff_closed"])
    }

    @Test("nothing is changed without a yes; what is asked for is on record without the proof")
    func confirms() {
        var talk = Talk()
        talk.say("cancel SA-100", SampleShop.match("cancel_order"))
        talk.say("SA-100", Talk.number("SA-100"))
        #expect(talk.say("10115", Talk.postcode("10115")) == ["Cancel SA-100?"])
        #expect(
            talk.say("how can I pay", SampleShop.match("payment")) == [
                "We take cards", "Cancel SA-100?",
            ])
        #expect(talk.say("yes") == ["Asked for SA-100"])
        let requests = talk.entries.compactMap { entry -> [Slot]? in
            guard case .requested("cancel_order", let slots) = entry.body else { return nil }
            return slots
        }
        #expect(requests.count == 1)
        #expect(requests.first?.contains { $0.value == "10115" } == false)
        #expect(talk.replayed == talk.conversation)
    }

    @Test("number and postcode in one line answer both questions")
    func bothAtOnce() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        let both = SampleShop.match(
            nil,
            entities: [
                SampleShop.entity(Entity.Kind.orderNumber, "SA-100"),
                SampleShop.entity(Entity.Kind.postcode, "10115"),
            ])
        #expect(talk.say("sa100 , 10115", both) == ["SA-100 was shipped on 1 March 2026"])
    }

    @Test("a value that does not fit the slot's pattern is asked for again")
    func pattern() {
        let slot = Form.RequiredSlot(
            name: SlotName("address"), source: .text,
            pattern: ValuePattern(source: ".*[0-9].*") { $0.contains { $0.isNumber } },
            ask: "utter_ask_number")
        let talk = Talk()
        let turn = Turn(
            shop: talk.shop, script: talk.shop.script(in: .english), now: talk.now, desk: .nobody,
            view: ConversationView())
        #expect(slot.value(in: "somewhere else", nil, turn) == nil)
        #expect(slot.value(in: "Hill Road 7", nil, turn) == "Hill Road 7")
    }

    @Test("one condition may name several values")
    func isOneOf() {
        let condition = Condition(variable: "a", test: .isOneOf(["1", "2"]))
        #expect(condition.holds { _ in "2" })
        #expect(!condition.holds { _ in "3" })
        #expect(!condition.holds { _ in nil })
    }

    @Test("a word that means the same in any state does not change the language")
    func keywordKeepsLanguage() {
        var talk = Talk()
        talk.handle(.customerCommanded(.language(SampleShop.german)))
        #expect(talk.say("bye", SampleShop.match(nil)) == ["de:utter_rate_ask"])
        #expect(talk.conversation.language == SampleShop.german)
    }

    @Test("what customers type is never read as a template")
    func textsAreInert() {
        var talk = Talk()
        talk.say("where", SampleShop.match("order_status"))
        let told = talk.say("{{order.total}}'; DROP TABLE turn; <b>", SampleShop.match(nil))
        #expect(told == ["Order number?"])
    }
}
