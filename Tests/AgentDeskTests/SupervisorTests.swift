import AgentDesk
import Testing
import Vocabulary

@Suite("Desk: leads and supervisors")
struct SupervisorTests {
    /// Ana has a case of Juniper; Sue supervises Juniper, Lee leads Lumen.
    private func floor() -> (rig: DeskRig, id: ConversationID) {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let id = rig.arrive().id
        rig.accept(.ana)
        rig.logIn(.agent(.sue, capacity: 0, role: .supervisor))
        rig.logIn(.agent(lee, shops: [.lumen], capacity: 0, role: .lead))
        return (rig, id)
    }

    private let lee = AgentID(known: "lee")

    @Test("orders take the role and the shop")
    func rights() {
        var (rig, id) = floor()
        let orders: [(AgentID) -> DeskEvent] = [
            { .caseAssigned(id, to: .ana, by: $0) }, { .caseWatched(id, by: $0) },
            { .whispered(id, text: "psst", by: $0) }, { .bargedIn(id, by: $0) },
            { .queuePaused(.general, by: $0) }, { .presenceForced(.ana, .off, by: $0) },
            { .broadcast(text: "hello", .juniper, by: $0) },
        ]
        for order in orders {
            let asAgent = rig.tell(order(.ana)).refusals
            #expect(
                asAgent == [.roleTooLow(needed: .lead)]
                    || asAgent == [.roleTooLow(needed: .supervisor)])
        }
        for order in orders.prefix(3) {
            #expect(rig.tell(order(lee)).refusals == [.shopNotYours(.juniper)])
        }
        rig.tell(.agentChanged(.agent(lee, shops: [.lumen], capacity: 0, role: .admin)))
        for order in orders {
            let refusals = rig.tell(order(lee)).refusals
            #expect(refusals == [.shopNotYours(.juniper)] || refusals == [.noSuchAgent(.ana)])
        }
        #expect(rig.desk.owner(of: id) == .ana)
    }

    @Test("watch, whisper and barge reach the case")
    func watching() {
        var (rig, id) = floor()
        #expect(rig.tell(.caseWatched(id, by: .sue)) == [.beginWatch(id, by: .sue)])
        #expect(rig.tell(.caseWatched(id, by: .sue)).isEmpty)
        #expect(rig.desk.watchers(of: id) == [.sue])
        #expect(
            rig.tell(.whispered(id, text: "offer 10 %", by: .sue))
                == [.whisper(id, to: .ana, from: .sue, text: "offer 10 %")])
        #expect(rig.tell(.bargedIn(id, by: .sue)) == [.bargeIn(id, by: .sue)])
        #expect(rig.desk.maySee(id, .sue))
        #expect(!rig.desk.maySee(id, lee))
        let closed = rig.tell(.caseClosed(id, .resolved, by: .ana))
        #expect(closed.last == .endWatch(id, by: .sue))
        #expect(rig.desk.watchers(of: id).isEmpty)
    }

    @Test("who loses the shop sees no more of it")
    func watchEnds() {
        var (rig, id) = floor()
        rig.tell(.caseWatched(id, by: .sue))
        let changed = rig.tell(
            .agentChanged(.agent(.sue, shops: [.lumen], capacity: 0, role: .supervisor)))
        #expect(changed == [.endWatch(id, by: .sue)])
        #expect(!rig.desk.maySee(id, .sue))
        rig.tell(.agentChanged(.agent(.sue, capacity: 0, role: .supervisor)))
        rig.tell(.caseWatched(id, by: .sue))
        #expect(rig.tell(.agentDisconnected(.sue, SessionID(2))) == [.endWatch(id, by: .sue)])
    }

    @Test("a lead gives a case to someone with room")
    func assigning() {
        var (rig, id) = floor()
        rig.logIn(.agent(.ben))
        #expect(
            rig.tell(.caseAssigned(id, to: .ben, by: .sue)).refusals == [.agentAway(.ben, .off)])
        rig.tell(.presenceChosen(.on, by: .ben))
        let moved = rig.tell(.caseAssigned(id, to: .ben, by: .sue))
        #expect(moved.assignments.first?.reason.way == .assigned(by: .sue))
        #expect(
            moved.contains {
                if case .requeue(id, .ana, _, .transferred, _) = $0 { true } else { false }
            })
        #expect(rig.desk.owner(of: id) == .ben)
        #expect(rig.tell(.caseAssigned(id, to: .ben, by: .sue)).refusals == [.sameAgent(.ben)])
        let waiting = rig.arrive()
        #expect(waiting.effects.asked == [.ana])
        #expect(
            rig.tell(.caseAssigned(waiting.id, to: .ben, by: .sue)).refusals
                == [.agentFull(.ben, capacity: 1)])
        // Out of an offer, to the one who has it.
        let given = rig.tell(.caseAssigned(waiting.id, to: .ana, by: .sue))
        #expect(given.first == .endOffer(waiting.effects.offers[0], .takenElsewhere))
        #expect(rig.desk.owner(of: waiting.id) == .ana)
        #expect(
            rig.tell(.caseAssigned(waiting.id, to: lee, by: .sue)).refusals
                == [.agentLacksShop(lee, .juniper)])
    }

    @Test("a paused queue holds what it has and takes nobody in")
    func pausing() {
        var (rig, _) = floor()
        rig.start(.agent(.ben))
        let first = rig.arrive()
        #expect(first.effects.asked == [.ben])
        #expect(
            rig.tell(.queuePaused(.general, by: .sue)).first
                == .endOffer(first.effects.offers[0], .queuePaused))
        let late = rig.arrive()
        #expect(late.effects == [.turnAway(late.id, .paused)])
        #expect(rig.desk.outlook(for: .general, in: .english, at: rig.now).availability == .paused)
        #expect(rig.pass(.seconds(30)).asked.isEmpty)
        #expect(rig.tell(.queueResumed(.general, by: .sue)).asked == [.ben])
        let unheard = QueueKey(shop: .juniper, skill: Skill("retruns"))
        #expect(
            rig.tell(.queuePaused(unheard, by: .sue)).refusals
                == [.noSuchQueue(unheard, known: [.general, .returns])])
    }

    @Test("a supervisor sends an agent on break, and tells everyone something")
    func forcing() {
        var (rig, _) = floor()
        let forced = rig.tell(.presenceForced(.ana, .onBreak(reason: "training"), by: .sue))
        #expect(forced == [.tellPresence(.ana, .onBreak(reason: "training"))])
        let lines = try? rig.desk.timeline(of: .ana, for: .sue)
        #expect(lines?.map(\.what).contains(.forced(by: .sue)) == true)
        #expect(throws: DeskRefusal.noSuchAgent(.ana)) {
            try rig.desk.timeline(of: .ana, for: lee)
        }
        #expect(
            rig.tell(.broadcast(text: "Returns are down", .juniper, by: .sue))
                == [.broadcast(text: "Returns are down", to: [.ana], from: .sue)])
        #expect(
            rig.tell(.presenceForced(AgentID(known: "nobody"), .off, by: .sue)).refusals
                == [.noSuchAgent(AgentID(known: "nobody"))])
    }

    @Test("the board shows the viewer's shops")
    func board() throws {
        var (rig, id) = floor()
        _ = rig.arrive()
        rig.pass(.seconds(95))
        let board = try rig.desk.board(for: .sue, at: rig.now)
        #expect(board.queues.map(\.queue) == [.general, .returns])
        let general = board.queues[0]
        #expect(general.waitingCount == 1)
        #expect(general.assignedCount == 1)
        #expect(general.longestWait == .seconds(95))
        #expect(general.promiseAtRiskCount == 1)
        let ana = try #require(board.agents.first { $0.agent == .ana })
        #expect(ana.cases == [id])
        #expect(ana.presence == .on)
        #expect(ana.unansweredCount == 1)
        #expect(try rig.desk.board(for: lee, at: rig.now).queues.map(\.queue) == [.lamps])
        #expect(throws: DeskRefusal.roleTooLow(needed: .lead)) {
            try rig.desk.board(for: .ana, at: rig.now)
        }
    }

    @Test("why a case is where it is")
    func explaining() throws {
        var (rig, id) = floor()
        let why = try rig.desk.explain(id, for: .ana, at: rig.now)
        #expect(why.place == .withAgent(.ana))
        #expect(
            why.reason?.description
                == "juniper/general, waited 0:00: had room and was the least busy, longest idle of "
                + "those who could; 1 could answer")
        rig.start(.agent(.ben, languages: [.german]))
        rig.start(.agent(.cleo))
        rig.tell(.presenceChosen(.onBreak(reason: ""), by: .cleo))
        let waiting = rig.arrive().id
        let explained = try rig.desk.explain(waiting, for: .ana, at: rig.now)
        #expect(explained.place == .waiting(position: 1))
        #expect(
            explained.candidates == [
                Explanation.Candidate(agent: .ana, verdict: .full),
                Explanation.Candidate(agent: .ben, verdict: .lacksLanguage),
                Explanation.Candidate(agent: .cleo, verdict: .away(.onBreak(reason: ""))),
                Explanation.Candidate(agent: .sue, verdict: .away(.off)),
            ])
        #expect(throws: DeskRefusal.shopNotYours(.juniper)) {
            try rig.desk.explain(waiting, for: lee, at: rig.now)
        }
    }
}
