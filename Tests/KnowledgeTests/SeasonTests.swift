import Knowledge
import Testing
import Vocabulary

@Suite struct SeasonTests {
    @Test func seasonsIncludeBothEnds() throws {
        let season = try Samples.season("11-01", "12-24")
        for (day, isIn) in [
            ("2026-10-31", false), ("2026-11-01", true), ("2031-12-24", true),
            ("2026-12-25", false),
        ] {
            #expect(season.contains(try Samples.day(day)) == isIn, "\(day)")
        }
    }

    @Test func seasonsMayRunOverTheEndOfTheYear() throws {
        let season = try Samples.season("12-20", "01-06")
        #expect(season.contains(try Samples.day("2026-12-31")))
        #expect(season.contains(try Samples.day("2027-01-06")))
        #expect(!season.contains(try Samples.day("2027-01-07")))
    }

    @Test func seasonsOfOneYearDoNotComeBack() throws {
        let season = try Samples.season("2026-06-01", "2026-06-30")
        #expect(season.contains(try Samples.day("2026-06-30")))
        #expect(!season.contains(try Samples.day("2027-06-15")))
    }

    @Test func endsMustFitTogether() throws {
        let yearly = try #require(SeasonDay("01-31"))
        let single = try #require(SeasonDay("2026-01-31"))
        let earlier = try #require(SeasonDay("2026-01-30"))
        #expect(Season(first: yearly, last: single) == nil)
        #expect(Season(first: single, last: earlier) == nil)
        for text in ["02-30", "13-01", "1-1", "2026-02-29", ""] { #expect(SeasonDay(text) == nil) }
    }

    @Test func theNextDayOfASeason() throws {
        let day = try #require(SeasonDay("01-31"))
        #expect(day.day(onOrAfter: try Samples.day("2026-11-20"))?.description == "2027-01-31")
        #expect(day.day(onOrAfter: try Samples.day("2027-01-31"))?.description == "2027-01-31")
        let leap = try #require(SeasonDay("02-29"))
        #expect(leap.day(inYear: 2027).description == "2027-02-28")
        #expect(leap.description == "02-29")
    }
}
