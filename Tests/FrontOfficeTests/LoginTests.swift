import Dialogue
import FrontOffice
import TestKit
import Testing
import Vocabulary

@Suite("Log-ins at the desk")
struct LoginTests {
    private static let hour = Duration.seconds(3_600)

    private func login(
        _ talk: DeskTalk, hours: Int, proof: UInt64 = 1
    ) throws -> Login {
        let ada = try #require(SimulatedShop.accounts.first { $0.id.name == "ada" })
        return Login(
            ada, proof: LoginProof(digest: proof), until: talk.now + Self.hour * hours)
    }

    @Test("a log-in ends when its time is over; the next one has the chats again")
    func runsOut() throws {
        var talk = DeskTalk()
        talk.handle(.agentConnected(SessionID(50), try login(talk, hours: 12)))
        talk.command(50, .on)
        #expect(talk.pass(Self.hour * 12 - .seconds(60)).allSatisfy { !$0.hasPrefix("50: !") })
        talk.open(1)
        talk.say(1, "human")
        talk.command(50, .take(nil))
        let told = talk.pass(.seconds(61))
        #expect(told.suffix(2) == ["50: ! login_expired", "50: end"])
        #expect(talk.answer(50, "am I here") == ["50: ! login_refused"])
        talk.handle(.disconnected(SessionID(50)))
        let again = talk.handle(.agentConnected(SessionID(51), try login(talk, hours: 12)))
        #expect(again.contains("51: assigned #1"))
        #expect(talk.answer(51, "I am back").contains("1: agent: I am back"))
    }

    @Test("who logs in again on the same connection stays for the new time")
    func renewed() throws {
        var talk = DeskTalk()
        talk.handle(.agentConnected(SessionID(50), try login(talk, hours: 2)))
        talk.pass(Self.hour)
        talk.handle(.agentConnected(SessionID(50), try login(talk, hours: 2)))
        #expect(talk.pass(Self.hour + .seconds(1)).isEmpty)
        #expect(talk.pass(Self.hour) == ["50: ! login_expired", "50: end"])
    }

    @Test("a timer that comes too early, since the clock was set back, waits on")
    func early() throws {
        var talk = DeskTalk()
        talk.handle(.agentConnected(SessionID(50), try login(talk, hours: 2)))
        #expect(talk.handle(.timerFired(.login(SessionID(50)))).isEmpty)
        #expect(talk.effects == [.setTimer(.login(SessionID(50)), after: Self.hour * 2)])
    }

    @Test("a changed password or revoked token ends what was begun with it, and nothing else")
    func revoked() throws {
        var talk = DeskTalk()
        talk.handle(.agentConnected(SessionID(50), try login(talk, hours: 12, proof: 7)))
        talk.logIn(51, "bo")
        talk.command(50, .on)
        talk.open(1)
        talk.say(1, "human")
        talk.command(50, .take(nil))
        var roll = AccountRoll.of(SimulatedShop.accounts)
        roll.proofs.insert(LoginProof(digest: 7))
        #expect(talk.handle(.accountsReplaced(roll)).isEmpty)
        roll.proofs.remove(LoginProof(digest: 7))
        #expect(talk.handle(.accountsReplaced(roll)) == ["50: ! login_expired", "50: end"])
        #expect(talk.logIn(52, "ada").contains("52: assigned #1"), "with the new password")
    }
}
