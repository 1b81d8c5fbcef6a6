import BusinessTime
import Knowledge
import Testing
import Vocabulary

/// What is asked for, what is left out, and what else is offered.
@Suite struct ReturnClausesTests {
    private typealias Make = RetailerPolicies

    private func verdict(
        _ policy: ReturnPolicy, _ question: ReturnQuestion, on day: String = "2026-03-10"
    ) throws -> ReturnVerdict {
        policy.verdict(
            for: question, at: try Samples.time(day, policy.zone.identifier))
    }

    @Test func withoutAnOrderTheMissingFactsAreAskedFor() throws {
        let nothing = try verdict(try Make.sneakerBrand(), ReturnQuestion())
        #expect(nothing.decision == .needs([.channel, .orderedOn, .deliveredOn]))
        let online = try verdict(
            try Make.sneakerBrand(), ReturnQuestion(toldFacts: [.channel: "online"]))
        #expect(online.decision == .needs([.deliveredOn]))
        let told = try verdict(
            try Make.sneakerBrand(),
            ReturnQuestion(toldFacts: [.channel: "online", .deliveredOn: "2026-02-01"]))
        #expect(told.decision == .yes)
        #expect(told.deadlineDay == (try Samples.day("2026-04-02")))
    }

    @Test func nonsenseForAFactIsNotKnown() throws {
        let told = ReturnQuestion(toldFacts: [.channel: "{{x}}", .deliveredOn: "2026-02-30"])
        let verdict = try verdict(try Make.sneakerBrand(), told)
        #expect(verdict.decision == .needs([.channel, .orderedOn, .deliveredOn]))
    }

    @Test func aFactThatChangesNothingIsNotAskedFor() throws {
        let question = Samples.question(try Samples.order())
        let over = try verdict(try Make.furnitureHall(), question, on: "2027-06-01")
        #expect(over.decision == .no)
        #expect(over.clause?.id == "unopened")
    }

    @Test func itemsThatDifferMustBeChosen() throws {
        let order = try Samples.order(["items": "A@10;B@10!final"])
        let policy = try Make.electronicsShop()
        let open = try verdict(policy, Samples.question(order, condition: .unopened))
        #expect(open.decision == .needs([.items]))
        let chosen = try verdict(
            policy, Samples.question(order, condition: .unopened, chosen: [0, 1]))
        #expect(chosen.decision == .yes)
        #expect(chosen.refusedItems.map(\.sku?.text) == ["B"])
        #expect(chosen.amount?.goods == (try Samples.eur("10")))
    }

    @Test func statusesThatEndTheQuestion() throws {
        let policy = try Make.bigBox()
        let cases: [(String, ReturnVerdict.Cause, ReturnAlternative.Kind?)] = [
            ("cancelled", .orderCancelled, nil), ("returned", .alreadyReturned, nil),
            ("refunded", .alreadyReturned, nil), ("lost", .parcelLost, .claimParcel),
        ]
        for (status, cause, alternative) in cases {
            let order = try Samples.order(["status": status, "delivered_on": ""])
            let verdict = try verdict(policy, Samples.question(order))
            #expect(verdict.decision == .no && verdict.cause == cause, "\(status)")
            #expect(verdict.alternatives.first?.kind == alternative, "\(status)")
        }
    }

    @Test func whatHasNotLeftCanBeCancelled() throws {
        let order = try Samples.order(["status": "paid", "shipped_on": "", "delivered_on": ""])
        let verdict = try verdict(try Make.bigBox(), Samples.question(order))
        #expect(verdict.decision == .yes)
        #expect(verdict.cause == .notArrivedYet)
        #expect(verdict.deadlineDay == nil)
        #expect(verdict.alternatives.map(\.kind) == [.cancelOrder])
    }

    @Test func aNoOffersExchangeAndWarranty() throws {
        let verdict = try verdict(
            try Make.europeanTailor(), Samples.question(try Samples.order()), on: "2026-05-20")
        #expect(verdict.decision == .no)
        #expect(verdict.alternatives.map(\.kind) == [.exchange, .warranty])
        #expect(verdict.alternatives[0].lastDay == (try Samples.day("2026-06-04")))
        #expect(verdict.alternatives[1].clause?.id == "warranty")
    }

