import CleanText
import Testing

struct NameCheckTests {
    private let check = NameCheck(reserved: ["Maria", "Juno", "Tom Baker"])

    @Test(arguments: [
        "Ana", "José", "Мария Иванова", "李雷", "O'Brien", "Anna-Lena", "Marian", "Agenta", "Bob 2",
    ])
    func namesOfPeopleAreAccepted(name: String) {
        #expect(check.verdict(on: name) == .accepted(name))
    }

    @Test(arguments: [
        ("Maria", "Maria"), ("MARIA", "Maria"), ("M a r i a", "Maria"), ("Мaria", "Maria"),
        ("Mariа", "Maria"), ("Mar1a", "Maria"), ("María", "Maria"), ("Ｍａｒｉａ", "Maria"),
        ("Mar\u{200B}ia", "Maria"), ("rnaria", "Maria"), ("Jun0", "Juno"),
        ("tom.baker", "Tom Baker"),
        ("agent", "agent"), ("\u{410}gent", "agent"), ("B0t", "bot"), ("*system*", "system"),
        ("Ana (support)", "support"), ("Helpline Staff", "helpline"), ("Ａｇｅｎｔ", "agent"),
        ("customer service", "customer service"),
    ])
    func lookAlikesAreRefused(name: String, other: String) {
        #expect(check.verdict(on: name) == .resembles(other))
    }

    @Test(arguments: ["", " ", "\u{3164}", "\u{200B}\u{200D}", "...", "\u{1B}[2J"])
    func nothingIsNoName(name: String) {
        #expect(check.verdict(on: name) == .empty)
    }

    @Test func cleansAndMeasures() {
        #expect(check.verdict(on: "  Ana \t B\u{1B}[2J ") == .accepted("Ana B"))
        #expect(check.verdict(on: String(repeating: "a", count: 65)) == .tooLong(bytesMax: 64))
    }
}
