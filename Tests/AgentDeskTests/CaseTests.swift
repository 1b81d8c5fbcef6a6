import AgentDesk
import Testing
import Vocabulary

@Suite("Desk: cases")
struct CaseTests {
    /// Ana has a case of a customer who waited a minute for her; Ben is there too.
    private func busy(_ ben: AgentProfile? = nil) -> (
        rig: DeskRig, id: ConversationID, since: WallTime
    ) {
        var rig = DeskRig(.plain { $0.dispositions = [.resolved, Disposition("refunded")] })
        let arrived = rig.arrive()
        let since = rig.now
        rig.pass(.seconds(60))
        rig.start(.agent(.ana))
        rig.accept(.ana)
        if let ben { rig.start(ben) }
        return (rig, arrived.id, since)
    }

    @Test("to a colleague: offered to them at once, with the first waiting time")
    func toAgent() {
        var (rig, id, since) = busy(.agent(.ben))
        let moved = rig.tell(.caseTransferred(id, to: .agent(.ben), by: .ana))
        #expect(
            moved.first == .requeue(id, from: .ana, .general, .transferred, waitingSince: since))
        #expect(moved.offers.map(\.agent) == [.ben])
        #expect(moved.offers[0].waitingSince == since)
        #expect(moved.offers[0].reason.way == .transferred(by: .ana))
        #expect(rig.accept(.ben).assignments.map(\.agent) == [.ben])
    }

    @Test("to a colleague who is busy: they are waited for, then others are asked")
    func toBusyAgent() {
        var (rig, id, _) = busy(.agent(.ben))
        let other = rig.arrive()
        #expect(other.effects.asked == [.ben])
        rig.accept(.ben)
        rig.tell(.caseTransferred(id, to: .agent(.ben), by: .ana))
        rig.start(.agent(.cleo))
        #expect(rig.pass(.seconds(59)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).asked == [.cleo])
        rig.tell(.offerSkipped(rig.desk.offers(to: .cleo)[0].id, by: .cleo))
        #expect(rig.desk.offers(to: .ana).isEmpty)
    }

    @Test("to a skill or a language: others are asked, not the one who gave it away")
    func toQueue() {
        var (rig, id, since) = busy(
            .agent(.ben, skills: [.returns: 2], languages: [.english, .german], capacity: 2))
        let moved = rig.tell(.caseTransferred(id, to: .skill(.returns), by: .ana))
        #expect(
            moved.first == .requeue(id, from: .ana, .returns, .transferred, waitingSince: since))
        #expect(moved.asked == [.ben])
        rig.accept(.ben)
        rig.tell(.agentChanged(.agent(.ana, languages: [.german])))
        let again = rig.tell(.caseTransferred(id, to: .language(.german), by: .ben))
        // Ana speaks it and lacks the skill: nobody but Ben himself.
        #expect(again.refusals == [.nobodyThere(.returns, .german)])
    }

    @Test("transfers that lead nowhere are refused, and the case stays")
    func transfersRefused() {
        var (rig, id, _) = busy(.agent(.ben))
        rig.start(.agent(.cleo, shops: [.lumen]))
        rig.tell(.presenceChosen(.off, by: .ben))
        let nobody = AgentID(known: "nobody")
        let refused: [(TransferTarget, DeskRefusal)] = [
            (.agent(nobody), .noSuchAgent(nobody)), (.agent(.ana), .sameAgent(.ana)),
            (.agent(.cleo), .agentLacksShop(.cleo, .juniper)),
            (.agent(.ben), .agentAway(.ben, .off)),
            (
                .skill(Skill("magic")),
                .noSuchSkill(Skill("magic"), known: [.general, .returns])
            ),
            (.skill(.returns), .nobodyThere(.returns, .english)),
            (.skill(.general), .nobodyThere(.general, .english)),
            (.language(.spanish), .nobodyThere(.general, .spanish)),
        ]
        for (target, refusal) in refused {
            let effects = rig.tell(.caseTransferred(id, to: target, by: .ana))
            #expect(effects == [.refuse(.ana, refusal)])
        }
        #expect(rig.desk.owner(of: id) == .ana)
        #expect(
            rig.tell(.caseTransferred(id, to: .agent(.ana), by: .ben)).refusals
                == [.notYours(id, owner: .ana)])
        #expect(
            rig.tell(.caseTransferred(id, to: .agent(.ana), by: .cleo)).refusals
                == [.shopNotYours(.juniper)])
    }

    @Test("back to the bot: the desk knows the case no more")
    func backToBot() {
        var (rig, id, _) = busy()
        let waiting = rig.arrive().id
        let back = rig.tell(.caseHandedToBot(id, by: .ana))
        #expect(back.first == .handBack(id, from: .ana))
        #expect(back.offers.map(\.conversation) == [waiting])
        #expect(rig.tell(.caseHandedToBot(id, by: .ana)).refusals == [.noSuchConversation(id)])
    }

    @Test("a snoozed case frees its place, and comes back when its time or its customer comes")
    func snooze() {
        var (rig, id, _) = busy()
        let next = rig.arrive().id
        let until = rig.now + .seconds(3_600)
        let snoozed = rig.tell(.caseSnoozed(id, until: until, by: .ana))
        #expect(snoozed.first == .snooze(id, by: .ana, until: until))
        #expect(snoozed.offers.map(\.conversation) == [next])
        #expect(rig.desk.owner(of: id) == .ana)
        rig.accept(.ana)
        rig.tell(.agentSpoke(next, by: .ana))
        // She has no room: her customer waits, before everyone else.
        let woken = rig.tell(.customerSpoke(id))
        #expect(
            woken.contains {
                if case .requeue(id, .ana, _, .transferred, _) = $0 { true } else { false }
            })
        #expect(rig.tell(.caseClosed(next, .resolved, by: .ana)).offers.map(\.conversation) == [id])
        rig.accept(.ana)
        rig.tell(.caseSnoozed(id, until: rig.now + .seconds(60), by: .ana))
        let back = rig.pass(.seconds(60))
        #expect(back.assignments.map(\.reason.way) == [.wokeUp])
        let past = rig.tell(.caseSnoozed(id, until: rig.now, by: .ana))
        #expect(past.refusals == [.badMoment(latest: rig.now + .seconds(14 * 86_400))])
    }

    @Test("a case is closed by its agent, with a disposition of the shop")
    func close() {
        var (rig, id, _) = busy(.agent(.ben))
        #expect(
            rig.tell(.caseClosed(id, .resolved, by: .ben)).refusals
                == [.notYours(id, owner: .ana)])
        let unknown = Disposition("whatever")
        #expect(
            rig.tell(.caseClosed(id, unknown, by: .ana)).refusals
                == [.noSuchDisposition(unknown, known: [.resolved, Disposition("refunded")])])
        #expect(rig.tell(.caseTagged(id, tag: " ", by: .ana)).refusals == [.nothingSaid])
        #expect(
            rig.tell(.caseTagged(id, tag: "vip", by: .ana)) == [.tag(id, tag: "vip", by: .ana)])
        #expect(rig.tell(.caseClosed(id, .resolved, by: .ana)) == [.close(id, by: .ana, .resolved)])
        #expect(
            rig.tell(.caseClosed(id, .resolved, by: .ana)).refusals == [.noSuchConversation(id)])
        rig.logIn(.agent(.sue, capacity: 0, role: .supervisor))
        let board = try? rig.desk.board(for: .sue, at: rig.now)
        #expect(board?.queues.first { $0.queue == .general }?.closedCount == 1)
    }

    @Test("a case that becomes urgent is served before older ones")
    func priority() {
        var rig = DeskRig(.plain())
        let first = rig.arrive().id
        rig.pass(.seconds(30))
        let second = rig.arrive().id
        rig.logIn(.agent(.ana))
        rig.tell(.priorityChanged(second, .high, by: .ana))
        #expect(rig.tell(.presenceChosen(.on, by: .ana)).offers.map(\.conversation) == [second])
        rig.accept(.ana)
        #expect(rig.tell(.caseClosed(second, .resolved, by: .ana)).offers[0].conversation == first)
    }
}
