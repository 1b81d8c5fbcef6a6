import Knowledge
import Testing
import Vocabulary

@testable import Dialogue

@Suite("Asking the shop's own system")
struct AskingTests {
    /// A shop whose orders, and perhaps actions, are in a system of its own.
    private static func shop(actions: Set<String>? = nil) -> Shop {
        let sample = SampleShop.make()
        var facts = ShopFacts()
        facts.asksOrders = true
        facts.calledActions = actions
        return Shop(
            id: sample.id, name: sample.name, assistant: sample.assistant,
            languages: sample.languages, scripts: sample.scripts, hours: sample.hours,
            settings: sample.settings, facts: facts, models: sample.models)
    }

    private static let orders = SampleShop.make().facts.orders

    private static func found(_ number: String) -> ShopAnswer {
        guard let order = orders?.order(number) else { return .noSuchOrder }
        return .order(order, isProven: false)
    }

    /// A talk in which the shop's system has been asked for an order.
    private func asking(
        _ number: String = "SA-100", proof: String = "10115", actions: Set<String>? = nil,
        intent: String = "order_status"
    ) -> Talk {
        var talk = Talk(shop: Self.shop(actions: actions))
        talk.say("where", SampleShop.match(intent))
        talk.say(number, Talk.number(number))
        talk.say(proof, Talk.postcode(proof))
        return talk
    }

    private func question(of talk: Talk) -> (question: ShopQuestion, number: Int)? {
        for case .ask(let question, let number) in talk.effects { return (question, number) }
        return nil
    }

    @Test("the conversation waits for the answer and then tells it")
    func tells() throws {
        var talk = asking()
        let asked = try #require(question(of: talk))
        #expect(asked.question == .order(number: "SA-100", proof: "10115"))
        #expect(talk.conversation.memory.expectation == .shopAnswer)
        #expect(talk.replayed == talk.conversation)
        let told = talk.handle(.shopAnswered(Self.found("SA-100"), number: asked.number))
        #expect(told == ["SA-100 was shipped on 1 March 2026"])
        #expect(talk.replayed == talk.conversation)
    }

