import ChatWire
import TestKit
import Testing

struct TelnetFilterTests {
    private struct Outcome: Equatable {
        var text: [UInt8] = []
        var replies: [UInt8] = []
        var signals: TelnetFilter.Signals = []
        var windowSize: TelnetFilter.WindowSize?
    }

    private func outcome(_ pieces: [[UInt8]], hidesTyping: Bool = false) throws -> Outcome {
        var filter = TelnetFilter()
        var outcome = Outcome()
        if hidesTyping { filter.hideTyping(replies: &outcome.replies) }
        for piece in pieces {
            let result = piece.withUnsafeBufferPointer { bytes in
                Result { () throws(WireInputError) in
                    try filter.receive(
                        bytes, replies: &outcome.replies, signals: &outcome.signals
                    ) { outcome.text += Array($0) }
                }
            }
            try result.get()
        }
        outcome.windowSize = filter.windowSize
        return outcome
    }

    /// Whole and byte by byte must be the same.
    private func agreed(_ bytes: [UInt8]) throws -> Outcome {
        let whole = try outcome([bytes])
        #expect(try outcome(bytes.map { [$0] }) == whole)
        return whole
    }

    @Test(arguments: [
        ("68690a", "68690a", ""), ("fffb01fffb01fffb01", "", "fffe01"),
        ("fffd03fffe03fffd03", "", "fffc03"), ("fffb00fffd00", "", "fffd00fffb00"),
        ("fffb1f", "", "fffd1f"), ("fffb1ffffc1ffffb1ffffc1f", "", "fffd1ffffe1f"),
        ("fffc05fffe05", "", ""), ("61ffff62", "61ff62", ""), ("61fff162", "6162", ""),
        ("6869fff7", "686908", ""), ("6869fff8", "686915", ""), ("fff0fff3fff9ffef61", "61", ""),
        ("fffa18787465726dfff061", "61", ""), ("fffa1fffff00ffff01fff061", "61", ""),
        ("c3fff1a9", "c3a9", ""), ("fffd56", "", "fffc56"), ("fffb2e", "", "fffe2e"),
    ])
    func commandsAreTakenOutAndAnsweredOnce(sent: String, text: String, replies: String) throws {
        let outcome = try agreed(DataSets.bytes(hex: sent))
        #expect(outcome.text == DataSets.bytes(hex: text))
        #expect(outcome.replies == DataSets.bytes(hex: replies))
    }

    @Test func windowSizeIsKept() throws {
        let outcome = try agreed([0xFF, 250, 31, 0, 80, 0, 24, 0xFF, 240])
        #expect(outcome.windowSize?.columns == 80)
        #expect(outcome.windowSize?.rows == 24)
    }

    @Test func signalsAreTold() throws {
        #expect(try agreed([0xFF, 246]).signals == .areYouThere)
        #expect(try agreed([0xFF, 244]).signals == .interrupt)
        #expect(try agreed([0x61, 0xFF, 236]).signals == .endOfInput)
    }

    @Test func aPasswordsEchoIsTheOnlyThingAskedFor() throws {
        let outcome = try outcome([[0xFF, 253, 1, 0xFF, 253, 1]], hidesTyping: true)
        #expect(outcome.replies == [0xFF, 251, 1])
        var filter = TelnetFilter()
        var replies: [UInt8] = []
        filter.showTyping(replies: &replies)
        #expect(replies == [0xFF, 252, 1])
    }

    @Test func subnegotiationsAreBounded() {
        let bytes = [0xFF, 250, 24] + Array(repeating: UInt8(0x41), count: 70_000)
        let bound = WireInputError.subnegotiationTooLong(
            bytesMax: TelnetFilter.subnegotiationBytesMax)
        #expect(throws: bound) { try outcome([bytes]) }
        #expect(throws: bound) { try outcome(bytes.map { [$0] }) }
    }

    @Test func stormsAreAnsweredOnceAnOption() throws {
        var storm: [UInt8] = []
        for _ in 0..<3 {
            for option in UInt8(0)...255 {
                for verb: UInt8 in 251...254 { storm += [0xFF, verb, option] }
            }
        }
        let replies = try agreed(storm).replies
        var seen: Set<[UInt8]> = []
        for start in stride(from: 0, to: replies.count, by: 3) {
            #expect(seen.insert(Array(replies[start..<start + 3])).inserted)
        }
        #expect(seen.count <= 2 * 256 + 3)
    }
}
