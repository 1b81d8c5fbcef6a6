import FrontOffice
import Testing
import Vocabulary

/// Who types and who has read: told to the other side, and to nobody else.
@Suite("Floor: signs")
struct SignTests {
    private func sign(
        _ talk: inout DeskTalk, _ session: UInt64, _ sign: ChatSign, about number: Int? = nil
    ) -> [String] {
        talk.handle(.signed(SessionID(session), sign, case: number))
    }

    @Test func eachSideSeesTheOther() {
        var talk = DeskTalk.taken()
        #expect(sign(&talk, 1, .typing) == ["50: #1 types"])
        #expect(sign(&talk, 1, .seen(sequence: 6)) == ["50: #1 saw 6"])
        #expect(sign(&talk, 50, .typing, about: 1) == ["1: Ada types"])
        #expect(sign(&talk, 50, .seen(sequence: 4), about: 1) == ["1: Ada saw 4"])
        #expect(talk.effects.count == 1, "nothing goes on record")
    }

    @Test func nobodyIsToldOfWhatIsNotTheirs() {
        var talk = DeskTalk.taken()
        talk.open(2)
        #expect(sign(&talk, 2, .typing).isEmpty, "the bot has this conversation")
        #expect(sign(&talk, 3, .typing).isEmpty, "a session without a conversation")
        #expect(sign(&talk, 50, .typing, about: 99).isEmpty, "a case that is not there")
        talk.logIn(51, "ben")
        #expect(sign(&talk, 51, .typing, about: 1).isEmpty, "somebody else's case")
        talk.command(50, .close(.resolved))
        #expect(sign(&talk, 1, .typing).isEmpty, "the case is over")
    }
}
