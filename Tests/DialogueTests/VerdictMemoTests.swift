import Knowledge
import Testing
import Vocabulary

@testable import Dialogue

@Suite("A verdict within one turn")
struct VerdictMemoTests {
    @Test("is computed once for the same values, anew for other ones and for another order")
    func onceForTheSame() throws {
        let memo = VerdictMemo<Int>()
        var count = 0
        func ask(_ slots: [Slot], _ order: OrderNumber) -> Int {
            memo.verdict(slots: slots, order: order) {
                count += 1
                return count
            }
        }
        let opened = Slot(name: SlotName("fact_opened"), value: "yes")
        let first = try #require(OrderNumber("JP-10432"))
        let second = try #require(OrderNumber("JP-10433"))
        #expect([ask([], first), ask([], first)] == [1, 1])
        #expect([ask([opened], first), ask([opened], first)] == [2, 2])
        #expect([ask([opened], second), ask([opened], second)] == [3, 3])
        #expect(ask([], first) == 4)
    }
}
