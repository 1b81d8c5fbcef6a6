import BusinessTime
import Testing
import Vocabulary

@testable import ShopFiles

@Suite struct HoursSentenceTests {
    private func sentence(_ hours: [(String, [String])], _ code: String) throws -> String? {
        let parsed = try OpeningHours(
            parsing: hours.map { (days: $0.0, spans: $0.1) }, zone: "UTC")
        return parsed.sentence(in: try #require(Language(code)))
    }

    @Test func theWeekInWords() throws {
        let week = [("mon-fri", ["09:00-18:00"]), ("sat,sun", ["10:00-12:00", "13:00-15:00"])]
        #expect(
            try sentence(week, "en")
                == "Monday to Friday 09:00–18:00, Saturday and Sunday 10:00–12:00 and 13:00–15:00")
        #expect(
            try sentence(week, "de")
                == "Montag bis Freitag 09:00–18:00, Samstag und Sonntag 10:00–12:00 und 13:00–15:00"
        )
        #expect(try sentence([("wed", ["9-12"])], "es") == "miércoles 09:00–12:00")
        #expect(try sentence([("daily", ["8-20"])], "en") == "every day 08:00–20:00")
        #expect(try sentence([("mon-fri", ["9-18"])], "pl")?.contains("09:00–18:00") == true)
        #expect(try sentence([], "en") == nil)
    }
}
