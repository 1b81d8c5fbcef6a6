import Testing
import Vocabulary

@Suite("Wall time")
struct WallTimeTests {
    @Test(
        "is written as RFC 3339 in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_773_136_800_000, "2026-03-10T10:00:00.000Z"),
            (2_147_483_647_000, "2038-01-19T03:14:07.000Z"),
            (951_782_400_123, "2000-02-29T00:00:00.123Z"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func textForm(milliseconds: Int64, text: String) {
        #expect(WallTime(milliseconds: milliseconds).description == text)
        #expect(WallTime(text) == WallTime(milliseconds: milliseconds))
    }

    @Test("fractions may be missing, short or long")
    func fractions() {
        #expect(WallTime("1970-01-01T00:00:01Z")?.milliseconds == 1_000)
        #expect(WallTime("1970-01-01T00:00:01.5Z")?.milliseconds == 1_500)
        #expect(WallTime("1970-01-01T00:00:01.05Z")?.milliseconds == 1_050)
        #expect(WallTime("1970-01-01T00:00:01.1239Z")?.milliseconds == 1_123)
        #expect(WallTime("1970-01-01T00:00:01.123456789Z")?.milliseconds == 1_123)
    }

    @Test(
        "nothing else is a moment",
        arguments: [
            "", "2026-03-10", "2026-03-10T10:00:00", "2026-03-10T10:00:00+01:00",
            "2026-02-29T00:00:00Z", "2026-03-10T24:00:00Z", "2026-03-10T10:60:00Z",
            "2026-03-10T10:00:60Z", "2026-03-10T10:00:00.Z", "2026-03-10 10:00:00Z",
            "2026-03-10T10:00:00.12aZ", "2026-03-10T1a:00:00Z", "x026-03-10T10:00:00Z",
        ])
    func refused(text: String) { #expect(WallTime(text) == nil) }

    @Test("every moment that is written can be read")
    func roundTrip() {
        var random = SeededRandom(seed: 2)
        for _ in 0..<500 {
            let time = WallTime(
                milliseconds: Int64(random.next() % 315_537_897_600_000) - 62_135_596_800_000)
            #expect(WallTime(time.description) == time)
        }
    }

    @Test("adds and subtracts durations, dropping parts of a millisecond")
    func arithmetic() {
        let time = WallTime(milliseconds: 1_000)
        #expect((time + .microseconds(1_999)).milliseconds == 1_001)
        #expect((time + .seconds(-2)).milliseconds == -1_000)
        #expect(time.since(WallTime(milliseconds: 4_000)) == .seconds(-3))
        #expect(Duration.seconds(90).milliseconds == 90_000)
        #expect(Duration.nanoseconds(1_500_000).milliseconds == 1)
        #expect(WallTime(milliseconds: -1) < time)
    }
}

@Suite("Civil days")
struct CivilDayTests {
    @Test(
        "count days since 1970 and know their weekday",
        arguments: [
            ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("1900-03-01", -25_508, 4),
            ("2026-03-10", 20_522, 2), ("2038-01-19", 24_855, 2), ("9999-12-31", 2_932_896, 5),
            ("0001-01-01", -719_162, 1), ("1600-02-29", -135_081, 2),
        ])
    func knownDays(text: String, count: Int, weekday: Int) {
        let day = CivilDay(text)
        #expect(day?.daysSinceEpoch == count)
        #expect(day?.weekday == weekday)
        #expect(day?.description == text)
        #expect(CivilDay(sinceEpoch: count).description == text)
    }

    @Test(
        "no such day",
        arguments: [
            "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00",
            "0000-01-01", "2026-1-1", "2026/01/01", "20260101", "", "2026-01-0x",
        ])
    func refused(text: String) { #expect(CivilDay(text) == nil) }

    @Test("follow one another without a gap for eight hundred years")
    func follow() {
        var previous = CivilDay(sinceEpoch: -146_098)
        for count in -146_097...146_097 {
            let day = CivilDay(sinceEpoch: count)
            guard day.daysSinceEpoch == count, previous < day,
                day.weekday == previous.weekday % 7 + 1
            else {
                Issue.record("day \(count) is \(day), after \(previous)")
                return
            }
            previous = day
        }
    }

    @Test("months have their lengths, and days can be added")
    func months() {
        #expect((1...12).map { CivilDay.dayCount(ofMonth: $0, year: 2026) }.reduce(0, +) == 365)
        #expect((1...12).map { CivilDay.dayCount(ofMonth: $0, year: 2024) }.reduce(0, +) == 366)
        #expect(CivilDay.dayCount(ofMonth: 2, year: 2000) == 29)
        #expect(CivilDay.dayCount(ofMonth: 2, year: 2100) == 28)
        #expect(CivilDay("2024-02-28")?.adding(days: 2).description == "2024-03-01")
        #expect(CivilDay("2024-03-01")?.adding(days: -1).description == "2024-02-29")
    }
}
