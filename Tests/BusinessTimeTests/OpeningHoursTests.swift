import BusinessTime
import Testing
import Vocabulary

@Suite struct OpeningHoursTests {
    private func berlin() throws -> TimeZoneRules {
        try #require(TimeZoneRules(identifier: "Europe/Berlin"))
    }

    /// Monday to Friday 9 to 18, Saturday 10 to 14, one holiday, one short day.
    private func shop() throws -> OpeningHours {
        try OpeningHours(
            parsing: [("mon-fri", ["09:00-18:00"]), ("sat", ["10-14"]), ("sun", ["closed"])],
            holidays: [("2026-12-25", "Christmas Day"), ("2026-12-24", "Christmas Eve")],
            specialDays: [("2026-12-24", ["09:00-12:00"])], zone: "Europe/Berlin")
    }

    private func at(_ day: String, _ minute: Int) throws -> WallTime {
        try berlin().time(on: try #require(CivilDay(day)), minute: minute)
    }

    @Test func opensAtTheMinuteAndClosesAtTheMinute() throws {
        let hours = try shop()
        #expect(try !hours.isOpen(at: at("2026-03-10", 539)))
        #expect(try hours.isOpen(at: at("2026-03-10", 540)))
        #expect(try hours.isOpen(at: at("2026-03-10", 1_079)))
        #expect(try !hours.isOpen(at: at("2026-03-10", 1_080)))
        #expect(try !hours.isOpen(at: at("2026-03-15", 720)))
    }

    @Test func holidaysCloseAndSpecialDaysHaveTheirOwnHours() throws {
        let hours = try shop()
        #expect(try !hours.isOpen(at: at("2026-12-25", 700)))
        #expect(try hours.isOpen(at: at("2026-12-24", 700)))
        #expect(try !hours.isOpen(at: at("2026-12-24", 730)))
    }

    @Test func theNextOpeningSkipsClosedDays() throws {
        let hours = try shop()
        #expect(try hours.nextOpening(after: at("2026-12-24", 900)) == at("2026-12-26", 600))
        #expect(try hours.nextOpening(after: at("2026-03-14", 900)) == at("2026-03-16", 540))
        #expect(try hours.nextOpening(after: at("2026-03-10", 600)) == at("2026-03-11", 540))
        #expect(try hours.nextOpening(after: at("2026-03-10", 539)) == at("2026-03-10", 540))
        #expect(try hours.nextClosing(after: at("2026-03-10", 600)) == at("2026-03-10", 1_080))
        #expect(try hours.nextClosing(after: at("2026-03-10", 100)) == nil)
    }

    @Test func spansAcrossMidnightStayOpen() throws {
        let hours = try OpeningHours(parsing: [("fri-sat", ["22:00-02:00"])], zone: "Europe/Berlin")
        #expect(try hours.isOpen(at: at("2026-03-14", 60)))
        #expect(try hours.isOpen(at: at("2026-03-15", 60)))
        #expect(try !hours.isOpen(at: at("2026-03-16", 60)))
        #expect(try !hours.isOpen(at: at("2026-03-13", 60)))
    }

    @Test func touchingSpansAreOneOpening() throws {
        let hours = OpeningHours.always(in: try berlin())
        let now = try at("2026-03-10", 600)
        #expect(hours.isOpen(at: now))
        #expect(hours.nextOpening(after: now) == nil)
        #expect(hours.nextClosing(after: now) == nil)
    }

    @Test func neverOpenHasNoNextOpening() throws {
        let hours = OpeningHours(weekdays: Array(repeating: [], count: 7), zone: try berlin())
        #expect(try hours.nextOpening(after: at("2026-03-10", 600)) == nil)
        #expect(try hours.time(after: .seconds(1), of: at("2026-03-10", 600)) == nil)
    }

    @Test func businessTimeCountsOnlyOpenTime() throws {
        let hours = try shop()
        let (friday, monday) = (try at("2026-03-13", 1_020), try at("2026-03-16", 600))
        // One hour on Friday, four on Saturday, one on Monday.
        #expect(hours.businessDuration(from: friday, to: monday) == .seconds(6 * 3_600))
        #expect(hours.businessDuration(from: monday, to: friday) == .zero)
        #expect(hours.time(after: .seconds(6 * 3_600), of: friday) == monday)
        #expect(hours.time(after: .zero, of: friday) == friday)
    }

    @Test func businessTimeKnowsClockChanges() throws {
        let hours = OpeningHours.always(in: try berlin())
        let (start, end) = (try at("2026-03-29", 0), try at("2026-03-30", 0))
        #expect(hours.businessDuration(from: start, to: end) == .seconds(23 * 3_600))
    }

    @Test func businessDaysSkipClosedDays() throws {
        let hours = try shop()
        let wednesday = try #require(CivilDay("2026-12-23"))
        #expect(hours.businessDay(1, after: wednesday).description == "2026-12-24")
        #expect(hours.businessDay(2, after: wednesday).description == "2026-12-26")
        #expect(hours.businessDay(0, after: wednesday) == wednesday)
    }

    @Test func openingAndClosingAgreeWithIsOpen() throws {
        let hours = try shop()
        let seed: UInt64 = 20_260_310
        var random = SeededRandom(seed: seed)
        let start = try at("2026-12-01", 0)
        for _ in 0..<400 {
            let time = start + .seconds(random.number(below: 60 * 86_400))
            let opening = try #require(hours.nextOpening(after: time))
            #expect(hours.isOpen(at: opening), "seed \(seed)")
            #expect(!hours.isOpen(at: opening + .milliseconds(-1)), "seed \(seed)")
            if let closing = hours.nextClosing(after: time) {
                #expect(hours.isOpen(at: time) && !hours.isOpen(at: closing), "seed \(seed)")
                #expect(closing < opening, "seed \(seed)")
            } else {
                #expect(!hours.isOpen(at: time), "seed \(seed)")
            }
        }
    }
}
