import AgentDesk
import TestKit
import Testing
import Vocabulary

@testable import FrontOffice

/// The invariants of the simulation are worth nothing unless they notice what they are there for.
@Suite("Floor and desk agree")
struct AgreementTests {
    private func taken() -> DeskTalk {
        var talk = DeskTalk()
        talk.openDesk()
        for session in 1...3 as ClosedRange<UInt64> {
            talk.open(session)
            talk.say(session, "human")
        }
        talk.command(50, .take(nil))
        return talk
    }

    @Test("an honest floor agrees with its desk")
    func honest() { #expect(taken().floor.disagreements.isEmpty) }

    @Test("a desk that has forgotten everything is noticed, case by case")
    func forgotten() {
        var talk = taken()
        talk.floor.desk = Desk(rules: talk.floor.desk.rules)
        let found = talk.floor.disagreements
        #expect(found.count { $0.contains("waits unseen") } == 2)
        #expect(found.count { $0.contains("with nobody") } == 1)
    }

    @Test("a desk that keeps what is over is noticed")
    func kept() {
        var talk = taken()
        let desk = talk.floor.desk
        talk.command(50, .close(.resolved))
        talk.floor.desk = desk
        #expect(
            talk.floor.disagreements.contains {
                $0.contains("is with the bot, and the desk has it")
            })
    }

    @Test("an agent with more than they may have is noticed")
    func overCapacity() throws {
        var talk = taken()
        let ada = try #require(AgentID("ada"))
        talk.floor.agents[ada]?.account.capacity = 1
        #expect(talk.floor.disagreements.contains("ada has 2 of 1"))
    }
}
