import AgentDesk
import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Floor: callbacks")
struct CallbackTests {
    private func opened() -> DeskTalk {
        var talk = DeskTalk()
        talk.openDesk()
        talk.command(50, .pause(reason: nil))
        talk.open(1)
        return talk
    }

    @Test("whoever waits can be called back: the place is kept, also when the line is gone")
    func whileWaiting() {
        var talk = opened()
        talk.say(1, "human")
        #expect(talk.say(1, "callback").contains("1: system: en 1 utter_callback_ask"))
        #expect(talk.say(1, "soon please").contains("1: system: en 1 utter_callback_invalid"))
        #expect(talk.say(1, "+49 30 1234567").contains("1: system: en 1 utter_callback_saved"))
        talk.handle(.disconnected(SessionID(1)))
        talk.pass(.seconds(7_200))
        #expect(talk.floor.conversationCount == 1, "nobody who asked for a call is given up")
        #expect(talk.command(50, .on).contains("50: offer #1"))
        talk.command(50, .take(nil))
        let slots = talk.effects.compactMap { effect -> [Slot]? in
            if case .tell(_, .desk(.assigned(let shown))) = effect { shown.slots } else { nil }
        }.joined()
        #expect(slots.contains { $0.value == "+49 30 1234567" }, "the agent sees how")
        talk.command(50, .close(.resolved))
        #expect(talk.floor.conversationCount == 0)
    }

    @Test("a wish from the bot joins the queue, and sleeps until its time")
    func later() {
        var talk = opened()
        talk.command(50, .on)
        let told = talk.handle(
            .commanded(SessionID(1), .callback("ana@example.com in 2 hours")))
        #expect(told.contains("1: system: en 1 utter_callback_saved"))
        talk.pass(.seconds(7_000))
        #expect(talk.command(50, .take(nil)) == ["50: ! not_allowed"], "it is not time yet")
        #expect(talk.pass(.seconds(300)).contains("50: offer #1"))
    }

    @Test("where nobody is there it is a message")
    func nobody() {
        var talk = DeskTalk()
        talk.open(1)
        talk.handle(.commanded(SessionID(1), .callback("ana@example.com after lunch")))
        let left = talk.record.values.joined().compactMap { entry -> String? in
            if case .messageLeft(let text, let contact) = entry.body {
                "\(contact): \(text)"
            } else {
                nil
            }
        }
        #expect(left == ["ana@example.com: callback, after lunch"])
    }

    @Test("a callback is still one after a restart")
    func restart() {
        var talk = opened()
        talk.handle(.commanded(SessionID(1), .callback("ana@example.com in 2 hours")))
        var next = DeskTalk()
        next.now = talk.now
        for (id, entries) in talk.record { _ = next.floor.restore(id, from: entries, at: next.now) }
        next.carryOutPending()
        next.openDesk()
        #expect(!next.pass(.seconds(7_000)).contains("50: offer #1"))
        #expect(next.pass(.seconds(300)).contains("50: offer #1"))
    }

    @Test("a wish can be taken back; the place in the queue stays")
    func cancelled() {
        var talk = opened()
        talk.say(1, "human")
        talk.say(1, "callback")
        #expect(talk.say(1, "cancel").contains("1: system: en 1 utter_already_waiting"))
        #expect(talk.floor.conversations[0].phase == .waiting(queue: "general"))
    }
}
