import BusinessTime
import Foundation
import Ports
import Synchronization
import Vocabulary

/// Files finished conversations on a thread of its own: at the start, when it is woken, and every
/// `pause` as long as something failed.
public final class TranscriptFilingThread: Sendable {
    /// What it tells, from its own thread.
    public enum Report: Sendable {
        case remark(TranscriptFiler.Remark)
        case filed(count: Int)
        /// Nothing is lost: it is tried again.
        case failed(String)
    }

    private struct State {
        var isWoken = true
        var isStopping = false
        var hasStopped = false
    }

    /// Guards `state` together with waiting for it to change.
    private let condition = NSCondition()
    private let state = Mutex(State())

    private static let pause: TimeInterval = 10

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - zoneOf: See `TranscriptFiler`; called on the thread.
    ///   - report: Called on the thread.
    public init(
        store: any TranscriptStore, folder: URL,
        zoneOf: @escaping @Sendable (ShopID) -> TimeZoneRules?,
        report: @escaping @Sendable (Report) -> Void
    ) {
        let thread = Thread { [self] in
            run(store: store, folder: folder, zoneOf: zoneOf, report: report)
        }
        thread.name = "transcripts"
        thread.start()
    }

    /// Something was closed: file it soon. Returns at once.
    public func wake() { change { $0.isWoken = true } }

    /// Files what there is and ends the thread; returns once it has ended.
    public func stop() {
        change { $0.isStopping = true }
        condition.lock()
        defer { condition.unlock() }
        while !state.withLock({ $0.hasStopped }) { condition.wait() }
    }

    private func change(_ body: (inout State) -> Void) {
        condition.lock()
        state.withLock { body(&$0) }
        condition.broadcast()
        condition.unlock()
    }

    private func run(
        store: any TranscriptStore, folder: URL, zoneOf: (ShopID) -> TimeZoneRules?,
        report: @escaping @Sendable (Report) -> Void
    ) {
        let filer = TranscriptFiler(store: store, folder: folder) { report(.remark($0)) }
        var areTailsCleared = false
        var isLastRound = false
        while !isLastRound {
            isLastRound = waitForWork(isRetrying: false)
            var hasFailed = true
            while hasFailed {
                do {
                    if !areTailsCleared { try filer.clearTails() }
                    areTailsCleared = true
                    let count = try filer.fileFinished(zoneOf: zoneOf)
                    if count > 0 { report(.filed(count: count)) }
                    hasFailed = false
                } catch {
                    report(.failed("\(error)"))
                    // What is not filed now is filed at the next start.
                    if isLastRound { break }
                    isLastRound = waitForWork(isRetrying: true)
                }
            }
        }
        change { $0.hasStopped = true }
    }

    /// - Parameter isRetrying: Wait a while at the most, and not for being woken.
    /// - Returns: True if this is the last time.
    private func waitForWork(isRetrying: Bool) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let deadline = Date(timeIntervalSinceNow: Self.pause)
        while true {
            let now = state.withLock { state in
                defer { if !isRetrying { state.isWoken = false } }
                return state
            }
            if now.isStopping { return true }
            if isRetrying {
                if !condition.wait(until: deadline) { return false }
            } else {
                if now.isWoken { return false }
                condition.wait()
            }
        }
    }
}
