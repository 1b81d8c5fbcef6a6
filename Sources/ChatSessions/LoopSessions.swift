import ChatWire
import Engine
import IntentMatching
import NIOCore
import Synchronization
import Vocabulary

/// The sessions of one event loop. Touched on that loop only.
///
/// Holds the room that reading and writing need, so that a silent session keeps next to nothing.
package final class LoopSessions {
    let commons: LineCommons
    let eventLoop: any EventLoop
    /// Stands in the highest byte of every session's number.
    let index: Int
    let ports: [PortReading]
    /// What sessions of the web port know of the shops.
    let web: PortReading

    // Used by one session at a time, empty between.
    var reply: [UInt8] = []
    var telnetReply: [UInt8] = []
    var steps: [WireStep] = []
    var matching = MatchScratch()

    private var sessions: [UInt64: CustomerLineHandler] = [:]
    private var lastNumber: UInt64 = 0
    private var waitingForInbox: [CustomerLineHandler] = []
    private var waitingForRate: [CustomerLineHandler] = []
    private var ticks: RepeatedTask?
    private var tickCount = 0
    private var drained: EventLoopPromise<Void>?
    /// The server stops; nobody is waited for longer than need be.
    var isDraining: Bool { drained != nil }

    static let sessionNumberBits: UInt64 = 56
    private static let ticksPerSweep = 4

    init(commons: LineCommons, eventLoop: any EventLoop, index: Int) {
        self.commons = commons
        self.eventLoop = eventLoop
        self.index = index
        let readings = commons.shelf.current
        ports = commons.configuration.ports.enumerated().map { index, port in
            PortReading(index: index, port: port, readings: readings)
        }
        web = PortReading(webPortFor: readings)
    }

    // MARK: Coming and going

    /// A session of a line port, to be put at the end of its connection's pipeline.
    ///
    /// - Parameter peer: Who is at the other end, and whether passwords may travel from there.
    package func lineSession(
        portIndex: Int, peer: ProxyHeaderHandler.Peer
    ) -> CustomerLineHandler {
        let port = ports[portIndex]
        let isLoopback = peer.key?.isLoopback == true
        let isLoginAllowed =
            port.isTLS || peer.isSecure
            || isLoopback && commons.configuration.allowsLoginFromLoopback
        return CustomerLineHandler(
            loop: self, port: port, peer: peer.key, isLoginAllowed: isLoginAllowed)
    }

    /// A session of the web port, once the handshake of its WebSocket is done.
    ///
    /// - Parameter origin: Of the page that opened it, to be judged when a shop is named; nil where there is
    ///   no page, or the page is our own.
    package func socketSession(
        peer: ProxyHeaderHandler.Peer, origin: String?
    ) -> CustomerLineHandler {
        let isLoopback = peer.key?.isLoopback == true
        let isLoginAllowed =
            peer.isSecure || isLoopback && commons.configuration.allowsLoginFromLoopback
        return CustomerLineHandler(
            loop: self, port: web, peer: peer.key, isLoginAllowed: isLoginAllowed,
            socket: SocketSide(origin: origin))
    }

    /// Whether any shop has a page of this origin.
    package func isOriginKnown(_ origin: String) -> Bool {
        commons.shelf.current.byID.values.contains { $0.origins.contains(origin) }
    }

    func enter(_ session: CustomerLineHandler) -> SessionID {
        lastNumber += 1
        let number = UInt64(index) << Self.sessionNumberBits | lastNumber
        sessions[number] = session
        commons.metrics.opened.add(1, ordering: .relaxed)
        if session.socket != nil { commons.metrics.sockets.add(1, ordering: .relaxed) }
        return SessionID(number)
    }

    func leave(_ id: SessionID) {
        guard let session = sessions.removeValue(forKey: id.number) else { return }
        if session.socket != nil { commons.metrics.sockets.subtract(1, ordering: .relaxed) }
        commons.metrics.closed.add(1, ordering: .relaxed)
        if sessions.isEmpty { drained?.succeed() }
    }

    // MARK: What the floor says

    /// Tells each session what is for it; sessions that are gone hear nothing.
    func take(_ releases: [Release]) {
        for release in releases { sessions[release.session.number]?.deliver(release) }
    }

    // MARK: Waiting

    func waitForInbox(_ session: CustomerLineHandler) { waitingForInbox.append(session) }
    func waitForRate(_ session: CustomerLineHandler) { waitingForRate.append(session) }

    /// Lets those who were refused try again, the one who waits longest first.
    func inboxHasRoom() {
        let waiting = waitingForInbox
        waitingForInbox = []
        for session in waiting { session.tryInboxAgain() }
    }

    // MARK: Time

    /// Begins to look at all sessions from time to time.
    func startTicking(every sweep: Duration) {
        let sweepNanoseconds = sweep.milliseconds * 1_000_000
        let interval = TimeAmount.nanoseconds(sweepNanoseconds / Int64(Self.ticksPerSweep))
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        ticks = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            bound.value.tick()
        }
    }

    func stopTicking() { ticks?.cancel() }

    private func tick() {
        tickCount += 1
        retryRates()
        if tickCount % Self.ticksPerSweep == 0 { sweep() }
    }

    /// Reads on for those whose rate allows it again.
    func retryRates() {
        guard !waitingForRate.isEmpty else { return }
        let waiting = waitingForRate
        waitingForRate = []
        for session in waiting { session.tryRateAgain() }
    }

    /// Looks whether somebody is late, and whether the shops have changed.
    func sweep() {
        let now = commons.now()
        for session in Array(sessions.values) { session.look(at: now) }
        let readings = commons.shelf.current
        for port in ports + [web] { port.refresh(readings) }
        if index == 0 { commons.addresses?.forgetRested(at: now) }
    }

    // MARK: The end

    /// Tells every session that the server stops, and closes each when what it said is dealt with.
    ///
    /// - Returns: Succeeds once no session is left, at `deadline` at the latest.
    func drain(within time: Duration) -> EventLoopFuture<Void> {
        let promise = drained ?? eventLoop.makePromise()
        drained = promise
        for session in Array(sessions.values) { session.drain() }
        guard !sessions.isEmpty else {
            promise.succeed()
            return promise.futureResult
        }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let closing = eventLoop.scheduleTask(in: .nanoseconds(time.milliseconds * 1_000_000)) {
            bound.value.closeAll()
        }
        promise.futureResult.whenComplete { _ in closing.cancel() }
        return promise.futureResult
    }

    func closeAll() {
        for session in Array(sessions.values) { session.closeNow() }
    }
}
