import AgentDesk
import Foundation
import Testing
import Vocabulary

@Suite("Desk: random days")
struct DeskSimulationTests {
    /// `SIM_SEED=… swift test` repeats one day; `HELPLINE_SOAK` plays a hundred new ones.
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["SIM_SEED"].flatMap({ UInt64($0) }) { return [seed] }
        guard environment["HELPLINE_SOAK"] != nil else { return [1, 2, 3] }
        return (0..<100).map { _ in .random(in: 1...1_000_000_000) }
    }()

    @Test("10,000 random steps: what the model forbids does not happen", arguments: seeds)
    func randomDay(seed: UInt64) {
        var day = DeskSimulation(seed: seed)
        for _ in 0..<10_000 where day.model.wrongs.isEmpty { day.step() }
        let wrong = day.model.wrongs.first ?? ""
        #expect(day.model.wrongs.isEmpty, "SIM_SEED=\(seed) step \(day.stepCount): \(wrong)")
        // The day was one on which something happened.
        #expect(day.assignmentCount > 300, "SIM_SEED=\(seed)")
        #expect(day.refusedCount > 1_000, "SIM_SEED=\(seed)")
        let left = day.serveEveryone()
        #expect(left.isEmpty, "SIM_SEED=\(seed): \(left) still wait")
        let last = day.model.wrongs.first ?? ""
        #expect(day.model.wrongs.isEmpty, "SIM_SEED=\(seed): \(last)")
    }

    @Test("the same seed makes the same day")
    func repeatable() {
        func trace(_ seed: UInt64) -> [String] {
            var day = DeskSimulation(seed: seed)
            return (0..<400).map { _ in
                day.step()
                return "\(day.now) \(day.orderCount) \(day.refusedCount) \(day.assignmentCount)"
            }
        }
        #expect(trace(21) == trace(21))
        #expect(trace(21) != trace(22))
    }
}
