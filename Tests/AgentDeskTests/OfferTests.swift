import AgentDesk
import Testing
import Vocabulary

@Suite("Desk: offers")
struct OfferTests {
    @Test("a waiting case is offered, accepted and closed")
    func wholeCycle() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let (id, offered) = rig.arrive()
        #expect(offered.asked == [.ana])
        #expect(offered.offers.first?.reason.way == .longestIdle)
        #expect(offered.offers.first?.expiresAt == rig.now + .seconds(20))
        rig.pass(.seconds(3))
        let accepted = rig.accept(.ana)
        #expect(accepted.assignments.map(\.conversation) == [id])
        #expect(rig.desk.owner(of: id) == .ana)
        #expect(rig.desk.cases(of: .ana) == [id])
        rig.pass(.seconds(60))
        let closed = rig.tell(.caseClosed(id, .resolved, by: .ana))
        #expect(closed == [.close(id, by: .ana, .resolved)])
        #expect(rig.desk.owner(of: id) == nil)
        #expect(rig.arrive().effects.asked == [.ana])
    }

    @Test("the agent who has been idle longest is asked")
    func longestIdle() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        rig.pass(.seconds(1))
        rig.start(.agent(.ben))
        #expect(rig.arrive().effects.asked == [.ana])
        #expect(rig.arrive().effects.asked == [.ben])
        let third = rig.arrive()
        #expect(third.effects == [.tellPlace(third.id, position: 1, wait: .seconds(180))])
        rig.pass(.seconds(1))
        rig.accept(.ana)
        let held = rig.desk.cases(of: .ana)[0]
        #expect(rig.tell(.caseClosed(held, .resolved, by: .ana)).asked == [.ana])
    }

    @Test("the less loaded is asked first, whoever came first")
    func leastLoaded() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana, capacity: 2))
        rig.pass(.seconds(1))
        rig.start(.agent(.ben, capacity: 4))
        #expect(rig.arrive().effects.asked == [.ana])
        #expect(rig.arrive().effects.asked == [.ben])
        #expect(rig.arrive().effects.asked == [.ben])
    }

    @Test("who skips is not asked again before the others")
    func skip() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        rig.pass(.seconds(1))
        rig.start(.agent(.ben))
        let (id, offered) = rig.arrive()
        let skipped = rig.tell(.offerSkipped(offered.offers[0].id, by: .ana))
        #expect(skipped.first == .endOffer(offered.offers[0], .skipped))
        #expect(skipped.asked == [.ben])
        #expect(skipped.offers.first?.reason.passedBy == [.ana])
        let again = rig.tell(.offerSkipped(skipped.offers[0].id, by: .ben))
        #expect(again.asked.isEmpty)
        #expect(rig.pass(.seconds(19)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).asked == [.ana])
        #expect(rig.desk.offers(to: .ana).map(\.conversation) == [id])
    }

    @Test("an offer that expires goes to the next; who lets two expire is not there")
    func expiry() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        rig.pass(.seconds(1))
        rig.start(.agent(.ben))
        _ = rig.arrive()
        #expect(rig.pass(.seconds(20)).asked == [.ben])
        rig.accept(.ben)
        #expect(rig.desk.presence(of: .ana) == .on)
        let (second, offered) = rig.arrive()
        #expect(offered.asked == [.ana])
        let late = rig.pass(.seconds(20))
        #expect(late.contains(.tellPresence(.ana, .onBreak(reason: Desk.silentReason))))
        #expect(late.contains(.alarm(.agentSilent(.ana))))
        #expect(late.contains(.tellPlace(second, position: 1, wait: .seconds(360))))
        let back = rig.tell(.presenceChosen(.on, by: .ana))
        #expect(back.contains(.alarmEnded(.agentSilent(.ana))))
        #expect(rig.pass(.seconds(20)).asked == [.ana])
    }

    @Test("late and doubled answers to an offer are refused and change nothing")
    func lateAnswers() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        rig.start(.agent(.ben))
        let (id, offered) = rig.arrive()
        let offer = offered.offers[0]
        #expect(rig.tell(.offerAccepted(offer.id, by: .ben)).refusals == [.offerGone])
        rig.accept(.ana)
        let twice = rig.tell(.offerAccepted(offer.id, by: .ana))
        #expect(twice == [.refuse(.ana, .alreadyYours(id))])
        #expect(rig.tell(.offerSkipped(offer.id, by: .ana)).refusals == [.offerGone])
        #expect(rig.tell(.offerAccepted(OfferID(99), by: .ana)).refusals == [.offerGone])
        #expect(rig.desk.cases(of: .ana) == [id])
    }

    @Test("a customer who leaves ends the offer")
    func customerLeaves() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let (id, offered) = rig.arrive()
        #expect(
            rig.tell(.conversationEnded(id)) == [.endOffer(offered.offers[0], .customerGone)])
        #expect(rig.tell(.conversationEnded(id)).isEmpty)
        #expect(rig.tell(.offerAccepted(offered.offers[0].id, by: .ana)).refusals == [.offerGone])
        #expect(rig.arrive().effects.asked == [.ana])
    }

    @Test("an agent takes a case out of the queue by hand")
    func pick() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana, capacity: 2))
        rig.tell(.presenceChosen(.onBreak(reason: "lunch"), by: .ana))
        rig.start(.agent(.ben, shops: [.lumen]))
        let (id, _) = rig.arrive()
        #expect(rig.tell(.casePicked(id, by: .ben)).refusals == [.shopNotYours(.juniper)])
        let picked = rig.tell(.casePicked(id, by: .ana))
        #expect(picked.assignments.first?.reason.way == .picked)
        #expect(rig.tell(.casePicked(id, by: .ana)).refusals == [.alreadyYours(id)])
        let gone = ConversationID(77)
        #expect(rig.tell(.casePicked(gone, by: .ana)).refusals == [.noSuchConversation(gone)])
    }

    @Test("who is not logged in orders nothing")
    func strangers() {
        var rig = DeskRig(.plain())
        let (id, _) = rig.arrive()
        #expect(rig.tell(.casePicked(id, by: .ana)) == [.refuse(.ana, .notLoggedIn)])
    }
}
