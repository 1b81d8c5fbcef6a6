import Knowledge
import Testing
import Vocabulary

@Suite struct OrderBookTests {
    private let head = "number,placed_on,status,currency,items,email\n"

    private func read(_ lines: String) throws -> (book: OrderBook, problems: [RecordProblem]) {
        OrderBook.read(try CSVTable(head + lines), currency: Currency("EUR"))
    }

    @Test func numbersAreFoundHoweverTheyAreTyped() throws {
        let book = OrderBook(orders: [try Samples.order()])
        for text in ["JP-10432", "jp10432", "#JP 10432", "10432", " jp–10432 "] {
            #expect(book.order(text) != nil, "\(text)")
        }
        for text in ["", "JP-1043", "432", "JP-10433", "' OR 1=1", "{{order}}"] {
            #expect(book.order(text) == nil, "\(text)")
        }
    }

    @Test func digitsThatTwoOrdersShareAreNotEnough() throws {
        let book = OrderBook(
            orders: [try Samples.order(), try Samples.order(["number": "VK-10432"])])
        #expect(book.order("10432") == nil)
        #expect(book.order("VK-10432") != nil)
    }

    @Test func everyMistakeIsListedWithItsLine() throws {
        let (book, problems) = try read(
            """
            A-1,2026-03-01,placed,EUR,S@5,a@example.com
            A-2,2026-02-30,placed,EUR,S@5,a@example.com
            a1,2026-03-01,placed,EUR,S@5,a@example.com
            A-4,2026-03-01,placed,USD,S@5,a@example.com
            A-5,2026-03-01,placed,EUR,S@5,a@example.com
            """)
        #expect(book.orders.map(\.number.text) == ["A-1", "A-5"])
        #expect(problems.map(\.line) == [3, 4, 5])
        #expect(problems.map(\.problem.field) == ["placed_on", "number", "currency"])
        #expect(problems.map(\.column) == [5, 1, 23])
    }

    @Test func missingColumnsAreNamed() throws {
        let (_, problems) = OrderBook.read(try CSVTable("number,email\n1,a\n"))
        #expect(problems.map(\.problem.field) == ["placed_on", "status", "currency", "items"])
    }
}
