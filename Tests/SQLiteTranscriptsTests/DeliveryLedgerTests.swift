import Ports
import SQLiteTranscripts
import Testing
import Vocabulary
import Webhooks

/// A ledger in a folder of its own.
struct LedgerUnderTest {
    let folder = try? TemporaryFolder()
    let noon = WallTime(milliseconds: 1_773_136_800_000)
    let crm: EndpointKey
    let erp: EndpointKey

    init() throws {
        let shop = try #require(ShopID("juniper"))
        crm = EndpointKey(shop: shop, name: "crm")
        erp = EndpointKey(shop: shop, name: "erp")
    }

    func open() throws -> SQLiteDeliveryLedger {
        try SQLiteDeliveryLedger(path: try #require(folder).path(SQLiteDeliveryLedger.fileName))
    }

    func new(
        _ conversation: Int64, _ sequence: Int, to endpoint: EndpointKey? = nil, bytes: Int = 2
    ) -> NewDelivery {
        let id = ConversationID(conversation << 23)
        return NewDelivery(
            endpoint: endpoint ?? crm, conversation: id, event: "evt_\(id)_\(sequence)_1",
            type: .messageCreated, sequence: sequence, ordinal: 1,
            happenedAt: noon + .milliseconds(Int64(sequence)), format: .standard,
            body: [UInt8](repeating: 0x20, count: bytes))
    }

    func taking(_ deliveries: [NewDelivery], through turn: Int64 = 1) -> LedgerChanges {
        var changes = LedgerChanges()
        changes.taken = deliveries
        changes.takenThrough = turn
        return changes
    }

    func attempt(
        _ due: DueDelivery, _ outcome: AttemptOutcome, at now: WallTime
    ) -> LedgerChanges {
        var random = SeededRandom(seed: 1)
        var delivery = due.delivery
        delivery.handle(outcome, at: now, using: &random)
        var changes = LedgerChanges()
        changes.attempts = [
            AttemptRecord(
                number: due.number, lane: due.lane, delivery: delivery, at: now, outcome: outcome)
        ]
        return changes
    }
}

@Suite struct DeliveryLedgerTests {
    private let fine = AttemptOutcome.answered(status: 200, retryAfter: nil)
    private let broken = AttemptOutcome.answered(status: 500, retryAfter: nil)

    @Test func theNextOfAConversationIsDueOnceTheOneBeforeHasEnded() throws {
        let subject = try LedgerUnderTest()
        let ledger = try subject.open()
        let now = subject.noon + .seconds(1)
        try ledger.save(
            subject.taking([
                subject.new(1, 2), subject.new(1, 3), subject.new(2, 2),
                subject.new(1, 2, to: subject.erp),
            ]))
        #expect(try ledger.takenThrough() == 1)
        var due = try ledger.due(subject.crm, at: now, except: [], limit: 10)
        #expect(due.map(\.event) == [subject.new(1, 2).event, subject.new(2, 2).event])
        // A failure holds the ones behind it back; those of other conversations go on.
        try ledger.save(subject.attempt(due[0], broken, at: now))
        due = try ledger.due(subject.crm, at: now, except: [], limit: 10)
        #expect(due.map(\.event) == [subject.new(2, 2).event])
        let next = try #require(try ledger.nextDue(subject.crm, after: now))
        #expect((4...6).contains(next.since(now).milliseconds / 1_000))
        let again = try #require(try ledger.due(subject.crm, at: next, except: [], limit: 10).last)
        #expect(again.delivery.failureCount == 1)
        try ledger.save(subject.attempt(again, fine, at: next))
        due = try ledger.due(subject.crm, at: next, except: [], limit: 10)
        #expect(Set(due.map(\.event)) == [subject.new(1, 3).event, subject.new(2, 2).event])
        let endpoints = try ledger.endpoints()
        #expect(endpoints.map(\.key.name) == ["crm", "erp"])
        #expect(endpoints.map(\.waitingCount) == [2, 1])
    }

    @Test func whatIsTakenTwiceIsThereOnce() throws {
        let subject = try LedgerUnderTest()
        let ledger = try subject.open()
        for _ in 1...2 { try ledger.save(subject.taking([subject.new(1, 2)])) }
        let due = try ledger.due(subject.crm, at: subject.noon + .seconds(1), except: [], limit: 10)
        #expect(due.count == 1)
        try ledger.save(subject.attempt(due[0], fine, at: subject.noon))
        try ledger.save(subject.taking([subject.new(1, 2)]))
        #expect(
            try ledger.due(subject.crm, at: subject.noon + .seconds(1), except: [], limit: 10)
                .isEmpty)
        #expect(try ledger.endpoints()[0].waitingCount == 0)
    }

