import ChatSessions
import JSONText
import SessionKit
import Synchronization
import TestKit
import Testing

@Suite("Chat over WebSocket", .serialized)
struct ChatOverSocketTests {
    @Test("the objects are those of the line port, byte by byte")
    func theObjectsAreThoseOfTheLinePort() async throws {
        let ops = [
            #"{"op":"hello","v":1,"shop":"juniper","lang":"en","name":"Ana"}"#,
            #"{"op":"say","id":"c1","text":"where is my order"}"#,
            #"{"op":"cmd","text":"/status"}"#, #"{"op":"cmd","text":"/trasnfer"}"#,
            #"{"op":"dance"}"#, "no object", "[1]", #"{"op":"ping"}"#,
            #"{"op":"say","id":"c2","text":"Pay 4111 1111 1111 1111 \u00fc 😀"}"#,
            #"{"op":"bye"}"#,
        ]
        try await TestServer.run { server in
            let line = try server.greetedClient()
            line.send(ops.joined(separator: "\n") + "\n")
            let socket = try SocketClient(port: server.webPort)
            for op in ops { socket.send(op) }
            let told = line.restLines()
            var heard: [String] = []
            while case .text(let text) = socket.next() { heard.append(text) }
            #expect(heard == told)
            #expect(heard.count >= 11)
        }
    }

