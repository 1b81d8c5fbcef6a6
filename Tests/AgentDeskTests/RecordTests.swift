import AgentDesk
import BusinessTime
import Testing
import Vocabulary

@Suite("Desk: the record, reloads and clocks")
struct RecordTests {
    private func facts(
        _ number: Int64, since: WallTime, _ reason: QueueReason = .asked
    ) -> WaitingCase {
        WaitingCase(
            conversation: ConversationID(number), queue: .general, language: .english,
            reason: reason, waitingSince: since)
    }

    @Test("after a restart who waits waits on, and who was with an agent finds them again")
    func restart() {
        var rig = DeskRig(.plain())
        let since = rig.now
        rig.pass(.seconds(3_600))
        let old = facts(101, since: since)
        let mine = facts(102, since: since + .seconds(10))
        let orphan = facts(103, since: since + .seconds(20))
        rig.tell(.conversationReconciled(mine, .withAgent(.ana)))
        rig.tell(.conversationReconciled(orphan, .withAgent(.ben)))
        rig.tell(.conversationReconciled(old, .waiting))
        rig.tell(.conversationReconciled(facts(104, since: since), .elsewhere))
        rig.pass(.seconds(10))
        rig.logIn(.agent(.ana))
        #expect(rig.desk.cases(of: .ana) == [mine.conversation])
        #expect(rig.desk.reason(of: mine.conversation)?.way == .restored)
        rig.start(.agent(.cleo))
        #expect(rig.desk.offers(to: .cleo).map(\.conversation) == [old.conversation])
        rig.accept(.cleo)
        // Ben never comes: his customer is next, before whoever came since.
        _ = rig.arrive(priority: .urgent)
        let over = rig.pass(.seconds(20))
        #expect(
            over.contains(
                .requeue(
                    orphan.conversation, from: .ben, .general, .agentLost,
                    waitingSince: since + .seconds(20))))
        let freed = rig.tell(.caseClosed(old.conversation, .resolved, by: .cleo))
        #expect(freed.offers.map(\.conversation) == [orphan.conversation])
    }

    @Test("after a restart what sleeps sleeps on, and is woken at its time")
    func restartSnoozed() {
        var rig = DeskRig(.plain())
        let since = rig.now
        let until = since + .seconds(7_200)
        rig.pass(.seconds(3_600))
        let asleep = facts(101, since: since)
        rig.tell(.conversationReconciled(asleep, .snoozed(.ana, until: until)))
        #expect(rig.tell(.conversationReconciled(asleep, .snoozed(.ana, until: until))).isEmpty)
        rig.start(.agent(.ana))
        #expect(rig.desk.usedCount(of: .ana) == 0, "its place is free")
        #expect(rig.pass(.seconds(3_599)).isEmpty)
        let woken = rig.pass(.seconds(1))
        #expect(woken.contains { if case .assign = $0 { true } else { false } })
        #expect(rig.desk.cases(of: .ana) == [asleep.conversation])
        // Nobody is there for the other one: it goes back to the queue, before everyone else.
        let orphan = facts(102, since: since)
        let later = rig.now + .seconds(60)
        rig.tell(.conversationReconciled(orphan, .snoozed(.ben, until: later)))
        #expect(
            rig.pass(.seconds(60)).contains(
                .requeue(orphan.conversation, from: .ben, .general, .agentLost, waitingSince: since)
            ))
    }

    @Test("after a restart whoever is on hold is not asked about before it is over")
    func restartOnHold() {
        var rig = DeskRig(.plain())
        let since = rig.now
        let held = facts(101, since: since)
        let until = since + .seconds(600)
        rig.tell(.conversationReconciled(held, .onHold(.ana, until: until)))
        rig.start(.agent(.ana))
        let told = rig.pass(.seconds(599))
        #expect(told.count { $0 == .tellHeld(held.conversation) } == 3)
        #expect(!told.contains { if case .remindSilent = $0 { true } else { false } })
        let over = rig.pass(.seconds(122))
        #expect(over.contains { if case .remindSilent = $0 { true } else { false } })
    }

    @Test("after a restart the urgent come first")
    func restartPriority() {
        var rig = DeskRig(.plain())
        let since = rig.now
        var urgent = facts(102, since: since + .seconds(30))
        urgent.priority = .urgent
        rig.tell(.conversationReconciled(facts(101, since: since), .waiting))
        rig.tell(.conversationReconciled(urgent, .waiting))
        #expect(rig.start(.agent(.ana)).offers.map(\.conversation) == [urgent.conversation])
    }

    @Test("after a failed commit the desk agrees with the record again")
    func failedCommit() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let since = rig.now
        let (id, _) = rig.arrive()
        rig.accept(.ana)
        // The assignment is not on record: she is asked again.
        let undone = rig.tell(.conversationReconciled(facts(id.number, since: since), .waiting))
        #expect(undone.asked == [.ana])
        rig.accept(.ana)
        let next = rig.arrive().id
        #expect(rig.tell(.caseClosed(id, .resolved, by: .ana)).asked == [.ana])
        // The close is not on record: what she was offered meanwhile gives way.
        let back = rig.tell(
            .conversationReconciled(facts(id.number, since: since), .withAgent(.ana)))
        #expect(back.contains { if case .endOffer(_, .agentGone) = $0 { true } else { false } })
        #expect(rig.desk.cases(of: .ana) == [id])
        #expect(rig.desk.offers(to: .ana).isEmpty)
        let known = facts(id.number, since: since)
        #expect(rig.tell(.conversationReconciled(known, .withAgent(.ana))).isEmpty)
        rig.tell(.conversationReconciled(facts(next.number, since: since), .elsewhere))
        #expect(rig.tell(.conversationEnded(id)).asked.isEmpty)
    }

    @Test("new rules take effect on who waits; nobody is lost")
    func reload() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let waiting = rig.arrive(.returns).id
        let busy = rig.arrive().id
        rig.accept(.ana)
        let relaxed = DeskRules.plain { shop in
            shop.queues[.returns]?.relaxations = [
                QueueRules.Relaxation(after: .zero, step: .anySkill)
            ]
        }
        #expect(rig.tell(.rulesReplaced(relaxed)).asked.isEmpty)
        #expect(rig.desk.cases(of: .ana) == [busy])
        rig.start(.agent(.ben))
        #expect(rig.desk.offers(to: .ben).map(\.conversation) == [waiting])
        // A queue, then a whole shop, is taken away.
        rig.tell(.rulesReplaced(.plain { $0.queues[.returns] = nil }))
        #expect(rig.desk.offers(to: .ben).map(\.queue) == [.general])
        rig.tell(.rulesReplaced(DeskRules()))
        rig.accept(.ben)
        #expect(rig.tell(.caseClosed(busy, .resolved, by: .ana)).refusals.isEmpty)
        let late = rig.arrive(.lamps)
        #expect(late.effects == [.turnAway(late.id, .closed(backAt: nil))])
        #expect(rig.desk.owner(of: waiting) == .ben)
    }

    @Test("a reload that promises less or more changes nobody's turn", arguments: [30, 600])
    func reloadKeepsTurns(seconds: Int) {
        var rig = DeskRig(.plain())
        let first = rig.arrive().id
        rig.pass(.seconds(10))
        rig.tell(.rulesReplaced(.plain { $0.queues[.general]?.answerWithin = .seconds(seconds) }))
        let second = rig.arrive().id
        #expect(rig.start(.agent(.ana)).offers.map(\.conversation) == [first])
        rig.accept(.ana)
        #expect(rig.tell(.caseClosed(first, .resolved, by: .ana)).offers[0].conversation == second)
    }

    @Test("a clock that is set shortens and lengthens no wait", arguments: [-7_200, 7_200])
    func clockSet(jump: Int) {
        var rig = DeskRig(
            .plain { shop in
                shop.queues[.general]?.relaxations = [
                    QueueRules.Relaxation(after: .seconds(60), step: .language(.german))
                ]
            })
        rig.start(.agent(.ben, languages: [.german]))
        let first = rig.arrive().id
        rig.pass(.seconds(30))
        rig.desk.wallClockJumped(by: .seconds(jump))
        rig.setClock(by: .seconds(jump))
        _ = rig.arrive()
        #expect(rig.pass(.seconds(29)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).offers.map(\.conversation) == [first])
        #expect(rig.pass(.seconds(19)).asked.isEmpty)
        #expect(
            rig.pass(.seconds(1)).contains {
                if case .endOffer(_, .expired) = $0 { true } else { false }
            })
    }

    @Test("a timer that was replaced does nothing")
    func lateTimer() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let (_, offered) = rig.arrive()
        #expect(rig.tell(.timerFired(DeskTimer(generation: 0))).isEmpty)
        #expect(rig.desk.offers(to: .ana) == offered.offers)
    }

    @Test("a second change of language moves who waits to who speaks it")
    func languageChanges() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana, languages: [.spanish]))
        let id = rig.arrive().id
        #expect(rig.tell(.languageSet(id, .spanish)).asked == [.ana])
    }

    @Test("an agent's day keeps its last lines")
    func timelineIsBounded() throws {
        var rig = DeskRig(.plain())
        rig.logIn(.agent(.ana))
        for _ in 0..<100 {
            rig.tell(.presenceChosen(.on, by: .ana))
            rig.pass(.seconds(1))
            rig.tell(.presenceChosen(.onBreak(reason: "tea"), by: .ana))
        }
        let lines = try rig.desk.timeline(of: .ana, for: .ana)
        #expect(lines.count == Desk.timelineCountMax)
        #expect(lines.last?.what == .wentOnBreak(reason: "tea"))
        #expect(lines.map(\.at) == lines.map(\.at).sorted())
    }
}
