import ChatWire
import JSONText
import TestKit
import Testing
import Vocabulary

struct WireInputTests {
    private struct Heard: Equatable {
        var lines: [[UInt8]] = []
        var replies: [UInt8] = []
        var signals: TelnetFilter.Signals = []
        var error: WireInputError?
    }

    private func heard(_ pieces: [[UInt8]]) -> Heard {
        var input = WireInput()
        var heard = Heard()
        for piece in pieces where heard.error == nil && !heard.signals.contains(.endOfInput) {
            piece.withUnsafeBufferPointer { bytes in
                do throws(WireInputError) {
                    let signals = try input.receive(bytes, replies: &heard.replies) {
                        heard.lines.append(Array($0))
                    }
                    heard.signals.formUnion(signals)
                } catch { heard.error = error }
            }
        }
        if heard.error == nil { input.finish { heard.lines.append(Array($0)) } }
        return heard
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", ForeignProtocol.http),
        ("POST /chat HTTP/1.1\r\n", .http), ("CONNECT a:443 HTTP/1.1\r\n", .http),
        ("PRI * HTTP/2.0\r\n", .http), ("SSH-2.0-OpenSSH_9.2\r\n", .ssh),
    ])
    func otherProtocolsAreRefused(text: String, foreign: ForeignProtocol) {
        let bytes = Array(text.utf8)
        for pieces in [[bytes], bytes.map { [$0] }] {
            let heard = heard(pieces)
            #expect(heard.error == .wrongProtocol(foreign))
            #expect(heard.lines.isEmpty)
        }
        #expect(WireInputError.wrongProtocol(foreign).failure.code == .wrongProtocol)
    }

    @Test func aTLSHandshakeIsRefusedAtItsSecondByte() {
        #expect(heard([[0x16, 0x03, 0x01]]).error == .wrongProtocol(.tls))
        #expect(heard([[0x16], [0x03]]).error == .wrongProtocol(.tls))
        #expect(heard([[0x61, 0x16], [0x03, 0x0A]]).error == nil)
    }

    @Test(arguments: [
        "GET ME A HUMAN\n", "POST me the label\n", "SSHD is down\n", "PUT it back\n", "GET\n",
    ])
    func shoutingIsNoProtocol(text: String) {
        #expect(heard([Array(text.utf8)]).error == nil)
    }

    @Test func onlyTheFirstLineIsJudged() {
        let heard = heard([Array("hi\nGET / HTTP/1.1\n".utf8)])
        #expect(heard.error == nil)
        #expect(heard.lines.count == 2)
    }

    /// Every case whole, one byte a packet and with its own borders.
    @Test(.enabled(if: DataSets.has("telnet-bytes"), "data set telnet-bytes is not here"))
    func telnetCasesGiveTheirLines() throws {
        for item in try DataSets.objects("telnet-bytes/cases.jsonl") {
            let name = item["name"]?.string ?? ""
            let bytes = DataSets.bytes(hex: item["in_hex"]?.string ?? "")
            let whole = heard([bytes])
            #expect(heard(bytes.map { [$0] }) == whole, "\(name)")
            if let chunks = item["chunks"]?.array {
                let pieces = chunks.map { DataSets.bytes(hex: $0.string ?? "") }
                #expect(heard(pieces) == whole, "\(name)")
            }
            if let lines = item["expect_lines"]?.array {
                #expect(whole.lines == lines.map { Array(($0.string ?? "").utf8) }, "\(name)")
            }
            #expect(whole.replies.count <= 256 * 3, "\(name)")
        }
    }

    @Test func aHalfLineIsKnown() throws {
        var input = WireInput()
        var replies: [UInt8] = []
        try Array("half".utf8).withUnsafeBufferPointer { bytes in
            _ = try input.receive(bytes, replies: &replies) { _ in }
        }
        #expect(input.hasHalfLine)
    }
}
