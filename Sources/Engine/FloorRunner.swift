import Dispatch
import Foundation
import FrontOffice
import Ports
import Synchronization
import Vocabulary

/// The thread of a floor: takes what has gathered, has it decided and saved, and lets the answers go.
public final class FloorRunner: Sendable {
    public let inbox: FloorInbox
    private let outlet: any NoticeOutlet
    private let time: any TimeSource
    private let tally: FloorTally
    private let isStopping = Atomic(false)
    private let stopped = DispatchSemaphore(value: 0)

    public init(
        inbox: FloorInbox, outlet: any NoticeOutlet, time: any TimeSource, tally: FloorTally
    ) {
        self.inbox = inbox
        self.outlet = outlet
        self.time = time
        self.tally = tally
    }

    /// Starts the thread; it owns the driver from here on.
    ///
    /// - Parameter makeDriver: Called on the thread before anything else.
    public func start(_ driver: sending FloorDriver) {
        let handOver = Mutex<FloorDriver?>(driver)
        let thread = Thread { [self] in
            guard let driver = handOver.withLock({ $0.take() }) else { return }
            run(driver)
            stopped.signal()
        }
        thread.name = "floor"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Deals with everything that is in the inbox, then ends the thread; blocks until it has.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        inbox.close()
        stopped.wait()
        stopped.signal()
    }

    /// How often the queues' figures are taken while something happens or somebody waits.
    private static let figuresEvery = Duration.seconds(1)

    private func run(_ driver: FloorDriver) {
        var events: [FloorEvent] = []
        // The first figures are taken with the first turn of the loop.
        var figuresDue: Duration? = .zero
        while true {
            let hasRefused = inbox.take(
                into: &events, until: deadline(of: driver, or: figuresDue))
            if hasRefused { outlet.inboxHasRoom() }
            let isIdle = events.isEmpty
            let releases = driver.run(events, at: time.wall(), monotonic: time.monotonic())
            if !releases.isEmpty { outlet.deliver(releases) }
            tally.conversationCountIs(driver.floor.conversationCount)
            let now = time.monotonic()
            if let due = figuresDue, due <= now {
                let queues = driver.floor.queueFigures(at: time.wall())
                tally.queuesAre(queues)
                // Waits grow while nothing happens.
                let somebodyWaits = queues.contains { $0.waitingCount > 0 }
                figuresDue = somebodyWaits ? now + Self.figuresEvery : nil
            }
            if !isIdle, figuresDue == nil { figuresDue = now + Self.figuresEvery }
            if isIdle, isStopping.load(ordering: .acquiring) { return }
        }
    }

    private func deadline(of driver: FloorDriver, or figuresDue: Duration?) -> DispatchTime? {
        [driver.nextDeadline, figuresDue].compactMap(\.self).min().map { deadline in
            let wait = max(.zero, deadline - time.monotonic())
            return .now() + .milliseconds(Int(wait.milliseconds) + 1)
        }
    }
}
