import AgentDesk
import BusinessTime
import Testing
import Vocabulary

@Suite("Desk: routing")
struct RoutingTests {
    @Test("among equals the first to come is the first to be served")
    func firstComeFirstServed() {
        var rig = DeskRig(.plain())
        var ids: [ConversationID] = []
        for _ in 0..<20 {
            ids.append(rig.arrive().id)
            rig.pass(.seconds(1))
        }
        var served: [ConversationID] = []
        rig.start(.agent(.ana))
        for _ in ids {
            served += rig.accept(.ana).assignments.map(\.conversation)
            rig.tell(.caseClosed(served[served.count - 1], .resolved, by: .ana))
        }
        #expect(served == ids)
    }

    @Test("the urgent overtake by their head start, and nobody for ever")
    func headStarts() {
        var rig = DeskRig(.plain())
        let plain = rig.arrive().id
        rig.pass(.seconds(60))
        let urgent = rig.arrive(priority: .urgent).id
        rig.start(.agent(.ana))
        #expect(rig.accept(.ana).assignments.map(\.conversation) == [urgent])
        // Urgent ones keep coming, each ends when the next is there; the plain one has its turn
        // once it has waited as much longer as the head start says: 15 minutes.
        var current = urgent
        var waited: Duration = .seconds(60)
        while current != plain, waited < .seconds(3_600) {
            rig.pass(.seconds(60))
            waited += .seconds(60)
            _ = rig.arrive(priority: .urgent)
            rig.tell(.caseClosed(current, .resolved, by: .ana))
            current = rig.accept(.ana).assignments[0].conversation
        }
        #expect(current == plain)
        #expect(waited <= .seconds(16 * 60))
    }

