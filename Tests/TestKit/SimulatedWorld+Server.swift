import Dialogue
import Engine
import FrontOffice
import Logging
import Ports
import Vocabulary

/// The floor, its batches, and the ways in which the process ends.
extension SimulatedWorld {
    /// Where a batch is interrupted by the end of the process.
    private enum Crash: CaseIterable {
        case beforeDeciding, whileWriting, whileSyncing, beforeReleasing, whileReleasing
    }

    /// Begins the process, as far as the disk allows.
    mutating func start() {
        let logger = Logger(label: "simulation") { _ in SwiftLogNoOpLogHandler() }
        do throws(StoreError) {
            try store.reopen()
            driver = try FloorDriver(
                store: store, shops: [SimulatedShop.make(edition: edition)], mint: dice.mint,
                random: SeededRandom(seed: random.next()), tally: FloorTally(logger: logger),
                at: wall, monotonic: monotonic)
        } catch {
            return
        }
        checkLedger("after a start")
    }

    /// Takes one batch, has it decided and saved, and lets the answers go.
    mutating func runFloor() {
        guard let driver else { return }
        let crash = happens(faults.crash) ? Crash.allCases[random.number(below: 5)] : nil
        var events: [FloorEvent] = []
        if waitingCount > 0 { _ = inbox.take(into: &events, until: nil) }
        waitingCount -= events.count
        if events.count > Limits.batchEventCountMax { violate("a batch of \(events.count) events") }
        switch crash {
        case .beforeDeciding: return die()
        case .whileWriting: disk.failCall(1)
        case .whileSyncing: disk.failCall(2)
        case .beforeReleasing, .whileReleasing, nil: break
        }
        let releases = driver.run(events, at: wall, monotonic: monotonic)
        for turn in store.takeCommits() { check(turn) }
        for mistake in store.mistakes { violate(mistake) }
        if !driver.isInDoubt { for what in driver.floor.disagreements { violate(what) } }
        switch crash {
        case .beforeDeciding, .whileWriting, .whileSyncing, .beforeReleasing: return die()
        case .whileReleasing:
            deliver(releases.prefix(random.number(below: releases.count + 1)))
            return die()
        case nil: deliver(releases[...])
        }
        for line in lines.indices where !lines[line].events.isEmpty { pump(line) }
        reap()
    }

    private mutating func deliver(_ releases: ArraySlice<Release>) {
        for var release in releases {
            guard let line = lines.firstIndex(where: { $0.session == release.session }) else {
                continue
            }
            if sabotage == .losesSettlements, random.oneIn(100) { release.settledCount = 0 }
            if sabotage == .losesNotices, random.oneIn(30) { _ = release.notices.popLast() }
            lines[line].deliver(release)
            if sabotage == .releasesTwice, random.oneIn(100) { lines[line].deliver(release) }
            if lines[line].unsettledCount < 0 {
                violate("session \(release.session) was told more events settled than it submitted")
            }
        }
    }

    /// The process is gone: connections, inbox, floor; the disk stays.
    private mutating func die() {
        counts.crashes += 1
        driver = nil
        disk.crash()
        inbox = FloorInbox(eventCountMax: inboxEventCountMax)
        waitingCount = 0
        lines = []
        for customer in customers.indices { customers[customer].lostConnection() }
        for agent in agents.indices { agents[agent].lost() }
    }

    /// What may go wrong between two steps.
    mutating func goWrong() {
        if happens(faults.full) { disk.setFull(true) }
        if random.oneIn(40) { disk.setFull(false) }
        if happens(faults.clock) {
            if random.oneIn(2) {
                wall = wall + .seconds(random.number(below: 14_400) - 7_200)
            } else {
                monotonic += .seconds(random.number(below: 900))
            }
        }
        if happens(faults.reload) {
            edition += 1
            inbox.putAlways(.shopsReplaced([SimulatedShop.make(edition: edition)]))
            waitingCount += 1
        }
    }
}
