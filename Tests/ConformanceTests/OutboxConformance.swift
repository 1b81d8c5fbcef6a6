import Ports
import TestKit
import Testing
import Vocabulary
import Webhooks

/// What endpoints are to be told is on record with its turn, or neither of them is.
@Suite struct OutboxConformance {
    let cases: Cases

    init() throws { cases = try Cases() }

    private func said(_ number: Int64, _ sequence: Int, _ endpoints: [String]) -> TurnCommit {
        let turn = cases.said(number, sequence)
        let events = [sequence, sequence + 1].map { sequence in
            PlannedEvent(
                type: .messageCreated, sequence: sequence, ordinal: 1, endpoints: endpoints)
        }
        return TurnCommit(
            conversation: turn.conversation, shop: turn.shop, entries: turn.entries, events: events)
    }

    @Test(arguments: StoreKind.allCases)
    func eventsAreSavedWithTheirTurn(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        try subject.store.commit([cases.opening(1), cases.opening(2)])
        #expect(try subject.store.plannedTurns(after: 0, limit: 10).isEmpty)
        let turns = [said(1, 2, ["crm"]), said(2, 2, ["crm", "erp"]), said(1, 4, ["erp"])]
        try subject.store.commit([turns[0], cases.opening(3), turns[1]])
        try subject.store.commit([turns[2]])
        for _ in 1...2 {
            let planned = try subject.store.plannedTurns(after: 0, limit: 10)
            #expect(planned.map(\.commit) == turns)
            #expect(planned.map(\.number) == planned.map(\.number).sorted())
            let rest = try subject.store.plannedTurns(after: planned[0].number, limit: 1)
            #expect(rest == [planned[1]])
            try subject.killAndStart()
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aRefusedBatchLeavesNoEvents(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        try subject.store.commit([cases.opening(1)])
        #expect(throws: StoreError.self) {
            try subject.store.commit([said(1, 2, ["crm"]), cases.said(1, 9)])
        }
        try subject.store.reopen()
        #expect(try subject.store.plannedTurns(after: 0, limit: 10).isEmpty)
    }

    @Test(arguments: StoreKind.allCases)
    func whatWasTakenIsForgottenWithALaterCommit(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        try subject.store.commit([cases.opening(1)])
        for sequence in stride(from: 2, through: 1_600, by: 2) {
            try subject.store.commit([said(1, sequence, ["crm"])])
        }
        let all = try subject.store.plannedTurns(after: 0, limit: 2_000)
        #expect(all.count == 800)
        subject.store.forgetPlanned(through: all[789].number)
        // No commit takes long, so some are needed for many.
        for sequence in [1_602, 1_604, 1_606] {
            try subject.store.commit([cases.said(1, sequence)])
        }
        let left = try subject.store.plannedTurns(after: 0, limit: 2_000)
        #expect(left == Array(all[790...]))
        try subject.killAndStart()
        #expect(try subject.store.plannedTurns(after: 0, limit: 2_000) == left)
    }
}
