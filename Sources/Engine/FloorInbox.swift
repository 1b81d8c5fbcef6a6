import Dispatch
import FrontOffice
import Synchronization
import Vocabulary

/// Events on their way to a floor's thread: many senders, one taker, a limit.
///
/// What arrives while a batch is being saved is the next batch, so batches grow with the load and no
/// timer decides how large they are.
public final class FloorInbox: Sendable {
    private struct State {
        var events: [FloorEvent] = []
        var isTakerWaiting = false
        var hasRefused = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let eventCountMax: Int

    /// - Parameter eventCountMax: Events that may wait; further ones are refused.
    public init(eventCountMax: Int = Limits.floorInboxEventCountMax) {
        self.eventCountMax = eventCountMax
    }

    /// Hands an event over; from any thread, without waiting.
    ///
    /// - Returns: false when the inbox is full: keep the event, stop reading from the peer, and try
    ///   again after `NoticeOutlet.inboxHasRoom()`. A closed inbox takes nothing either.
    public func put(_ event: FloorEvent) -> Bool {
        let (isTaken, mustWake) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed, state.events.count < eventCountMax else {
                state.hasRefused = true
                return (false, false)
            }
            state.events.append(event)
            let mustWake = state.isTakerWaiting
            state.isTakerWaiting = false
            return (true, mustWake)
        }
        if mustWake { arrival.signal() }
        return isTaken
    }

    /// Hands over an event that must not be lost, whatever the limit: the end of a session, a timer.
    public func putAlways(_ event: FloorEvent) {
        let mustWake = state.withLock { state -> Bool in
            state.events.append(event)
            let mustWake = state.isTakerWaiting
            state.isTakerWaiting = false
            return mustWake
        }
        if mustWake { arrival.signal() }
    }

    /// Wakes the taker without an event, so that it looks at what else it has to do.
    public func wake() {
        let mustWake = state.withLock { state -> Bool in
            let mustWake = state.isTakerWaiting
            state.isTakerWaiting = false
            return mustWake
        }
        if mustWake { arrival.signal() }
    }

    /// Refuses every further `put`; what is inside can still be taken.
    public func close() {
        state.withLock { $0.isClosed = true }
        wake()
    }

    /// Takes what has gathered, in its order, waiting for something to come until `deadline`.
    ///
    /// - Parameters:
    ///   - events: Emptied, then filled with at most `Limits.batchEventCountMax` events; its room is
    ///     used again.
    ///   - deadline: When to come back with nothing; nil waits without an end.
    /// - Returns: Whether senders were refused since the last call and should be told of the room.
    package func take(into events: inout [FloorEvent], until deadline: DispatchTime?) -> Bool {
        events.removeAll(keepingCapacity: true)
        while true {
            let (isReady, hasRefused) = state.withLock { state -> (Bool, Bool) in
                guard !state.events.isEmpty || state.isClosed else {
                    state.isTakerWaiting = true
                    return (false, false)
                }
                if state.events.count <= Limits.batchEventCountMax {
                    swap(&events, &state.events)
                } else {
                    events.append(contentsOf: state.events.prefix(Limits.batchEventCountMax))
                    state.events.removeFirst(Limits.batchEventCountMax)
                }
                defer { state.hasRefused = false }
                return (true, state.hasRefused)
            }
            if isReady { return hasRefused }
            if arrival.wait(timeout: deadline ?? .distantFuture) == .timedOut {
                state.withLock { $0.isTakerWaiting = false }
                return false
            }
            if state.withLock({ $0.events.isEmpty }) { return false }
        }
    }
}
