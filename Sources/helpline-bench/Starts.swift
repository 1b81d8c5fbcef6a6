import Glibc
import SQLiteTranscripts

/// How long a server needs from its start to its first answer.
struct StartFigures {
    /// Open conversations on its record.
    let openCount: Int
    /// Of each start.
    let milliseconds: [Double]

    func text(_ number: (Double) -> String) -> String {
        let what = openCount == 0 ? "" : " with \(openCount) open conversations"
        let each = milliseconds.map { number($0) }.joined(separator: ", ")
        return "start\(what) to first answer: \(number(median(milliseconds))) ms (\(each))"
    }
}

/// Starts a server again and again; its models are trained by then.
struct Starts {
    let command: String
    let server: Contender
    let folders: ServerFolders

    /// With nothing on record.
    func fresh(count: Int) throws -> StartFigures {
        let times = try (1...count).map { round in
            tell("start \(round) of \(count)")
            return try milliseconds(folder: "start-\(round)")
        }
        return StartFigures(openCount: 0, milliseconds: times)
    }

    /// With so many conversations open on record, three turns in each, taken from the measured loads.
    func withOpen(_ openCount: Int, count: Int) throws -> StartFigures {
        let folder = "open"
        tell("recording \(openCount) open conversations")
        try folders.make(folder)
        try record(openCount, in: folder)
        let times = try (1...count).map { round in
            tell("start with \(openCount) open conversations, \(round) of \(count)")
            return try milliseconds(folder: folder)
        }
        return StartFigures(openCount: openCount, milliseconds: times)
    }

    /// In a function of its own, at whose end the store lets go of its file.
    private func record(_ openCount: Int, in folder: String) throws {
        let turns = try RecordedTurns(
            record: folders.record(ServerFolders.first), conversationCount: 64)
        let store = try SQLiteTranscriptStore(path: folders.record(folder))
        defer { store.close() }
        try turns.forEachCopy(openCount, turnCount: 3, batchSize: 4_096) { try store.commit($0) }
    }

    private func milliseconds(folder: String) throws -> Double {
        let filled = try folders.filled(command, name: folder)
        let start = MonotonicClock.nanoseconds()
        let process = try ServerProcess.start(filled, readsOutput: false)
        defer { process.stop() }
        try server.target.waitUntilServed(seconds: 120, askingEvery: 500)
        let generator = try LoadGenerator(
            target: server.target, dialect: server.dialect, questions: Questions.all)
        try generator.open(1, awaitsBytes: server.greetsFirst, greets: true)
        _ = try generator.ask(seconds: 60, burst: 1, turnsEach: 1)
        return MonotonicClock.seconds(since: start) * 1_000
    }
}