    @Test("bytes may come glued to the handshake, or one by one")
    func cutsDoNotMatter() async throws {
        try await TestServer.run { server in
            let hello = SocketClient.frame(1, Array(#"{"op":"hello","v":1}"#.utf8))
            let glued = try SocketClient(port: server.webPort, first: hello)
            #expect(glued.isOpen)
            #expect(glued.text(containing: "welcome") != nil)
            for byte in SocketClient.frame(1, Array(#"{"op":"say","text":"slowly"}"#.utf8)) {
                glued.send(bytes: [byte])
            }
            #expect(glued.text(containing: "you said: slowly") != nil)
            glued.send(opcode: 1, Array(#"{"op":"say","#.utf8), isFinal: false)
            glued.send(opcode: 9, Array("between".utf8))
            glued.send(opcode: 0, Array(#""text":"in two"}"#.utf8))
            #expect(glued.next() == .pong("between"))
            #expect(glued.text(containing: "you said: in two") != nil)
        }
    }

    @Test("an object may be written over several lines, also while it waits for a full inbox")
    func lineFeedsAreWhiteSpace() async throws {
        try await TestServer.run(floor: TestFloor(eventCountMax: 1)) { server in
            server.floor.pause()
            let socket = try SocketClient(port: server.webPort)
            socket.send("{\n\"op\": \"hello\",\r\n\"v\": 1\n}")
            for index in 1...5 { socket.send("{\"op\": \"say\",\n\"text\": \"line \(index)\"\n}") }
            await eventually { server.metrics.openCount == 1 }
            server.floor.goOn()
            for index in 1...5 {
                #expect(socket.text(containing: "you said: line \(index)") != nil)
            }
        }
    }

    @Test("there is one mode, and it cannot be left")
    func modeIsFixed() async throws {
        try await TestServer.run { server in
            let socket = try SocketClient(port: server.webPort)
            socket.send(#"{"op":"cmd","text":"/mode plain"}"#)
            #expect(socket.text(containing: "not_allowed") != nil)
            socket.send(#"{"op":"ping"}"#)
            #expect(socket.next() == .text(#"{"ev":"pong"}"#))
        }
    }

    @Test(
        "what breaks the rules closes the connection with its code",
        arguments: [
            ([0xC1, 0x80, 0, 0, 0, 0], 1_002), ([0x83, 0x80, 0, 0, 0, 0], 1_002),
            ([0x80, 0x80, 0, 0, 0, 0], 1_002), ([0x81, 0x01, 0x61], 1_002),
            ([0x81, 0x81, 0, 0, 0, 0, 0xFF], 1_007), ([0x82, 0x81, 0, 0, 0, 0, 0x01], 1_003),
            ([0x81, 0xFF, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0], 1_009),
            ([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xED], 1_002),
        ] as [([UInt8], Int)])
    func brokenFrames(bytes: [UInt8], code: Int) async throws {
        try await TestServer.run { server in
            let socket = try SocketClient(port: server.webPort)
            let other = try SocketClient(port: server.webPort)
            socket.send(bytes: bytes)
            let closing = socket.closing()
            #expect(closing?.code == code)
            #expect(closing?.reason.isEmpty == false)
            #expect(socket.next() == .end)
            other.send(#"{"op":"ping"}"#)
            #expect(other.text(containing: "pong") != nil)
        }
    }

    @Test("a close is answered with its own code, and what was said before it is on record")
    func closing() async throws {
        try await TestServer.run(readings: TestServer.readings(burstWindow: .seconds(9))) {
            server in
            let socket = try SocketClient(port: server.webPort)
            socket.send(#"{"op":"hello","v":1}"#)
            socket.send(#"{"op":"say","text":"just this"}"#)
            socket.close(4_001)
            #expect(socket.closing()?.code == 4_001)
            #expect(socket.next() == .end)
            await eventually { server.floor.notes.lines == [["just this"]] }
            await eventually { server.floor.notes.disconnectedCount == 1 }
            let mute = try SocketClient(port: server.webPort)
            mute.send(opcode: 8, [])
            #expect(mute.next() == .closed(code: nil, reason: ""))
        }
    }

    @Test("the server pings, and lets go of who never answers")
    func pings() async throws {
        try await TestServer.run { server in
            let socket = try SocketClient(port: server.webPort)
            socket.send(#"{"op":"hello","v":1}"#)
            #expect(socket.text(containing: "welcome") != nil)
            server.clock.move(by: .seconds(21))
            await server.loops.sweepNow()
            #expect(socket.next() == .ping)
            socket.send(opcode: 10, [])
            socket.send(#"{"op":"ping"}"#)
            #expect(socket.text(containing: "pong") != nil)
            for _ in 0..<3 {
                server.clock.move(by: .seconds(21))
                await server.loops.sweepNow()
            }
            #expect(socket.closing() == nil)
            #expect(server.metrics.count(of: .pingUnanswered) == 1)
        }
    }

    @Test("who says nothing at all is closed for it")
    func theFirstMessageIsDue() async throws {
        try await TestServer.run { server in
            let socket = try SocketClient(port: server.webPort)
            await eventually { server.metrics.openCount == 1 }
            server.clock.move(by: .seconds(31))
            await server.loops.sweepNow()
            #expect(socket.closing()?.code == 1_008)
        }
    }

    @Test("a server that stops says so and gives the code for coming back")
    func draining() async throws {
        try await TestServer.run { server in
            let socket = try SocketClient(port: server.webPort)
            socket.send(#"{"op":"hello","v":1}"#)
            #expect(socket.text(containing: "welcome") != nil)
            // On a thread of its own: draining may need the threads that tests share.
            let held = Mutex(socket)
            let heard = onAThread {
                held.withLock { socket in
                    (socket.text(containing: "shutting_down"), socket.closing()?.code)
                }
            }
            await server.drain(within: .seconds(20))
            let (text, code) = await heard.first { _ in true } ?? (nil, nil)
            #expect(text != nil)
            #expect(code == 1_012)
        }
    }

    @Test(
        "hostile texts come back as they were cleaned, and every frame is JSON",
        .enabled(if: DataSets.has("hostile-text") && DataSets.has("naughty-strings"), "no data"))
    func hostileTexts() async throws {
        let texts = try ["hostile-text/hostile.jsonl", "naughty-strings/blns.jsonl"].flatMap {
            try DataSets.objects($0).compactMap(Self.text)
        }
        #expect(texts.count > 400)
        try await TestServer.run { server in
            let socket = try SocketClient(port: server.webPort)
            socket.send(#"{"op":"hello","v":1}"#)
            #expect(socket.text(containing: "welcome") != nil)
            for text in texts where text.utf8.count < 1_000 {
                var op: [UInt8] = []
                JSONWriter.append(to: &op) { writer in
                    writer.beginObject()
                    writer.key("op")
                    writer.string("say")
                    writer.key("text")
                    writer.string(text)
                    writer.endObject()
                }
                socket.send(opcode: 1, op)
                guard case .text(let answer) = socket.next() else {
                    Issue.record("no answer to \(text.debugDescription)")
                    return
                }
                guard case .object(let object) = try JSONValue(parsing: Array(answer.utf8)) else {
                    Issue.record("\(answer) is no object")
                    return
                }
                #expect(object["ev"]?.string == "message" || object["code"]?.string == "usage")
                #expect(!answer.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
            }
        }
    }

    private static func text(of line: JSONValue) -> String? {
        guard case .object(let object) = line else { return nil }
        if let text = object["s"]?.string { return text }
        return object["bytes_hex"]?.string.map {
            String(decoding: DataSets.bytes(hex: $0), as: UTF8.self)
        }
    }
}
