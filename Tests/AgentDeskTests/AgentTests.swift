import AgentDesk
import Testing
import Vocabulary

@Suite("Desk: agents")
struct AgentTests {
    /// One agent of the rig has one case, taken now.
    private func busy(_ rules: DeskRules = .plain(), capacity: Int = 2) -> (DeskRig, ConversationID)
    {
        var rig = DeskRig(rules)
        rig.start(.agent(.ana, capacity: capacity))
        let id = rig.arrive().id
        rig.accept(.ana)
        return (rig, id)
    }

    @Test("a lost agent who comes back within the grace finds everything again")
    func graceKept() {
        var (rig, id) = busy()
        let offered = rig.arrive().effects.offers[0]
        let lost = rig.tell(.agentDisconnected(.ana, SessionID(1)))
        #expect(lost.first == .endOffer(offered, .agentGone))
        #expect(lost.contains(.tellPresence(.ana, .lost(until: rig.now + .seconds(30)))))
        #expect(rig.desk.owner(of: id) == .ana)
        rig.pass(.seconds(29))
        let back = rig.tell(.agentConnected(.agent(.ana, capacity: 2), SessionID(2)))
        #expect(back.contains(.tellPresence(.ana, .on)))
        #expect(back.offers.map(\.conversation) == [offered.conversation])
        #expect(rig.pass(.seconds(10)).isEmpty)
        #expect(rig.desk.cases(of: .ana) == [id])
    }

    @Test("after the grace the case is next, with its first waiting time")
    func graceOver() {
        var (rig, id) = busy(capacity: 1)
        let since = rig.now
        rig.tell(.agentSpoke(id, by: .ana))
        rig.pass(.seconds(600))
        let waiting = rig.arrive(priority: .urgent).id
        rig.tell(.agentDisconnected(.ana, SessionID(1)))
        let over = rig.pass(.seconds(30))
        let requeued = DeskEffect.requeue(
            id, from: .ana, .general, .agentLost, waitingSince: since)
        #expect(over.contains(requeued))
        #expect(rig.desk.owner(of: id) == nil)
        rig.start(.agent(.ben))
        #expect(rig.accept(.ben).assignments.map(\.conversation) == [id])
        #expect(rig.tell(.caseClosed(id, .resolved, by: .ben)).offers[0].conversation == waiting)
    }

    @Test("a second log-in ends the first session; its late end says nothing")
    func twoLogIns() {
        var (rig, id) = busy()
        let second = rig.tell(.agentConnected(.agent(.ana, capacity: 2), SessionID(2)))
        #expect(second.first == .endSession(SessionID(1), .loggedInElsewhere))
        #expect(second.contains(.tellPresence(.ana, .on)))
        #expect(rig.tell(.agentDisconnected(.ana, SessionID(1))).isEmpty)
        #expect(rig.desk.presence(of: .ana) == .on)
        #expect(rig.desk.cases(of: .ana) == [id])
    }

    @Test("an account that is removed while chatting leaves its customers to others")
    func removed() {
        var (rig, id) = busy()
        let asleep = rig.arrive().id
        rig.accept(.ana)
        let until = rig.now + .seconds(3_600)
        rig.tell(.caseSnoozed(asleep, until: until, by: .ana))
        let removed = rig.tell(.agentRemoved(.ana))
        #expect(removed.first == .endSession(SessionID(1), .accountRemoved))
        for case .requeue(let other, let from, _, let reason, _) in removed {
            #expect([id, asleep].contains(other) && from == .ana && reason == .agentLost)
        }
        #expect(rig.tell(.caseClosed(id, .resolved, by: .ana)).refusals == [.notLoggedIn])
        #expect(rig.start(.agent(.ben, capacity: 3)).offers.map(\.conversation) == [id])
        rig.accept(.ben)
        rig.tell(.agentSpoke(id, by: .ben))
        #expect(rig.pass(.seconds(3_600)).offers.map(\.conversation).contains(asleep))
    }

