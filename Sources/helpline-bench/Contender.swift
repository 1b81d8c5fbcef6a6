/// A server that is measured: the one in question, or the yardstick.
struct Contender {
    let name: String
    let target: SocketTarget
    let dialect: Dialect
    /// nil where the process is not known; then nothing is said of its CPU and memory.
    let account: ProcessAccount?
    /// Whether it speaks first.
    let greetsFirst: Bool
}

/// One size of load: so many connections, so many lines at a time.
struct Load: Hashable {
    let connectionCount: Int
    let burst: Int
    var name: String {
        burst == 1 ? "\(connectionCount) closed loop" : "\(connectionCount) × \(burst) lines"
    }
}

/// What one round of one load came to.
struct RoundFigures {
    let turnsPerSecond: Double
    let p50Microseconds: Double
    let p99Microseconds: Double
    /// Of the server, over all its threads.
    let cpuMicrosecondsPerTurn: Double?
}

/// What many silent connections came to.
struct IdleFigures {
    let connectionCount: Int
    let connectsPerSecond: Double
    let bytesPerConnection: Double?
    /// After three turns on each; nil where that was not measured.
    let bytesAfterTurns: Double?
}

extension Contender {
    func measure(_ load: Load, seconds: Double) throws -> RoundFigures {
        let generator = try LoadGenerator(
            target: target, dialect: dialect, questions: Questions.all)
        try generator.open(load.connectionCount, awaitsBytes: greetsFirst, greets: true)
        _ = try generator.ask(seconds: min(0.3, seconds / 4), burst: load.burst)
        let cpuBefore = account?.cpuNanoseconds()
        let figures = try generator.ask(seconds: seconds, burst: load.burst)
        let cpu = account.map { Double($0.cpuNanoseconds() - (cpuBefore ?? 0)) / 1_000 }
        return RoundFigures(
            turnsPerSecond: figures.turnsPerSecond,
            p50Microseconds: figures.latency.microseconds(at: 0.5),
            p99Microseconds: figures.latency.microseconds(at: 0.99),
            cpuMicrosecondsPerTurn: cpu.map { $0 / Double(max(1, figures.turnCount)) })
    }

    /// Opens many connections that say nothing, then, if asked, lets each have three turns.
    func measureIdle(connectionCount: Int, withTurns: Bool) throws -> IdleFigures {
        let before = account?.residentBytes()
        let generator = try LoadGenerator(
            target: target, dialect: dialect, questions: Questions.all)
        let seconds = try generator.open(
            connectionCount, awaitsBytes: greetsFirst, greets: false)
        func perConnection() -> Double? {
            guard let account, let before else { return nil }
            return Double(account.residentBytes() - before) / Double(connectionCount)
        }
        let idle = perConnection()
        var afterTurns: Double?
        if withTurns {
            try generator.greetAll()
            _ = try generator.ask(seconds: 600, burst: 1, turnsEach: 3)
            afterTurns = perConnection()
        }
        return IdleFigures(
            connectionCount: connectionCount,
            connectsPerSecond: Double(connectionCount) / seconds, bytesPerConnection: idle,
            bytesAfterTurns: afterTurns)
    }
}
