import Ports
import TestKit
import Testing
import Transcribing
import Vocabulary

/// What every store has to do; one that does not is not a store.
@Suite struct StoreConformance {
    let cases: Cases

    init() throws { cases = try Cases() }

    @Test(arguments: StoreKind.allCases)
    func anEmptyStoreHasNothingOnRecord(kind: StoreKind) throws {
        let store = try StoreUnderTest(kind).store
        try store.commit([])
        #expect(try store.lastConversationID() == ConversationID(0))
        #expect(try store.entries(of: cases.id(1), after: 0).isEmpty)
        #expect(try store.unfiled(limit: 10).isEmpty)
        #expect(try store.filedBytes(of: "juniper/2026-03-10.jsonl") == 0)
        try store.forEachOpenConversation { id, _ in Issue.record("found \(id)") }
    }

    /// Goal: what was committed is there, whatever happens to the process.
    /// Method: conversations by chance, interleaved turn by turn in batches; read live, after opening
    /// anew, after a kill.
    @Test(arguments: StoreKind.allCases, [1, 2, 3] as [UInt64])
    func whatWasCommittedIsReadBack(kind: StoreKind, seed: UInt64) throws {
        let subject = try StoreUnderTest(kind)
        var chance = RandomEntries(seed: seed)
        var random = SeededRandom(seed: seed)
        var expected: [ConversationID: [Entry]] = [:]
        var waiting: [(ConversationID, [[Entry]])] = (1...12).map { number in
            let entries = chance.conversation(count: 30, shop: cases.shop, openedAt: cases.noon)
            // Every third one stays open.
            let turns = chance.turns(of: number % 3 == 0 ? entries.dropLast() : entries)
            return (cases.id(Int64(number)), turns)
        }
        while !waiting.isEmpty {
            var batch: [TurnCommit] = []
            for _ in 0...random.number(below: 9) where !waiting.isEmpty {
                let index = random.number(below: waiting.count)
                let id = waiting[index].0
                let entries = waiting[index].1.removeFirst()
                if waiting[index].1.isEmpty { waiting.remove(at: index) }
                batch.append(TurnCommit(conversation: id, shop: cases.shop, entries: entries))
                expected[id, default: []] += entries
            }
            try subject.store.commit(batch)
        }
        try expect(subject, holds: expected)
        try subject.store.reopen()
        try expect(subject, holds: expected)
        try subject.killAndStart()
        try expect(subject, holds: expected)
    }

    @Test(arguments: StoreKind.allCases)
    func entriesAfterANumber(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        try subject.store.commit([cases.opening(1), cases.said(1, 2), cases.said(1, 4)])
        for after in 0...6 {
            let sequences = try subject.store.entries(of: cases.id(1), after: after).map(\.sequence)
            #expect(sequences == Array(1...5).filter { $0 > after })
        }
        try subject.store.reopen()
        #expect(try subject.store.entries(of: cases.id(1), after: 3).map(\.sequence) == [4, 5])
    }

