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
    public func wake() { signal { _ in } }

    /// Saves what has ended and ends the thread; blocks until it has. What is still under way then is
    /// sent again after the next start.
    public func stop() {
        signal { $0.isStopping = true }
        stopped.wait()
        stopped.signal()
    }

    private func signal(_ change: (inout Inbox) -> Void) {
        let mustSignal = inbox.withLock { inbox -> Bool in
            change(&inbox)
            defer { inbox.isWoken = true }
            return !inbox.isWoken
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
                sender.send(attempts) { [weak self] number, outcome in
                    self?.signal { $0.ended.append((number, outcome)) }
                }
            }
            if isStopping {
                let end = stopsAt ?? time.monotonic() + Self.drainTime
                stopsAt = end
                if driver.flightCount == 0 || time.monotonic() >= end { return }
            }
            let wait = max(.zero, until.since(now))
            guard wait > .zero else { continue }
            let milliseconds = isStopping ? 50 : Int(wait.milliseconds) + 1
            _ = arrival.wait(timeout: .now() + .milliseconds(milliseconds))
        }
    }
}