    @Test func theLawOutranksAFinalSaleButNotItsOwnExceptions() throws {
        var policy = try Make.europeanTailor()
        policy.windows.insert(
            Make.window("final", .never, ReturnConditions(priceKinds: .only([.final]))), at: 0)
        let order = try Samples.order(["items": "A@10!final"])
        var question = Samples.question(order)
        let withdrawn = try verdict(policy, question)
        #expect(withdrawn.decision == .yes)
        #expect(withdrawn.clause?.id == "law")
        #expect(withdrawn.deadlineDay == (try Samples.day("2026-03-20")))
        question.items[0].tags = ["sealed_hygiene"]
        #expect(try verdict(policy, question).decision == .needs([.condition]))
        question.condition = .opened
        #expect(try verdict(policy, question).decision == .no)
        question.condition = .unopened
        #expect(try verdict(policy, question).decision == .yes)
        var abroad = try Samples.order(["items": "A@10!final", "country": "US"])
        #expect(try verdict(policy, Samples.question(abroad)).decision == .no)
        abroad = try Samples.order(["items": "A@10!final", "channel": "in_store"])
        #expect(try verdict(policy, Samples.question(abroad)).decision == .no)
    }

    @Test func anExtensionThatCouldMatterIsAskedAbout() throws {
        let policy = try Make.electronicsShop()
        let item = ReturnItem(name: "cable", priceKind: .full)
        var question = ReturnQuestion(
            items: [item], condition: .unopened, toldFacts: [.deliveredOn: "2026-11-10"])
        #expect(try verdict(policy, question, on: "2026-12-20").decision == .needs([.orderedOn]))
        question.toldFacts[.orderedOn] = "2026-11-05"
        let extended = try verdict(policy, question, on: "2026-12-20")
        #expect(extended.decision == .yes)
        #expect(extended.clause?.id == "holidays")
        question.toldFacts = [.deliveredOn: "2026-06-10"]
        #expect(try verdict(policy, question, on: "2026-06-20").decision == .yes)
    }

    @Test func aLeapDayAndTheEndOfTheYear() throws {
        var policy = try Make.bigBox()
        policy.windows = [Make.window("year", .years(1)), Make.window("never", .never)]
        let leap = try Samples.order([
            "placed_on": "2028-02-20", "shipped_on": "2028-02-25", "delivered_on": "2028-02-29",
        ])
        let verdict = try verdict(policy, Samples.question(leap), on: "2029-02-28")
        #expect(verdict.decision == .yes)
        #expect(verdict.deadlineDay == (try Samples.day("2029-02-28")))
        policy.windows[0] = Make.window("months", .months(2))
        let newYear = try Samples.order([
            "placed_on": "2026-12-20", "shipped_on": "2026-12-28", "delivered_on": "2026-12-31",
        ])
        let end = try self.verdict(policy, Samples.question(newYear), on: "2027-01-01")
        #expect(end.deadlineDay == (try Samples.day("2027-02-28")))
    }

    @Test func categoriesCountWithTheirParts() throws {
        var policy = try Make.bigBox()
        policy.windows = [
            Make.window("shoes", .days(7), ReturnConditions(categories: .only(["footwear"]))),
            Make.window("rest", .days(30), ReturnConditions(categories: .except(["footwear"]))),
        ]
        #expect(policy.problems() == [])
        let order = try Samples.order()
        for (path, clause) in [
            ("footwear/boots", "shoes"), ("Footwear", "shoes"), ("lamps", "rest"),
        ] {
            var question = Samples.question(order)
            for index in question.items.indices {
                question.items[index].categories = ReturnItem.categories(of: path)
            }
            #expect(try verdict(policy, question).clause?.id == clause, "\(path)")
        }
        let unknown = ReturnQuestion(
            order: order, items: [ReturnItem(order: order, index: 0, product: nil)])
        #expect(try verdict(policy, unknown).decision == .needs([.category]))
    }

    @Test func giftsMayHaveTheirOwnTerms() throws {
        var policy = try Make.bigBox()
        policy.windows.insert(
            Make.window(
                "gift", .days(60), ReturnConditions(isGift: true),
                terms: ReturnTerms(method: .giftCard)), at: 0)
        let order = try Samples.order(["items": "A@10!gift"])
        let gift = try verdict(policy, Samples.question(order))
        #expect(gift.clause?.id == "gift")
        #expect(gift.method == .giftCard)
        let plain = try verdict(policy, Samples.question(try Samples.order()))
        #expect(plain.clause?.id == "own")
        #expect(plain.method == .originalPayment)
    }

    @Test func theSentenceFollowsTheLanguage() throws {
        let clause = Clause(
            id: "R", sentences: [.english: "Yes.", try Samples.language("es"): "Sí."])
        #expect(clause.sentence(in: try Samples.language("es")) == "Sí.")
        #expect(clause.sentence(in: try Samples.language("de")) == "Yes.")
        #expect(Clause(id: "R", sentences: [:]).sentence(in: .english) == "")
    }
}
