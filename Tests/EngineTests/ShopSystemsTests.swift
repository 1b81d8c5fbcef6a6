import Dialogue
import FrontOffice
import Logging
import Ports
import Synchronization
import TestKit
import Testing
import Vocabulary

@testable import Engine

@Suite("A floor's driver and the shops' own systems")
struct ShopSystemsTests {
    /// Keeps what it is asked; answers come by hand.
    private final class Systems: ShopSystems {
        private let asked = Mutex<[ShopInquiry]>([])
        var inquiries: [ShopInquiry] { asked.withLock { $0 } }
        func ask(_ inquiry: ShopInquiry) { asked.withLock { $0.append(inquiry) } }
    }

    private let disk = SimulatedDisk(seed: 3)
    private let systems = Systems()
    private let start = WallTime(milliseconds: 1_773_136_800_000)

    private func driver() throws -> FloorDriver {
        let bits = SimulatedBits((1...999).map { $0 &* 0x9E37_79B9_7F4A_7C15 })
        return try FloorDriver(
            store: disk, shops: [SimulatedShop.askingItsSystem()], mint: TokenMint { bits.next() },
            random: SeededRandom(seed: 1),
            tally: FloorTally(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }),
            systems: systems, at: start, monotonic: .seconds(100))
    }

    private func run(
        _ driver: FloorDriver, _ events: [FloorEvent], after wait: Duration = .zero
    ) -> [Release] {
        driver.run(events, at: start + wait, monotonic: .seconds(100) + wait)
    }

    /// Events of a session that are settled by these releases.
    private func settled(_ releases: [Release], _ session: UInt64) -> Int {
        releases.filter { $0.session.number == session }.reduce(0) { $0 + $1.settledCount }
    }

    private func ask(_ driver: FloorDriver, _ session: UInt64) -> [Release] {
        run(
            driver,
            [
                DrivenFloor.opened(session), DrivenFloor.said(session, "where is it"),
                DrivenFloor.said(session, "CS-100"), DrivenFloor.said(session, "10115"),
            ])
    }

    @Test("a session that waits is not settled, and others are served meanwhile")
    func waits() throws {
        let driver = try driver()
        #expect(settled(ask(driver, 1), 1) == 0, "its lines are owed an answer")
        let inquiry = try #require(systems.inquiries.first)
        #expect(inquiry.question == .order(number: "CS-100", proof: "10115"))
        let other = run(driver, [DrivenFloor.opened(2), DrivenFloor.said(2, "shipping")])
        #expect(settled(other, 2) == 2)
        #expect(DrivenFloor.told(other, 2).contains { $0.contains("shipping takes") })
        let order = try #require(SimulatedShop.make().facts.orders?.order("CS-100"))
        let answered = run(
            driver,
            [
                .shopAnswered(
                    inquiry.conversation, .order(order, isProven: false), number: inquiry.number)
            ])
        #expect(settled(answered, 1) == 4)
        #expect(DrivenFloor.told(answered, 1).contains { $0.contains("CS-100 is shipped") })
    }

    @Test("an answer that never comes ends by itself, and the session is settled")
    func neverComes() throws {
        let driver = try driver()
        _ = ask(driver, 1)
        let slow = run(driver, [], after: .seconds(2))
        #expect(DrivenFloor.told(slow, 1).contains { $0.contains("utter_looking_up") })
        let over = run(driver, [], after: .seconds(7))
        #expect(DrivenFloor.told(over, 1).contains { $0.contains("utter_orders_unavailable") })
        #expect(settled(slow + over, 1) == 4)
    }

    @Test("nothing is asked before it is on record; a question of a lost batch is asked again")
    func afterCommit() throws {
        let driver = try driver()
        _ = run(
            driver,
            [
                DrivenFloor.opened(1), DrivenFloor.said(1, "where is it"),
                DrivenFloor.said(1, "CS-100"),
            ])
        disk.failCall(1)
        _ = run(driver, [DrivenFloor.said(1, "10115")])
        #expect(systems.inquiries.isEmpty)
        _ = run(driver, [DrivenFloor.said(1, "10115")])
        #expect(systems.inquiries.count == 1)
    }
}
