import ChatWire
import NIOCore
import SessionKit
import Testing
import Vocabulary

@testable import ChatListeners
@testable import ChatSessions

/// Every limit is reached, and says what it is.
@Suite(.serialized) struct LineLimitsTests {
    @Test func aLineTooLongIsRefusedAndTheRestIsAnswered() async throws {
        try await TestServer.run { server in
            let client = try server.client()
            client.send("hi\n" + String(repeating: "x", count: 5_000) + "\nyo\n")
            let lines = client.restLines()
            #expect(client.hasEnded)
            #expect(lines.last?.hasPrefix("! a line may have 4096 bytes") == true)
            #expect(!lines.contains("bot: you said: yo"))
            #expect(server.metrics.count(of: .lineTooLong) == 1)
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", "HTTP"), ("POST /x HTTP/1.0\r\n", "HTTP"),
        ("\u{16}\u{03}\u{01}\u{00}", "TLS"), ("SSH-2.0-x\r\n", "SSH"),
    ])
    func otherProtocolsGetOneLine(bytes: String, name: String) async throws {
        try await TestServer.run { server in
            let client = try server.client()
            client.send(bytes)
            let last = client.restLines().last ?? ""
            #expect(client.hasEnded)
            #expect(last.hasPrefix("! ") && last.contains(name))
            #expect(server.metrics.count(of: .wrongProtocol) == 1)
        }
    }

    @Test func whoSaysNothingIsClosed() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            server.clock.move(by: .seconds(29))
            await server.loops.sweepNow()
            #expect(server.metrics.openCount == 1)
            server.clock.move(by: .seconds(2))
            await server.loops.sweepNow()
            #expect(client.restLines() == ["! nothing was said; come back any time"])
            #expect(server.metrics.count(of: .firstLineLate) == 1)
        }
    }

    @Test func aHalfLineMayNotStay() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("hi\nhalf")
            _ = client.line(beginning: "bot: you said")
            server.clock.move(by: .seconds(61))
            client.send(" a line")
            server.clock.move(by: .seconds(1))
            await server.loops.sweepNow()
            #expect(client.restLines() == ["! your line has no end; end each line with Enter"])
        }
    }

    @Test func silenceWithoutAConversationIsWarnedThenClosed() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("/trasnfer\n")
            _ = client.line(beginning: "!")
            server.clock.move(by: .seconds(541))
            await server.loops.sweepNow()
            await server.loops.sweepNow()
            #expect(client.line()?.hasPrefix("! you have been silent") == true)
            server.clock.move(by: .seconds(60))
            await server.loops.sweepNow()
            #expect(client.restLines().count == 1)
            #expect(server.metrics.count(of: .idle) == 1)
        }
    }

    @Test func aConversationIsNotClosedByTheListener() async throws {
        try await TestServer.run { server in
            let client = try server.greetedClient()
            client.send("hi\n")
            _ = client.line(beginning: "bot: you said")
            server.clock.move(by: .seconds(3_600))
            await server.loops.sweepNow()
            client.send("still here\n")
            #expect(client.line() == "bot: you said: still here")
        }
    }

    @Test func fastPeersWaitAndLoseNothing() async throws {
        var rates = LineRates()
        rates.isLoopbackExempt = false
        rates.sessionLines = RateLimit(burst: 3, perSecond: 1)
        try await TestServer.run(TestServer.configuration(rates: rates)) { server in
            let client = try server.greetedClient()
            client.send((1...6).map { "line \($0)\n" }.joined())
            for index in 1...3 {
                #expect(client.line(beginning: "bot: ") == "bot: you said: line \(index)")
            }
            client.endInput()
            await server.loops.sweepNow()
            #expect(server.floor.notes.turnCount == 3)
            for index in 4...6 {
                server.clock.move(by: .seconds(1))
                await server.loops.sweepNow()
                #expect(client.line(beginning: "bot: ") == "bot: you said: line \(index)")
            }
            #expect(client.line() == nil && client.hasEnded)
        }
    }

    @Test func whoIsTooFastForTooLongIsToldThenClosed() async throws {
        var rates = LineRates()
        rates.isLoopbackExempt = false
        rates.sessionLines = RateLimit(burst: 1, perSecond: 1)
        try await TestServer.run(TestServer.configuration(rates: rates)) { server in
            let client = try server.greetedClient()
            client.send((1...100).map { "line \($0)\n" }.joined())
            #expect(client.line(beginning: "bot: ") == "bot: you said: line 1")
            server.clock.move(by: .seconds(11))
            await server.loops.sweepNow()
            #expect(client.line(beginning: "! you are faster") != nil)
            server.clock.move(by: .seconds(50))
            await server.loops.sweepNow()
            #expect(client.restLines().last?.hasPrefix("! too many lines") == true)
            #expect(server.metrics.count(of: .lineRate) == 1)
        }
    }

    @Test func oneAddressMayHaveSoManyConnections() async throws {
        var rates = LineRates()
        rates.isLoopbackExempt = false
        rates.addressConnectionCountMax = 2
        try await TestServer.run(TestServer.configuration(rates: rates)) { server in
            let first = try server.greetedClient()
            let second = try server.greetedClient()
            let third = try server.client()
            #expect(third.restLines().first?.hasPrefix("! too many connections") == true)
            third.endInput()
            first.endInput()
            _ = first.rest()
            await eventually { server.metrics.openCount == 1 }
            let fourth = try server.client()
            #expect(fourth.line() == "bot: Hello, I am the bot of juniper.")
            withExtendedLifetime(second) {}
        }
    }

    @Test func aShopMayHaveSoManySessions() async throws {
        let readings = TestServer.readings(sessionCountMax: 1)
        let configuration = TestServer.configuration(rates: LineRates())
        try await TestServer.run(readings: readings, configuration) { server in
            let first = try server.greetedClient()
            first.send("hi\n")
            _ = first.line(beginning: "bot: you said")
            let second = try server.greetedClient()
            second.send("hi\n")
            #expect(second.line()?.hasPrefix("! too many people") == true)
            first.endInput()
            _ = first.rest()
            await eventually { server.metrics.openCount == 1 }
            second.send("now?\n")
            #expect(second.line(beginning: "bot: ") == "bot: you said: now?")
        }
    }

    @Test func theServerMayHaveSoManySessions() async throws {
        var configuration = TestServer.configuration()
        configuration.sessionCountMax = 1
        try await TestServer.run(configuration) { server in
            let first = try server.greetedClient()
            let second = try server.client()
            #expect(second.restLines().first?.hasPrefix("! too many people") == true)
            withExtendedLifetime(first) {}
        }
    }

    @Test func acceptingPausesAndGoesOn() async throws {
        var configuration = TestServer.configuration()
        configuration.acceptedCountMax = 2
        try await TestServer.run(configuration) { server in
            var clients = [try server.greetedClient(), try server.greetedClient()]
            let third = try server.client()
            clients.removeAll()
            #expect(third.line() == "bot: Hello, I am the bot of juniper.")
            #expect(server.metrics.acceptPauses.load(ordering: .relaxed) > 0)
        }
    }

    @Test func nobodyLogsInYet() async throws {
        var configuration = TestServer.configuration()
        configuration.allowsLoginFromLoopback = true
        try await TestServer.run(configuration) { server in
            let client = try server.greetedClient()
            client.send("/login maria\n")
            #expect(client.line()?.contains("maria") == true)
            server.clock.move(by: .seconds(61))
            await server.loops.sweepNow()
            #expect(client.restLines().last?.hasPrefix("! no password") == true)
            #expect(server.metrics.count(of: .loginLate) == 1)
        }
    }
}
