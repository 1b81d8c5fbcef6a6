import AgentDesk
import BusinessTime
import Testing
import Vocabulary

@testable import ShopFiles

@Suite("Files: the desk")
struct DeskReaderTests {
    private static let floor = """
        sites:
          berlin:
            time_zone: Europe/Berlin
            hours: {mon-fri: ["09:00-18:00"]}
            cost_per_hour: 42.50
          riga: {time_zone: Europe/Riga, hours: {daily: ["08:00-20:00"]}, cost_per_hour: 21}
        offer_seconds: 25

        """

    /// A shop with this `desk`, and the floor above.
    private func fixture(_ desk: String, floor: String = floor) throws -> ShopFixture {
        let settings =
            ShopFixture.settings + "skills: {returns: returns, products: advice}\n" + desk
        return try ShopFixture(["shop/shop.yml": settings, "floor.yml": floor])
    }

    @Test("everything that can be written is read")
    func everything() throws {
        let desk = """
            desk:
              queues:
                returns:
                  answer_within_seconds: 90
                  level: 3
                  relax:
                  - {after_seconds: 30, level: 2}
                  - {after_seconds: 60, skill: advice}
                  - {after_seconds: 90, any_skill: true}
                  - {after_seconds: 120, language: en}
                  head_start_seconds: {urgent: 600}
                  waiting_max: 50
                  alarm_waiting: 9
                  handling_minutes: 4
              sites: [{site: berlin}, {site: riga, after_seconds: 45}]
              chats_max: 12
              known_agent_seconds: 30
              wrap_up_seconds: 20
              silence_warning_seconds: 60
              silence_relief_seconds: 180
              dispositions: [resolved, spam]

            """
        let (shops, problems) = try fixture(desk).load()
        #expect(problems.filter { $0.severity > .note }.map(\.description) == [])
        let rules = LoadedShop.deskRules(of: shops)
        let shop = try #require(rules.shops.values.first)
        #expect(shop.queues.keys.sorted() == [Skill("advice"), .general, Skill("returns")])
        let returns = try #require(shop.queues[Skill("returns")])
        #expect(returns.answerWithin == .seconds(90))
        #expect(returns.levelMin == 3)
        #expect(
            returns.relaxations.map(\.step) == [
                .level(2), .skill(Skill("advice")), .anySkill, .language(.english),
            ])
        #expect(returns.relaxations.map(\.after) == [30, 60, 90, 120].map { .seconds($0) })
        #expect(returns.headStarts[.urgent] == .seconds(600))
        #expect(returns.headStarts[.low] == .seconds(-300))
        #expect(returns.waitingCountMax == 50)
        #expect(returns.alarmWaitingCount == 9)
        #expect(returns.handlingTimeExpected == .seconds(240))
        #expect(
            shop.siteOrder == [
                SiteTurn(SiteName("berlin")), SiteTurn(SiteName("riga"), after: .seconds(45)),
            ])
        #expect(shop.assignedCountMax == 12)
        #expect(shop.stickyPatience == .seconds(30))
        #expect(shop.wrapUp == .seconds(20))
        #expect(shop.silenceWarning == .seconds(60))
        #expect(shop.silenceRelief == .seconds(180))
        #expect(shop.dispositions == [.resolved, Disposition("spam")])
        #expect(rules.sites[SiteName("berlin")]?.costPerHourCents == 4_250)
        #expect(rules.sites[SiteName("riga")]?.costPerHourCents == 2_100)
        #expect(rules.offerExpiry == .seconds(25))
    }

    @Test("without a word about the desk every topic's queue is there")
    func nothing() throws {
        let queues = try fixture("").load().shops.first?.settings.desk.queues
        #expect(queues?.count == 3)
        // Whoever is there answers in the end.
        #expect(queues?[Skill("returns")]?.relaxations.map(\.step) == [.anySkill])
        let strict = try fixture("desk: {queues: {returns: {relax: []}}}\n").load().shops
        #expect(strict.first?.settings.desk.queues[Skill("returns")]?.relaxations == [])
    }

    @Test(arguments: [
        (
            "  queue: {}", "15:3: error: 'desk' has no key 'queue'; did you mean 'queues'?"
        ),
        (
            "  queues: {retruns: {}}",
            "15:12: error: no topic of 'skills' leads to a queue 'retruns'; "
                + "did you mean 'returns'? (allowed: advice, general, returns)"
        ),
        (
            "  queues: {returns: {levle: 2}}",
            "15:22: error: a queue has no key 'levle'; did you mean 'level'?"
        ),
        (
            "  queues: {returns: {level: 9}}",
            "15:29: error: 'level' is a whole number from 1 to 5, not '9'"
        ),
        (
            "  queues: {returns: {relax: [{after_seconds: 9, skill: advise}]}}",
            "15:56: error: this shop has no skill 'advise'; did you mean 'advice'?"
        ),
        (
            "  queues: {returns: {relax: [{after_seconds: 9, language: de}]}}",
            "15:59: error: this shop does not speak 'de'"
        ),
        (
            "  queues: {returns: {relax: [{skill: advice}]}}",
            "15:30: error: a step of 'relax' needs 'after_seconds'"
        ),
        (
            "  queues: {returns: {relax: [{after_seconds: 9, level: 1, any_skill: true}]}}",
            "15:30: error: a step of 'relax' lowers one thing (allowed: level, skill, any_skill, language)"
        ),
        (
            "  queues: {returns: {level: 2, relax: [{after_seconds: 9, level: 2}]}}",
            "15:66: warning: level 2 is no less than before (2)"
        ),
        (
            "  sites: [{site: berln}]",
            "15:18: error: floor.yml has no site 'berln'; did you mean 'berlin'?"
        ),
        (
            "  silence_relief_seconds: 100",
            "15:3: error: 'silence_relief_seconds' must be more than 'silence_warning_seconds' (120)"
        ),
        ("  dispositions: [\"no good\"]", "15:18: error: 'no good' is no disposition"),
    ])
    func mistakes(_ line: String, _ message: String) throws {
        let messages = try fixture("desk:\n\(line)\n").messages()
        #expect(messages.count == 1)
        #expect(messages.first?.hasPrefix("shop/shop.yml:\(message)") == true, "\(messages)")
    }

    @Test(arguments: [
        (
            "offer_secnds: 20",
            "floor.yml:1:1: error: floor.yml has no key 'offer_secnds'; did you mean 'offer_seconds'?"
        ),
        (
            "offer_seconds: 2",
            "floor.yml:1:16: error: 'offer_seconds' is a whole number from 5 to 600"
        ),
        (
            "sites: {riga: {time_zone: Europe/Rga, hours: {daily: [24h]}}}",
            "floor.yml:1:27: error: 'Europe/Rga' is not a known time zone; did you mean 'Europe/Riga'?"
        ),
        ("sites: {riga: {time_zone: Europe/Riga}}", "floor.yml:1:15: error: a site needs 'hours'"),
        (
            "sites: {riga: {time_zone: Europe/Riga, hours: {daily: [24h]}, cost_per_hour: 9 EUR}}",
            "floor.yml:1:78: error: '9 EUR' is no cost"
        ),
    ])
    func floorMistakes(_ line: String, _ message: String) throws {
        let folder = try fixture("", floor: line + "\n")
        #expect(folder.messages().first?.hasPrefix(message) == true, "\(folder.messages())")
        #expect(folder.load().shops.isEmpty)
    }
}
