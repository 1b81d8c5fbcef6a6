import BusinessTime
import Knowledge
import Testing
import Vocabulary

@Suite struct ReturnAmountTests {
    private typealias Make = RetailerPolicies

    private func amount(
        _ order: Order, chosen: [Int]? = nil, quantity: Int? = nil, terms: ReturnTerms
    ) throws -> RefundAmount? {
        var policy = try Make.bigBox()
        policy.windows = [Make.window("all", .days(30))]
        policy.terms = terms
        var question = Samples.question(order, chosen: chosen)
        if let quantity {
            for index in question.items.indices { question.items[index].quantity = quantity }
        }
        return policy.verdict(for: question, at: try Samples.time("2026-03-10")).amount
    }

    @Test func shippingComesBackWithTheWholeOrderOnly() throws {
        let order = try Samples.order()
        let terms = ReturnTerms(outboundShipping: .wholeOrder)
        #expect(try amount(order, terms: terms)?.total == Samples.eur("158.90"))
        #expect(try amount(order, chosen: [0], terms: terms)?.total == Samples.eur("129.00"))
        #expect(
            try amount(order, chosen: [1], quantity: 1, terms: terms)?.total == Samples.eur("12.50")
        )
        let always = ReturnTerms(outboundShipping: .always)
        #expect(try amount(order, chosen: [0], terms: always)?.total == Samples.eur("133.90"))
        let never = ReturnTerms(outboundShipping: .never)
        #expect(try amount(order, terms: never)?.shipping == Samples.eur("0"))
    }

    @Test func feesAndLabelsAreTakenOff() throws {
        let order = try Samples.order()
        let fee = try #require(Percentage("15%"))
        let percent = try amount(order, terms: ReturnTerms(restocking: .percentage(fee)))
        // 19.35 of 129.00 and 3.75 of 25.00.
        #expect(percent?.restockingFee == (try Samples.eur("23.10")))
        #expect(percent?.total == (try Samples.eur("130.90")))
        let pieces = try amount(order, terms: ReturnTerms(restocking: .perPiece(Samples.eur("5"))))
        #expect(pieces?.restockingFee == (try Samples.eur("15")))
        let once = try amount(
            order,
            terms: ReturnTerms(
                returnShipping: .label(Samples.eur("4.95")), restocking: .once(Samples.eur("3"))))
        #expect(once?.total == (try Samples.eur("146.05")))
        #expect(once?.returnLabel == (try Samples.eur("4.95")))
        let dear = try amount(order, terms: ReturnTerms(restocking: .once(Samples.eur("500"))))
        #expect(dear?.total == (try Samples.eur("0")))
    }

    @Test func discountsAreSpreadAndCentsAreNotLost() throws {
        var order = try Samples.order(["items": "A*3@10.00;B@5.00"])
        order.discount = try Samples.eur("1.00")
        let terms = ReturnTerms()
        let parts = try [0, 1].map { try amount(order, chosen: [$0], terms: terms)?.total }
        #expect(parts == [try Samples.eur("29.14"), try Samples.eur("4.86")])
    }

    @Test func whatWasPaidBackIsNotPaidTwice() throws {
        var order = try Samples.order()
        order.refunded = try Samples.eur("100")
        let again = try amount(order, terms: ReturnTerms(outboundShipping: .always))
        #expect(again?.total == (try Samples.eur("58.90")))
        #expect(again?.alreadyRefunded == (try Samples.eur("95.10")))
    }

    @Test func moneyComesAfterBusinessDays() throws {
        var policy = try Make.bigBox()
        policy.terms.refundTime = RefundTime(days: 5, isBusinessDays: true)
        policy.transitDays = 3
        let question = Samples.question(try Samples.order())
        let now = try Samples.time("2026-03-10")
        // Received on Friday the 13th; five working days later.
        #expect(policy.verdict(for: question, at: now).moneyBy == (try Samples.day("2026-03-20")))
        policy.businessHours = try OpeningHours(
            parsing: [("mon-fri", ["9-17"])], holidays: [("2026-03-17", "a holiday")],
            zone: "America/New_York")
        #expect(policy.verdict(for: question, at: now).moneyBy == (try Samples.day("2026-03-23")))
        policy.terms.refundTime = RefundTime(days: 14, start: .notified)
        #expect(policy.verdict(for: question, at: now).moneyBy == (try Samples.day("2026-03-24")))
    }

    @Test func withoutPricesThereIsNoAmount() throws {
        let policy = try Make.bigBox()
        let question = ReturnQuestion(
            items: [ReturnItem(name: "lamp", priceKind: .full)],
            toldFacts: [.deliveredOn: "2026-03-06", .seller: "shop"])
        let verdict = policy.verdict(for: question, at: try Samples.time("2026-03-10"))
        #expect(verdict.decision == .yes)
        #expect(verdict.amount == nil)
    }

    @Test func theLawGivesShippingBackWhileItLasts() throws {
        let policy = try Make.europeanTailor()
        let question = Samples.question(try Samples.order())
        let early = policy.verdict(for: question, at: try Samples.time("2026-03-20"))
        #expect(early.amount?.total == (try Samples.eur("158.90")))
        #expect(early.clause?.id == "staged")
        #expect(early.amountClause?.id == "law")
        #expect(early.deadlineDay == (try Samples.day("2026-04-05")))
        let later = policy.verdict(for: question, at: try Samples.time("2026-03-21"))
        #expect(later.amount?.total == (try Samples.eur("154.00")))
        #expect(later.amountClause == nil)
        let credit = policy.verdict(for: question, at: try Samples.time("2026-04-06"))
        #expect(credit.remedy == .storeCredit)
        #expect(credit.amount == nil && credit.moneyBy == nil)
    }
}
