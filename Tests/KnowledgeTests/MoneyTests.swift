import Knowledge
import Testing
import Vocabulary

@Suite struct MoneyTests {
    @Test(arguments: [
        ("49.90", 4_990), ("49,90", 4_990), ("1.299,00", 129_900), ("1,299.00", 129_900),
        ("1.299", 129_900), ("1,299", 129_900), ("1 299,00", 129_900), ("1'299.00", 129_900),
        ("1.234.567,89", 123_456_789), ("€49.90", 4_990), ("49,90 €", 4_990),
        ("EUR 49.90", 4_990), ("49.90 eur", 4_990), ("0.5", 50), ("7", 700), ("-5.00", -500),
    ])
    func amountsAreRead(text: String, cents: Int64) throws {
        #expect(try Samples.eur(text).minorUnits == cents)
    }

    @Test(arguments: [
        "", "€", "abc", "1.2.3", "12,34,56", "1.2345", "49.90 USD", "$5", "1,29,900", "--5", "5-",
        "49.",
        ".50", "99999999999.00", "½", "٤٩", "1e5", "12abc34", "EUR 5 EUR",
    ])
    func otherTextIsNoAmount(text: String) {
        #expect(Money(text, currency: Currency("EUR")) == nil)
    }

    @Test func currenciesKnowTheirDecimals() throws {
        #expect(Money("1299", currency: Currency("JPY"))?.minorUnits == 1_299)
        #expect(Money("1,299", currency: Currency("JPY"))?.minorUnits == 1_299)
        #expect(Money("1299.00", currency: Currency("JPY"))?.minorUnits == 1_299)
        #expect(Money("1299.50", currency: Currency("JPY")) == nil)
        #expect(Money("1.234", currency: Currency("KWD"))?.minorUnits == 1_234)
        #expect(Money("12.00", currency: nil) == nil)
        #expect(Money("$12.00", currency: nil)?.currency.code == "USD")
        #expect(Currency("XXQ") == nil)
        #expect(Currency("eur")?.code == "EUR")
    }

    @Test(arguments: [
        ("en", "€1,299.00"), ("de", "1.299,00 €"), ("es", "1299,00 €"), ("fr", "1 299,00 €"),
        ("nl", "€ 1.299,00"), ("ja", "1299.00 EUR"),
    ])
    func amountsAreWrittenByLanguage(code: String, text: String) throws {
        #expect(try Samples.eur("1299").text(in: Samples.language(code)) == text)
    }

    @Test func smallAndNegativeAmountsAreWritten() throws {
        #expect(try Samples.eur("49.90").text(in: Samples.language("de")) == "49,90 €")
        #expect(try Samples.usd("12").text(in: .english) == "$12.00")
        #expect(try Samples.eur("-0.05").text(in: .english) == "-€0.05")
        let francs = try #require(Money("12.50", currency: Currency("CHF")))
        #expect(francs.text(in: .english) == "CHF 12.50")
        #expect(try Samples.eur("12345").text(in: Samples.language("es")) == "12.345,00 €")
        let yen = try #require(Money("1500", currency: Currency("JPY")))
        #expect(yen.text(in: .english) == "¥1,500")
    }

    @Test func sharesAreRoundedAsTold() throws {
        let fifteen = try #require(Percentage("15%"))
        #expect(try Samples.eur("49.90").share(fifteen, rounding: .halfUp).minorUnits == 749)
        let half = try #require(Percentage("50"))
        let odd = try [Samples.eur("0.05"), Samples.eur("0.07")]
        #expect(odd.map { $0.share(half, rounding: .halfUp).minorUnits } == [3, 4])
        #expect(odd.map { $0.share(half, rounding: .halfEven).minorUnits } == [2, 4])
        #expect(odd.map { $0.share(half, rounding: .down).minorUnits } == [2, 3])
    }

    @Test func percentagesAreReadExactly() {
        #expect(Percentage("7.5 %")?.hundredths == 750)
        #expect(Percentage("7,25%")?.hundredths == 725)
        #expect(Percentage("100")?.hundredths == 10_000)
        for text in ["101", "-1", "7.125", "", "%", "abc"] { #expect(Percentage(text) == nil) }
        #expect(Percentage("7.5")?.description == "7.5%")
        #expect(Percentage("7.05")?.description == "7.05%")
    }

    @Test func textOfAnAmountReadsAsTheSameAmount() throws {
        let seed: UInt64 = 4_711
        var random = SeededRandom(seed: seed)
        for code in ["EUR", "USD", "JPY", "KWD"] {
            let currency = try #require(Currency(code))
            for _ in 0..<200 {
                let units = Int64(random.number(below: 1_000_000_000))
                let money = Money(minorUnits: units, currency: currency)
                #expect(Money(money.description, currency: nil) == money, "seed \(seed)")
                for language in ["en", "de", "es", "fr", "it", "nl", "pt"]
                where currency.exponent == 2 {
                    let text = money.text(in: try Samples.language(language))
                    #expect(Money(text, currency: currency) == money, "seed \(seed): \(text)")
                }
            }
        }
    }
}
