import BusinessTime
import Testing
import Vocabulary

@Suite struct CalendarTextTests {
    @Test(arguments: [
        ("en", "5 April 2026"), ("de", "5. April 2026"), ("es", "5 de abril de 2026"),
        ("fr", "5 avril 2026"), ("it", "5 aprile 2026"), ("nl", "5 april 2026"),
        ("pt", "5 de abril de 2026"), ("ja", "2026-04-05"),
    ])
    func daysAreWrittenByLanguage(code: String, text: String) throws {
        let day = try #require(CivilDay("2026-04-05"))
        #expect(day.text(in: try #require(Language(code))) == text)
    }

    @Test func theFirstOfTheMonthIsOrdinalInFrench() throws {
        let day = try #require(CivilDay("2026-05-01"))
        #expect(day.text(in: try #require(Language("fr"))) == "1er mai 2026")
    }

    @Test func hoursAreWrittenByLanguage() throws {
        let hours = try OpeningHours(parsing: [("mon-fri", ["9-18"])], zone: "Europe/Madrid")
        #expect(hours.weeklyText(in: try #require(Language("es"))) == "lun–vie 09:00–18:00")
        #expect(hours.weeklyText(in: try #require(Language("de"))) == "Mo–Fr 09:00–18:00")
    }
}
