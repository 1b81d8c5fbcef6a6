import ChatWire
import Testing
import Vocabulary

struct LineFramerTests {
    /// Feeds `pieces` and gives back the lines, then what is left at the end of input.
    private func lines(_ pieces: [[UInt8]]) throws(WireInputError) -> [String] {
        var framer = LineFramer()
        var lines: [String] = []
        for piece in pieces {
            let result = piece.withUnsafeBufferPointer { bytes in
                Result { () throws(WireInputError) in
                    try framer.receive(bytes) { lines.append(String(decoding: $0, as: UTF8.self)) }
                }
            }
            try result.get()
        }
        framer.finish { lines.append(String(decoding: $0, as: UTF8.self) + "<end>") }
        return lines
    }

    @Test(arguments: [
        ("hi\n", ["hi"]), ("hi\r\nyo\r\n", ["hi", "yo"]), ("hi\r\0yo\r\0", ["hi", "yo"]),
        ("hi\ryo\n", ["hi", "yo"]), ("\n\r\n\r\0", ["", "", ""]), ("\r\r\n\n", ["", "", ""]),
        ("hi", ["hi<end>"]), ("", []), ("a\0b\n", ["a\0b"]), ("\0\n", ["\0"]),
        ("größer\nx", ["größer", "x<end>"]),
        (
            "a line that is longer than sixteen bytes\r\nand another one of that kind\n",
            [
                "a line that is longer than sixteen bytes", "and another one of that kind",
            ]
        ),
    ])
    func linesAreTheSameHoweverTheyArrive(text: String, expected: [String]) throws {
        let bytes = Array(text.utf8)
        #expect(try lines([bytes]) == expected)
        #expect(try lines(bytes.map { [$0] }) == expected)
        for cut in 0...bytes.count {
            #expect(try lines([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected)
        }
    }

    @Test func aCarriageReturnEndsTheLineAtOnce() throws {
        #expect(try lines([Array("hi\r".utf8)]) == ["hi"])
    }

    @Test func theLimitCountsTheLineFeed() throws {
        let longest = Array(repeating: UInt8(ascii: "a"), count: Limits.lineBytesMax - 1)
        #expect(try lines([longest + [0x0A]]).map(\.utf8.count) == [Limits.lineBytesMax - 1])
        #expect(try lines((longest + [0x0A]).map { [$0] }).count == 1)
        let tooLong = WireInputError.lineTooLong(bytesMax: Limits.lineBytesMax)
        #expect(throws: tooLong) { try lines([longest + [0x61, 0x0A]]) }
        #expect(throws: tooLong) { try lines((longest + [0x61]).map { [$0] }) }
    }

    @Test func endlessInputIsRefusedForEver() {
        var framer = LineFramer()
        let piece = Array(repeating: UInt8(ascii: "a"), count: 1_000)
        var refusals = 0
        piece.withUnsafeBufferPointer { bytes in
            for _ in 0..<100 {
                do throws(WireInputError) {
                    try framer.receive(bytes) { _ in Issue.record("no line was sent") }
                } catch { refusals += 1 }
            }
        }
        #expect(refusals == 96)
        #expect(framer.pendingByteCount == 0)
    }

    @Test func linesBeforeATooLongOneAreHandedOver() {
        var framer = LineFramer()
        var seen = 0
        let bytes = Array("one\ntwo\n".utf8) + Array(repeating: 0x61, count: 5_000)
        bytes.withUnsafeBufferPointer { bytes in
            _ = #expect(throws: WireInputError.self) {
                try framer.receive(bytes) { _ in seen += 1 }
            }
        }
        #expect(seen == 2)
    }
}
