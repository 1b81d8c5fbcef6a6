import Testing

@testable import Wiring

@Suite("Conversations that must go as written")
struct ChatScriptTests {
    @Test("reads the head, the speakers and the comments")
    func reads() throws {
        let script = try ChatScript(
            parsing: """
                # a return
                shop: juniper  language: en  now: 2026-03-10T10:00  orders: orders.csv
                customer: can i still send back the blue jacket
                bot: ~ order number        # contains
                bot: = Exactly this.
                bot: /until \\d+ April/
                bot: [return_item]
                now: 2026-03-11
                state: waiting
                action: ~ request_return
                orders: down
                """)
        #expect(script.orders == "orders.csv")
        #expect(script.shop == "juniper")
        #expect(script.language == "en")
        #expect(script.now == "2026-03-10T10:00")
        #expect(
            script.steps.map(\.move) == [
                .customer("can i still send back the blue jacket"), .bot(.contains("order number")),
                .bot(.equals("Exactly this.")), .bot(.matches("until \\d+ April")),
                .bot(.intent("return_item")), .now("2026-03-11"), .state("waiting"),
                .action(.contains("request_return")), .orders("down"),
            ])
        #expect(script.steps.first?.line == 3)
    }

    @Test(
        "says which line is wrong, and what is allowed",
        arguments: [
            ("shop: juniper\nhello", 2, "speaker"), ("shop: a colour: b\nbot: x", 1, "colour:"),
            ("agent: hi", 1, "speaker"), ("bot: /(/", 1, "regular expression"),
            ("bot:", 1, "~ contains"),
            ("", 1, "nothing"),
        ])
    func refuses(text: String, line: Int, word: String) {
        #expect {
            try ChatScript(parsing: text)
        } throws: { error in
            guard let mistake = error as? ChatScript.Mistake else { return false }
            return mistake.line == line && mistake.message.contains(word)
        }
    }
}
