import BusinessTime
import Knowledge
import Testing
import Vocabulary

@Suite struct ReturnVerdictTests {
    private func policy(days: Int = 30) throws -> ReturnPolicy {
        ReturnPolicy(
            zone: try Samples.zone("Europe/Berlin"), homeCountry: "DE",
            terms: ReturnTerms(returnShipping: .free),
            windows: [ReturnWindow(clause: Samples.clause("R1"), length: .days(days))])
    }

    @Test func thirtyDaysFromDeliveryEndOnTheFifthOfApril() throws {
        let question = Samples.question(try Samples.order())
        let verdict = try policy().verdict(for: question, at: Samples.time("2026-03-10"))
        #expect(verdict.decision == .yes)
        #expect(verdict.deadlineDay == (try Samples.day("2026-04-05")))
        #expect(verdict.deadlineDay?.text(in: .english) == "5 April 2026")
        // Summer time has begun by then: the day ends at 22:00 UTC.
        #expect(verdict.deadline?.description == "2026-04-05T21:59:59.999Z")
        #expect(verdict.clause?.id == "R1")
        #expect(verdict.amount?.total == (try Samples.eur("154.00")))
        #expect(verdict.returnShipping == .free)
        #expect(verdict.method == .originalPayment)
        #expect(verdict.moneyBy == (try Samples.day("2026-03-28")))
        #expect(verdict.trace.last == "so: yes")
    }

    @Test func theLastMillisecondCountsAndTheNextDoesNot() throws {
        let question = Samples.question(try Samples.order())
        let policy = try policy()
        let end = try #require(WallTime("2026-04-05T21:59:59.999Z"))
        #expect(policy.verdict(for: question, at: end).decision == .yes)
        let after = policy.verdict(for: question, at: end + .milliseconds(1))
        #expect(after.decision == .no)
        #expect(after.cause == .daysOver)
        #expect(after.deadlineDay == (try Samples.day("2026-04-05")))
        #expect(after.amount == nil)
    }
}
