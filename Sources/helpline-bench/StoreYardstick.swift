import Glibc
import Ports
import SQLiteTranscripts
import Vocabulary

/// What the store alone keeps of the same rows, in the largest batches that a floor makes: what a
/// server that does nothing else could reach.
struct StoreYardstick {
    /// The server's file, from which the rows are taken.
    let record: String
    /// Where the store's own file lies while it is measured; the same disk.
    let folder: String

    /// - Parameters:
    ///   - conversationCount: Conversations of the load just measured.
    ///   - seconds: For how long.
    func measure(conversationCount: Int, seconds: Double) throws -> RoundFigures {
        let turns = try RecordedTurns(record: record, conversationCount: conversationCount)
        let path = "\(folder)/store-alone-\(getpid()).sqlite"
        let store = try SQLiteTranscriptStore(path: path)
        defer {
            store.close()
            for ending in ["", "-wal", "-shm", "-lock"] { unlink(path + ending) }
        }
        let account = ProcessAccount(pid: getpid())
        let warmUp = min(0.3, seconds / 4)
        var (turnCount, cpu, latency) = (0, UInt64(0), LatencyHistogram())
        var start = MonotonicClock.nanoseconds()
        var isWarm = false
        try turns.forEachBatch(of: Limits.batchEventCountMax) { batch in
            let begun = MonotonicClock.nanoseconds()
            try store.commit(batch)
            guard isWarm else {
                guard MonotonicClock.seconds(since: start) >= warmUp else { return true }
                isWarm = true
                start = MonotonicClock.nanoseconds()
                cpu = account.cpuNanoseconds()
                return true
            }
            latency.record(nanoseconds: MonotonicClock.nanoseconds() - begun)
            turnCount += batch.count
            return MonotonicClock.seconds(since: start) < seconds
        }
        let took = MonotonicClock.seconds(since: start)
        let spent = Double(account.cpuNanoseconds() - cpu) / 1_000
        return RoundFigures(
            turnsPerSecond: Double(turnCount) / took,
            p50Microseconds: latency.microseconds(at: 0.5),
            p99Microseconds: latency.microseconds(at: 0.99),
            cpuMicrosecondsPerTurn: spent / Double(max(1, turnCount)))
    }
}
