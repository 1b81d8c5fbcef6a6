import Dispatch
import Foundation
import FrontOffice
import Synchronization
import Testing
import Vocabulary

@testable import Engine

@Suite("Floor inbox")
struct FloorInboxTests {
    @Test("gives out in order what was put in, and takes no more than its limit")
    func limit() {
        let inbox = FloorInbox(eventCountMax: 2)
        var events: [FloorEvent] = []
        #expect(inbox.put(Self.gone(1)))
        #expect(inbox.put(Self.gone(2)))
        #expect(!inbox.put(Self.gone(3)))
        inbox.putAlways(Self.gone(4))
        #expect(inbox.take(into: &events, until: .now()))
        #expect(Self.numbers(events) == [1, 2, 4])
        #expect(inbox.put(Self.gone(5)))
        #expect(!inbox.take(into: &events, until: .now()))
        #expect(Self.numbers(events) == [5])
    }

    @Test("never gives more than one batch at once")
    func batches() {
        let inbox = FloorInbox(eventCountMax: 1_000)
        for number in 0..<600 { #expect(inbox.put(Self.gone(UInt64(number)))) }
        var events: [FloorEvent] = []
        var taken: [UInt64] = []
        for expected in [256, 256, 88] {
            _ = inbox.take(into: &events, until: .now())
            #expect(events.count == expected)
            taken += Self.numbers(events)
        }
        #expect(taken == Array(0..<600))
    }

    @Test("comes back with nothing at the deadline")
    func deadline() {
        let inbox = FloorInbox()
        var events = [Self.gone(9)]
        #expect(!inbox.take(into: &events, until: .now()))
        #expect(events.isEmpty)
    }

    @Test("closed, it takes nothing more and gives out what it has")
    func close() {
        let inbox = FloorInbox()
        #expect(inbox.put(Self.gone(1)))
        inbox.close()
        #expect(!inbox.put(Self.gone(2)))
        inbox.putAlways(Self.gone(3))
        var events: [FloorEvent] = []
        _ = inbox.take(into: &events, until: nil)
        #expect(Self.numbers(events) == [1, 3])
        _ = inbox.take(into: &events, until: nil)
        #expect(events.isEmpty)
    }

    @Test("a taker that waits is woken by an event, by `wake` and by `close`")
    func waking() {
        let inbox = FloorInbox()
        let batches = Mutex<[[UInt64]]>([])
        let taken = DispatchSemaphore(value: 0)
        let thread = Thread {
            for _ in 0..<3 {
                var events: [FloorEvent] = []
                _ = inbox.take(into: &events, until: .now() + .seconds(60))
                batches.withLock { $0.append(Self.numbers(events)) }
                taken.signal()
            }
        }
        thread.start()
        #expect(inbox.put(Self.gone(1)))
        #expect(taken.wait(timeout: .now() + .seconds(30)) == .success)
        // Woken before it waits, the taker is not owed anything: wake until it has been.
        while taken.wait(timeout: .now() + .milliseconds(1)) == .timedOut { inbox.wake() }
        inbox.close()
        #expect(taken.wait(timeout: .now() + .seconds(30)) == .success)
        #expect(batches.withLock { $0 } == [[1], [], []])
    }

    @Test("nothing is lost or turned round between many senders and one taker")
    func manySenders() {
        let inbox = FloorInbox(eventCountMax: 50)
        let senders = (0..<4).map { sender in
            Thread {
                for number in 0..<500 {
                    let event = Self.gone(UInt64(sender * 1_000 + number))
                    while !inbox.put(event) { sched_yield() }
                }
            }
        }
        for sender in senders { sender.start() }
        var seen: [[UInt64]] = [[], [], [], []]
        var events: [FloorEvent] = []
        while seen.map(\.count).reduce(0, +) < 2_000 {
            _ = inbox.take(into: &events, until: .now() + .seconds(30))
            if events.isEmpty { break }
            for number in Self.numbers(events) { seen[Int(number / 1_000)].append(number % 1_000) }
        }
        for numbers in seen { #expect(numbers == Array(0..<500)) }
    }

    private static func gone(_ number: UInt64) -> FloorEvent { .disconnected(SessionID(number)) }

    private static func numbers(_ events: [FloorEvent]) -> [UInt64] {
        events.compactMap { $0.sender?.number }
    }
}
