import TestKit
import Testing
import Vocabulary

@testable import ChatWire

@Suite("Frames of a WebSocket client")
struct FrameReaderTests {
    /// What a reader made of a stream, in words.
    struct Reading: Equatable {
        var events: [String] = []
        var error: FrameError?
    }

    /// Reads `bytes` in pieces of `size`.
    static func read(_ bytes: [UInt8], size: Int = .max, bytesMax: Int = 4_096) -> Reading {
        var reader = FrameReader(messageBytesMax: bytesMax)
        var reading = Reading()
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(size))
            rest = rest.dropFirst(piece.count)
            do throws(FrameError) {
                let result = piece.withUnsafeBufferPointer { piece in
                    Result { () throws(FrameError) in
                        try reader.receive(piece) { reading.events.append(words($0)) }
                    }
                }
                try result.get()
            } catch {
                reading.error = error
                break
            }
        }
        return reading
    }

    private static func words(_ event: FrameReader.Event) -> String {
        func text(_ bytes: LineBytes) -> String { String(decoding: bytes, as: UTF8.self) }
        return switch event {
        case .text(let bytes): "text \(text(bytes))"
        case .binary(let bytes): "binary \(bytes.count)"
        case .ping(let bytes): "ping \(text(bytes))"
        case .pong(let bytes): "pong \(text(bytes))"
        case .closed(let code): "closed \(code.map { "\($0.number)" } ?? "")"
        }
    }

    /// A masked frame as clients send it.
    static func frame(
        _ opcode: UInt8, _ payload: some Sequence<UInt8>, isFinal: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        let payload = Array(payload)
        let mask: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        var bytes = [(isFinal ? 0x80 : 0) | reserved << 4 | opcode]
        switch payload.count {
        case 0...125: bytes.append(0x80 | UInt8(payload.count))
        case 126...65_535:
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(0x80 | 127)
            bytes += stride(from: 56, through: 0, by: -8).map { UInt8(payload.count >> $0 & 0xFF) }
        }
        return bytes + mask + payload.enumerated().map { $1 ^ mask[$0 & 3] }
    }

    static func text(_ text: String, isFinal: Bool = true) -> [UInt8] {
        frame(1, text.utf8, isFinal: isFinal)
    }

    @Test("the bytes of RFC 6455, section 5.7")
    func readsTheExampleOfTheStandard() {
        let hello: [UInt8] = [
            0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58,
        ]
        #expect(Self.read(hello) == Reading(events: ["text Hello"]))
        let ping: [UInt8] = [0x89, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58]
        #expect(Self.read(ping) == Reading(events: ["ping Hello"]))
    }

    static let stream =
        text("one") + frame(9, "p".utf8) + frame(1, "fr".utf8, isFinal: false)
        + frame(9, [UInt8]()) + frame(0, "ag".utf8, isFinal: false) + frame(0, "ment".utf8)
        + frame(2, [1, 2, 3]) + text("") + text(String(repeating: "x", count: 300))
        + frame(10, "q".utf8) + frame(8, [0x03, 0xE8] + Array("bye".utf8)) + text("too late")

    @Test(
        "however the stream is cut, the events are the same", arguments: [1, 2, 3, 5, 7, 64, 1_000])
    func cutsDoNotMatter(size: Int) {
        let expected = [
            "text one", "ping p", "ping ", "text fragment", "binary 3", "text ",
            "text " + String(repeating: "x", count: 300), "pong q", "closed 1000",
        ]
        #expect(Self.read(Self.stream, size: size) == Reading(events: expected))
    }

    static let broken: [(what: String, bytes: [UInt8], code: CloseCode)] = [
        ("a reserved bit", frame(1, "a".utf8, reserved: 4), .protocolError),
        ("another reserved bit", frame(9, "a".utf8, reserved: 1), .protocolError),
        ("a reserved opcode", frame(3, "a".utf8), .protocolError),
        ("a reserved control opcode", frame(0xB, "a".utf8), .protocolError),
        ("nothing to continue", frame(0, "a".utf8), .protocolError),
        (
            "a text within a message", text("a", isFinal: false) + text("b"), .protocolError
        ),
        (
            "a binary within a message", text("a", isFinal: false) + frame(2, [1]), .protocolError
        ),
        ("a fragment of a ping", frame(9, "a".utf8, isFinal: false), .protocolError),
        ("a long ping", frame(9, [UInt8](repeating: 1, count: 126)), .protocolError),
        ("no mask", [0x81, 0x01, 0x61], .protocolError),
        ("a length longer than need be", [0x81, 0xFE, 0, 5], .protocolError),
        ("a length of 64 bits too long", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 1, 0], .protocolError),
        ("a negative length", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], .protocolError),
        ("a close code cut in half", frame(8, [3]), .protocolError),
        ("a close code nobody may send", frame(8, [0x03, 0xED]), .protocolError),
        ("a close reason that is no text", frame(8, [0x03, 0xE8, 0xFF]), .invalidText),
        ("a close reason cut in a character", frame(8, [0x03, 0xE8, 0xC3]), .invalidText),
        ("text that is none", frame(1, [0x61, 0xC0]), .invalidText),
        ("a surrogate", frame(1, [0xED, 0xA0, 0x80]), .invalidText),
        ("beyond Unicode", frame(1, [0xF4, 0x90]), .invalidText),
        ("text that ends in a character", frame(1, [0x61, 0xE2, 0x82]), .invalidText),
        ("a message of 4,097 bytes", frame(1, [UInt8](repeating: 0x61, count: 4_097)), .tooBig),
        ("a message announced with 100 MB", [0x81, 0xFF, 0, 0, 0, 0, 6, 0, 0, 0], .tooBig),
        (
            "fragments of 4,097 bytes together",
            frame(1, [UInt8](repeating: 0x61, count: 4_000), isFinal: false)
                + frame(0, [UInt8](repeating: 0x61, count: 97)), .tooBig
        ),
    ]

    @Test("what breaks the rules is refused with its code", arguments: broken)
    func rulesHold(what: String, bytes: [UInt8], code: CloseCode) {
        for size in [1, 3, Int.max] {
            let reading = Self.read(bytes + Self.text("after"), size: size)
            #expect(reading.error?.code == code, "\(what), in pieces of \(size)")
            #expect(!reading.events.contains("text after"))
        }
    }

    @Test("a byte that can be no text is refused as it comes, not at the end of the message")
    func textIsJudgedAtOnce() {
        let start = Array(Self.frame(1, [0x61, 0xFF, 0x62, 0x63]).dropLast(2))
        #expect(Self.read(start).error?.code == .invalidText)
        let whole = Self.frame(1, Array("gr\u{FC}n \u{20AC} \u{1F600}".utf8), isFinal: false)
        #expect(Self.read(whole, size: 1) == Reading())
    }

    @Test("a message may be cut between any two bytes of a character")
    func charactersMayBeCut() {
        let text = Array("a\u{E9}\u{20AC}\u{1F600}".utf8)
        for cut in 0...text.count {
            let bytes = Self.frame(1, text[..<cut], isFinal: false) + Self.frame(0, text[cut...])
            #expect(Self.read(bytes).events == ["text a\u{E9}\u{20AC}\u{1F600}"])
        }
    }

    @Test("the largest message is taken, to the byte")
    func theLargestIsTaken() {
        let bytes = [UInt8](repeating: 0x61, count: 4_096)
        #expect(Self.read(Self.frame(1, bytes), size: 100).error == nil)
        #expect(Self.read(Self.frame(2, bytes), bytesMax: 4_095).error?.code == .tooBig)
    }

    @Test("a half message is known as one")
    func halfMessages() throws {
        var reader = FrameReader()
        #expect(!reader.hasHalfMessage)
        for byte in Self.text("hi", isFinal: false) {
            try [byte].withUnsafeBufferPointer { try reader.receive($0) { _ in } }
            #expect(reader.hasHalfMessage)
        }
        try Self.frame(0, []).withUnsafeBufferPointer { try reader.receive($0) { _ in } }
        #expect(!reader.hasHalfMessage)
    }

    @Test("random bytes never break the reader, and cuts never change what it makes of them")
    func noiseIsSurvived() {
        var random = SeededRandom(seed: 20_260_310)
        for _ in 0..<2_000 {
            var bytes = Self.stream
            for _ in 0..<3 {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(random.next() & 0xFF)
            }
            let whole = Self.read(bytes)
            #expect(Self.read(bytes, size: 1 + Int(random.next() % 9)) == whole)
        }
    }
}

