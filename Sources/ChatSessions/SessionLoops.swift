import Engine
import Logging
import NIOCore
import NIOPosix
import Vocabulary

/// The sessions of all event loops, whatever port they came in by, and the way back for what floors
/// say.
///
/// Owned by whoever starts the server. Sessions live on their loops; this only holds the way to them.
/// It is the floors' `NoticeOutlet` for every session that it numbered.
public final class SessionLoops: Sendable {
    package let commons: LineCommons
    package let group: MultiThreadedEventLoopGroup
    private let loops: [NIOLoopBound<LoopSessions>]
    private let loopsByID: [ObjectIdentifier: NIOLoopBound<LoopSessions>]

    private init(
        commons: LineCommons, group: MultiThreadedEventLoopGroup,
        loops: [NIOLoopBound<LoopSessions>]
    ) {
        self.commons = commons
        self.group = group
        self.loops = loops
        loopsByID = Dictionary(
            uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
    }

    /// Makes ready for sessions; listens on nothing yet.
    ///
    /// - Parameters:
    ///   - group: Shared by all listeners; not shut down by this.
    ///   - now: The monotonic clock.
    public static func start(
        _ configuration: LineConfiguration, group: MultiThreadedEventLoopGroup, shelf: ShopShelf,
        directory: FloorDirectory, metrics: ListenerMetrics, logger: Logger,
        backOffice: BackOffice? = nil, now: @escaping @Sendable () -> Duration
    ) async throws -> SessionLoops {
        let commons = LineCommons(
            configuration: configuration, shelf: shelf, directory: directory,
            metrics: metrics, logger: logger, backOffice: backOffice, now: now)
        var loops: [NIOLoopBound<LoopSessions>] = []
        for (index, eventLoop) in group.makeIterator().enumerated() {
            let bound = try await eventLoop.submit {
                let sessions = LoopSessions(commons: commons, eventLoop: eventLoop, index: index)
                if let sweep = configuration.times.sweep { sessions.startTicking(every: sweep) }
                return NIOLoopBound(sessions, eventLoop: eventLoop)
            }.get()
            loops.append(bound)
        }
        return SessionLoops(commons: commons, group: group, loops: loops)
    }

    package var loopCount: Int { loops.count }

    /// How the sessions are set up.
    public var configuration: LineConfiguration { commons.configuration }

    /// The sessions of a loop, to be touched on it; nil for a loop of another group.
    package func sessions(on eventLoop: any EventLoop) -> LoopSessions? {
        loopsByID[ObjectIdentifier(eventLoop)]?.value
    }

    /// Tells every session `shutting_down`, closes each once what it said is dealt with, and all that
    /// are left after `time`. Comes back when no session is left. Stop listening first.
    public func drain(within time: Duration) async {
        let drained = loops.map { bound in
            bound.eventLoop.flatSubmit { bound.value.drain(within: time) }
        }
        for loop in drained { try? await loop.get() }
    }

    /// Closes every session at once.
    public func closeAll() async {
        for bound in loops {
            try? await bound.eventLoop.submit {
                bound.value.stopTicking()
                bound.value.closeAll()
            }.get()
        }
    }

    /// Looks at all sessions' times at once, as happens by itself every `LineTimes.sweep`.
    package func sweepNow() async {
        for bound in loops {
            try? await bound.eventLoop.submit {
                bound.value.retryRates()
                bound.value.sweep()
            }.get()
        }
    }
}

extension SessionLoops: NoticeOutlet {
    public func deliver(_ releases: [Release]) {
        guard loops.count > 1 else {
            guard let bound = loops.first else { return }
            return bound.eventLoop.execute { bound.value.take(releases) }
        }
        var byLoop = Array(repeating: [Release](), count: loops.count)
        for release in releases {
            let index = Int(release.session.number >> LoopSessions.sessionNumberBits)
            guard index < byLoop.count else { continue }
            byLoop[index].append(release)
        }
        for (bound, releases) in zip(loops, byLoop) where !releases.isEmpty {
            bound.eventLoop.execute { bound.value.take(releases) }
        }
    }

    public func inboxHasRoom() {
        for bound in loops { bound.eventLoop.execute { bound.value.inboxHasRoom() } }
    }
}
