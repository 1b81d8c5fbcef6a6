import Foundation
import Testing

/// Connections that break anywhere: the customer comes back, nothing is missing, nothing happened twice.
@Suite struct ResumeTests {
    /// A customer whose connections break, and what it has seen through all of them.
    private final class Traveller {
        let server: ServerUnderTest
        var token: String
        let conversation: String
        var lastSequence: Int
        var seen: [Int: String] = [:]
        var acknowledged: [String: Int] = [:]

        init(_ server: ServerUnderTest) throws {
            let (_, welcome) = try server.greetedClient()
            self.server = server
            token = welcome.token ?? ""
            conversation = welcome.conv ?? ""
            lastSequence = welcome.seq ?? 0
        }

        func resume() throws -> LineClient {
            let client = try server.client()
            client.send(.resume(token, after: lastSequence))
            return client
        }

        func take(_ event: Event) {
            if event.ev == "welcome" { token = event.token ?? token }
            guard event.ev == "message" || event.ev == "ack", let sequence = event.seq else {
                #expect(event.ev != "error", "\(event.code ?? ""): \(event.text ?? "")")
                return
            }
            if event.ev == "ack" {
                #expect(
                    acknowledged.updateValue(sequence, forKey: event.id ?? "") ?? sequence
                        == sequence)
            } else {
                #expect(
                    seen.updateValue(event.text ?? "", forKey: sequence) == nil, "\(sequence) twice"
                )
            }
            lastSequence = max(lastSequence, sequence)
        }
    }

    @Test("broken while sending, at every border and inside every line")
    func brokenWhileSending() throws {
        let site = try Site()
        let server = try ServerUnderTest(site, arguments: ["--no-rate-limits"])
        let traveller = try Traveller(server)
        let lines = (1...4).map { Request.say("how big is kite \($0)", id: "line-\($0)").bytes }
        let all = lines.flatMap(\.self)
        var borders: Set<Int> = [0, all.count]
        var end = 0
        for line in lines {
            borders.formUnion([
                end + 1, end + line.count / 2, end + line.count - 1, end + line.count,
            ])
            end += line.count
        }
        for cut in borders.sorted() {
            let client = try traveller.resume()
            traveller.take(try #require(client.event("welcome"), "cut \(cut)"))
            client.send(Array(all[..<cut]))
            client.vanish()
        }
        let client = try traveller.resume()
        traveller.take(try #require(client.event("welcome")))
        client.send(all)
        client.send(.say("which wind is good", id: "last"))
        while traveller.acknowledged["last"] == nil, let event = client.event() {
            traveller.take(event)
        }
        try Self.compare(traveller, site, ids: (1...4).map { "line-\($0)" } + ["last"])
    }

    @Test("broken while receiving, after any number of bytes, also before the new token has come")
    func brokenWhileReceiving() throws {
        let site = try Site()
        let server = try ServerUnderTest(site, arguments: ["--no-rate-limits"])
        let traveller = try Traveller(server)
        var number = 0
        for cut in stride(from: 1, to: 900, by: Tools.isSoak ? 1 : 23) {
            number += 1
            let client = try traveller.resume()
            // The banner is two lines for people, before anything else.
            for _ in 1...2 { #expect(client.line()?.hasPrefix("bot: ") == true) }
            var received: [UInt8] = []
            var hasSpoken = false
            // Long enough to hear all; a cut behind the last byte is a cut too.
            let end = Deadline(seconds: 0.4)
            while received.count < cut {
                let more = client.stream.take(upTo: cut - received.count, until: end)
                guard !more.isEmpty else { break }
                received += more
                guard !hasSpoken, received.contains(0x0A) else { continue }
                hasSpoken = true
                client.send(.say("how big is kite \(number)", id: "r\(number)"))
            }
            client.vanish()
            for line in received.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
            {
                guard line.first == UInt8(ascii: "{") else { continue }
                traveller.take(try JSONDecoder.snakeCase.decode(Event.self, from: Data(line)))
            }
        }
        let client = try traveller.resume()
        client.send(.say("which wind is good", id: "last"))
        while traveller.acknowledged["last"] == nil {
            traveller.take(try #require(client.event(), "it could not come back"))
        }
        try Self.compare(traveller, site, ids: ["last"])
    }

    @Test("a token that was used opens nothing once its successor has been used")
    func spentToken() throws {
        let server = try ServerUnderTest(try Site())
        let traveller = try Traveller(server)
        let first = traveller.token
        let client = try traveller.resume()
        traveller.take(try #require(client.event("welcome")))
        #expect(traveller.token != first)
        #expect(client.say("which wind is good", id: "a")?.ev == "ack")
        let thief = try server.client()
        thief.send(.resume(first, after: 0))
        #expect(thief.event()?.code == "token_expired")
        let guesser = try server.client()
        guesser.send(.resume(String(repeating: "a", count: 26), after: 0))
        #expect(guesser.event()?.code == "token_expired")
        #expect(client.say("how big is a kite", id: "b")?.ev == "ack")
    }

    private static func compare(_ traveller: Traveller, _ site: Site, ids: [String]) throws {
        let document = try Record(data: site.data).document(traveller.conversation)
        let used = document.entries.compactMap(\.clientId)
        #expect(Set(used).count == used.count, "acted on twice")
        #expect(Set(ids).isSubset(of: Set(used)))
        for (id, sequence) in traveller.acknowledged {
            #expect(document.entries.first { $0.clientId == id }?.seq == sequence)
        }
        for entry in document.entries where entry.seq > 1 && entry.seq <= traveller.lastSequence {
            switch entry.type {
            case "bot_said": #expect(traveller.seen[entry.seq] == entry.text, "\(entry.seq)")
            case "customer_said":
                let isKnown =
                    traveller.seen[entry.seq] == entry.text
                    || traveller.acknowledged[entry.clientId ?? ""] == entry.seq
                #expect(isKnown, "\(entry.seq) is missing")
            default: break
            }
        }
    }
}