@Suite("Frames of the server")
struct FrameWriterTests {
    @Test("text frames have the shortest length", arguments: [1, 125, 126, 65_535, 65_536])
    func lengths(count: Int) {
        var bytes: [UInt8] = [0xAA]
        FrameWriter.append(to: &bytes) { $0 += [UInt8](repeating: 0x78, count: count) }
        let head: [UInt8] =
            count < 126
            ? [0x81, UInt8(count)]
            : count < 65_536
                ? [0x81, 126, UInt8(count >> 8), UInt8(count & 0xFF)]
                : [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]
        #expect(bytes == [0xAA] + head + [UInt8](repeating: 0x78, count: count))
    }

    @Test("nothing to say is no frame")
    func nothingIsNoFrame() {
        var bytes: [UInt8] = [1]
        FrameWriter.append(to: &bytes) { _ in }
        #expect(bytes == [1])
    }

    @Test("a close frame's reason is cut between characters")
    func reasonsAreCut() {
        var bytes: [UInt8] = []
        FrameWriter.appendClose(
            .policyViolation, reason: String(repeating: "\u{20AC}", count: 90), to: &bytes)
        #expect(bytes[0] == 0x88 && bytes[1] == 125 && bytes.count == 127)
        #expect(Array(bytes[2...3]) == [0x03, 0xF0])
        #expect(String(validating: bytes[4...], as: UTF8.self) != nil)
        bytes = []
        FrameWriter.appendClose(nil, to: &bytes)
        #expect(bytes == [0x88, 0])
    }
}