    /// Goal: a batch that does not fit is refused whole, and does no harm.
    @Test(arguments: StoreKind.allCases)
    func whatDoesNotFitIsRefusedWhole(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        let store = subject.store
        try store.commit([cases.opening(1), cases.opening(2), cases.closing(2, 2)])
        let other = try #require(ShopID("lumen"))
        let misfits: [(String, TurnCommit)] = [
            ("a gap", cases.said(1, 3)), ("a repetition", cases.opening(1)),
            ("an unknown conversation", cases.said(9, 2)), ("after its closing", cases.said(2, 3)),
            ("no entries", cases.turn(1, [])),
            ("a beginning without an opening", cases.turn(9, [cases.entry(1, .rated(score: 1))])),
            (
                "a gap inside a turn",
                cases.turn(1, [2, 4].map { cases.entry($0, .rated(score: 1)) })
            ),
            (
                "something after the closing",
                cases.turn(1, [cases.entry(2, .closed(.idle)), cases.entry(3, .rated(score: 1))])
            ),
            (
                "another shop's opening",
                TurnCommit(
                    conversation: cases.id(9), shop: other, entries: cases.opening(9).entries)
            ),
        ]
        for (what, misfit) in misfits {
            let error = #expect(throws: StoreError.self, "\(what)") {
                try store.commit([cases.opening(8), cases.said(1, 2), misfit])
            }
            #expect(error?.kind == .conflict, "\(what)")
            #expect(try store.entries(of: cases.id(8), after: 0).isEmpty, "\(what)")
            #expect(try store.entries(of: cases.id(1), after: 0).count == 1, "\(what)")
        }
        try store.commit([cases.said(1, 2), cases.opening(8)])
        #expect(try store.entries(of: cases.id(1), after: 0).count == 3)
    }

    @Test(arguments: StoreKind.allCases)
    func writingGoesOnAfterOpeningAnewWithoutReading(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        try subject.store.commit([cases.opening(1), cases.opening(2)])
        try subject.store.reopen()
        try subject.store.commit([cases.said(1, 2)])
        try subject.killAndStart()
        try subject.store.commit([cases.said(1, 4), cases.closing(2, 2)])
        #expect(try subject.openConversations().map(\.0) == [cases.id(1)])
        #expect(
            try subject.store.entries(of: cases.id(1), after: 0).map(\.sequence) == [1, 2, 3, 4, 5])
    }

    @Test(arguments: StoreKind.allCases)
    func unfiledOnesComeInTheOrderOfTheirClosing(kind: StoreKind) throws {
        let subject = try StoreUnderTest(kind)
        let file = "juniper/2026-03-10.jsonl"
        try subject.store.commit((1...5).map { cases.opening($0) })
        try subject.store.commit([
            cases.closing(3, 2, at: 50), cases.closing(1, 2, at: 70), cases.closing(2, 2, at: 50),
            cases.closing(5, 2, at: 10),
        ])
        let unfiled = try subject.store.unfiled(limit: 10)
        #expect(unfiled.map(\.id) == [5, 2, 3, 1].map(cases.id))
        #expect(
            unfiled.first
                == ConversationSummary(
                    id: cases.id(5), shop: cases.shop, openedAt: cases.noon,
                    closedAt: cases.noon + .milliseconds(10), disposition: .ended, entryCount: 2))
        #expect(try subject.store.unfiled(limit: 2).map(\.id) == [5, 2].map(cases.id))
        // An open one and an unknown one cannot be filed.
        try subject.store.markFiled([5, 3, 4, 77].map(cases.id), in: file, bytes: 812)
        try subject.store.reopen()
        #expect(try subject.store.unfiled(limit: 10).map(\.id) == [2, 1].map(cases.id))
        #expect(try subject.store.filedBytes(of: file) == 812)
        try subject.store.markFiled([2].map(cases.id), in: file, bytes: 900)
        try subject.store.markFiled([], in: file, bytes: 950)
        try subject.killAndStart()
        #expect(try subject.store.unfiled(limit: 10).map(\.id) == [cases.id(1)])
        #expect(try subject.store.filedBytes(of: file) == 950)
        try subject.store.commit([cases.closing(4, 2, at: 60)])
        #expect(try subject.store.unfiled(limit: 10).map(\.id) == [4, 1].map(cases.id))
    }

    /// Goal: what is erased is gone, what is left still counts, and erasing twice is erasing once.
    @Test(arguments: StoreKind.allCases, [4, 5] as [UInt64])
    func whatIsErasedIsGone(kind: StoreKind, seed: UInt64) throws {
        let subject = try StoreUnderTest(kind)
        var chance = RandomEntries(seed: seed)
        let all = (1...4).map { number in
            let entries = chance.conversation(count: 20, shop: cases.shop, openedAt: cases.noon)
            return (cases.id(Int64(number)), number == 4 ? entries.dropLast() : entries)
        }
        for (id, entries) in all {
            for turn in chance.turns(of: Array(entries)) {
                try subject.store.commit([
                    TurnCommit(conversation: id, shop: cases.shop, entries: turn)
                ])
            }
        }
        // An open one and an unknown one are left as they are.
        for _ in 1...2 { try subject.store.erase([1, 3, 4, 77].map(cases.id)) }
        func check() throws {
            for (number, (id, entries)) in zip(1..., all) {
                let left = [1, 3].contains(number) ? entries.map(\.erased) : Array(entries)
                #expect(try subject.store.entries(of: id, after: 0) == left, "\(number)")
            }
            #expect(
                try subject.store.unfiled(limit: 9).map(\.id).sorted() == [1, 2, 3].map(cases.id))
        }
        try check()
        try subject.store.reopen()
        try check()
        try subject.killAndStart()
        try check()
        try subject.store.commit([cases.opening(9)])
    }

    private func expect(
        _ subject: StoreUnderTest, holds expected: [ConversationID: [Entry]],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (id, entries) in expected {
            #expect(
                try subject.store.entries(of: id, after: 0) == entries,
                sourceLocation: sourceLocation)
        }
        let open = expected.filter { id, _ in (id.number >> 23) % 3 == 0 }.sorted {
            $0.key < $1.key
        }
        let found = try subject.openConversations()
        #expect(found.map(\.0) == open.map(\.key), sourceLocation: sourceLocation)
        #expect(found.map(\.1) == open.map(\.value), sourceLocation: sourceLocation)
        #expect(
            try subject.store.lastConversationID() == expected.keys.max(),
            sourceLocation: sourceLocation)
    }
}
