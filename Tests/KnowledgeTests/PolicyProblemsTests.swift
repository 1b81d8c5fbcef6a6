import Knowledge
import Testing
import Vocabulary

@Suite struct PolicyProblemsTests {
    private typealias Make = RetailerPolicies

    private func paths(_ change: (inout ReturnPolicy) throws -> Void) throws -> [String] {
        var policy = try Make.bigBox()
        policy.windows = [Make.window("all", .days(30))]
        try change(&policy)
        return policy.problems(languages: [.english]).map(\.path)
    }

    @Test func aSoundPolicyHasNone() throws { #expect(try paths { _ in } == []) }

    @Test func missingAndImpossibleLengthsAreFound() throws {
        #expect(try paths { $0.windows = [] } == ["windows"])
        #expect(try paths { $0.windows[0].stages = [] } == ["windows[0]"])
        #expect(try paths { $0.windows[0].stages[0].length = .days(0) } == ["windows[0].length"])
        #expect(try paths { $0.windows[0].stages[0].length = .years(11) } == ["windows[0].length"])
        let stages = [WindowStage(length: .days(30)), WindowStage(length: .months(1))]
        #expect(
            try paths { $0.windows[0].stages = stages + stages } == ["windows[0].stages[2].length"])
    }

    @Test func gapsAreNamed() throws {
        let online = ReturnConditions(channels: .only([.online, .phone]))
        var policy = try Make.bigBox()
        policy.windows = [Make.window("online", .days(30), online)]
        let problems = policy.problems()
        #expect(problems.map(\.path) == ["windows"])
        #expect(problems[0].message == "no clause speaks of channel in_store")
    }

    @Test func gapsInTimeAreNamedWithADay() throws {
        var policy = try Make.bigBox()
        policy.windows = [
            Make.window(
                "h1", .days(30),
                ReturnConditions(boughtBetween: try Samples.season("01-01", "06-30"))),
            Make.window(
                "h2", .days(60),
                ReturnConditions(boughtBetween: try Samples.season("07-02", "12-31"))),
        ]
        let problems = policy.problems()
        #expect(problems.map(\.message) == ["no clause speaks of ordered on 2026-07-01"])
    }

    @Test func overlapsInTimeAreNamedWithADay() throws {
        let found = try paths {
            $0.windows = [
                Make.window(
                    "h1", .days(30),
                    ReturnConditions(boughtBetween: try Samples.season("01-01", "07-03"))),
                Make.window(
                    "h2", .days(60),
                    ReturnConditions(boughtBetween: try Samples.season("07-01", "12-31"))),
            ]
        }
        #expect(found == ["windows[1].bought_between"])
    }

    @Test func clausesBehindGeneralOnesAreFound() throws {
        let found = try paths {
            $0.windows.append(
                Make.window("late", .never, ReturnConditions(priceKinds: .only([.final]))))
        }
        #expect(found == ["windows[1]"])
    }

    @Test func clausesNeedIdsOfTheirOwnAndSentences() throws {
        let found = try paths {
            $0.windows = [
                Make.window("same", .days(3), ReturnConditions(priceKinds: .only([.final]))),
                ReturnWindow(
                    clause: Clause(id: "same", sentences: [:]), length: .days(30)),
            ]
        }
        #expect(found == ["windows[1].id", "windows[1].sentence.en"])
    }

    @Test func conditionsAndTermsAreChecked() throws {
        let found = try paths {
            $0.windows.insert(
                Make.window(
                    "odd", .days(3),
                    ReturnConditions(categories: .only([]), countries: .only(["Germany"])),
                    clock: .boughtInStore, terms: ReturnTerms(refundTime: RefundTime(days: 400))),
                at: 0)
            $0.homeCountry = "us"
            $0.transitDays = 90
            $0.terms.returnShipping = .label(try Samples.eur("-1"))
            $0.terms.restocking = .once(try Samples.usd("1"))
        }
        #expect(
            found == [
                "windows[0].conditions.categories", "windows[0].conditions.countries",
                "windows[0].terms.refund_time.days", "windows[0].clock", "terms.return_shipping",
                "transit_days", "home_country", "terms", "windows[0]",
            ])
    }

    @Test func extensionsMustReachBeyondTheirSeason() throws {
        let early = HolidayExtension(
            clause: Samples.clause("h"),
            boughtBetween: try Samples.season("2026-11-01", "2026-12-31"),
            returnUntil: try #require(SeasonDay("2026-12-15")))
        #expect(try paths { $0.extensions = [early] } == ["extensions[0].return_until"])
        let first = HolidayExtension(
            clause: Samples.clause("x"), boughtBetween: try Samples.season("11-01", "12-31"),
            returnUntil: try #require(SeasonDay("01-31")))
        let second = HolidayExtension(
            clause: Samples.clause("y"), boughtBetween: try Samples.season("12-24", "01-05"),
            returnUntil: try #require(SeasonDay("02-15")))
        #expect(try paths { $0.extensions = [first, second] } == ["extensions[1].bought_between"])
    }
}
