import BusinessTime
import Testing
import Vocabulary

@Suite struct TimeZoneRulesTests {
    private func zone(_ name: String) throws -> TimeZoneRules {
        try #require(TimeZoneRules(identifier: name))
    }

    private func time(_ text: String) throws -> WallTime { try #require(WallTime(text)) }

    private func day(_ text: String) throws -> CivilDay { try #require(CivilDay(text)) }

    @Test func daysAndMinutesFollowTheZone() throws {
        let berlin = try zone("Europe/Berlin")
        let beforeMidnight = try time("2026-04-05T21:59:59.999Z")
        #expect(berlin.day(of: beforeMidnight).description == "2026-04-05")
        #expect(berlin.minuteOfDay(of: beforeMidnight) == 1_439)
        let midnight = try time("2026-04-05T22:00:00Z")
        #expect(berlin.day(of: midnight).description == "2026-04-06")
        #expect(berlin.minuteOfDay(of: midnight) == 0)
    }

    @Test func aDayEndsAtItsLastMillisecond() throws {
        let berlin = try zone("Europe/Berlin")
        let end = berlin.endOfDay(try day("2026-04-05"))
        #expect(end.description == "2026-04-05T21:59:59.999Z")
    }

    @Test func daysOfClockChangesHave23And25Hours() throws {
        let berlin = try zone("Europe/Berlin")
        for (name, hours) in [("2026-03-29", 23), ("2026-10-25", 25), ("2026-03-28", 24)] {
            let day = try day(name)
            let length = berlin.startOfDay(day.adding(days: 1)).since(berlin.startOfDay(day))
            #expect(length == .seconds(hours * 3_600), "\(name)")
        }
    }

    @Test func aTimeThatClocksJumpOverIsTheJump() throws {
        let berlin = try zone("Europe/Berlin")
        let jumped = berlin.time(on: try day("2026-03-29"), minute: 150)
        #expect(jumped.description == "2026-03-29T01:00:00.000Z")
    }

    @Test func aTimeThatComesTwiceIsTheFirst() throws {
        let berlin = try zone("Europe/Berlin")
        let first = berlin.time(on: try day("2026-10-25"), minute: 150)
        #expect(first.description == "2026-10-25T00:30:00.000Z")
    }

    @Test func aDayWithoutMidnightBeginsAfterTheJump() throws {
        // Chile puts its clocks forward at midnight: 6 September 2026 begins at 01:00.
        let santiago = try zone("America/Santiago")
        let start = santiago.startOfDay(try day("2026-09-06"))
        #expect(santiago.day(of: start).description == "2026-09-06")
        #expect(santiago.minuteOfDay(of: start) == 60)
        let justBefore = WallTime(milliseconds: start.milliseconds - 1)
        #expect(santiago.day(of: justBefore).description == "2026-09-05")
    }

    @Test(arguments: [
        "Europe/Berlin", "America/New_York", "America/Santiago", "Africa/Casablanca",
        "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Pacific/Kiritimati",
    ])
    func everyDayBeginsWhereTheLastOneEnded(name: String) throws {
        let zone = try zone(name)
        for offset in stride(from: 0, to: 4_000, by: 1) {
            let day = try day("2020-01-01").adding(days: offset)
            let (start, end) = (zone.startOfDay(day), zone.endOfDay(day))
            #expect(zone.day(of: start) == day, "\(name) \(day)")
            #expect(zone.day(of: end) == day, "\(name) \(day)")
            let before = WallTime(milliseconds: start.milliseconds - 1)
            #expect(zone.day(of: before) == day.adding(days: -1), "\(name) \(day)")
        }
    }

    @Test func unknownZonesAreRefusedWithAHint() {
        #expect(TimeZoneRules(identifier: "Europe/Berlln") == nil)
        #expect(TimeZoneRules(identifier: "") == nil)
        #expect(TimeZoneRules.suggestion(for: "europe berlin") == "Europe/Berlin")
        #expect(TimeZoneRules.suggestion(for: "Germany/Berlin") == "Europe/Berlin")
        #expect(TimeZoneRules.suggestion(for: "") == nil)
    }

    @Test func utcNeedsNoTable() throws {
        let now = try time("2026-03-29T01:30:00Z")
        #expect(TimeZoneRules.utc.minuteOfDay(of: now) == 90)
        #expect(try zone("UTC") == TimeZoneRules.utc)
    }
}