    @Test("no such order and a wrong proof are the same words")
    func refuses() throws {
        for answer in [ShopAnswer.noSuchOrder, Self.found("SA-200")] {
            var talk = asking()
            let number = try #require(question(of: talk)?.number)
            let told = talk.handle(.shopAnswered(answer, number: number))
            #expect(told == ["utter_order_not_matched"])
            #expect(talk.conversation.memory.verifiedOrder == nil)
            #expect(talk.effects.contains(.proofFailed(number: "SA-100")))
            #expect(talk.replayed == talk.conversation)
        }
        var talk = asking(proof: "99999")
        let number = try #require(question(of: talk)?.number)
        #expect(
            talk.handle(.shopAnswered(Self.found("SA-100"), number: number)) == [
                "utter_order_not_matched"
            ])
    }

    @Test("a system that is down is told honestly, and a person offered")
    func isDown() throws {
        var talk = asking()
        let number = try #require(question(of: talk)?.number)
        #expect(
            talk.handle(.shopAnswered(.unavailable, number: number)) == [
                "utter_orders_unavailable"
            ])
        #expect(talk.conversation.memory.expectation == .personOffer)
        #expect(talk.say("yes") == ["utter_handoff_closed"])
        #expect(talk.replayed == talk.conversation)
    }

    @Test("late, foreign and repeated answers do nothing")
    func isLate() throws {
        var talk = asking()
        let number = try #require(question(of: talk)?.number)
        #expect(talk.handle(.shopAnswered(Self.found("SA-100"), number: number + 7)) == [])
        talk.handle(.shopAnswered(Self.found("SA-100"), number: number))
        let before = talk.conversation
        #expect(talk.handle(.shopAnswered(.unavailable, number: number)) == [])
        #expect(talk.conversation == before)
    }

    @Test("a line while it is asked is answered; a person can be had, and it can be stopped")
    func speaksMeanwhile() {
        var talk = asking()
        #expect(talk.say("hello?") == ["utter_looking_up"])
        #expect(talk.conversation.memory.expectation == .shopAnswer)
        #expect(talk.say("human") == ["utter_handoff_closed"])
        var other = asking()
        #expect(other.say("cancel") == ["utter_cancelled"])
        #expect(other.conversation.memory.expectation == .nothing)
        #expect(other.replayed == other.conversation)
    }

    @Test("an answer that never comes ends the waiting; a short wait is told first")
    func neverComes() {
        var talk = asking()
        talk.now = talk.now + .seconds(2)
        #expect(talk.handle(.timerFired(.shopAnswer)) == ["utter_looking_up"])
        talk.now = talk.now + .seconds(5)
        #expect(talk.handle(.timerFired(.shopAnswer)) == ["utter_orders_unavailable"])
        #expect(talk.handle(.timerFired(.shopAnswer)) == [])
        #expect(talk.replayed == talk.conversation)
    }

    @Test("a question lost with a batch that could not be saved is asked again, with its number")
    func asksAgain() throws {
        var talk = asking()
        let asked = try #require(question(of: talk))
        let restored = try #require(talk.replayed)
        #expect(restored.timerWanted(talk.shop.settings, at: talk.now).timer == .askAgain)
        talk.handle(.timerFired(.askAgain))
        let again = try #require(question(of: talk))
        #expect(again == asked)
    }

    @Test("the timer of an earlier question says nothing of the next")
    func earlierTimer() throws {
        var talk = asking()
        talk.handle(.timerFired(.shopAnswer))
        #expect(talk.effects.isEmpty)
        talk.now = talk.now + .seconds(60)
        talk.handle(.timerFired(.askAgain))
        #expect(question(of: talk) == nil, "after so long it is not asked again")
        #expect(talk.conversation.memory.expectation == .personOffer)
    }

    @Test("an action is on record before it is called, and its key never changes")
    func calls() throws {
        var talk = asking("SA-200", proof: "20095", actions: [], intent: "cancel_order")
        var number = try #require(question(of: talk)?.number)
        #expect(
            talk.handle(.shopAnswered(Self.found("SA-200"), number: number)) == [
                "Cancel SA-200?"
            ])
        #expect(question(of: talk) == nil, "nothing is called before the yes")
        talk.say("yes")
        let asked = try #require(question(of: talk))
        number = asked.number
        guard case .action(let name, _, let order, let key) = asked.question else {
            Issue.record("an action is called")
            return
        }
        #expect(name == "cancel_order")
        #expect(order == "SA-200")
        #expect(key == "\(talk.conversation.id)-\(number)")
        #expect(talk.entries.contains { $0.sequence == number })
        #expect(talk.replayed == talk.conversation)
        #expect(
            talk.handle(.shopAnswered(.done(reference: nil), number: number)) == [
                "Asked for SA-200"
            ])
        #expect(talk.handle(.shopAnswered(.done(reference: nil), number: number)) == [])
    }

    @Test("an action whose system is down stays a request for a person")
    func actionIsDown() throws {
        var talk = asking("SA-200", proof: "20095", actions: [], intent: "cancel_order")
        var number = try #require(question(of: talk)?.number)
        talk.handle(.shopAnswered(Self.found("SA-200"), number: number))
        talk.say("yes")
        number = try #require(question(of: talk)?.number)
        #expect(
            talk.handle(.shopAnswered(.unavailable, number: number)) == ["Asked for SA-200"])
        let requests = talk.entries.count { entry in
            if case .requested = entry.body { true } else { false }
        }
        #expect(requests == 1)
    }

    @Test("what the system compared itself needs no second look")
    func provenBySystem() throws {
        var talk = asking(proof: "99999")
        let number = try #require(question(of: talk)?.number)
        let order = try #require(Self.orders?.order("SA-100"))
        #expect(
            talk.handle(.shopAnswered(.order(order, isProven: true), number: number)) == [
                "SA-100 was shipped on 1 March 2026"
            ])
    }
}
