import ChatWire
import CleanText
import JSONText
import Vocabulary

@main
enum WireFuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        _ = runDriver(&count, &arguments) { start, count in
            WireFuzz.check(UnsafeBufferPointer(start: start, count: count))
            return 0
        }
    }

    /// A broken promise is a trap, and libFuzzer keeps the input that led to it as a file.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>) {
        jsonComesBackAsItWas(bytes)
        linesDoNotDependOnPackets(bytes)
        sessionsStayHarmless(bytes)
        textsStayHarmless(bytes)
        framesDoNotDependOnPackets(bytes)
        proxyHeadersDoNotDependOnPackets(bytes)
    }
}

/// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ check: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What was read is written and read back the same; what was refused has its place in the text.
private func jsonComesBackAsItWas(_ bytes: UnsafeBufferPointer<UInt8>) {
    do throws(JSONError) {
        let value = try JSONValue(parsing: bytes)
        var writer = JSONWriter()
        writer.value(value)
        expectHarmless(writer.bytes)
        let back = try JSONValue(parsing: writer.bytes)
        precondition(back == value, "JSON is not what it was")
    } catch {
        precondition((0...bytes.count).contains(error.offset), "an error beyond the text")
    }
}

private struct Heard: Equatable {
    var lines: [[UInt8]] = []
    var replies: [UInt8] = []
    var signals: TelnetFilter.Signals = []
    var error: WireInputError?

    /// - Parameter pieceSize: Bytes a packet.
    init(_ bytes: UnsafeBufferPointer<UInt8>, pieceSize: Int) {
        var input = WireInput()
        var index = 0
        while index < bytes.count, error == nil {
            let end = min(bytes.count, index + pieceSize)
            let piece = UnsafeBufferPointer(rebasing: bytes[index..<end])
            do throws(WireInputError) {
                let signals = try input.receive(piece, replies: &replies) {
                    lines.append(Array($0))
                }
                self.signals.formUnion(signals)
            } catch {
                self.error = error
            }
            index = end
        }
        if error == nil { input.finish { lines.append(Array($0)) } }
    }
}

/// Whole, in sevens and byte by byte give the same lines.
private func linesDoNotDependOnPackets(_ bytes: UnsafeBufferPointer<UInt8>) {
    let whole = Heard(bytes, pieceSize: max(1, bytes.count))
    for size in [1, 7] {
        let cut = Heard(bytes, pieceSize: size)
        // What follows a broken stream's error is nobody's business.
        guard whole.error == nil else {
            precondition(cut.error == whole.error, "another error")
            continue
        }
        precondition(cut == whole, "packets matter")
    }
    for line in whole.lines { precondition(line.count < Limits.lineBytesMax, "a line too long") }
    precondition(whole.replies.count <= 3 * 2 * 256 + 6, "telnet answers without end")
}

/// What a WebSocket's reader makes of a stream, in pieces.
private struct Framed: Equatable {
    var events: [[UInt8]] = []
    var error: FrameError?

    init(_ bytes: UnsafeBufferPointer<UInt8>, pieceSize: Int) {
        var reader = FrameReader()
        var index = 0
        while index < bytes.count, error == nil {
            let end = min(bytes.count, index + pieceSize)
            let piece = UnsafeBufferPointer(rebasing: bytes[index..<end])
            do throws(FrameError) {
                try reader.receive(piece) { events.append(Self.bytes(of: $0)) }
            } catch {
                self.error = error
            }
            index = end
        }
    }

    private static func bytes(of event: FrameReader.Event) -> [UInt8] {
        switch event {
        case .text(let text):
            precondition(String(validating: text, as: UTF8.self) != nil, "text that is none")
            return [1] + text
        case .binary(let payload): return [2] + payload
        case .ping(let payload): return [9] + payload
        case .pong(let payload): return [10] + payload
        case .closed(let code): return [8, UInt8(truncatingIfNeeded: code?.number ?? 0)]
        }
    }
}

private func framesDoNotDependOnPackets(_ bytes: UnsafeBufferPointer<UInt8>) {
    let whole = Framed(bytes, pieceSize: max(1, bytes.count))
    for size in [1, 7] {
        precondition(Framed(bytes, pieceSize: size) == whole, "packets matter to frames")
    }
    for event in whole.events {
        precondition(event.count <= Limits.lineBytesMax + 1, "a message too long")
    }
}

private func proxyHeadersDoNotDependOnPackets(_ bytes: UnsafeBufferPointer<UInt8>) {
    func outcome(pieceSize: Int) -> (peer: ProxiedPeer?, error: Bool, end: Int) {
        var reader = ProxyHeaderReader()
        var index = 0
        while index < bytes.count {
            let end = min(bytes.count, index + pieceSize)
            do throws(ProxyHeaderError) {
                let piece = UnsafeBufferPointer(rebasing: bytes[index..<end])
                if let (peer, count) = try reader.receive(piece) {
                    return (peer, false, index + count)
                }
            } catch {
                return (nil, true, 0)
            }
            index = end
        }
        return (nil, false, 0)
    }
    let whole = outcome(pieceSize: max(1, bytes.count))
    precondition(whole.end <= 536, "a header too long")
    for size in [1, 7] {
        precondition(outcome(pieceSize: size) == whole, "packets matter to headers")
    }
}

private let shops: WireShops? = ShopID("juniper").map { juniper in
    WireShops(standard: juniper, all: [juniper], names: NameCheck(reserved: ["Maria", "Juno"]))
}

private func sessionsStayHarmless(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let shops else { return }
    for mode in [WireMode.plain, .json] {
        for speaker in [WireSpeaker.customer, .supervisor] {
            var session = WireSession(mode: mode, isLoginAllowed: true)
            session.loggedIn(as: speaker)
            var steps: [WireStep] = []
            for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                session.handle(UnsafeBufferPointer(rebasing: line), shops: shops, into: &steps)
            }
            for step in steps {
                guard case .reply(let reply) = step else { continue }
                for mode in [WireMode.plain, .json] {
                    var buffer: [UInt8] = []
                    reply.encode(mode: mode, into: &buffer)
                    expectHarmless(buffer)
                }
            }
        }
    }
}

private func textsStayHarmless(_ bytes: UnsafeBufferPointer<UInt8>) {
    let text = Normalised.repaired(bytes)
    let shown = TerminalText.lines(text, prefix: "| ")
    expectHarmless(Array(shown.utf8))
    expectHarmless(Array(TerminalText.oneLine(text).utf8))
    _ = Normalised.readable(text)
    let masked = CardMask.masked(text)
    precondition(masked.utf8.count <= text.utf8.count * 4 + 32, "a mask that grows")
    let message = Notice.Message(sequence: 1, role: .agent, name: text, text: text)
    var buffer: [UInt8] = []
    WireReply(.message(message)).encode(mode: .plain, into: &buffer)
    expectHarmless(buffer)
    buffer.removeAll()
    WireReply(.message(message)).encode(mode: .json, into: &buffer)
    expectHarmless(buffer)
    let back = try? JSONValue(parsing: buffer)
    precondition(back?["text"]?.string.map { Array($0.utf8) } == Array(text.utf8), "a text lost")
}

/// Nothing that a terminal acts on but tab and line ends.
private func expectHarmless(_ bytes: [UInt8]) {
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x2068, 0x2069: break
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2067:
            preconditionFailure("U+\(String(scalar.value, radix: 16)) gets out")
        default: break
        }
    }
}
