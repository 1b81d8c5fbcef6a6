import TestKit
import Testing

/// The invariants are worth nothing unless they notice what they are there for.
@Suite("Simulation: planted bugs")
struct SabotageTests {
    @Test(
        "a planted bug is noticed, in the words of the invariant it breaks",
        arguments: [
            (SimulatedWorld.Sabotage.storeForgetsBatches, "not on record"),
            (.storeSavesLate, "not on record"),
            (.storeLosesClientIDs, "not on record"),
            (.storeReadsShort, "does not fit"),
            (.losesSettlements, "never settled"),
            (.releasesTwice, "more events settled"),
            (.losesNotices, "but never number"),
        ])
    func isNoticed(sabotage: SimulatedWorld.Sabotage, words: String) {
        let found = (1...8).lazy.flatMap { seed in
            var world = SimulatedWorld(seed: UInt64(seed), sabotage: sabotage)
            world.run(steps: 4_000)
            world.comeToRest()
            return world.violations
        }
        #expect(found.contains { $0.contains(words) }, "\(sabotage) went unnoticed")
    }

    @Test("an honest world of the same seeds is found in order", arguments: 1...3)
    func honest(seed: UInt64) {
        var world = SimulatedWorld(seed: seed)
        world.run(steps: 4_000)
        world.comeToRest()
        #expect(world.violations.isEmpty)
    }
}
