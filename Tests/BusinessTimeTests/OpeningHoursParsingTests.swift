import BusinessTime
import Testing
import Vocabulary

@Suite struct OpeningHoursParsingTests {
    private func problems(
        _ hours: [(days: String, spans: [String])],
        holidays: [(day: String, name: String)] = [], zone: String = "Europe/Berlin"
    ) -> [OpeningHoursProblem] {
        do {
            _ = try OpeningHours(parsing: hours, holidays: holidays, zone: zone)
            return []
        } catch {
            return error.problems
        }
    }

    @Test(arguments: [
        ("09:00-18:00", 540, 1_080), ("9-18", 540, 1_080), ("22:00 – 02:00", 1_320, 1_560),
        ("24h", 0, 1_440), ("00:00-24:00", 0, 1_440), ("08:30-12:15", 510, 735),
    ])
    func spansAreRead(text: String, opens: Int, closes: Int) throws {
        let span = try #require(OpeningSpan(text))
        #expect(span.opensAtMinute == opens)
        #expect(span.closesAtMinute == closes)
    }

    @Test(arguments: [
        "", "9", "9-", "-9", "25-26", "09:60-10:00", "nine-ten", "9-12-15", "24:00-25:00",
    ])
    func otherTextIsNoSpan(text: String) { #expect(OpeningSpan(text) == nil) }

    @Test func everyMistakeIsNamedWithItsPlace() {
        let found = problems(
            [
                ("mon-fri", ["09:00-25:00"]), ("fryday", ["09:00-10:00"]),
                ("fri", ["9-10", "9:30-11"]),
            ],
            holidays: [("2026-02-30", "nonsense")], zone: "europe berlin")
        #expect(
            found.map(\.path) == [
                "hours.mon-fri[0]", "hours.fryday", "hours.fri[1]", "hours.fri",
                "holidays.2026-02-30", "zone",
            ])
        #expect(found.last?.hint == "Europe/Berlin")
    }

    @Test func rangesMayRunOverTheWeekEnd() throws {
        let hours = try OpeningHours(parsing: [("sat-mon", ["10-12"])], zone: "UTC")
        #expect(hours.weekdays.map(\.count) == [1, 0, 0, 0, 0, 1, 1])
        let listed = try OpeningHours(parsing: [("Monday, thu", ["10-12"])], zone: "UTC")
        #expect(listed.weekdays.map(\.count) == [1, 0, 0, 1, 0, 0, 0])
    }

    @Test func theWeekIsSummarised() throws {
        let hours = try OpeningHours(
            parsing: [("mon-fri", ["09:00-12:00", "13:00-18:00"]), ("sat", ["10:00-14:00"])],
            zone: "Europe/Berlin")
        #expect(
            hours.weeklyText(in: .english) == "Mon–Fri 09:00–12:00 + 13:00–18:00, Sat 10:00–14:00")
        #expect(hours.weeklySummary.map(\.days) == [1...5, 6...6, 7...7])
    }
}
