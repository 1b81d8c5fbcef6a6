import CEpoll
import Glibc

/// Many connections on one thread: what it costs is taken from the server's share of the machine, so
/// it does as little as it can.
final class LoadGenerator {
    /// What a stretch of asking came to.
    struct Figures {
        var turnCount = 0
        var seconds = 0.0
        var latency = LatencyHistogram()
        var turnsPerSecond: Double { seconds > 0 ? Double(turnCount) / seconds : 0 }
    }

    private let target: SocketTarget
    private let dialect: Dialect
    private let questions: [[UInt8]]
    private let poll: Int32
    /// By descriptor.
    private var connections: [LoadConnection?] = []
    private(set) var openCount = 0
    private var readyCount = 0
    private var readBuffer = [UInt8](repeating: 0, count: 64 * 1_024)
    private var sendBuffer: [UInt8] = []
    private var events = [epoll_event](repeating: epoll_event(), count: 256)
    /// Silence after which a server counts as stuck.
    private let patience: UInt64 = 10_000_000_000

    init(target: SocketTarget, dialect: Dialect, questions: [String]) throws {
        self.target = target
        self.dialect = dialect
        self.questions = questions.map { Array($0.utf8) }
        poll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard poll >= 0 else { throw BenchError("epoll: \(String(cString: strerror(errno)))") }
    }

    deinit {
        closeAll()
        close(poll)
    }

    /// Opens connections, at most `atOnce` being opened at a time, until `count` are open.
    ///
    /// - Parameter awaitsBytes: Whether a connection counts as open once the server has spoken.
    /// - Returns: Seconds it took.
    @discardableResult
    func open(_ count: Int, atOnce: Int = 128, awaitsBytes: Bool, greets: Bool) throws -> Double {
        let start = MonotonicClock.nanoseconds()
        var begunCount = 0
        readyCount = 0
        while readyCount < count {
            while begunCount < count, begunCount - readyCount < atOnce {
                try beginConnection(index: begunCount)
                begunCount += 1
            }
            try turnOver(connecting: (awaitsBytes, greets))
        }
        return MonotonicClock.seconds(since: start)
    }

    /// Asks on every open connection, `burst` lines at a time, the next as soon as all are answered.
    ///
    /// - Parameters:
    ///   - seconds: For how long; lines under way at the end are answered still, and not counted.
    ///   - turnsEach: Ends a connection's asking after so many turns, if not 0.
    func ask(seconds: Double, burst: Int, turnsEach: Int = 0) throws -> Figures {
        var figures = Figures()
        let start = MonotonicClock.nanoseconds()
        let end = start + UInt64(seconds * 1e9)
        var askingCount = 0
        for case let connection? in connections where connection.state == .ready {
            connection.turnsLeft = turnsEach == 0 ? .max : turnsEach
            try connection.ask(burst, questions: questions, buffer: &sendBuffer)
            askingCount += 1
        }
        while askingCount > 0 {
            try waitForEvents { connection, now in
                try self.read(connection, now: now) { doneCount in
                    if connection.turnsLeft != .max { connection.turnsLeft -= doneCount }
                    if now < end { figures.turnCount += doneCount }
                    guard connection.asked.isEmpty else { return }
                    if now < end, connection.turnsLeft > 0 {
                        try connection.ask(
                            burst, questions: self.questions, buffer: &self.sendBuffer)
                    } else {
                        askingCount -= 1
                    }
                } firstByte: {
                    if now < end { figures.latency.record(nanoseconds: now - connection.sentAt) }
                }
            }
        }
        figures.seconds = min(seconds, MonotonicClock.seconds(since: start))
        return figures
    }

    /// Sends the greeting on connections opened without one, and waits until all are welcome.
    func greetAll() throws {
        guard let bytes = dialect.greeting else { return }
        var waitingCount = 0
        for case let connection? in connections {
            connection.state = .greeting
            try connection.send(bytes)
            waitingCount += 1
        }
        while waitingCount > 0 {
            try waitForEvents { connection, now in
                try self.read(connection, now: now) { _ in
                } firstByte: {
                }
                if connection.state == .greeting, connection.judge.isWelcome {
                    connection.state = .ready
                    waitingCount -= 1
                }
            }
        }
    }