    @Test func everythingIsThereAfterOpeningAnew() throws {
        let subject = try LedgerUnderTest()
        let until = subject.noon + .seconds(60)
        do {
            let ledger = try subject.open()
            var changes = subject.taking([subject.new(1, 2)], through: 77)
            changes.health[subject.crm] = EndpointHealth(
                failuresInRow: 3, failingSince: subject.noon, pausedUntil: until, isProven: false)
            changes.health[subject.erp] = EndpointHealth(disabled: .gone)
            try ledger.save(changes)
        }
        let ledger = try subject.open()
        #expect(try ledger.takenThrough() == 77)
        let endpoints = try ledger.endpoints()
        #expect(
            endpoints[0].health
                == EndpointHealth(
                    failuresInRow: 3, failingSince: subject.noon, pausedUntil: until,
                    isProven: false))
        #expect(endpoints[0].nextDue != nil)
        #expect(endpoints[1].health == EndpointHealth(disabled: .gone))
    }

    @Test func deadLettersAreSentAgainAndOldOnesRemoved() throws {
        let subject = try LedgerUnderTest()
        let ledger = try subject.open()
        let now = subject.noon + .seconds(1)
        try ledger.save(subject.taking([subject.new(1, 2), subject.new(1, 3), subject.new(2, 2)]))
        let gone = AttemptOutcome.answered(status: 410, retryAfter: nil)
        for outcome in [gone, fine, fine] {
            let due = try #require(try ledger.due(subject.crm, at: now, except: [], limit: 1).first)
            try ledger.save(subject.attempt(due, outcome, at: now))
        }
        #expect(try ledger.endpoints()[0].deadLetterCount == 1)
        var filter = LedgerFilter()
        filter.phases = [.dead]
        let dead = try ledger.list(filter, limit: 10)
        #expect(dead.count == 1 && dead[0].lastStatus == 410 && dead[0].reason == "endpoint_gone")
        #expect(try ledger.sendAgain(dead.map(\.number) + [999], at: now) == 1)
        #expect(try ledger.endpoints()[0].deadLetterCount == 0)
        #expect(try ledger.endpoints()[0].waitingCount == 1)
        let again = try #require(try ledger.due(subject.crm, at: now, except: [], limit: 5).first)
        #expect(again.event == dead[0].event && again.delivery.failureCount == 0)
        try ledger.save(subject.attempt(again, gone, at: now))
        let removed = try ledger.removeEnded(
            deliveredBefore: now + .seconds(1), deadBefore: now, limit: 10)
        #expect(removed == 2)
        #expect(try ledger.list(LedgerFilter(), limit: 10).map(\.phase) == [.dead])
        #expect(try ledger.erase(dead[0].conversation) == 1)
        #expect(try ledger.list(LedgerFilter(), limit: 10).isEmpty)
        #expect(try ledger.endpoints()[0].deadLetterCount == 0)
    }

    @Test func whatACommandChangesIsSeen() throws {
        let subject = try LedgerUnderTest()
        let (server, command) = (try subject.open(), try subject.open())
        #expect(try !server.wasChangedElsewhere())
        var changes = subject.taking([subject.new(1, 2)])
        changes.health[subject.crm] = EndpointHealth(disabled: .gone)
        try server.save(changes)
        #expect(try !server.wasChangedElsewhere())
        #expect(try command.enable(subject.crm))
        #expect(try command.enable(subject.erp) == false)
        #expect(try server.wasChangedElsewhere())
        #expect(try !server.wasChangedElsewhere())
    }

    @Test func aReplayFindsTheEventsOfATime() throws {
        let subject = try LedgerUnderTest()
        let ledger = try subject.open()
        try ledger.save(subject.taking((2...9).map { subject.new(1, $0) }))
        var filter = LedgerFilter()
        filter.from = subject.noon + .milliseconds(4)
        filter.to = subject.noon + .milliseconds(6)
        #expect(try ledger.numbers(filter).count == 2)
        filter.shop = ShopID("lumen")
        #expect(try ledger.numbers(filter).isEmpty)
    }
}
