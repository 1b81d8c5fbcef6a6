import NIOCore
import SessionKit
import Testing
import Vocabulary

@testable import ChatListeners
@testable import ChatSessions

/// Peers that take nothing, and floors that do not keep up.
@Suite(.serialized) struct BackPressureTests {
    @Test func aFullInboxStopsReadingAndLosesNothing() async throws {
        let floor = TestFloor(eventCountMax: 4)
        try await TestServer.run(floor: floor) { server in
            let client = try server.greetedClient()
            floor.pause()
            let texts = (1...5_000).map { "line number \($0)" }
            let bytes = Array((texts.joined(separator: "\n") + "\n").utf8)
            let taken = client.sendWithoutWaiting(bytes)
            await eventually { server.metrics.inboxWaits.load(ordering: .relaxed) > 0 }
            #expect(server.metrics.submitted.load(ordering: .relaxed) < 15)
            floor.goOn()
            client.send(Array(bytes[taken...]))
            client.endInput()
            let answers = client.restLines().filter { $0.hasPrefix("bot: you said") }
            #expect(answers == texts.map { "bot: you said: \($0)" })
            #expect(server.floor.notes.lines == texts.map { [$0] })
        }
    }

    @Test func manySessionsShareAFullInbox() async throws {
        let floor = TestFloor(eventCountMax: 2)
        try await TestServer.run(floor: floor) { server in
            let clients = try (0..<20).map { _ in try server.greetedClient() }
            floor.pause()
            for client in clients {
                client.send("a\nb\nc\n")
                client.endInput()
            }
            await eventually { server.metrics.inboxWaits.load(ordering: .relaxed) >= 10 }
            floor.goOn()
            for client in clients {
                let answers = client.restLines().filter { $0.hasPrefix("bot: you said") }
                #expect(answers == ["a", "b", "c"].map { "bot: you said: \($0)" })
            }
        }
    }

    @Test func aPeerThatReadsNothingForLongIsClosed() async throws {
        let floor = TestFloor(answer: String(repeating: "a very long transcript ", count: 30_000))
        try await TestServer.run(floor: floor) { server in
            let deaf = try server.client(receiveBufferBytes: 4_096)
            deaf.send("all of it\n")
            await eventually { server.metrics.released.load(ordering: .relaxed) == 2 }
            await server.loops.sweepNow()
            #expect(server.metrics.openCount == 1)
            server.clock.move(by: .seconds(61))
            await server.loops.sweepNow()
            await eventually { server.metrics.openCount == 0 }
            #expect(server.metrics.count(of: .unread) == 1)
        }
    }

    @Test func oneLongAnswerClosesNobody() async throws {
        let floor = TestFloor(answer: String(repeating: "a very long transcript ", count: 30_000))
        try await TestServer.run(floor: floor) { server in
            let client = try server.client(receiveBufferBytes: 4_096)
            client.send("all of it\n")
            let answer = client.line(beginning: "bot: a very long") ?? ""
            #expect(answer.utf8.count > 600_000)
            #expect(server.metrics.count(of: .unread) == 0)
        }
    }

    @Test func aPeerThatNeverReadsIsClosedAndDelaysNobody() async throws {
        let floor = TestFloor(answer: String(repeating: "much to read ", count: 300))
        try await TestServer.run(floor: floor) { server in
            let deaf = try server.client(receiveBufferBytes: 4_096)
            let line = Array("tell me everything\n".utf8)
            await eventually {
                while deaf.sendWithoutWaiting(line) > 0 {}
                return server.metrics.count(of: .unread) == 1
            }
            let other = try server.greetedClient()
            other.send("hi\n")
            #expect(other.line(beginning: "bot: much")?.hasSuffix("hi") == true)
        }
    }
}
