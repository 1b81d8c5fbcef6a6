import NIOCore
import SessionKit
import Synchronization
import Testing
import Vocabulary

@testable import ChatListeners
@testable import ChatSessions

/// Conversations over real sockets, as people and programs have them.
@Suite(.serialized) struct LineListenerTests {
    @Test func thePlainSessionIsGreetedAndAnswered() async throws {
        try await TestServer.run { server in
            let client = try server.client()
            #expect(client.line() == "bot: Hello, I am the bot of juniper.")
            #expect(client.line() == "bot: Ask away.")
            #expect(client.line()?.hasPrefix("* for another shop type /shop lumen") == true)
            client.send("where is my order\r\n")
            let welcome = client.line() ?? ""
            #expect(welcome.hasPrefix("* ") && welcome.hasSuffix("/resume t0ken"))
            #expect(client.line() == "bot: you said: where is my order")
            #expect(server.floor.notes.openings.map(\.isGreeted) == [true])
            client.send("/bye\n")
            #expect(client.line()?.hasPrefix("* ") == true)
            #expect(client.line() == nil)
            #expect(client.hasEnded)
        }
    }

    @Test func aJSONLineAfterTheBannerSwitchesTheMode() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("{\"op\":\"hello\",\"v\":1,\"shop\":\"lumen\",\"name\":\"Ana\"}\n")
            let welcome = client.line() ?? ""
            #expect(welcome.hasPrefix("{\"ev\":\"welcome\",\"v\":1,\"shop\":\"lumen\""))
            client.send("{\"op\":\"say\",\"id\":\"c1\",\"text\":\"hi\"}\n{\"op\":\"ping\"}\n")
            // The pong needs no floor, so it may come first.
            let lines = [client.line(), client.line(), client.line()].compactMap { $0 }
            #expect(lines.contains("{\"ev\":\"ack\",\"id\":\"c1\",\"seq\":2}"))
            #expect(lines.contains { $0.contains("\"text\":\"you said: hi\"") })
            #expect(lines.contains("{\"ev\":\"pong\"}"))
            #expect(server.floor.notes.openings.first?.name == "Ana")
        }
    }

    @Test func namesOfOthersAreRefused() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("{\"op\":\"hello\",\"v\":1,\"name\":\"Маria\"}\n")
            #expect(client.line()?.contains("not_allowed") == true)
            #expect(server.floor.notes.openings.isEmpty)
        }
    }

    @Test(arguments: ["one\ntwo\n", "one\r\ntwo\r\n", "one\r\0two\r\0", "one\rtwo\r", "one\ntwo"])
    func halfClosedPeersHearEverythingBeforeTheEnd(input: String) async throws {
        try await TestServer.run { server in
            let client = try server.client()
            client.send(input)
            client.endInput()
            let lines = client.restLines()
            #expect(client.hasEnded)
            #expect(lines.suffix(2) == ["bot: you said: one", "bot: you said: two"])
        }
    }

    @Test func bytesMayComeOneByOne() async throws {
        try await TestServer.run { server in
            let client = try server.client()
            for byte in Array("größe 38\r\nund jetzt\n".utf8) { client.send([byte]) }
            client.endInput()
            let lines = client.restLines()
            #expect(lines.suffix(2) == ["bot: you said: größe 38", "bot: you said: und jetzt"])
        }
    }

    @Test func aThousandLinesAtOnceAreAnsweredInOrder() async throws {
        try await TestServer.run { server in
            let client = try server.client()
            let texts = (1...1_000).map { "line \($0)" }
            client.send(texts.joined(separator: "\n") + "\n")
            client.endInput()
            let answers = client.restLines().filter { $0.hasPrefix("bot: you said") }
            #expect(answers == texts.map { "bot: you said: \($0)" })
            #expect(server.floor.notes.lines == texts.map { [$0] })
        }
    }

    @Test func cardNumbersNeverReachTheFloor() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("my card is 4111 1111 1111 1111\n")
            _ = client.line(beginning: "bot: you said")
            #expect(server.floor.notes.lines == [["my card is •••• •••• •••• 1111"]])
        }
    }

    @Test func commandsReachTheFloorAndUnknownOnesDoNot() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("hi\n")
            _ = client.line(beginning: "bot: you said")
            client.send("/trasnfer\n/status\n")
            #expect(client.line(beginning: "! unknown command") != nil)
            #expect(client.line(beginning: "bot: command: status") != nil)
        }
    }

    @Test func resumingHandsOnTheDigestOnly() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("{\"op\":\"resume\",\"token\":\"abc\",\"after\":3}\n")
            let line = client.line() ?? ""
            #expect(line.contains("resumed ") && !line.contains("abc"))
        }
    }

    @Test func aBurstIsOneTurnAndAnEmptyLineEndsIt() async throws {
        let readings = TestServer.readings(burstWindow: .seconds(600))
        try await TestServer.run(readings: readings) { server in
            let client = try server.greetedClient()
            client.send("hi\ni have a question\nwhere is it\n\n")
            let answer = client.line(beginning: "bot: ")
            #expect(answer == "bot: you said: hi / i have a question / where is it")
            client.send("and the end of input\nends one too")
            client.endInput()
            #expect(
                client.restLines().last
                    == "bot: you said: and the end of input / ends one too")
            #expect(server.floor.notes.turnCount == 2)
        }
    }

    @Test func theBurstWindowEndsABurst() async throws {
        let readings = TestServer.readings(burstWindow: .milliseconds(5))
        try await TestServer.run(readings: readings) { server in
            let client = try server.greetedClient()
            client.send("a\nb\n")
            #expect(client.line(beginning: "bot: ") == "bot: you said: a / b")
        }
    }

    @Test func theFloorHearsOfEveryEnd() async throws {
        try await TestServer.run { server in
            for _ in 0..<3 {
                let client = try server.greetedClient()
                client.send("hi\n")
                client.endInput()
                _ = client.rest()
            }
            await eventually { server.floor.notes.disconnectedCount == 3 }
            await eventually { server.metrics.openCount == 0 }
        }
    }

    @Test func drainingTellsEverybodyAndLetsTheLastLineBeAnswered() async throws {
        let floor = TestFloor()
        try await TestServer.run(floor: floor) { server in
            let silent = try server.greetedClient()
            let busy = try server.greetedClient()
            floor.pause()
            busy.send("one more thing\n")
            await eventually { server.metrics.submitted.load(ordering: .relaxed) == 2 }
            let last = "! the server is being restarted; come back in a minute"
            // On a thread of its own: draining may need the threads that tests share.
            let clients = Mutex((silent, busy))
            let heard = onAThread {
                clients.withLock { clients in
                    let first = clients.0.restLines()
                    floor.goOn()
                    let second = clients.1.restLines()
                    clients.0.endInput()
                    clients.1.endInput()
                    return (first, second)
                }
            }
            await server.drain(within: .seconds(20))
            let (first, second) = await heard.first { _ in true } ?? ([], [])
            #expect(first == [last])
            #expect(second.last == "bot: you said: one more thing")
            #expect(server.metrics.openCount == 0)
            #expect(throws: (any Error).self) { try server.client() }
        }
    }
}