    @Test("an account that loses a shop loses its cases, and is offered none")
    func shopLost() {
        var (rig, id) = busy()
        _ = rig.arrive()
        let changed = rig.tell(.agentChanged(.agent(.ana, shops: [.lumen], capacity: 2)))
        #expect(
            changed.contains { if case .requeue(id, .ana, _, _, _) = $0 { true } else { false } })
        #expect(rig.desk.cases(of: .ana).isEmpty)
        #expect(rig.desk.offers(to: .ana).isEmpty)
        #expect(!rig.desk.maySee(id, .ana))
        #expect(rig.arrive(.lamps).effects.asked == [.ana])
    }

    @Test("on break and off nothing new is offered; what is there stays")
    func breaks() {
        var (rig, id) = busy()
        _ = rig.arrive()
        let left = rig.tell(.presenceChosen(.onBreak(reason: "lunch"), by: .ana))
        #expect(left.contains { if case .endOffer(_, .agentGone) = $0 { true } else { false } })
        #expect(rig.arrive().effects.asked.isEmpty)
        rig.tell(.presenceChosen(.off, by: .ana))
        #expect(rig.desk.cases(of: .ana) == [id])
        #expect(rig.tell(.presenceChosen(.on, by: .ana)).asked == [.ana])
    }

    @Test("an agent who logs out leaves without grace")
    func logOut() {
        var (rig, id) = busy()
        rig.start(.agent(.ben))
        #expect(rig.tell(.agentLoggedOut(.ana)).asked == [.ben])
        #expect(rig.desk.offers(to: .ben).map(\.conversation) == [id])
        #expect(rig.desk.presence(of: .ana) == .off)
    }

    @Test("after a case its place stays taken for the wrap-up")
    func wrapUp() {
        var (rig, id) = busy(.plain { $0.wrapUp = .seconds(45) }, capacity: 1)
        let next = rig.arrive().id
        #expect(rig.tell(.caseClosed(id, .resolved, by: .ana)).asked.isEmpty)
        #expect(rig.pass(.seconds(44)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).offers.map(\.conversation) == [next])
        rig.accept(.ana)
        _ = rig.arrive()
        // The customer left; the agent writes it up all the same, and may say that they are done.
        #expect(rig.tell(.conversationEnded(next)).asked.isEmpty)
        #expect(rig.tell(.presenceChosen(.on, by: .ana)).asked == [.ana])
        let what = (try? rig.desk.timeline(of: .ana, for: .ana))?.map(\.what) ?? []
        #expect(what.filter { $0 == .wrapUpEnded }.count == 2)
        #expect(what.first == .cameOn)
        #expect(what.contains(.letGo(id)))
    }

    @Test("an agent who says nothing is reminded, then relieved")
    func silence() {
        var (rig, id) = busy()
        rig.tell(.agentSpoke(id, by: .ana))
        rig.pass(.seconds(1_000))
        #expect(rig.desk.presence(of: .ana) == .on)
        rig.tell(.customerSpoke(id))
        let asked = rig.now
        rig.pass(.seconds(60))
        rig.tell(.customerSpoke(id))
        #expect(rig.pass(.seconds(59)).isEmpty)
        #expect(rig.pass(.seconds(1)) == [.remindSilent(.ana, id, since: asked)])
        let relieved = rig.pass(.seconds(180))
        #expect(
            relieved.contains {
                if case .requeue(id, .ana, _, .agentLost, _) = $0 { true } else { false }
            })
        #expect(relieved.contains(.tellPresence(.ana, .onBreak(reason: Desk.silentReason))))
        #expect(relieved.contains(.alarm(.agentSilent(.ana))))
    }

    @Test("an answer, and a hold, put the reminder off")
    func holds() {
        var (rig, id) = busy()
        let until = rig.now + .seconds(600)
        #expect(
            rig.tell(.caseHeld(id, until: until, by: .ana)) == [.hold(id, by: .ana, until: until)])
        #expect(rig.pass(.seconds(600)) == Array(repeating: .tellHeld(id), count: 3))
        #expect(rig.pass(.seconds(119)).isEmpty)
        #expect(rig.pass(.seconds(1)).count == 1)
        rig.tell(.agentSpoke(id, by: .ana))
        #expect(rig.pass(.seconds(3_000)).isEmpty)
        rig.tell(.customerSpoke(id))
        rig.tell(.caseHeld(id, until: nil, by: .ana))
        #expect(rig.pass(.seconds(1_000)) == Array(repeating: .tellHeld(id), count: 5))
        // A second hold takes the place of the first: the customer is not told twice as often.
        rig.tell(.caseHeld(id, until: nil, by: .ana))
        #expect(rig.pass(.seconds(900)) == Array(repeating: .tellHeld(id), count: 5))
        rig.tell(.agentSpoke(id, by: .ana))
        #expect(rig.pass(.seconds(3_000)).isEmpty)
    }

    @Test("whoever put a customer on hold and forgets them is reminded, whoever spoke last")
    func forgottenHold() {
        var (rig, id) = busy()
        rig.tell(.agentSpoke(id, by: .ana))
        rig.tell(.caseHeld(id, until: rig.now + .seconds(60), by: .ana))
        let after = rig.pass(.seconds(60 + 120))
        #expect(after.contains { if case .remindSilent(.ana, id, _) = $0 { true } else { false } })
    }
}
