import AgentDesk
import Testing
import Vocabulary

@Suite("Refusals of the desk")
struct DeskRefusalTests {
    @Test("a refusal says what there is instead")
    func hintListsWhatIsKnown() {
        let refusal = DeskRefusal.noSuchSkill(
            Skill("refnds"), known: [Skill("general"), Skill("refunds")])
        #expect(refusal.description == "this shop has no skill 'refnds'")
        #expect(refusal.hint == "general, refunds")
        #expect(refusal.code == .usage)
    }
}
