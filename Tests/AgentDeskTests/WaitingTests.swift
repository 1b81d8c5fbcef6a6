import AgentDesk
import BusinessTime
import Testing
import Vocabulary

@Suite("Desk: waiting customers")
struct WaitingTests {
    @Test("on a floor that is always full, who was skipped once is not passed over for ever")
    func skippedOnAFullFloor() {
        var rules = DeskRules.plain()
        rules.assignedCountMax = 1
        var rig = DeskRig(rules)
        rig.start(.agent(.ana))
        let (first, offered) = rig.arrive()
        let second = rig.arrive().id
        let skipped = rig.tell(.offerSkipped(offered.offers[0].id, by: .ana))
        #expect(skipped.offers.map(\.conversation) == [second])
        rig.accept(.ana)
        _ = rig.arrive()
        rig.pass(.seconds(60))
        let freed = rig.tell(.caseClosed(second, .resolved, by: .ana))
        #expect(freed.offers.map(\.conversation) == [first])
    }

    @Test("places are told when they come, and anew when they change")
    func places() {
        var rig = DeskRig(.plain { $0.queues[.general]?.handlingTimeExpected = .seconds(300) })
        rig.start(.agent(.ana))
        rig.start(.agent(.ben))
        for agent in [AgentID.ana, .ben] {
            _ = rig.arrive()
            rig.accept(agent)
        }
        let waiting = (0..<3).map { _ in rig.arrive() }
        for (offset, arrived) in waiting.enumerated() {
            let wait = Duration.seconds(150 * (offset + 1))
            let told = DeskEffect.tellPlace(arrived.id, position: offset + 1, wait: wait)
            #expect(arrived.effects == [told])
        }
        rig.tell(.conversationEnded(waiting[0].id))
        #expect(rig.pass(.seconds(19)).isEmpty)
        let told = rig.pass(.seconds(1))
        #expect(
            told == [
                .tellPlace(waiting[1].id, position: 1, wait: .seconds(150)),
                .tellPlace(waiting[2].id, position: 2, wait: .seconds(300)),
            ])
        #expect(rig.pass(.seconds(20)).isEmpty)
    }

    @Test("the estimate learns from how long cases take")
    func learning() {
        var rig = DeskRig(.plain { $0.queues[.general]?.handlingTimeExpected = .seconds(600) })
        rig.start(.agent(.ana))
        for _ in 0..<100 {
            let id = rig.arrive().id
            rig.accept(.ana)
            rig.tell(.agentSpoke(id, by: .ana))
            rig.pass(.seconds(200))
            rig.tell(.caseClosed(id, .resolved, by: .ana))
        }
        let wait = rig.desk.outlook(for: .general, in: .english, at: rig.now).wait ?? .zero
        #expect(wait > .seconds(199) && wait < .seconds(202))
    }

    @Test("a full queue takes nobody in")
    func full() {
        var rig = DeskRig(.plain { $0.queues[.general]?.waitingCountMax = 2 })
        _ = rig.arrive()
        _ = rig.arrive()
        let third = rig.arrive()
        #expect(third.effects == [.turnAway(third.id, .full)])
        #expect(rig.desk.outlook(for: .general, in: .english, at: rig.now).availability == .full)
        #expect(QueueRules().waitingCountMax == Limits.queueWaitingCountMax)
        let elsewhere = QueueKey(shop: ShopID("nowhere") ?? .lumen, skill: .general)
        let lost = rig.arrive(elsewhere)
        #expect(lost.effects == [.turnAway(lost.id, .closed(backAt: nil))])
    }

    @Test("who waits where nobody is hears it, once each time")
    func unstaffed() {
        var rig = DeskRig(.plain())
        let first = rig.arrive()
        #expect(
            first.effects == [
                .alarm(.unstaffed(.general)), .tellUnstaffed(first.id, backAt: nil),
                .tellPlace(first.id, position: 1, wait: nil),
            ])
        #expect(rig.start(.agent(.ana)).contains(.alarmEnded(.unstaffed(.general))))
        rig.accept(.ana)
        let second = rig.arrive()
        #expect(!second.effects.contains(.tellUnstaffed(second.id, backAt: nil)))
        let gone = rig.tell(.presenceChosen(.off, by: .ana))
        #expect(gone.contains(.alarm(.unstaffed(.general))))
        #expect(gone.contains(.tellUnstaffed(second.id, backAt: nil)))
        #expect(rig.tell(.conversationEnded(second.id)).contains(.alarmEnded(.unstaffed(.general))))
    }

    @Test("alarms ring once and end once")
    func alarms() {
        var rig = DeskRig(
            .plain { shop in
                shop.queues[.general]?.alarmWaitingCount = 4
                shop.queues[.general]?.answerWithin = .seconds(60)
            })
        rig.start(.agent(.ana))
        let first = rig.arrive().id
        rig.accept(.ana)
        rig.tell(.agentSpoke(first, by: .ana))
        let waiting = (0..<5).map { _ in rig.arrive() }
        #expect(waiting[3].effects.contains(.alarm(.queueLong(.general))))
        #expect(!waiting[4].effects.contains(.alarm(.queueLong(.general))))
        #expect(!rig.pass(.seconds(59)).contains(.alarm(.promiseBroken(.general))))
        let broken = rig.pass(.seconds(60)).filter { $0 == .alarm(.promiseBroken(.general)) }
        #expect(broken.count == 1)
        #expect(rig.tell(.conversationEnded(waiting[0].id)).isEmpty)
        #expect(rig.tell(.conversationEnded(waiting[1].id)).isEmpty)
        #expect(rig.tell(.conversationEnded(waiting[2].id)) == [.alarmEnded(.queueLong(.general))])
        rig.tell(.conversationEnded(waiting[3].id))
        #expect(
            rig.tell(.conversationEnded(waiting[4].id)) == [.alarmEnded(.promiseBroken(.general))])
    }

    @Test("a callback keeps its place and is told none")
    func callback() {
        var rig = DeskRig(.plain())
        let early = rig.arrive().id
        let late = rig.arrive().id
        let next = rig.arrive().id
        rig.tell(.callbackWished(early, notBefore: nil))
        rig.tell(.callbackWished(late, notBefore: rig.now + .seconds(600)))
        let offered = rig.start(.agent(.ana)).offers
        #expect(offered.map(\.conversation) == [early])
        #expect(offered[0].isCallback)
        rig.accept(.ana)
        #expect(rig.tell(.caseClosed(early, .resolved, by: .ana)).offers[0].conversation == next)
        rig.accept(.ana)
        rig.tell(.agentSpoke(next, by: .ana))
        rig.tell(.caseClosed(next, .resolved, by: .ana))
        #expect(rig.desk.offers(to: .ana).isEmpty)
        #expect(rig.pass(.seconds(600)).offers.map(\.conversation) == [late])
    }

    // MARK: Hours

    /// Berlin, two spans a day, a holiday; a second site in Manila.
    private func officeRules() throws -> DeskRules {
        let hours = try OpeningHours(
            parsing: [(days: "mon-fri", spans: ["09:00-12:00", "13:00-18:00"])],
            holidays: [(day: "2026-04-06", name: "Easter Monday")], zone: "Europe/Berlin")
        let manila = try OpeningHours(
            parsing: [(days: "daily", spans: ["14:00-22:00"])], zone: "Asia/Manila")
        let site = SiteName("manila")
        var shop = ShopRules(shop: .juniper, hours: hours, languages: [.english])
        shop.siteOrder = [SiteTurn(site)]
        return DeskRules(
            shops: [.juniper: shop], sites: [site: Site(name: site, hours: manila)])
    }

    private func moment(_ text: String) -> WallTime { WallTime(text) ?? .monday }

    @Test("back at: hours of the shop and of the site, holidays and clocks that change")
    func backAt() throws {
        var rules = try officeRules()
        rules.sites = [:]
        var desk = Desk(rules: rules)
        func availability(_ text: String) -> Outlook.Availability {
            desk.outlook(for: .general, in: .english, at: moment(text)).availability
        }
        #expect(availability("2026-03-02T10:00:00Z") == .unstaffed)
        let lunch = availability("2026-03-02T11:30:00Z")
        #expect(lunch == .closed(backAt: moment("2026-03-02T12:00:00Z")))
        // Friday evening before the clocks change on Sunday 29 March.
        let weekend = availability("2026-03-27T20:00:00Z")
        #expect(weekend == .closed(backAt: moment("2026-03-30T07:00:00Z")))
        // Easter Monday is a holiday.
        let easter = availability("2026-04-04T10:00:00Z")
        #expect(easter == .closed(backAt: moment("2026-04-07T07:00:00Z")))
        desk = Desk(rules: try officeRules())
        // Manila comes at 14:00, 06:00 UTC, and leaves at 14:00 UTC: Berlin opens at 08:00 UTC.
        #expect(
            availability("2026-03-02T05:00:00Z")
                == .closed(backAt: moment("2026-03-02T08:00:00Z")))
        #expect(
            availability("2026-03-02T14:30:00Z")
                == .closed(backAt: moment("2026-03-03T08:00:00Z")))
        #expect(availability("2026-03-02T10:00:00Z") == .unstaffed)
    }

    @Test("out of hours a customer is taken in while someone is there")
    func lateShift() throws {
        var rig = DeskRig(try officeRules(), at: moment("2026-03-02T18:30:00Z"))
        let alone = rig.arrive()
        #expect(
            alone.effects.contains(
                .tellUnstaffed(alone.id, backAt: moment("2026-03-03T08:00:00Z"))))
        rig.start(.agent(.ana, site: SiteName("manila"), capacity: 3))
        #expect(rig.desk.outlook(for: .general, in: .english, at: rig.now).isStaffed)
        #expect(rig.arrive().effects.asked == [.ana])
        rig.tell(.presenceChosen(.onBreak(reason: ""), by: .ana))
        #expect(!rig.desk.outlook(for: .general, in: .english, at: rig.now).isStaffed)
    }
}
