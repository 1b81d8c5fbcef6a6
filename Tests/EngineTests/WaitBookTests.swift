import Testing
import Vocabulary

@testable import Engine

@Suite("Waits for people")
struct WaitBookTests {
    private let shop = ShopID("juniper")
    private let maria = AgentID("maria")

    private func entry(_ second: Int64, _ body: Entry.Body) -> Entry {
        Entry(sequence: Int(second) + 1, at: WallTime(milliseconds: second * 1_000), body: body)
    }

    @Test("a wait is counted once, when somebody comes, from when it began")
    func answered() throws {
        let (shop, maria) = (try #require(shop), try #require(maria))
        var book = WaitBook()
        let id = ConversationID(1)
        let queued = entry(10, .queued(queue: "returns", reason: .asked))
        #expect(
            book.take(
                [queued, entry(12, .customerSaid(.init(text: "hello?")))], of: id, with: shop) == []
        )
        #expect(book.count == 1)
        let joined = entry(40, .agentJoined(maria, name: "Maria"))
        #expect(
            book.take([joined], of: id, with: shop)
                == [.init(shop: shop, queue: "returns", end: .answered, time: .seconds(30))])
        #expect(book.take([joined], of: id, with: shop) == [], "nobody waited")
    }

    @Test("a transfer begins a wait of its own")
    func transferred() throws {
        let (shop, maria) = (try #require(shop), try #require(maria))
        var book = WaitBook()
        let ended = book.take(
            [
                entry(0, .queued(queue: "people", reason: .asked)),
                entry(5, .agentJoined(maria, name: "Maria")),
                entry(600, .agentLeft(maria, name: "Maria")),
                entry(600, .queued(queue: "refunds", reason: .transferred)),
                entry(607, .agentJoined(maria, name: "Maria")),
            ], of: ConversationID(1), with: shop)
        #expect(ended.map(\.time) == [.seconds(5), .seconds(7)])
        #expect(ended.map(\.queue) == ["people", "refunds"])
    }

    @Test("who goes, or goes back to the bot, has waited as well; nothing is kept of them")
    func left() throws {
        let shop = try #require(shop)
        var book = WaitBook()
        for (number, body) in [Entry.Body.dequeued(.withdrawn), .closed(.ended)].enumerated() {
            let id = ConversationID(Int64(number))
            let ended = book.take(
                [entry(9, .queued(queue: "people", reason: .notUnderstood)), entry(3, body)],
                of: id, with: shop)
            #expect(ended == [.init(shop: shop, queue: "people", end: .left, time: .zero)])
        }
        #expect(book.count == 0)
    }
}
