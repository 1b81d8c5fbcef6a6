import CCounting
import ChatWire
import Dialogue
import FrontOffice
import IntentMatching
import Ports
import SQLiteTranscripts
import Transcribing
import Vocabulary

/// A step of one turn that is counted.
enum Step: String, CaseIterable {
    /// One line from bytes to what it asks for.
    case line
    /// One question understood, on a connection that has matched before.
    case match
    /// One turn decided on a floor of 256 conversations.
    case turn
    /// One turn saved, in batches of so many.
    case commit1 = "commit-1"
    case commit32 = "commit-32"
    case commit256 = "commit-256"
    /// One entry of 1,000 read from its stored form and taken into its conversation.
    case replay
    /// One turn's notices as the lines of the protocol.
    case reply
    /// Everything of a turn but the sockets: line, match, decision, commit in batches of 32, reply.
    case whole
}

/// What one time of a step comes to, on average over a long row of them.
struct Tally {
    let times: Int
    let allocations: Double
}

/// Runs steps between the counting's begin and end.
struct StepRun {
    let shop: DemonstrationShop
    /// An empty folder on a real disk.
    let folder: String

    /// Does the step so often; what is made ready before is not counted.
    ///
    /// - Returns: How often it was really done, and what of the allocations fell to each.
    func run(_ step: Step, rounds: Int) throws -> Tally {
        switch step {
        case .line: return lines(rounds)
        case .match: return matches(rounds)
        case .turn: return turns(rounds)
        case .commit1: return try commits(rounds, batch: 1)
        case .commit32: return try commits(rounds, batch: 32)
        case .commit256: return try commits(rounds, batch: 256)
        case .replay: return try replay(rounds)
        case .reply: return replies(rounds)
        case .whole: return try whole(rounds)
        }
    }

    private func counted(times: Int, _ body: () throws -> Void) rethrows -> Tally {
        let before = helpline_allocation_count()
        helpline_counting_begin()
        try body()
        helpline_counting_end()
        let count = helpline_allocation_count() - before
        return Tally(times: times, allocations: Double(count) / Double(times))
    }

    private var wireShops: WireShops {
        WireShops(standard: shop.shop.id, all: [shop.shop.id], names: .init(reserved: []))
    }

    private func openSession() -> WireSession {
        var session = WireSession(isLoginAllowed: false)
        _ = session.handle("{\"op\":\"hello\",\"v\":1}", shops: wireShops)
        session.noticed(
            .welcome(
                Notice.Welcome(
                    shop: shop.shop.id, language: shop.shop.languages[0],
                    conversation: ConversationID(1), token: "", sequence: 1, text: "")))
        return session
    }

    private static let saidLines: [[UInt8]] = Questions.all.enumerated().map { index, question in
        Array("{\"op\":\"say\",\"id\":\"c\(index + 1)\",\"text\":\"\(question)\"}\n".utf8)
    }

    private func lines(_ rounds: Int) -> Tally {
        var session = openSession()
        var input = WireInput()
        let shops = wireShops
        var (steps, telnet): ([WireStep], [UInt8]) = ([], [])
        return counted(times: rounds * Self.saidLines.count) {
            for _ in 0..<rounds {
                for line in Self.saidLines {
                    steps.removeAll(keepingCapacity: true)
                    line.withUnsafeBufferPointer { bytes in
                        _ = try? input.receive(bytes, replies: &telnet) { line in
                            session.handle(line, shops: shops, into: &steps)
                        }
                    }
                }
            }
        }
    }

    private func matches(_ rounds: Int) -> Tally {
        var scratch = MatchScratch()
        for question in Questions.all { _ = shop.match(question, &scratch) }
        return counted(times: rounds * Questions.all.count) {
            for _ in 0..<rounds {
                for question in Questions.all { _ = shop.match(question, &scratch) }
            }
        }
    }

    private func turns(_ rounds: Int) -> Tally {
        var crowd = Crowd.gathered(at: shop).crowd
        for _ in 0..<Crowd.customerCount { _ = crowd.handle(crowd.nextEvent()) }
        let events = (0..<(rounds * Questions.all.count)).map { _ in crowd.nextEvent() }
        return counted(times: events.count) {
            for event in events { _ = crowd.handle(event) }
        }
    }

    private func replies(_ rounds: Int) -> Tally {
        var crowd = Crowd.gathered(at: shop).crowd
        let turns = (0..<Questions.all.count).map { _ in crowd.handle(crowd.nextEvent()) }
        var bytes: [UInt8] = []
        return counted(times: rounds * turns.count) {
            for _ in 0..<rounds {
                for effects in turns { Self.encode(effects, into: &bytes) }
            }
        }
    }

    private static func encode(_ effects: [FloorEffect], into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        for case .tell(_, let notice) in effects {
            WireReply(notice).encode(mode: .json, into: &bytes)
        }
    }
}

extension StepRun {
    private func store() throws -> SQLiteTranscriptStore {
        try SQLiteTranscriptStore(path: "\(folder)/counts.sqlite")
    }

    private func commits(_ rounds: Int, batch: Int) throws -> Tally {
        let store = try store()
        defer { store.close() }
        var (crowd, openings) = Crowd.gathered(at: shop)
        try store.commit(openings)
        try store.commit(crowd.commits(count: Crowd.customerCount))
        let batches = (0..<rounds).map { _ in crowd.commits(count: batch) }
        return try counted(times: rounds * batch) {
            for batch in batches { try store.commit(batch) }
        }
    }

    private func replay(_ rounds: Int) throws -> Tally {
        var (crowd, openings) = Crowd.gathered(at: shop)
        guard let first = openings.first else { throw CountError("nobody came") }
        var turns = [EntryCodec.bytes(of: first.entries)]
        var entryCount = first.entries.count
        while entryCount < 1_000 {
            for commit in crowd.commits(count: 1) where commit.conversation == first.conversation {
                turns.append(EntryCodec.bytes(of: commit.entries))
                entryCount += commit.entries.count
            }
        }
        return try counted(times: rounds * entryCount) {
            for _ in 0..<rounds {
                let entries = try turns.flatMap { try EntryCodec.entries(decoding: $0) }
                guard Conversation(id: first.conversation, replaying: entries) != nil else {
                    throw CountError("what was said cannot be replayed")
                }
            }
        }
    }

    private func whole(_ rounds: Int) throws -> Tally {
        let store = try store()
        defer { store.close() }
        var (crowd, openings) = Crowd.gathered(at: shop)
        try store.commit(openings)
        try store.commit(crowd.commits(count: Crowd.customerCount))
        var session = openSession()
        var input = WireInput()
        var scratch = MatchScratch()
        let shops = wireShops
        var (steps, telnet, bytes): ([WireStep], [UInt8], [UInt8]) = ([], [], [])
        let batchSize = 32
        return try counted(times: rounds * batchSize) {
            for round in 0..<rounds {
                var commits: [TurnCommit] = []
                for index in 0..<batchSize {
                    let place = (round * batchSize + index) % Questions.all.count
                    steps.removeAll(keepingCapacity: true)
                    Self.saidLines[place].withUnsafeBufferPointer { bytes in
                        _ = try? input.receive(bytes, replies: &telnet) { line in
                            session.handle(line, shops: shops, into: &steps)
                        }
                    }
                    _ = shop.match(Questions.all[place], &scratch)
                    let effects = crowd.handle(crowd.nextEvent())
                    for case .save(let id, let shop, let entries) in effects {
                        commits.append(TurnCommit(conversation: id, shop: shop, entries: entries))
                    }
                    Self.encode(effects, into: &bytes)
                }
                try store.commit(commits)
            }
        }
    }
}
