import Testing
import Vocabulary

@testable import Engine

@Suite("Timer heap")
struct TimerHeapTests {
    @Test("gives what is due, the earliest first, and of equals the first put in")
    func order() {
        var heap = TimerHeap<String>()
        #expect(heap.nextDeadline == nil)
        heap.insert("late", at: .seconds(9))
        heap.insert("first", at: .seconds(1))
        heap.insert("second", at: .seconds(1))
        #expect(heap.nextDeadline == .seconds(1))
        #expect(heap.popDue(at: .milliseconds(999)) == nil)
        #expect(heap.popDue(at: .seconds(1)) == "first")
        #expect(heap.popDue(at: .seconds(1)) == "second")
        #expect(heap.popDue(at: .seconds(1)) == nil)
        #expect(heap.popDue(at: .seconds(100)) == "late")
        #expect(heap.count == 0)
    }

    @Test("is a sort of any thousand moments", arguments: 1...5)
    func sorts(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var heap = TimerHeap<Int>()
        let moments = (0..<1_000).map { _ in random.number(below: 200) }
        for (number, moment) in moments.enumerated() {
            heap.insert(number, at: .milliseconds(moment))
        }
        let expected = moments.enumerated().sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.offset)
        var popped: [Int] = []
        while let next = heap.popDue(at: .seconds(1)) { popped.append(next) }
        #expect(popped == expected)
    }

    @Test("may be filled and emptied in turns")
    func mixed() {
        var random = SeededRandom(seed: 4)
        var heap = TimerHeap<Int>()
        var model: [Int] = []
        for _ in 0..<2_000 {
            let moment = random.number(below: 500)
            if random.oneIn(3) {
                let due = heap.popDue(at: .milliseconds(moment))
                let first = model.min().flatMap { $0 <= moment ? $0 : nil }
                #expect(due == first)
                if let first, let index = model.firstIndex(of: first) { model.remove(at: index) }
            } else {
                heap.insert(moment, at: .milliseconds(moment))
                model.append(moment)
            }
            #expect(heap.count == model.count)
        }
    }
}
