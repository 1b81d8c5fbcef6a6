import AgentDesk
import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Floor: the rating after an agent's close")
struct RatingTests {
    /// Ada has closed the chat of the customer on session 1.
    private func closed() -> DeskTalk {
        var talk = DeskTalk()
        talk.openDesk()
        talk.open(1)
        talk.say(1, "human")
        talk.command(50, .take(nil))
        talk.command(50, .close(.resolved))
        return talk
    }

    private func end(_ talk: DeskTalk) -> Entry.Body? { talk.record.values.first?.last?.body }

    @Test("who does not rate is not kept: closed in two minutes, as the agent said")
    func unrated() {
        var talk = closed()
        talk.pass(.seconds(119))
        #expect(talk.floor.conversationCount == 1)
        #expect(talk.pass(.seconds(2)).contains("1: closed resolved"))
        #expect(end(talk) == .closed(.resolved))
    }

    @Test("a rating by command closes too, and so does skipping it", arguments: [true, false])
    func byCommand(isRated: Bool) {
        var talk = closed()
        let told =
            isRated
            ? talk.handle(.commanded(SessionID(1), .rate(2))) : talk.say(1, "skip")
        #expect(told.contains("1: closed resolved"), "\(told)")
        #expect(talk.record.values.joined().contains { $0.body == .rated(score: 2) } == isRated)
    }

    @Test("whoever has more to say goes on with the bot, and reaches people again")
    func goesOn() {
        var talk = closed()
        #expect(talk.say(1, "how is shipping").contains { $0.hasPrefix("1: bot: en 1 ") })
        talk.pass(.seconds(200))
        #expect(talk.floor.conversationCount == 1, "it is not closed under them")
        #expect(talk.say(1, "human").contains("50: offer #1"))
    }

    @Test("who is gone, or has rated, is asked nothing")
    func notAsked() {
        var gone = DeskTalk()
        gone.openDesk()
        gone.open(1)
        gone.say(1, "human")
        gone.command(50, .take(nil))
        gone.handle(.disconnected(SessionID(1)))
        gone.command(50, .close(.resolved))
        #expect(end(gone) == .closed(.resolved))
        var rated = DeskTalk()
        rated.openDesk()
        rated.open(1)
        rated.say(1, "human")
        rated.command(50, .take(nil))
        rated.handle(.commanded(SessionID(1), .rate(4)))
        #expect(rated.command(50, .close(.resolved)).contains("1: closed resolved"))
    }

    @Test("a restart in between loses neither the question nor the end")
    func restart() {
        var talk = closed()
        var next = DeskTalk()
        next.now = talk.now + .seconds(300)
        for (id, entries) in talk.record { next.restore(id, entries) }
        #expect(next.floor.conversations.first?.memory.expectation == .rating)
        next.pass(.seconds(1))
        #expect(next.floor.conversationCount == 0)
        talk.pass(.seconds(1))
    }
}
