import Foundation
import Testing
import Vocabulary

/// `kill -9` at any moment takes nothing back that was answered.
@Suite struct KillTests {
    private static let customerCount = 8

    @Test("a server that is killed again and again loses nothing, acts on nothing twice")
    func killLedger() throws {
        var random = SeededRandom(seed: Tools.seed)
        let site = try Site()
        let port = try ServerUnderTest.steadyPort()
        let customers = (1...Self.customerCount).map {
            PersistentCustomer(name: "c\($0)", linesEach: 3 + $0)
        }
        for _ in 0..<(Tools.isSoak ? 30 : 5) {
            let server = try ServerUnderTest(
                site, arguments: ["--no-rate-limits"], line: "127.0.0.1:\(port)")
            let limit = 1 + random.number(below: Tools.isSoak ? 600 : 120)
            try Self.talk(to: server, customers) { heardCount in heardCount >= limit }
            server.killAtOnce()
            for customer in customers { customer.lose() }
        }
        let last = try ServerUnderTest(
            site, arguments: ["--no-rate-limits"], line: "127.0.0.1:\(port)")
        for customer in customers { customer.isToEnd = true }
        try Self.talk(to: last, customers) { _ in customers.allSatisfy(\.hasEnded) }
        #expect(last.stop() == 0)
        try Self.compare(customers, with: site)
    }

    /// Lets all customers talk until `isOver`, which is asked with the number of things heard.
    private static func talk(
        to server: ServerUnderTest, _ customers: [PersistentCustomer],
        until isOver: (Int) -> Bool
    ) throws {
        let before = customers.map(\.eventCount).reduce(0, +)
        for customer in customers { try customer.connect(port: server.port) }
        let deadline = Deadline.patient
        while !isOver(customers.map(\.eventCount).reduce(0, +) - before) {
            var entries = customers.map {
                pollfd(fd: $0.connection?.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
            }
            let areThere = customers.contains { $0.connection != nil }
            let found =
                areThere ? poll(&entries, nfds_t(entries.count), deadline.millisecondsLeft) : 0
            var states = customers.map(\.state).joined(separator: "; ")
            if found == 0 {
                server.process.send(SIGTERM)
                let code = server.process.exitCode()
                let log = String(decoding: server.process.errors.rest(), as: UTF8.self)
                states += "; the server ended with \(code): \(log)"
            }
            try #require(found > 0, "nothing is heard any more, seed \(Tools.seed): \(states)")
            for (entry, customer) in zip(entries, customers) where entry.revents != 0 {
                // A goodbye ends the connection; the next conversation needs another.
                if !customer.listen() {
                    customer.lose()
                    if !customer.hasEnded { try customer.connect(port: server.port) }
                }
                if isOver(customers.map(\.eventCount).reduce(0, +) - before) { return }
            }
        }
    }

    private static func compare(_ customers: [PersistentCustomer], with site: Site) throws {
        let record = Record(data: site.data)
        let verified = try record.verify()
        #expect(verified.code == 0, "\(verified.output)\(verified.errors), seed \(Tools.seed)")
        let documents = try record.documents()
        let byID = Dictionary(
            documents.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for customer in customers {
            let differences = customer.ledger.differences(from: byID)
            #expect(differences == [], "seed \(Tools.seed)")
            #expect(!customer.ledger.acknowledged.isEmpty, "seed \(Tools.seed)")
        }
        let ids = documents.flatMap { $0.entries.compactMap(\.clientId) }
        #expect(Set(ids).count == ids.count, "a line was acted on twice, seed \(Tools.seed)")
        for document in documents {
            let numbers = document.entries.map(\.seq)
            #expect(numbers == Array(1...numbers.count), "\(document.id), seed \(Tools.seed)")
        }
        var filed: [String: Int] = [:]
        for file in site.transcriptFiles() {
            let content = try Data(contentsOf: URL(fileURLWithPath: file))
            for line in content.split(separator: 0x0A) {
                let document = try JSONDecoder.snakeCase.decode(Record.Document.self, from: line)
                filed[document.id, default: 0] += 1
            }
        }
        let finished = documents.filter { $0.closedAt != nil }.map(\.id)
        #expect(finished.count >= customers.map(\.finishedCount).reduce(0, +))
        #expect(filed == Dictionary(finished.map { ($0, 1) }, uniquingKeysWith: +))
    }
}
