import BusinessTime
import Testing
import Vocabulary

@testable import Wiring

@Suite("Scripts written from the record")
struct RecordedScriptTests {
    private let start = WallTime(milliseconds: 1_773_136_800_000)

    private func entries(_ bodies: [(seconds: Int, body: Entry.Body)]) -> [Entry] {
        bodies.enumerated().map { index, line in
            Entry(sequence: index + 1, at: start + .seconds(line.seconds), body: line.body)
        }
    }

    @Test("a conversation of the record becomes a script that can be read again")
    func writes() throws {
        let shop = try #require(ShopID("juniper"))
        let maria = try #require(AgentID("maria"))
        let text = try #require(
            ChatScript.text(
                recorded: entries([
                    (
                        0,
                        .opened(
                            Entry.Opening(
                                shop: shop, language: .english, name: nil,
                                token: TokenDigest(high: 0, low: 0), greeting: "hi"))
                    ),
                    (5, .customerSaid(.init(text: "cancel my order"))),
                    (5, .botSaid(.init(text: "Order number?  # not a comment\nsecond line"))),
                    (400, .customerSaid(.init(text: "JP-10432"))),
                    (
                        400,
                        .requested(
                            name: "request_cancel_order",
                            slots: [Slot(name: SlotName("order_number"), value: "JP-10432")])
                    ),
                    (401, .queued(queue: "general", reason: .asked)),
                    (500, .agentJoined(maria, name: "Maria")),
                    (501, .customerSaid(.init(text: "hello Maria"))),
                ]), in: .utc))
        #expect(
            text == """
                shop: juniper  language: en  now: 2026-03-10T10:00  orders: orders.csv
                customer: cancel my order
                bot: ~ Order number?
                now: 2026-03-10T10:06
                customer: JP-10432
                action: ~ request_cancel_order order_number=JP-10432
                state: waiting
                # a person took over here

                """)
        let script = try ChatScript(parsing: text)
        #expect(script.steps.count == 6)
    }

    @Test("what is no conversation makes no script")
    func refuses() {
        #expect(ChatScript.text(recorded: [], in: .utc) == nil)
    }
}
