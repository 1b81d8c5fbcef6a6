import Dispatch
import Foundation
import Ports
import Synchronization
import Vocabulary
import Webhooks

/// The thread that delivers: it has nothing to do with any floor's and never makes one wait.
public final class DeliveryRunner: Sendable {
    private struct Inbox {
        var ended: [(number: Int64, outcome: AttemptOutcome)] = []
        /// How many of those the thread wants at once.
        var endedCountWanted = 1
        /// There is something else to do.
        var isWoken = false
        var isStopping = false
    }

    private let sender: any WebhookSender
    private let time: any TimeSource
    private let inbox = Mutex(Inbox())
    private let arrival = DispatchSemaphore(value: 0)
    private let stopped = DispatchSemaphore(value: 0)

    /// How long attempts under way have to end once the server stops.
    public static let drainTime = Duration.seconds(3)

    public init(sender: any WebhookSender, time: any TimeSource) {
        self.sender = sender
        self.time = time
    }

    /// Starts the thread; it owns the driver from here on.
    public func start(_ driver: sending DeliveryDriver) {
        let handOver = Mutex<DeliveryDriver?>(driver)
        let thread = Thread { [self] in
            guard let driver = handOver.withLock({ $0.take() }) else { return }
            run(driver)
            stopped.signal()
        }
        thread.name = "deliveries"
        thread.start()
    }

    /// A turn with events is on record; from any thread, returns at once.
    public func wake() { wake { _ in } }

    /// Saves what has ended and ends the thread; blocks until it has. What is still under way then is
    /// sent again after the next start.
    public func stop() {
        wake { $0.isStopping = true }
        stopped.wait()
        stopped.signal()
    }

    private func wake(_ change: (inout Inbox) -> Void) {
        let mustSignal = inbox.withLock { inbox -> Bool in
            change(&inbox)
            defer { inbox.isWoken = true }
            return !inbox.isWoken
        }
        if mustSignal { arrival.signal() }
    }

    /// An attempt has ended. The thread is told of the first, which sets its time, and once there are
    /// enough: a switch of threads and a sync for each would cost more than all the rest.
    private func note(_ number: Int64, _ outcome: AttemptOutcome) {
        let mustSignal = inbox.withLock { inbox -> Bool in
            inbox.ended.append((number, outcome))
            return inbox.ended.count == 1 || inbox.ended.count == inbox.endedCountWanted
        }
        if mustSignal { arrival.signal() }
    }

    private func run(_ driver: DeliveryDriver) {
        var stopsAt: Duration?
        while true {
            let (ended, isStopping) = inbox.withLock { inbox in
                defer {
                    inbox.ended.removeAll(keepingCapacity: true)
                    inbox.isWoken = false
                }
                return (inbox.ended, inbox.isStopping)
            }
            let now = time.wall()
            let (attempts, until) = driver.step(ended, at: now, mayBegin: !isStopping)
            if !attempts.isEmpty {
                sender.send(attempts) { [weak self] number, outcome in self?.note(number, outcome) }
            }
            if isStopping {
                let end = stopsAt ?? time.monotonic() + Self.drainTime
                stopsAt = end
                if driver.flightCount == 0 || time.monotonic() >= end { return }
            }
            let longest = isStopping ? .milliseconds(50) : max(.zero, until.since(now))
            waitForWork(enough: driver.endedCountWanted, noLongerThan: longest)
        }
    }

    /// Waits until there is something to do, enough attempts have ended, the first of them has waited
    /// long enough, or the time is over.
    private func waitForWork(enough: Int, noLongerThan longest: Duration) {
        var end = time.monotonic() + longest
        var hasEnded = false
        inbox.withLock { $0.endedCountWanted = enough }
        while true {
            let (count, isWoken) = inbox.withLock { ($0.ended.count, $0.isWoken) }
            let now = time.monotonic()
            guard !isWoken, count < enough, now < end else { return }
            if count > 0, !hasEnded {
                hasEnded = true
                end = min(end, now + WebhookLimits.endedTogetherTime)
            }
            let milliseconds = Int((end - now).milliseconds) + 1
            _ = arrival.wait(timeout: .now() + .milliseconds(milliseconds))
        }
    }
}
