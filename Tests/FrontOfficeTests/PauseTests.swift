import AgentDesk
import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Floor: hold, snooze and priority")
struct PauseTests {
    /// A customer on session 1 with ada on session 50.
    /// The same floor after the process died: only what is on record is known.
    private func restarted(_ talk: DeskTalk) -> DeskTalk {
        var next = DeskTalk()
        next.now = talk.now
        next.record = talk.record
        for (id, entries) in talk.record.sorted(by: { $0.key < $1.key }) {
            _ = next.floor.restore(id, from: entries, at: next.now)
        }
        next.carryOutPending()
        return next
    }

    @Test("a customer on hold is told, is not forgotten, and hears no more of it once answered")
    func hold() {
        var talk = DeskTalk.taken()
        let told = talk.command(50, .hold("10m"))
        #expect(told.contains("1: system: en 1 utter_on_hold"))
        let later = talk.pass(.seconds(400)).filter { $0.hasPrefix("1:") }
        #expect(later == Array(repeating: "1: system: en 1 utter_still_on_hold", count: 2))
        talk.answer(50, "found it")
        #expect(talk.pass(.seconds(1_000)).filter { $0.contains("on_hold") }.isEmpty)
        #expect(talk.floor.conversations.first?.pause == nil)
    }

    @Test("hold, snooze and priority are what they were after a restart")
    func restart() {
        var talk = DeskTalk.taken()
        talk.command(50, .priority("high"))
        talk.command(50, .snooze("2h"))
        talk.open(2)
        talk.say(2, "human")
        talk.command(50, .take(nil))
        talk.command(50, .hold("10m"))
        var next = restarted(talk)
        #expect(next.floor.disagreements.isEmpty, "\(next.floor.disagreements)")
        let rows = next.floor.conversations
        #expect(rows.map(\.priority) == [.high, .normal])
        #expect(rows.map(\.pause) == [.snooze, .hold])
        next.openDesk()
        let early = next.pass(.seconds(600)).filter { $0.hasPrefix("50: assigned") }
        #expect(early.isEmpty, "what sleeps sleeps on")
        #expect(next.pass(.seconds(7_000)).contains { $0.hasPrefix("50: assigned") })
        #expect(next.floor.conversations.first?.pause == nil)
        // Priority is the desk's again, too: transferred, it waits as urgent as it was.
        #expect(next.floor.disagreements.isEmpty, "\(next.floor.disagreements)")
    }

    @Test("who waits with a higher priority is still asked first after a restart")
    func priorityOfWaiting() {
        var talk = DeskTalk()
        talk.openDesk(51, "bo")
        talk.command(51, .pause(reason: nil))
        for session in [UInt64(1), 2] {
            talk.open(session)
            talk.say(session, "human")
        }
        talk.command(51, .priority("urgent"), about: 2)
        var next = restarted(talk)
        next.logIn(51, "bo")
        let offered = next.command(51, .on).filter { $0.contains("offer #") }
        let first = next.floor.conversations.first { $0.priority == .urgent }?.id
        #expect(offered.first == "51: offer #2", "\(offered), \(String(describing: first))")
    }
}