    @Test("the queue with the shorter promise is served before one with a longer")
    func promises() {
        var rig = DeskRig(
            .plain { shop in
                shop.queues[.general]?.answerWithin = .seconds(600)
                shop.queues[.returns]?.answerWithin = .seconds(60)
            })
        let patient = rig.arrive(.general).id
        rig.pass(.seconds(100))
        let pressing = rig.arrive(.returns).id
        #expect(rig.start(.agent(.ana, skills: [.returns: 1])).offers[0].conversation == pressing)
        rig.accept(.ana)
        #expect(
            rig.tell(.caseClosed(pressing, .resolved, by: .ana)).offers[0].conversation == patient)
    }

    @Test("a skill is asked for at its level, and less of it after a while")
    func levels() {
        var rig = DeskRig(
            .plain { shop in
                shop.queues[.returns]?.levelMin = 3
                shop.queues[.returns]?.relaxations = [
                    QueueRules.Relaxation(after: .seconds(30), step: .level(2)),
                    QueueRules.Relaxation(after: .seconds(60), step: .anySkill),
                ]
            })
        rig.start(.agent(.ana, skills: [.returns: 2]))
        rig.start(.agent(.ben))
        #expect(rig.arrive(.returns).effects.asked.isEmpty)
        #expect(rig.pass(.seconds(29)).asked.isEmpty)
        let relaxed = rig.pass(.seconds(1))
        #expect(relaxed.asked == [.ana])
        #expect(relaxed.offers[0].reason.eligibleAfter == .seconds(30))
        rig.accept(.ana)
        _ = rig.arrive(.returns)
        #expect(rig.pass(.seconds(59)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).asked == [.ben])
    }

    @Test("an expert who comes on is asked before the demands sink")
    func expertFirst() {
        var rig = DeskRig(
            .plain { shop in
                shop.queues[.returns]?.levelMin = 3
                shop.queues[.returns]?.relaxations = [
                    QueueRules.Relaxation(after: .seconds(30), step: .anySkill)
                ]
            })
        rig.start(.agent(.ben))
        _ = rig.arrive(.returns)
        #expect(rig.start(.agent(.ana, skills: [.returns: 4])).asked == [.ana])
    }

    @Test("the language decides, until someone who speaks another may answer")
    func languages() {
        var rig = DeskRig(
            .plain { shop in
                shop.queues[.general]?.relaxations = [
                    QueueRules.Relaxation(after: .seconds(90), step: .language(.english))
                ]
            })
        rig.start(.agent(.ana))
        rig.start(.agent(.ben, languages: [.german]))
        #expect(rig.arrive(.general, .german).effects.asked == [.ben])
        #expect(rig.arrive(.general, .spanish).effects.asked.isEmpty)
        #expect(rig.pass(.seconds(90)).asked.last == .ana)
    }

    @Test("sites are asked in their order, and among equals the cheaper one")
    func sites() {
        let names = ["berlin", "riga", "manila"].map(SiteName.init)
        var rules = DeskRules.plain { shop in
            shop.siteOrder = [
                SiteTurn(names[0]), SiteTurn(names[1]), SiteTurn(names[2], after: .seconds(45)),
            ]
        }
        for (name, cost) in zip(names, [4_000, 2_500, 900]) {
            rules.sites[name] = Site(
                name: name, hours: .always(in: .utc), costPerHourCents: cost)
        }
        var rig = DeskRig(rules)
        rig.start(.agent(.ana, site: names[0]))
        rig.pass(.seconds(5))
        rig.start(.agent(.ben, site: names[1]))
        rig.start(.agent(.cleo, site: names[2]))
        #expect(rig.arrive().effects.asked == [.ben])
        #expect(rig.arrive().effects.asked == [.ana])
        #expect(rig.arrive().effects.asked.isEmpty)
        rig.accept(.ana)
        rig.accept(.ben)
        #expect(rig.pass(.seconds(45)).asked == [.cleo])
    }

    @Test("a returning customer waits a while for the agent they know")
    func knownAgent() {
        var rig = DeskRig(.plain { $0.stickyPatience = .seconds(30) })
        rig.start(.agent(.ana))
        rig.pass(.seconds(1))
        rig.start(.agent(.ben))
        #expect(rig.arrive(lastAgent: .ben).effects.offers.first?.reason.way == .knownAgent)
        rig.accept(.ben)
        let held = rig.arrive(lastAgent: .ben)
        #expect(held.effects == [.tellPlace(held.id, position: 1, wait: .seconds(180))])
        #expect(rig.pass(.seconds(29)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).asked == [.ana])
        rig.accept(.ana)
        // Who frees up first of all gets who waits for them.
        let mine = rig.arrive(lastAgent: .ben)
        let ended = rig.tell(.caseClosed(rig.desk.cases(of: .ben)[0], .resolved, by: .ben))
        #expect(ended.offers.map(\.conversation) == [mine.id])
        // Whoever is not there is not waited for.
        rig.tell(.presenceChosen(.off, by: .ben))
        rig.tell(.conversationEnded(mine.id))
        rig.start(.agent(.cleo))
        #expect(rig.arrive(lastAgent: .ben).effects.asked == [.cleo])
    }

    @Test("who is known but lacks the language is asked no earlier than the rules say")
    func knownWithoutTheLanguage() {
        var rig = DeskRig(
            .plain {
                $0.stickyPatience = .seconds(30)
                $0.queues[.general]?.relaxations = [
                    QueueRules.Relaxation(after: .seconds(60), step: .language(.english))
                ]
            })
        rig.start(.agent(.ben))
        let german = rig.arrive(.general, .german, lastAgent: .ben)
        #expect(german.effects.asked.isEmpty)
        #expect(rig.pass(.seconds(59)).asked.isEmpty)
        #expect(rig.pass(.seconds(1)).asked == [.ben])
        // Whose language turns out to be another one waits like everyone who speaks it.
        rig.accept(.ben)
        let turned = rig.arrive(lastAgent: .ben)
        rig.tell(.languageSet(turned.id, .german))
        let ended = rig.tell(.caseClosed(rig.desk.cases(of: .ben)[0], .resolved, by: .ben))
        #expect(ended.asked.isEmpty)
        #expect(rig.pass(.seconds(60)).asked == [.ben])
    }

    @Test("no more than the shop and the floor may have are offered")
    func limits() {
        var rules = DeskRules.plain { $0.assignedCountMax = 2 }
        rules.assignedCountMax = 3
        var rig = DeskRig(rules)
        rig.start(.agent(.ana, shops: [.juniper, .lumen], capacity: 9))
        let ids = (0..<4).map { _ in rig.arrive().id }
        #expect(rig.desk.offers(to: .ana).map(\.conversation) == Array(ids[0..<2]))
        let lamps = (0..<2).map { _ in rig.arrive(.lamps).id }
        #expect(rig.desk.offers(to: .ana).count == 3)
        #expect(
            rig.tell(.casePicked(ids[3], by: .ana)).refusals == [.shopFull(.juniper, countMax: 2)])
        #expect(rig.tell(.casePicked(lamps[1], by: .ana)).refusals == [.floorFull(countMax: 3)])
        #expect(rig.tell(.conversationEnded(ids[0])).offers.map(\.conversation) == [ids[2]])
        #expect(rig.tell(.conversationEnded(ids[1])).offers.map(\.conversation) == [ids[3]])
        #expect(rig.tell(.conversationEnded(ids[2])).offers.map(\.conversation) == [lamps[1]])
    }

    @Test("a place of a full shop goes to who is most due, not to who was just passed on")
    func limitAndTurn() {
        var rig = DeskRig(.plain { $0.assignedCountMax = 1 })
        rig.start(.agent(.ana))
        rig.start(.agent(.ben, capacity: 2))
        let older = rig.arrive(since: rig.now + .seconds(-60))
        #expect(older.effects.asked.count == 1)
        let oldest = rig.arrive(since: rig.now + .seconds(-90))
        #expect(oldest.effects.asked.isEmpty)
        let skipped = rig.tell(
            .offerSkipped(older.effects.offers[0].id, by: older.effects.asked[0]))
        #expect(skipped.offers.map(\.conversation) == [oldest.id])
    }

    @Test("a skill or language that the shop does not have falls back")
    func fallBack() {
        var rig = DeskRig(.plain())
        rig.start(.agent(.ana))
        let queue = QueueKey(shop: .juniper, skill: Skill("unheard"))
        let offered = rig.arrive(queue, Language("xx") ?? .english).effects
        #expect(offered.offers.map(\.queue) == [.general])
    }
}
