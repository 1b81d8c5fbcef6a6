import BusinessTime
import Testing
import Vocabulary

@testable import Dialogue

@Suite("Callbacks: what customers write")
struct CallbackWishTests {
    /// Tuesday 10 March 2026, 10:00 UTC.
    private let now = WallTime(milliseconds: 1_773_136_800_000)

    private func wish(_ line: String) -> CallbackWish? {
        CallbackWish(line, hours: .always(in: .utc), at: now)
    }

    @Test(
        "a number or an address is found, and the time beside it",
        arguments: [
            ("+49 30 1234567", "+49 30 1234567", nil, nil),
            ("+49 30 1234567 after 15:00", "+49 30 1234567", "after 15:00", 5 * 3_600),
            ("ana@example.com", "ana@example.com", nil, nil),
            (
                "ana@example.com, tomorrow 9:30", "ana@example.com", "tomorrow 9:30",
                23 * 3_600 + 1_800
            ),
            ("0301234567 in 30 min", "0301234567", "in 30 min", 1_800),
            ("(030) 123-4567 in 2 Stunden", "(030) 123-4567", "in 2 Stunden", 7_200),
            ("600123456 09:00", "600123456", "09:00", 23 * 3_600),
            ("my number is 600123456 after lunch", "600123456", "my number is after lunch", nil),
        ] as [(String, String, String?, Int?)])
    func understood(line: String, contact: String, when: String?, seconds: Int?) {
        let wish = wish(line)
        #expect(wish?.contact == contact)
        #expect(wish?.when == when)
        #expect(wish?.notBefore == seconds.map { now + .seconds($0) })
        #expect(wish.map { CallbackWish($0.slots) } == wish, "the record keeps it")
    }

    @Test(
        "without a way to reach somebody there is no callback",
        arguments: ["", "yes", "15:00", "12345", "ana@", "@example", "ana@example", "tomorrow"])
    func refused(line: String) { #expect(wish(line) == nil) }
}