    func closeAll() {
        for case let connection? in connections { close(connection.descriptor) }
        connections = []
        openCount = 0
    }

    private func beginConnection(index: Int) throws {
        let descriptor = try target.connect()
        while connections.count <= Int(descriptor) { connections.append(nil) }
        connections[Int(descriptor)] = LoadConnection(
            descriptor: descriptor, dialect: dialect, questionIndex: index * 7)
        openCount += 1
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLET.rawValue
        event.data.fd = descriptor
        guard epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            throw BenchError("epoll_ctl: \(String(cString: strerror(errno)))")
        }
    }

    private func turnOver(connecting: (awaitsBytes: Bool, greets: Bool)) throws {
        try waitForEvents { connection, now in
            if connection.state == .connecting {
                if let opening = self.dialect.opening { try connection.send(opening) }
                if let greeting = self.dialect.greeting, connecting.greets {
                    try connection.send(greeting)
                }
                connection.state = .greeting
                if !connecting.awaitsBytes { self.becomeReady(connection) }
            }
            try self.read(connection, now: now) { _ in
            } firstByte: {
            }
            if connection.state == .greeting, connection.hasHeard,
                !connecting.greets || connection.judge.isWelcome
            {
                self.becomeReady(connection)
            }
        }
    }

    private func becomeReady(_ connection: LoadConnection) {
        connection.state = .ready
        readyCount += 1
    }

    private func waitForEvents(_ body: (LoadConnection, UInt64) throws -> Void) throws {
        let count = epoll_wait(poll, &events, 256, Int32(patience / 1_000_000))
        guard count != 0 else { throw BenchError("no answer within \(patience / 1_000_000_000) s") }
        for index in 0..<max(0, Int(count)) {
            guard let connection = connections[Int(events[index].data.fd)] else { continue }
            let happened = events[index].events
            if happened & EPOLLOUT.rawValue != 0 { try connection.sendUnsent() }
            if happened & (EPOLLERR.rawValue) != 0 { throw BenchError("a connection failed") }
            try body(connection, MonotonicClock.nanoseconds())
        }
    }

    /// Reads what is there, and judges every line of it.
    private func read(
        _ connection: LoadConnection, now: UInt64, done: (Int) throws -> Void,
        firstByte: () -> Void
    ) throws {
        var doneCount = 0
        while true {
            let count = Glibc.read(connection.descriptor, &readBuffer, readBuffer.count)
            if count < 0 {
                guard errno == EAGAIN else {
                    throw BenchError("read: \(String(cString: strerror(errno)))")
                }
                break
            }
            guard count > 0 else { throw BenchError("the server closed a connection") }
            connection.hasHeard = true
            if connection.awaitsFirstByte {
                connection.awaitsFirstByte = false
                firstByte()
            }
            doneCount += try judge(readBuffer[..<count], of: connection)
            if count < readBuffer.count { break }
        }
        if doneCount > 0 { try done(doneCount) }
    }

    /// - Returns: How many turns are over by this.
    private func judge(_ bytes: ArraySlice<UInt8>, of connection: LoadConnection) throws -> Int {
        var doneCount = 0
        var rest = bytes
        if !connection.partial.isEmpty {
            rest = (connection.partial + rest)[...]
            connection.partial = []
        }
        while let reply = try dialect.nextReply(&rest, isOpened: &connection.isOpened) {
            let verdict = connection.judge.judge(reply, asked: connection.asked.first ?? [])
            switch verdict {
            case .goesOn: break
            case .turnDone:
                guard !connection.asked.isEmpty else { throw BenchError("an answer to nothing") }
                connection.asked.removeFirst()
                doneCount += 1
            case .wrong(let why):
                throw BenchError("wrong reply on connection \(connection.descriptor): \(why)")
            }
        }
        if !rest.isEmpty { connection.partial = Array(rest) }
        return doneCount
    }
}
